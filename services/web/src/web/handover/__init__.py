"""Handing a seat over to a colleague, and moving to another school."""
