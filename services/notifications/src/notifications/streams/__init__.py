"""Open streams that carry hints to browsers."""
