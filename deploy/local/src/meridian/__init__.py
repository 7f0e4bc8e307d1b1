"""One-machine deployment without Docker: the command `meridian`."""
