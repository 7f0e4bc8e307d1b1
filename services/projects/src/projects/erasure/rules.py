"""Taking a name out of a text that others keep. Pure."""

import re

SHORTEST = 3


def without_name(text: str, name: str) -> str:
    """The text with the full name replaced by dots, however it is written in upper or lower case.

    Names of one or two letters stay: they would tear other words apart.
    """
    if len(name) < SHORTEST:
        return text
    return re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "…", text, flags=re.IGNORECASE)
