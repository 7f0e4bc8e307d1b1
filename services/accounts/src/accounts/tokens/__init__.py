"""Short access tokens for the other services, and one-time tokens for mails."""
