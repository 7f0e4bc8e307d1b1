"""Certificates: mine, and verifying anybody's."""
