"""The school years of a country: from August in most, from January or another month in others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

AUGUST = 8
_FIRST_MONTH = {
    **dict.fromkeys(
        [
            "AO",
            "AR",
            "AU",
            "BO",
            "BR",
            "BW",
            "CL",
            "CR",
            "FJ",
            "FM",
            "GT",
            "HN",
            "KE",
            "KI",
            "LS",
            "MH",
            "MW",
            "MY",
            "MZ",
            "NA",
            "NI",
            "NR",
            "NZ",
            "PA",
            "PE",
            "PG",
            "PY",
            "RW",
            "SB",
            "SG",
            "SV",
            "SZ",
            "TO",
            "TV",
            "UG",
            "UY",
            "VU",
            "WS",
            "ZA",
            "ZM",
            "ZW",
        ],
        1,
    ),
    **dict.fromkeys(["AF", "KR"], 3),
    **dict.fromkeys(["IN", "JP", "NP", "PK"], 4),
    "TH": 5,
    "PH": 6,
    "ID": 7,
}
"""Of the countries that do not begin around August or September."""


@dataclass(frozen=True, order=True)
class SchoolYear:
    """Named by the calendar year in which it begins."""

    year: int
    starts_on: date
    ends_on: date

    @property
    def label(self) -> str:
        if self.ends_on.year == self.year:
            return str(self.year)
        return f"{self.year}/{self.ends_on.year % 100:02}"


def school_year(country: str, year: int) -> SchoolYear:
    """The school year of a country that begins in a calendar year."""
    month = _FIRST_MONTH.get(country, AUGUST)
    return SchoolYear(year, date(year, month, 1), date(year + 1, month, 1) - timedelta(days=1))


def school_year_of(country: str, day: date) -> SchoolYear:
    """The school year in which a day lies; the long holidays end it."""
    found = school_year(country, day.year)
    return found if found.starts_on <= day else school_year(country, day.year - 1)
