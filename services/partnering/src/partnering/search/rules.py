"""Words without accents and capitals, so that people find what they cannot type."""

import unicodedata
from functools import lru_cache

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
