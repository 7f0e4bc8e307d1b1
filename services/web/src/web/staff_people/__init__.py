"""Staff and people: verifications, roles, sign-in codes."""
