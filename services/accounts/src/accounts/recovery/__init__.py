"""Getting back in, and changing what you sign in with."""
