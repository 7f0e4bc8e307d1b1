"""People as staff see them."""
