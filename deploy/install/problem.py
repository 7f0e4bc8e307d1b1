"""The exception that ends an installation with one plain line."""


class Problem(Exception):
    """Something a person can act on; the message is one line and names the remedy."""
