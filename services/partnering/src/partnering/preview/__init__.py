"""How many partners could fit, before any account."""
