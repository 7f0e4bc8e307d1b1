"""Registering, confirming the address, correcting it."""
