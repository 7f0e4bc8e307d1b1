"""Words without accents and capitals, so that people find what they cannot type."""

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any, TypeVar
from uuid import UUID

Found = TypeVar("Found")
EVERY = 5
"""Each fifth place of a list is for somebody whom few have asked."""

# Letters that Unicode does not take apart into a base letter and an accent.
_LETTERS = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th"}
)


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """The text in lower case without accents; words separated by single spaces."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(plain.translate(_LETTERS).split())


def matches(query: str, *texts: str) -> bool:
    """Whether every word of the query begins a word of the texts, whatever the accents."""
    words = fold(" ".join(texts)).replace("-", " ").replace(",", " ").split()
    return all(any(word.startswith(asked) for word in words) for asked in fold(query).split())


def lot(seeker: UUID, other: UUID) -> bytes:
    """What chance gives these two: always the same, and another order for each seeker.

    A hash, because ids begin with the time at which they were given: compared as they stand, whoever
    joined at an unlucky moment would come last for everybody.
    """
    return blake2b(seeker.bytes + other.bytes, digest_size=8).digest()


def exposed(ranked: Sequence[Found], rarely: Callable[[Found], Any]) -> list[Found]:
    """The list, best first, with each fifth place given to the one that comes first by `rarely`.

    Whoever never comes out on top would else be seen by nobody. Nobody is left out or shown twice.
    """
    best = iter(range(len(ranked)))
    rarest = iter(sorted(range(len(ranked)), key=lambda at: rarely(ranked[at])))
    shown: dict[int, None] = {}
    for place in range(1, len(ranked) + 1):
        waiting = best if place % EVERY else rarest
        shown[next(at for at in waiting if at not in shown)] = None
    return [ranked[at] for at in shown]
