"""Setting up and removing an authenticator app."""
