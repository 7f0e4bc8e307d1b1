"""The map of partnerships."""
