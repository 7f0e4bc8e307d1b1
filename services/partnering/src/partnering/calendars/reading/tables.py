"""Tables of holidays: comma, semicolon or tab, headers in many languages, also from OpenHolidays."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from partnering.calendars.reading.dates import DateReader, question_in
from partnering.calendars.reading.headers import columns_of
from partnering.calendars.reading.rows import (
    MOST_ROWS,
    Defaults,
    Reading,
    RegionName,
    Row,
    RowRefusedError,
    checked,
    country_of,
    within,
)

MOST_LINES = 5_000
_SEPARATORS = ";\t,|"
_SEPARATOR_LINE = re.compile(r"sep=(.)", re.I)
_HOLIDAY_TYPES = {"", "school", "public"}

Cells = dict[str, str]


def read_table(text: str, defaults: Defaults) -> Reading:
    """Holidays with a first day and, where it is another, a last day; or the names of regions."""
    reading = Reading()
    columns, opened = _opened(text, reading)
    lines = [(line, _with_land(cells, defaults)) for line, cells in opened]
    if not lines and not reading.refused and columns & {"starts_on", "code"}:
        reading.refuse(1, "no-lines")
    elif "starts_on" in columns:
        _holidays(lines, defaults, reading)
    elif {"code", "name"} <= columns:
        _names(lines, defaults, reading)
    elif not reading.refused:
        reading.refuse(1, "columns")
    return reading


def _opened(text: str, reading: Reading) -> tuple[set[str], Iterator[tuple[int, Cells]]]:
    """The columns, and each line with its number. The separator is the one that finds columns."""
    text, skipped, separators = text.lstrip("\ufeff"), 0, _SEPARATORS
    first, _newline, rest = text.partition("\n")
    if found := _SEPARATOR_LINE.fullmatch(first.strip("\r\n ")) or _tab_line(first):
        text, skipped, separators = rest, 1, found[1]
    best: tuple[dict[str, int], str] = ({}, ",")
    for separator in separators:
        header = next(_lines(text, separator, Reading()), (0, []))[1]
        best = max(best, (columns_of(header), separator), key=lambda one: len(one[0]))
    columns, separator = best
    lines = _lines(text, separator, reading)
    next(lines, None)
    return set(columns), (
        (number + skipped, {name: _cell(cells, place) for name, place in columns.items()})
        for number, cells in lines
        if any(cell.strip() for cell in cells)
    )


def _with_land(cells: Cells, defaults: Defaults) -> Cells:
    """`Land` is a country beside a region, and a region where the country is said otherwise."""
    land = cells.get("land", "")
    said = "country" in cells or defaults.country not in {"", land.upper()}
    if land and "country" not in cells and ("region" in cells or not said):
        return {**cells, "country": land}
    return {"region": land, **cells} if land else cells


def _tab_line(line: str) -> re.Match[str] | None:
    return re.fullmatch(r"sep=(\t)", line.strip("\r\n"), re.I)


def _cell(cells: list[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _lines(text: str, separator: str, reading: Reading) -> Iterator[tuple[int, list[str]]]:
    table = csv.reader(io.StringIO(text), delimiter=separator)
    while True:
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            reading.refuse(table.line_num, "table-broken", str(error))
            return
        yield table.line_num, cells


def _holidays(lines: list[tuple[int, Cells]], defaults: Defaults, reading: Reading) -> None:
    if len(lines) > MOST_LINES:
        reading.refuse(lines[MOST_LINES][0], "too-many-rows")
        return
    day_first, question = question_in(
        cell for _line, cells in lines for cell in (cells["starts_on"], cells.get("ends_on", ""))
    )
    if question is not None and defaults.day_first is None:
        reading.question = question
        return
    dates = DateReader(defaults.country, defaults.day_first if day_first is None else day_first)
    for line, cells in lines:
        try:
            found = _rows_of(cells, defaults, dates)
        except RowRefusedError as error:
            reading.refuse(line, error.code, error.value, cells.get("name", ""))
            continue
        inside = [row for row in found if within(row, defaults)]
        reading.outside += not inside
        reading.rows.extend(inside)
        if len(reading.rows) > MOST_ROWS:
            reading.rows.clear()
            reading.refuse(line, "too-many-rows")
            return


def _rows_of(cells: Cells, defaults: Defaults, dates: DateReader) -> list[Row]:
    """One row for each region that the line names."""
    if cells.get("type", "").lower() not in _HOLIDAY_TYPES:
        raise RowRefusedError("other-type", cells["type"])
    country = country_of(cells.get("country") or defaults.country)
    if not cells["starts_on"]:
        raise RowRefusedError("no-date")
    first = dates.read(cells["starts_on"])
    last = dates.read(cells["ends_on"]) if cells.get("ends_on") else first
    name = cells.get("name", "")
    if "type" in cells or "subdivisions" in cells:
        name = _one_language(name, "EN")
    return [
        checked(Row(country, region, name, first, last, cells.get("id", "")))
        for region in _regions(cells, country) or [cells.get("region") or defaults.region]
    ]


def _regions(cells: Cells, country: str) -> list[str]:
    """Codes as OpenHolidays writes them, always with the country. A group is a region of its own."""
    codes = cells.get("groups") or cells.get("subdivisions") or ""
    return [_code(part, country) for part in codes.split(",") if part.strip()]


def _code(text: str, country: str) -> str:
    code = text.strip().upper()
    return code if code.startswith(f"{country}-") else f"{country}-{code}"


def _names(lines: list[tuple[int, Cells]], defaults: Defaults, reading: Reading) -> None:
    """What the codes of regions stand for, each in the region's own language."""
    for line, cells in lines:
        try:
            country = country_of(cells.get("country") or defaults.country)
        except RowRefusedError as error:
            reading.refuse(line, error.code, error.value, cells.get("name", ""))
            continue
        name = _one_language(cells["name"], "")[:60]
        for code in (cells["code"], cells.get("iso_code", "")):
            if code and name:
                reading.names.append(RegionName(country, _code(code, country), name))


def _one_language(text: str, language: str) -> str:
    """`DE Herbstferien,EN Autumn holidays` in the wanted language, else in the first one."""
    parts = re.split(r",(?=[A-Z]{2} )", text)
    found = {part[:2]: part[3:] for part in parts if re.match(r"[A-Z]{2} ", part)}
    if len(found) < len(parts):
        return text
    return found.get(language) or next(iter(found.values()))
