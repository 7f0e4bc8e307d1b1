"""Whether feedback says something: counted in different words, whatever the script."""

import re
import unicodedata
from itertools import groupby
from typing import Final

LEAST_WORDS: Final = 5
"""Different words that an example or an action needs. "Good good good good" is one word."""
LEAST_LETTERS: Final = 20
"""Letters in all. A character of a script that writes syllables or words counts as two."""

_NO_SPACES: Final = (
    "CJK",
    "HIRAGANA",
    "KATAKANA",
    "THAI",
    "LAO",
    "KHMER",
    "MYANMAR",
    "TAI",
    "NEW TAI",
    "JAVANESE",
    "BALINESE",
    "YI",
    "BOPOMOFO",
)
"""Scripts that do not put a space between words."""
_DENSE: Final = ("HANGUL", "ETHIOPIC", *_NO_SPACES)
_REPEATED: Final = re.compile(r"(.)\1+")


def says_enough(text: str) -> bool:
    """Whether the text has enough different words to be an example or an action."""
    return distinct_words(text) >= LEAST_WORDS and _letters(text) >= LEAST_LETTERS


def same_words(one: str, other: str) -> bool:
    """Whether two texts consist of the same words."""
    return _words(one) == _words(other)


def distinct_words(text: str) -> int:
    """How many different words the text has.

    Upper and lower case, repeated letters and digits make no new word. A single letter is none,
    unless the script writes a syllable by it.
    Where a script writes without spaces, two different characters count as one word.
    """
    words = _words(text)
    spaced = {word for word in words if not _unspaced(word[0])}
    characters = {letter for word in words - spaced for letter in word if _is_letter(letter)}
    whole = {word for word in spaced if len(word) > 1 or _in(word[0], _DENSE)}
    return len(whole) + len(characters) // 2


def _words(text: str) -> set[str]:
    """Runs of letters with their marks; a change to a script without spaces begins a new one."""
    plain = unicodedata.normalize("NFKC", text.casefold())
    kept = "".join(one for one in plain if unicodedata.category(one) != "Cf")
    runs = groupby(kept, key=_kind)
    return {_REPEATED.sub(r"\1", "".join(letters)) for kind, letters in runs if kind}


def _kind(character: str) -> str:
    """What a run consists of; "" for what is between words. Marks belong to either."""
    if not unicodedata.category(character).startswith(("L", "M")):
        return ""
    return "unspaced" if _unspaced(character) else "spaced"


def _is_letter(character: str) -> bool:
    return unicodedata.category(character).startswith("L")


def _unspaced(character: str) -> bool:
    return _in(character, _NO_SPACES)


def _in(character: str, scripts: tuple[str, ...]) -> bool:
    return unicodedata.name(character, "").startswith(scripts)


def _letters(text: str) -> int:
    plain = unicodedata.normalize("NFKC", text)
    return sum(2 if _in(one, _DENSE) else 1 for one in plain if _is_letter(one))
