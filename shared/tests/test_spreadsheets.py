"""A table that leaves us holds no formula, whichever sign the spreadsheet takes for a separator."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.spreadsheets import csv_text, formula_safe

SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\rx", "'\rx"),
        (" =1", "' =1"),
        ("\uff1d1", "'\uff1d1"),
        ("\u00a0=1", "'\u00a0=1"),
        ("3C;=cmd|'/C calc'!A1;x", "3C;'=cmd|'/C calc'!A1;x"),
        ("3C; =1", "3C;' =1"),
        ('3C";"=1', '3C";\'"=1'),
        ("3C,@x\n-1", "3C,'@x\n'-1"),
        ("3C\t+1", "3C\t'+1"),
    ],
)
def test_what_a_spreadsheet_would_execute_is_text(cell: str, safe: str) -> None:
    assert formula_safe(cell) == safe


@pytest.mark.parametrize("cell", ["", "Ada", "5-6", "a=b", "'=1", "3 + 4", "5b; 6c", "Öz, Ada"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert formula_safe(cell) == cell


@given(st.text(alphabet=";,|\t\n\r \"'x1" + SIGNS, max_size=12))
def test_no_part_of_a_cell_is_a_formula_and_twice_is_as_good_as_once(cell: str) -> None:
    safe = formula_safe(cell)
    parts = re.split(r"[;,|\t\n\r]", safe)
    assert not [part for part in parts if part.lstrip(' "').startswith(tuple(SIGNS))]
    assert formula_safe(safe) == safe


@pytest.mark.parametrize("separator", [",", ";"])
def test_every_cell_is_in_quotes_and_comes_back_whole(separator: str) -> None:
    text = csv_text(["name", "class"], [["Ada", '5b; "blue", 1'], ["", "7"]], separator)
    lines = text.splitlines()
    assert all(line.startswith('"') and line.endswith('"') for line in lines)
    assert lines[2] == f'""{separator}"7"'
    read = list(csv.reader(io.StringIO(text), delimiter=separator))
    assert read[1] == ["Ada", '5b; "blue", 1']
