"""What a teacher offers and looks for."""
