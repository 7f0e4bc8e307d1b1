"""Writing a result, and deciding on it."""
