"""The order of names in the reader's language, by the Unicode Collation Algorithm."""

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from pyuca import Collator

from web.reader import reader

_AFTER = "\U0010ffff"
"""Not a character: the algorithm puts it after every letter."""
_LETTERS = {
    "tr": str.maketrans(
        {
            **{
                letter: letter_before + _AFTER
                for letter, letter_before in zip("çğöşü", "cgosu", strict=True)
            },
            **{
                letter: letter_before + _AFTER
                for letter, letter_before in zip("ÇĞÖŞÜ", "CGOSU", strict=True)
            },
            "ı": "h" + _AFTER,
            "I": "H" + _AFTER,
            "İ": "I",
        }
    )
}
"""Letters of their own in a language, each after all words with the letter before it."""


@lru_cache(maxsize=1)
def _collator() -> Collator:
    return Collator()


@lru_cache(maxsize=4096)
def _key(name: str, language: str) -> tuple[int, ...]:
    written = unicodedata.normalize("NFC", name).translate(_LETTERS.get(language, {}))
    return tuple(_collator().sort_key(written))


def place_of(name: str) -> tuple[int, ...]:
    """A key that sorts this name as a dictionary of the reader's language would."""
    return _key(name, reader().language)


def by_name(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Choices as (code, name), in the order of their names."""
    return sorted(choices, key=lambda choice: place_of(choice[1]))
