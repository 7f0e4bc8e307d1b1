"""Folding words for search, and addresses of results. Pure."""

import re
import unicodedata
from typing import Final
from uuid import UUID

# Letters that Unicode does not take apart into a base and an accent.
_LETTERS: Final = str.maketrans(
    {
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ə": "e",
        "ħ": "h",
    }
)
_WORD: Final = re.compile(r"[^\W_]+")
_ALPHABET: Final = "23456789abcdefghjkmnpqrstvwxyz"


def fold(text: str) -> str:
    """Lower case without accents, so that `Şehir`, `sehir` and `ŞEHİR` are one word."""
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(character for character in apart if not unicodedata.combining(character))
    return unicodedata.normalize("NFKC", bare.translate(_LETTERS))


def words(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return _WORD.findall(fold(text))


def prefix_query(text: str, at_most: int = 8) -> str:
    """A Postgres tsquery that wants every word to begin like this; empty if there is no word."""
    return " & ".join(f"{word}:*" for word in words(text)[:at_most])


def slug_of(title: str, identity: UUID) -> str:
    """A readable address that no other result can have, whatever alphabet the title uses."""
    readable = "-".join(word for word in words(title) if word.isascii())[:60].strip("-")
    number, tail = identity.int & ((1 << 40) - 1), ""
    for _ in range(8):
        number, index = divmod(number, len(_ALPHABET))
        tail += _ALPHABET[index]
    return f"{readable or 'project'}-{tail}"
