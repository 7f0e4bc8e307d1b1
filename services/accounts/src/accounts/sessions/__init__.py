"""What a browser holds after signing in."""
