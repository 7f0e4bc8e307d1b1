"""The text of a file, whatever it is encoded in."""

from __future__ import annotations

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # The mark of UTF-32 begins like the one of UTF-16.
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_PAGES = {
    **dict.fromkeys(("TR", "AZ", "CY"), "cp1254"),
    **dict.fromkeys(("AL", "BA", "CZ", "HR", "HU", "ME", "PL", "RO", "SI", "SK"), "cp1250"),
    **dict.fromkeys(("BG", "BY", "KG", "KZ", "MK", "RS", "RU", "UA"), "cp1251"),
    "GR": "cp1253",
    "IL": "cp1255",
    **dict.fromkeys(("AE", "DZ", "EG", "IQ", "IR", "JO", "LB", "LY", "MA", "SA", "TN"), "cp1256"),
    **dict.fromkeys(("EE", "LT", "LV"), "cp1257"),
    "VN": "cp1258",
    "TH": "cp874",
    "JP": "cp932",
    "KR": "cp949",
    "CN": "gb18030",
    **dict.fromkeys(("HK", "TW"), "cp950"),
}
"""What spreadsheets in these countries write when they do not write Unicode."""
OTHERS = (
    "cp1252", "cp1254", "cp1250", "cp1251", "cp1253", "cp1257", "iso8859-2", "mac-roman",
    "mac-turkish", "mac-latin2", "cp850", "cp857", "cp852",
)  # fmt: skip
"""What other spreadsheets and calendars of Europe write when they do not write Unicode."""
ENCODINGS = frozenset({*_PAGES.values(), *OTHERS})
_CALENDAR = re.compile(rb"(\xef\xbb\xbf)?\s*BEGIN:VCALENDAR", re.I)
_LINE = re.compile(rb"[^\n]+(?:\n[ \t][^\n]*)+")


class UnreadableError(ValueError):
    """The file is no text. The code says what it seems to be."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def page_of(country: str) -> str:
    """The code page of a country's spreadsheets."""
    return _PAGES.get(country, "cp1252")


def known_encoding(name: str) -> str:
    """The name of an encoding of text, as a person chose it from `spellings`."""
    if name not in ENCODINGS:
        raise ValueError("is no encoding that we offer")
    return name


def is_unicode(content: bytes) -> bool:
    """Whether the letters of a file are certain: it is marked, or valid UTF-8 or UTF-16."""
    encoding = _candidates(content, "")[0]
    if encoding != "utf-8":
        return True
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def unfolded(content: bytes) -> bytes:
    """A calendar file with each folded line in one piece, and as many lines as before.

    Calendars fold after so many bytes, also inside a letter of UTF-8 (RFC 5545, 3.1): the pieces
    are joined before anybody reads letters. Empty lines keep the numbers of the lines after them.
    """
    if not _CALENDAR.match(content):
        return content
    content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return _LINE.sub(lambda line: _in_one_piece(line[0]), content)


def _in_one_piece(line: bytes) -> bytes:
    joined, folds = re.subn(rb"\n[ \t]", b"", line)
    return joined + b"\n" * folds


def decoded(content: bytes, country: str, named: str = "") -> tuple[str, str]:
    """The text and the encoding it was in: the one a person named, else Unicode where it can be,
    else the country's code page.
    """
    if content[:4] == b"PK\x03\x04" or content[:4] == b"\xd0\xcf\x11\xe0":
        raise UnreadableError("workbook")
    if content[:5] == b"%PDF-":
        raise UnreadableError("pdf")
    for candidate in [named] if named else _candidates(content, country):
        try:
            text = content.decode(candidate)
        except UnicodeDecodeError:
            continue
        text = text.removeprefix("\ufeff")
        if "\x00" not in text:
            return text, candidate
    raise UnreadableError("no-text")


def _candidates(content: bytes, country: str) -> list[str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return [encoding]
    # Every second byte of Latin text in UTF-16 is empty, and nothing else has empty bytes.
    if content[1:400:2].count(0) > len(content[:400]) // 4:
        return ["utf-16-le"]
    if content[0:400:2].count(0) > len(content[:400]) // 4:
        return ["utf-16-be"]
    return ["utf-8", page_of(country), *OTHERS]
