"""Reading holidays from files: strict about each row, and the good rows are kept."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

LONGEST = timedelta(days=120)
_COUNTRY = re.compile(r"^[A-Z]{2}$")


@dataclass(frozen=True)
class Row:
    country: str
    region: str
    name: str
    starts_on: date
    ends_on: date


@dataclass
class Reading:
    """What a file held: good rows, and for each bad line why it was refused."""

    rows: list[Row] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)

    def take(self, line: int, make: _Maker) -> None:
        try:
            self.rows.append(make.row())
        except ValueError as error:
            self.refused.append((line, str(error)))


@dataclass(frozen=True)
class _Maker:
    country: str
    region: str
    name: str
    first: str
    last: str
    last_excluded: bool = False

    def row(self) -> Row:
        country = self.country.strip().upper()
        if not _COUNTRY.match(country):
            raise ValueError("names no country code such as TR")
        first, last = _day(self.first), _day(self.last)
        if self.last_excluded:
            last -= timedelta(days=1)
        if last < first:
            raise ValueError("ends before it starts")
        if last - first > LONGEST:
            raise ValueError("lasts longer than any school holiday")
        return Row(country, self.region.strip()[:60], self.name.strip()[:120], first, last)


_Makers = Callable[[dict[str, str]], list[_Maker]]


def _day(text: str) -> date:
    compact = text.strip().replace("-", "")
    if not re.fullmatch(r"\d{8}", compact):
        raise ValueError(f"{text.strip()[:20]!r} is not a date such as 2026-11-23")
    try:
        return date(int(compact[:4]), int(compact[4:6]), int(compact[6:]))
    except ValueError as error:
        raise ValueError(f"{text.strip()[:20]!r} is not a day of the calendar") from error


def read_csv(content: str, country: str, region: str) -> Reading:
    """Columns `starts_on`, `ends_on` and optionally `country`, `region`, `name`."""
    return _read_table(
        content,
        {"starts_on", "ends_on"},
        lambda row: [
            _Maker(
                row.get("country") or country,
                row.get("region") or region,
                row.get("name") or "",
                row.get("starts_on") or "",
                row.get("ends_on") or row.get("starts_on") or "",
            )
        ],
    )


def read_openholidays(content: str, country: str) -> Reading:
    """The OpenHolidays project's CSV: semicolons, subdivisions like `DE-BY,DE-HE`, many names."""

    def makers(row: dict[str, str]) -> list[_Maker]:
        lower = {key.lower(): value for key, value in row.items()}
        subdivisions = lower.get("subdivisions") or lower.get("subdivision") or ""
        names = lower.get("shortname") or lower.get("name") or ""
        english = re.search(r"EN\s+([^,]+)", names)
        return [
            _Maker(
                lower.get("country") or lower.get("countryisocode") or country,
                part.strip(),
                english.group(1) if english else names,
                lower.get("startdate") or "",
                lower.get("enddate") or "",
            )
            for part in (subdivisions.split(",") if subdivisions else [""])
        ]

    return _read_table(content, {"startdate", "enddate"}, makers)


def _read_table(content: str, needed: set[str], makers: _Makers) -> Reading:
    reading = Reading()
    text = content.lstrip("\ufeff")
    header = text.splitlines()[0] if text.splitlines() else ""
    table = csv.DictReader(io.StringIO(text), delimiter=";" if ";" in header else ",")
    columns = {(name or "").strip().lower() for name in table.fieldnames or ()}
    if not needed <= columns:
        reading.refused.append((1, f"the columns {', '.join(sorted(needed))} are needed"))
        return reading
    for row in _rows(table, reading):
        line = table.line_num
        plain = {(key or "").strip(): value or "" for key, value in row.items() if key is not None}
        for maker in makers(plain):
            reading.take(line, maker)
    return reading


def _rows(table: csv.DictReader[str], reading: Reading) -> Iterator[dict[str, str]]:
    while True:
        try:
            yield next(table)
        except StopIteration:
            return
        except csv.Error as error:
            reading.refused.append((table.line_num, str(error)))
            return


def read_ics(content: str, country: str, region: str) -> Reading:
    """All-day events of an iCalendar file; the end of an event is excluded there."""
    reading = Reading()
    event: dict[str, str] | None = None
    began = 0
    for number, line in enumerate(_unfolded(content), start=1):
        key, _, value = line.partition(":")
        name = key.split(";")[0].upper()
        if (name, value.upper()) == ("BEGIN", "VEVENT"):
            event, began = {}, number
        elif (name, value.upper()) == ("END", "VEVENT") and event is not None:
            first = event.get("DTSTART", "")[:8]
            last = event.get("DTEND", "")[:8]
            reading.take(
                began,
                _Maker(country, region, event.get("SUMMARY", ""), first, last or first, bool(last)),
            )
            event = None
        elif event is not None:
            event[name] = value
    return reading


def _unfolded(content: str) -> list[str]:
    return re.sub(r"\r?\n[ \t]", "", content.lstrip("\ufeff")).splitlines()
