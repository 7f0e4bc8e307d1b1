"""Tables for a spreadsheet: its separator, the reader's words, and no cell that it would execute."""

from collections.abc import Iterable, Sequence

from babel import Locale
from fastapi import Response

from shared.spreadsheets import csv_text
from web.i18n import LOCALES
from web.reader import reader

BYTE_ORDER_MARK = "\ufeff"
"""Without it a spreadsheet takes the file for the code page of its country."""


def spreadsheet(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """A CSV file that opens in columns where the reader lives."""
    return Response(
        BYTE_ORDER_MARK + csv_text(header, rows, separator(reader().language)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def separator(language: str) -> str:
    """Where the comma parts whole numbers from decimals, columns are parted by a semicolon."""
    locale = Locale.parse(LOCALES.get(language, language))
    return ";" if locale.number_symbols["latn"]["decimal"] == "," else ","
