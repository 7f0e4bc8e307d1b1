"""Catches all outgoing mail of a one-machine installation and shows it: an SMTP sink with a page and an API."""
