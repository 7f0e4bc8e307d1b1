"""The filters of the search, each on its own, so that the blocking one can be named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from uuid import UUID

from partnering.fit.rules import LEVELS, Candidate
from partnering.fit.week import overlap_minutes
from partnering.search.rules import matches


@dataclass(frozen=True)
class Wanted:
    """What a teacher ticked. None or empty: no matter."""

    country: str | None = None
    language: str | None = None
    level: str | None = None
    subject: str | None = None
    topic: str | None = None
    age_from: int | None = None
    age_to: int | None = None
    text: str = ""
    overlap: int | None = None
    """At least so many common minutes a week."""
    clean_weeks: int | None = None
    """At least so many course weeks without holidays on either side."""


Test = Callable[[Candidate], bool]


def tests(wanted: Wanted, mine: Candidate, texts: Mapping[UUID, str]) -> dict[str, Test]:
    """Filter name → whether a candidate passes it; only filters that are set."""
    available: dict[str, Test] = {
        "country": lambda one: one.country == wanted.country,
        "language": lambda one: (
            one.levels.get(wanted.language or "", 0) >= LEVELS[wanted.level or "A1"]
        ),
        "subject": lambda one: wanted.subject in one.subjects,
        "topic": lambda one: wanted.topic in one.topics,
        "age": lambda one: (
            one.age_from <= _or(wanted.age_to, 99) and one.age_to >= _or(wanted.age_from, 0)
        ),
        "text": lambda one: matches(wanted.text, texts.get(one.enrolment_id, "")),
        "overlap": lambda one: overlap_minutes(mine.week, one.week) >= (wanted.overlap or 0),
        "clean_weeks": lambda one: _clean(mine, one) >= (wanted.clean_weeks or 0),
    }
    return {name: test for name, test in available.items() if name in _set(wanted)}


def _or(value: int | None, otherwise: int) -> int:
    return otherwise if value is None else value


def _set(wanted: Wanted) -> set[str]:
    chosen = {one.name for one in fields(wanted) if getattr(wanted, one.name) not in (None, "")}
    if chosen & {"age_from", "age_to"}:
        chosen.add("age")
    if "language" not in chosen:
        chosen.discard("level")
    return chosen


def _clean(mine: Candidate, other: Candidate) -> int:
    """Weeks known to be clean on both sides; unknown is not clean."""
    if mine.lost_weeks is None or other.lost_weeks is None:
        return 0
    return mine.course_weeks - len(mine.lost_weeks | other.lost_weeks)


def passing(candidates: Sequence[Candidate], checks: Mapping[str, Test]) -> list[Candidate]:
    return [one for one in candidates if all(check(one) for check in checks.values())]


def most_blocking(
    candidates: Sequence[Candidate], checks: Mapping[str, Test]
) -> tuple[str, int] | None:
    """The filter whose removal finds most, and how many; None when removing one never helps."""
    best: tuple[str, int] | None = None
    for name in checks:
        rest = {other: check for other, check in checks.items() if other != name}
        count = len(passing(candidates, rest))
        if count and (best is None or count > best[1]):
            best = (name, count)
    return best
