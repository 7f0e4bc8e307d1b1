"""Marks that may stand in a person's name, which holds few digits."""

_LETTERS = str.maketrans("0123456789", "ghijklmnop")


def spelt(mark: str) -> str:
    """The mark with letters for its digits; marks keep their order."""
    return mark.translate(_LETTERS)
