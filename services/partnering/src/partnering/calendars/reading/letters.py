"""How the letters of a file that is not Unicode may be meant. Only a person who reads them knows."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from partnering.calendars.reading.text import OTHERS, is_unicode, page_of

MOST_SHOWN = 8
MOST_NAMES = 3
_SIGNS = frozenset(
    "\u00a0\u00ad\u00b0\u00b7\u2013\u2014\u2018\u2019\u201a\u201c\u201d\u201e\u2026«»§ªº€"
)
"""Signs besides letters that stand in names."""
_NEAR = 60


@dataclass(frozen=True)
class Spelling:
    """An encoding, and how the first names of the file with such letters read in it."""

    encoding: str
    names: tuple[str, ...]


def spellings(content: bytes, country: str) -> list[Spelling]:
    """What to ask about a file: the likeliest first, each reading once. Nothing for Unicode."""
    if is_unicode(content):
        return []
    parts = _with_letters(content)
    found: dict[tuple[str, ...], Spelling] = {}
    doubtful: dict[tuple[str, ...], Spelling] = {}
    for encoding in dict.fromkeys((page_of(country), *OTHERS)):
        try:
            content.decode(encoding)
            names = tuple(part.decode(encoding).strip() for part in parts)
        except UnicodeDecodeError:
            continue
        likely = all(_is_likely(name) for name in names)
        (found if likely else doubtful).setdefault(names, Spelling(encoding, names))
    return list((found or doubtful).values())[:MOST_SHOWN]


def _with_letters(content: bytes) -> list[bytes]:
    """The first cells or values that hold more than ASCII."""
    cells = (one for one in re.split(rb'[\r\n;,|\t:"]+', content) if not one.isascii())
    return [_around(one) for one in list(dict.fromkeys(cells))[:MOST_NAMES]]


def _around(cell: bytes) -> bytes:
    """A long text, cut at its ends beside the first letter that is in doubt."""
    at = next(place for place, byte in enumerate(cell) if byte > 127)
    start = 0 if at < _NEAR else cell.rfind(b" ", 0, at) + 1
    return cell[start : start + 2 * _NEAR]


def _is_likely(text: str) -> bool:
    """Letters of one alphabet in each word, and no capital in the middle of small letters."""
    signs = {one for one in text if one > "\x7f" and not one.isalpha()}
    return signs <= _SIGNS and all(map(_is_word, re.findall(r"[^\W\d_]+", text)))


def _is_word(word: str) -> bool:
    return len(_alphabets(word)) == 1 and not any(
        before.islower() and after.isupper() and after > "\x7f"
        for before, after in itertools.pairwise(word)
    )


def _alphabets(word: Iterable[str]) -> set[str]:
    return {unicodedata.name(letter, "?").split()[0] for letter in word}
