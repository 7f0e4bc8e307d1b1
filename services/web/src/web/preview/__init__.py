"""Who could fit, before any account."""
