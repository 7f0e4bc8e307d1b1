"""Telling people what an event means for them: in the inbox, by mail, and by a hint."""
