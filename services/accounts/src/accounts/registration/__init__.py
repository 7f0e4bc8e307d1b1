"""Becoming a person: register, confirm the address, correct it."""
