"""Starts an installation in order, keeps it running, and ends it cleanly."""
