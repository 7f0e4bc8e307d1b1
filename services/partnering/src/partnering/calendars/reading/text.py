"""The text of a file, whatever it is encoded in."""

from __future__ import annotations

import codecs

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
}
"""What spreadsheets in these countries write when they do not write Unicode."""


class UnreadableError(ValueError):
    """The file is no text. The code says what it seems to be."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def decoded(content: bytes, country: str) -> tuple[str, str]:
    """The text and the encoding it was in. Unicode where it can be, else the country's code page."""
    if content[:4] == b"PK\x03\x04" or content[:4] == b"\xd0\xcf\x11\xe0":
        raise UnreadableError("workbook")
    for candidate in _candidates(content, country):
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
    return ["utf-8", _PAGES.get(country, "cp1252"), "cp1252"]
