"""The name of a person: one visible line that says who, and nothing else."""

import re
import unicodedata
from typing import Annotated, Final

from pydantic import AfterValidator

MOST_LETTERS: Final = 80
_MOST_MARKS: Final = 5
_JOINERS: Final = frozenset("\u200c\u200d")
"""Persian and Indian names need them between two letters."""
_BLANK: Final = frozenset(
    "\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\u180b\u180c\u180d\u180f"
)
"""Letters and signs that Unicode calls visible and every font draws as nothing."""
_ADDRESS: Final = re.compile(
    r"://|\bwww\.|\w@\w|\w{2,}\.\w{2,}|\b\w\.(?:com|net|org|co|io|me|ly|gg|be|eu)\b|\d\.\d+\.\d",
    re.IGNORECASE,
)
"""What mail programs turn into a link. `J. R. R. Tolkien` and `Dr. Öz` stay names."""
_DOTS: Final = str.maketrans("。｡．․", "....")


def plain_name(text: str, most: int = MOST_LETTERS) -> str:
    """Return the name with single spaces. Refuse what is no name or would not be shown."""
    text = unicodedata.normalize("NFC", text)
    if any(unicodedata.category(c) in {"Zl", "Zp", "Cc"} for c in text):
        raise ValueError("must be one line")
    name = " ".join(text.split())
    if any(_hidden(name, place) for place in range(len(name))):
        raise ValueError("contains characters that cannot be shown")
    if not any(unicodedata.category(c)[0] in "LN" for c in name):
        raise ValueError("contains no letter")
    if len(name) > most:
        raise ValueError(f"Value should have at most {most} characters")
    if _marks_run_wild(name):
        raise ValueError("contains too many stacked marks")
    if _ADDRESS.search(unicodedata.normalize("NFKC", name).translate(_DOTS)):
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


PersonName = Annotated[str, AfterValidator(plain_name)]
"""A name in a request. Names that were taken before this rule stay as they are."""
