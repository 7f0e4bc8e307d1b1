"""A partnership's way through the weeks and steps."""
