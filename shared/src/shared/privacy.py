"""Privacy classes. Every column carries one; a column without fails the build."""

from typing import Final

PERSONAL: Final = {"privacy": "personal"}
"""Says who somebody is, or reaches them."""
FREE_TEXT: Final = {"privacy": "free-text"}
"""Written by people; may say anything about anyone."""
PSEUDONYMOUS: Final = {"privacy": "pseudonymous"}
"""Refers to a person by id only."""
NO_PRIVACY: Final = {"privacy": "none"}

CLASSES: Final = frozenset({"personal", "free-text", "pseudonymous", "none"})
