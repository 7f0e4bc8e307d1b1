"""Finding a partner, and one teacher's card."""
