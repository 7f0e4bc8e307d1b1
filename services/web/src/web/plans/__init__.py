"""The plan editor, and the staff's queue of plans."""
