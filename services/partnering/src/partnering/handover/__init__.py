"""Handing a seat over to a colleague of the same school, who keeps the work."""
