"""Tables as CSV of which no spreadsheet takes a cell for a formula, wherever it parts the cells."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Final

_STARTS_A_FORMULA: Final = re.compile(
    r"(?:^|(?<=[;,|\t\v\f\r\n\x85\u2028\u2029]))(?=[\s\"\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20])"
    r"|^(?=[\t\r\n])"
)
"""A sign of formulas at the start, or behind what another country's spreadsheet takes for the end of
a cell: it parts columns by its own separator, even inside of quotes."""


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    """A table with every cell in quotes and every formula as text."""
    text = io.StringIO()
    table = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL)
    table.writerow(header)
    table.writerows([formula_safe(cell) for cell in row] for row in rows)
    return text.getvalue()


def formula_safe(cell: str) -> str:
    """What looks like a formula gets a leading quote: see the OWASP page on CSV injection."""
    return _STARTS_A_FORMULA.sub("'", cell)
