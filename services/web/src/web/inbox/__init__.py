"""What you have been told."""
