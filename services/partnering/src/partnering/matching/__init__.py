"""Matching: everybody still free gets a partner, with a proof of what was possible."""
