"""The operator's view of the running system."""
