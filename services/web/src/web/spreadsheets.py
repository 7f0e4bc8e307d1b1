"""Tables for a spreadsheet: its separator, the reader's words, and no cell that it would execute."""

import csv
import io
from collections.abc import Iterable, Sequence

from babel import Locale
from fastapi import Response

from web.i18n import LOCALES
from web.reader import reader

BYTE_ORDER_MARK = "\ufeff"
"""Without it a spreadsheet takes the file for the code page of its country."""
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def spreadsheet(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """A CSV file that opens in columns where the reader lives."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=separator(reader().language))
    table.writerow(header)
    table.writerows([harmless(cell) for cell in row] for row in rows)
    return Response(
        BYTE_ORDER_MARK + text.getvalue(),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def separator(language: str) -> str:
    """Where the comma parts whole numbers from decimals, columns are parted by a semicolon."""
    locale = Locale.parse(LOCALES.get(language, language))
    return ";" if locale.number_symbols["latn"]["decimal"] == "," else ","


def harmless(cell: str) -> str:
    """A cell that starts like a formula is text: see the OWASP page on CSV injection."""
    return f"'{cell}" if cell.startswith(_FORMULA) or cell.lstrip().startswith(_FORMULA) else cell
