"""Stopping a kind of mail with the link that each mail carries."""
