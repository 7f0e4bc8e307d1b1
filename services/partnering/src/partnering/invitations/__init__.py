"""Teacher asks teacher, and nobody is left without an answer."""
