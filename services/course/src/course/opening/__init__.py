"""Opening courses and their weeks, and following who is in a partnership."""
