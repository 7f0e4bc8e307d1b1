"""What differs between two texts, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORDS = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")
"""A word takes the space behind it along, so that a changed sentence is one stretch."""
MOST_PIECES = 4_000
"""Beyond this, the whole text counts as changed: comparing is quadratic at its worst."""


@dataclass(frozen=True)
class Difference:
    """A stretch of text that both versions have, or one of them."""

    kind: Literal["same", "removed", "added"]
    text: str


def differences(before: str, after: str) -> list[Difference]:
    """The two texts as stretches, in reading order."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if max(len(old), len(new)) > MOST_PIECES:
        old, new = [before], [after]
    found: list[Difference] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Difference("same", "".join(old[a:b])))
            continue
        found += _stretch("removed", old[a:b]) + _stretch("added", new[c:d])
    return found


def _stretch(kind: Literal["removed", "added"], words: Sequence[str]) -> list[Difference]:
    return [Difference(kind, "".join(words))] if words else []
