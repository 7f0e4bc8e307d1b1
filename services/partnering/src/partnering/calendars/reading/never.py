"""Whether a rule of repetition names a day that no year has, such as 30 February."""

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

_YEARS = 28
"""As many years in a row have every weekday on every day, 29 February too."""
_DAY = re.compile(r"([+-]?\d{0,2})(MO|TU|WE|TH|FR|SA|SU)", re.IGNORECASE)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def never_happens(rule: Mapping[str, Sequence[object]], first: date) -> bool:
    """No day fits the rule. Weeks by number and times of the day are left to the library."""
    months, days, of_year = (
        [int(str(one)) for one in rule.get(name, ())]
        for name in ("BYMONTH", "BYMONTHDAY", "BYYEARDAY")
    )
    weekdays = [str(one) for one in rule.get("BYDAY", ())]
    if not (days or of_year or any(one[:-2] for one in weekdays)):
        return False
    frequency = str(next(iter(rule["FREQ"]))).upper()
    every = int(str(next(iter(rule.get("INTERVAL", [1])))))
    in_year = frequency == "YEARLY" and not months
    step = every if frequency == "YEARLY" else 1
    return not any(
        (not months or day.month in months)
        and (not days or not {day.day, day.day - _length(day) - 1}.isdisjoint(days))
        and (not of_year or not {_nth(day), _nth(day) - _year(day) - 1}.isdisjoint(of_year))
        and (not weekdays or _is_one_of(day, weekdays, in_year=in_year))
        for day in _days(range(first.year, min(first.year + _YEARS * step, 9999), step))
    )


def _days(years: Iterable[int]) -> Iterator[date]:
    for year in years:
        for offset in range(366 if calendar.isleap(year) else 365):
            yield date(year, 1, 1) + timedelta(days=offset)


def _is_one_of(day: date, weekdays: Sequence[str], *, in_year: bool) -> bool:
    """A weekday, or the nth or nth last of its month or year."""
    position, length = (_nth(day), _year(day)) if in_year else (day.day, _length(day))
    ordinals = {0, (position - 1) // 7 + 1, -((length - position) // 7 + 1)}
    for one in weekdays:
        found = _DAY.fullmatch(one)
        if found is None:
            # The library says what is wrong with it.
            return True
        if _WEEKDAYS[day.weekday()] == found[2].upper() and int(found[1] or 0) in ordinals:
            return True
    return False


def _length(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _year(day: date) -> int:
    return 366 if calendar.isleap(day.year) else 365


def _nth(day: date) -> int:
    return day.timetuple().tm_yday
