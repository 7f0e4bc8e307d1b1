"""The control room of course staff."""
