"""The one exception that ends a command with a single clear line."""


class Failure(Exception):
    """Something a person can act on; the message is one line and names the remedy where there is one."""
