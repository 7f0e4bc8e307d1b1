"""The people we know, and what they say of themselves."""
