"""Invitations received and sent, and their answers."""
