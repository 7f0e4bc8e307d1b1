"""Dates as people and spreadsheets write them. What can be read in two ways is asked, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages

from partnering.calendars.reading.rows import DateQuestion, RowRefusedError
from partnering.search.rules import fold

_TIME = re.compile(
    r"[T ]\s*\d{1,2}[:.]\d{2}([:.]\d{2}([.,]\d+)?)?\s*([ap]\.?m\.?)?\s*(z|[+-]\d{2}:?\d{2})?$", re.I
)
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\.?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\.?")
_EITHER = re.compile(r"(\d{1,2})([/-])(\d{1,2})\2(\d{4})")
_DAY_NAME_YEAR = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[\s-]+(?:de )?([^\W\d]+)\.?,?[\s-]+(?:de )?(\d{4})"
)
_NAME_DAY_YEAR = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_SHORT_YEAR = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2}")


class DateReader:
    """Reads the dates of one file. `day_first` decides what 03/04/2027 is."""

    def __init__(self, country: str, day_first: bool | None) -> None:
        self._months = _months(country)
        self.day_first = day_first

    def read(self, text: str) -> date:
        shown = text.strip()
        plain = _plain(text)
        if found := _YEAR_FIRST.fullmatch(plain) or _COMPACT.fullmatch(plain):
            return _day(shown, *found.groups())
        if found := _DOTS.fullmatch(plain):
            return _day(shown, found[3], found[2], found[1])
        if found := _EITHER.fullmatch(plain):
            return self._either(shown, int(found[1]), int(found[3]), found[4])
        if found := _DAY_NAME_YEAR.fullmatch(plain):
            return _day(shown, found[3], self._month(shown, found[2]), found[1])
        if found := _NAME_DAY_YEAR.fullmatch(plain):
            return _day(shown, found[3], self._month(shown, found[1]), found[2])
        raise RowRefusedError(
            "two-digit-year" if _SHORT_YEAR.fullmatch(plain) else "not-a-date", shown
        )

    def _either(self, shown: str, first: int, second: int, year: str) -> date:
        day_first = first > 12 or (second <= 12 and bool(self.day_first))
        month, day = (second, first) if day_first else (first, second)
        return _day(shown, year, month, day)

    def _month(self, shown: str, name: str) -> int:
        found = self._months.get(fold(name).rstrip("."))
        if found is None:
            raise RowRefusedError("not-a-date", shown)
        return found


def question_in(cells: Iterable[str]) -> tuple[bool | None, DateQuestion | None]:
    """How the numbers of a file are ordered, told by its own dates; else what to ask a person.

    Each date with a number above 12 tells it. When none does, or two contradict each other, the
    first date that can be read in two ways is the question.
    """
    told: set[bool] = set()
    open_question: DateQuestion | None = None
    for cell in cells:
        found = _EITHER.fullmatch(_plain(cell))
        if found is None:
            continue
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if first > 12 or second > 12:
            told.add(first > 12)
        elif first != second and open_question is None and min(first, second, year) > 0:
            open_question = DateQuestion(
                cell.strip(), date(year, second, first), date(year, first, second)
            )
    if len(told) == 1:
        return told.pop(), None
    return None, open_question


def _plain(text: str) -> str:
    """Without a time of day, a weekday before it, and blanks after dots."""
    plain = re.sub(r"\.\s+(?=\d)", ".", fold(text)[:60])
    plain = _TIME.sub("", plain).strip()
    return re.sub(r"^[^\W\d]+[.,]?\s+(?=\d{1,4}[./-]\d)", "", plain)


def _day(shown: str, year: str | int, month: str | int, day: str | int) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        raise RowRefusedError("no-such-day", shown) from error


@lru_cache(maxsize=300)
def _months(country: str) -> dict[str, int]:
    """Names of the months in the languages of a country, and in English."""
    names: dict[str, int] = {}
    for language in ("en", *get_official_languages(country, de_facto=True)):
        try:
            months = Locale.parse(language).months
        except (UnknownLocaleError, ValueError):
            continue
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[form][width].items():
                    names.setdefault(fold(name).rstrip("."), number)
    return names
