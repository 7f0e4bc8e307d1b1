"""Asking beforehand who would hear of an event."""
