"""What was shared, for everybody."""
