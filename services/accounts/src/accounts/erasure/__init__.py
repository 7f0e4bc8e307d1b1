"""Taking everything with you, and leaving."""
