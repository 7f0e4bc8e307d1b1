"""Whether a name holds what a mail program or a hasty reader takes for an internet address."""

import re
import unicodedata
from typing import Final

_KNOWN: Final = r"com|net|org|info|biz|edu|gov|xyz|example|xn--\w+"
"""Ends that are no word and no surname."""
_ENDS: Final = rf"{_KNOWN}|app|dev|top|site|page|link|live|shop|online|store|club"
_LINKED: Final = re.compile(
    r"://|\bwww\.|\w@\w|\w{2,}\.\w{2,}|\d\.\d+\.\d|\b\w\.\w{2,}[/:?#]"
    r"|\b(?!(?-i:[BDM]\.(?:Ed|Sc)\b))\w\."
    rf"(?:[^\W\d_]{{2}}|{_ENDS})\b",
    re.IGNORECASE,
)
"""What mail programs turn into a link. `J.R.R. Tolkien`, `A.Kaya` and `M.Sc.` stay names.

A country has two letters in any script, so a surname of two needs a space: `J. Li`.
"""
_SPELLED_OUT: Final = re.compile(
    r"(?:^|\s)@\w|\b(?:https?|ftp|mailto|tel|javascript|data):\S"
    rf"|\w\s+\.\s*(?:[a-z]{{2}}|{_ENDS})\b|\w\.\s+(?:{_KNOWN})\b|\w{{2,}}/(?:{_KNOWN})\b",
    re.IGNORECASE,
)
"""What only a reader puts together: `evil .com`, `evil/com`, `@evil`."""
_FULL_STOPS: Final = str.maketrans("。｡．․", "....")
_LIKE_DOTS: Final = re.compile(
    r"(?<![lL](?=.[lL]))"
    "[\u00b7\u2027\u2022\u2219\u22c5\u25cf\u25e6\u2e31\u2e33\ua4f8\ua78f\u06d4\u066b\u0701\u0702\u30fb]"
    rf"(?=\s*(?:[a-z]{{2}}|{_ENDS})\b)",
    re.IGNORECASE,
)
"""Signs that look like a dot, before what ends an address. `Gal·la` and `マリア・ガルシア` are names."""


def holds_address(name: str) -> bool:
    """Whether an address stands in the name, also with signs that only look like its dots."""
    spelled = unicodedata.normalize("NFKC", name).translate(_FULL_STOPS)
    spelled = _LIKE_DOTS.sub(".", spelled)
    return bool(_LINKED.search(spelled) or _SPELLED_OUT.search(spelled))
