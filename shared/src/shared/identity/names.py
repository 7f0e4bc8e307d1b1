"""The name of a person: one visible line that says who, and nothing else."""

import re
import unicodedata
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from shared.identity.internet_addresses import holds_address
from shared.identity.posing import poses_as_staff

MOST_LETTERS: Final = 80
_MOST_MARKS: Final = 5
_JOINERS: Final = frozenset("\u200c\u200d")
"""Persian and Indian names need them between two letters."""
_BLANK: Final = frozenset(
    "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f"
)
"""Letters and signs that Unicode calls visible and every font draws as nothing."""
_MOST_DIGITS: Final = 4
"""Enough for `6B` and `2026`; a telephone number has more."""
_WIDEST: Final = 4
"""Letters in one sign: `ﷲ` of `عبدﷲ` has four, and some phrases eighteen."""
_WIDE: Final = re.compile(
    "[\ufdfd\u2e3a\u2e3b\ua9c1-\ua9cd\U00012000-\U0001467f\U00016800-\U00016a3f]"
)
"""A phrase, long dashes, ornaments, scripts of inscriptions: several times as wide as others."""
_DRAWN_TOGETHER: Final = frozenset("\u200c\u200d\ufe0e\ufe0f")
"""They shape the sign before them, such as ❤️, and show nothing of their own."""


def one_line(text: str) -> str:
    """A title as one line with single spaces. Line breaks and what nobody sees are refused.

    A title may hold pictures and addresses; a name may not: see `plain_name`.
    """
    if any(unicodedata.category(c) in {"Zl", "Zp", "Cc"} for c in text.strip()):
        raise ValueError("must be one line")
    title = " ".join(text.split())
    if any(
        _hidden(title, place)
        for place in range(len(title))
        if place == 0 or title[place] not in _DRAWN_TOGETHER or title[place - 1] == " "
    ):
        raise ValueError("contains characters that cannot be shown")
    return title


def plain_name(text: str, most: int = MOST_LETTERS) -> str:
    """Return the name with single spaces. Refuse what is no name or would not be shown."""
    text = unicodedata.normalize("NFC", text)
    if any(unicodedata.category(c) in {"Zl", "Zp", "Cc"} for c in text):
        raise ValueError("must be one line")
    name = " ".join(text.split())
    if name.startswith(("=", "＝")):
        raise ValueError("contains signs that are not written in names")
    if any(_hidden(name, place) for place in range(len(name))):
        raise ValueError("contains characters that cannot be shown")
    if not any(unicodedata.category(c)[0] in "LN" for c in name):
        raise ValueError("contains no letter")
    spelled = unicodedata.normalize("NFKC", name)
    if any(_is_wide(letter) for letter in name):
        raise ValueError("contains signs that are not written in names")
    if max(len(name), len(spelled)) > most:
        raise ValueError(f"Value should have at most {most} characters")
    if _marks_run_wild(name):
        raise ValueError("contains too many stacked marks")
    if holds_address(name):
        raise ValueError("must not contain an internet address")
    return name


def _hidden(name: str, place: int) -> bool:
    letter = name[place]
    if letter in _JOINERS:
        around = name[place - 1 : place] + name[place + 1 : place + 2]
        return len(around) < 2 or not all(unicodedata.category(c)[0] in "LM" for c in around)
    # Format, private and unassigned characters, variation selectors, and letters drawn as nothing.
    selector = 0xFE00 <= ord(letter) <= 0xFE0F or 0xE0100 <= ord(letter) <= 0xE01EF
    return letter in _BLANK or selector or unicodedata.category(letter)[0] == "C"


def person_name(text: str) -> str:
    """Like `plain_name`; a person's has no pictures either, no telephone number, and does not pose as
    the programme or its staff."""
    name = plain_name(text)
    if any(unicodedata.category(letter) == "So" for letter in name):
        raise ValueError("contains signs that are not written in names")
    spelled = unicodedata.normalize("NFKC", name)
    if sum(unicodedata.category(letter) in {"Nd", "No"} for letter in spelled) > _MOST_DIGITS:
        raise ValueError("contains too many digits")
    if poses_as_staff(name):
        raise ValueError("belongs to the programme and its staff")
    return name


def _is_wide(letter: str) -> bool:
    """Whether this is a phrase in one sign, or a letter that makes a page wide."""
    return _WIDE.match(letter) is not None or len(unicodedata.normalize("NFKC", letter)) > _WIDEST


def _marks_run_wild(name: str) -> bool:
    """Whether a mark stands alone, or too many stand on one letter."""
    run = _MOST_MARKS
    for letter in name:
        if unicodedata.category(letter)[0] == "M":
            run += 1
            if run > _MOST_MARKS:
                return True
        else:
            # A mark after a space or a sign has no letter to stand on.
            run = (
                0 if unicodedata.category(letter)[0] in "LN" or letter in _JOINERS else _MOST_MARKS
            )
    return False


OneLine = AfterValidator(one_line)
PersonName = Annotated[str, Field(max_length=200), AfterValidator(person_name)]
"""A name in a request. Names that were taken before this rule stay as they are."""
