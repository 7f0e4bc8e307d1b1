"""Short access tokens for the other services."""
