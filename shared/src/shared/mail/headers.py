"""Words and addresses as header fields carry them: nothing lost, nothing smuggled in.

The standard library folds encoded words so that spaces between them are lost or doubled.
"""

import base64
import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from shared.identity.addresses import mailable

LONGEST_PLAIN: Final = 60
BYTES_A_WORD: Final = 39
"""Base64 makes 52 letters of them; with its frame and "Subject: " a line stays short."""
BYTES_OF_A_NAME: Final = 45
"""What fits behind "From: "."""
FOLD: Final = "\r\n "
_UNSEEN: Final = {"Cc", "Cs", "Zl", "Zp"}
_LOCAL_PART: Final = re.compile(r'[^\s<>()\[\]\\,;:@"\x00-\x1f\x7f-\x9f]{1,64}')
_DOMAIN: Final = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]")


def words(text: str) -> str:
    """A text as the value of a field such as Subject. Line breaks and controls become spaces."""
    text = one_line(text)
    return text if _is_plain(text) else encoded(text)


def mailbox(name: str, email: str) -> str:
    """A name and an address as the value of a field such as To. Raises `ValueError`."""
    name = " ".join(one_line(name).split())
    where = address(email)
    if not name:
        return where
    if not _is_plain(name):
        return f"{encoded(name, BYTES_OF_A_NAME)}{FOLD}<{where}>"
    quoted = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"{FOLD}<{where}>'


def address(email: str) -> str:
    """The address with its domain as A-label. Raises `ValueError` where it is none."""
    local, _, domain = mailable(email).rpartition("@")
    if not (_LOCAL_PART.fullmatch(local) and _DOMAIN.fullmatch(domain)):
        raise ValueError("not an address")
    return f"{local}@{domain}"


def one_line(text: str) -> str:
    """Controls, line ends of any alphabet and halves of characters become spaces."""
    return "".join(" " if unicodedata.category(one) in _UNSEEN else one for one in text)


def encoded(text: str, most: int = BYTES_A_WORD) -> str:
    """The whole text, spaces too, in encoded words of RFC 2047, each of `most` bytes."""
    return FOLD.join(
        f"=?utf-8?b?{base64.b64encode(part.encode()).decode('ascii')}?="
        for part in _parts(text, most)
    )


def _parts(text: str, most: int) -> Iterator[str]:
    """Pieces that fit into a word, cut behind a space where there is one: some readers put another
    space between two words of a name."""
    while text:
        cut = len(text.encode()[:most].decode(errors="ignore"))
        if cut < len(text):
            cut = text.rfind(" ", 0, cut) + 1 or cut
        yield text[:cut]
        text = text[cut:]


def _is_plain(text: str) -> bool:
    """ASCII that no reader takes for something else."""
    return (
        text.isascii() and len(text) <= LONGEST_PLAIN and text == text.strip() and "=?" not in text
    )
