"""The record of what staff did, append-only."""
