"""Proving once more who you are, before what a borrowed session must not do."""
