"""How well two enrolments fit: integers that add up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from functools import cached_property
from uuid import UUID

from partnering.fit.weakness import AGAINST, TOO_LITTLE
from partnering.fit.week import FreeSlot, overlap_minutes, utc_week

LEVELS: Mapping[str, int] = {"A1": 1, "A2": 2, "B1": 3, "B2": 4, "C1": 5, "C2": 6}
LEVEL_SHARE: Mapping[int, int] = {1: 10, 2: 30, 3: 60, 4: 85, 5: 100, 6: 100}
"""How far a common level carries a joint project, in percent."""
ENOUGH_MINUTES = 120
"""Two common hours a week are all a pair can use."""
ANY_MONDAY = date(2026, 1, 12)


@dataclass(frozen=True)
class Candidate:
    """Everything about an enrolment that matching may look at. Plain values, no I/O."""

    enrolment_id: UUID
    person_id: UUID
    country: str
    languages: Mapping[str, str]
    """Language → level (A1 … C2)."""
    age_from: int
    age_to: int
    subjects: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    availability: tuple[FreeSlot, ...] = ()
    zone: str = "UTC"
    monday: date = ANY_MONDAY
    """The Monday of the week in which local times are compared: clocks change."""
    group_size: str = "either"
    """"2", "3" or "either"."""
    first_timer: bool = False
    willing_third: bool = False
    willing_spare: bool = False
    wish_countries: frozenset[str] = frozenset()
    musts: frozenset[str] = frozenset()
    """On what this teacher insists: names of `partnering.fit.admission.UNMET`."""
    avoid: frozenset[str] = frozenset()
    """Topics this teacher would rather not work on."""
    strengths: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    blocked: frozenset[UUID] = frozenset()
    """Persons with whom contact is blocked, in either direction."""
    lost_weeks: frozenset[int] | None = None
    """Course weeks (0, 1, …) that school holidays take; None: the calendar is unknown."""
    course_weeks: int = 4
    waiting_days: int = 0
    """Since the class joined; it gives no points, and is reported for fairness."""

    @cached_property
    def week(self) -> int:
        """The free times as a bit set over the UTC week."""
        return utc_week(self.availability, self.zone, self.monday)

    @cached_property
    def levels(self) -> dict[str, int]:
        return {language: LEVELS[level] for language, level in self.languages.items()}


@dataclass(frozen=True)
class Conditions:
    """The hard rules a cohort may turn. Another country is always one of them."""

    level: str = "A2"
    """The least level both must have in one language."""
    languages: frozenset[str] = frozenset()
    """Only these languages count; empty: any."""
    years_between: int = 0
    """How many years may lie between the two groups' ages."""


ORDINARY = Conditions()


@dataclass(frozen=True)
class Weights:
    """The most points each aspect can give. A fit's total lies between 0 and their sum."""

    language: int = 30
    ages: int = 20
    subjects: int = 12
    topics: int = 12
    time: int = 12
    calendar: int = 6
    wishes: int = 4
    strengths: int = 2
    experience: int = 2

    def __post_init__(self) -> None:
        for one in fields(self):
            value = getattr(self, one.name)
            if not isinstance(value, int) or not 0 <= value <= 1000:
                raise ValueError(f"the weight of {one.name} must be an integer from 0 to 1000")

    @property
    def most(self) -> int:
        return sum(getattr(self, one.name) for one in fields(self))


DEFAULT_WEIGHTS = Weights()


@dataclass(frozen=True)
class Contribution:
    """What one aspect gave. `code` says why in a word that the pages put into a sentence."""

    aspect: str
    code: str
    points: int
    out_of: int
    values: tuple[str, ...] = ()

    @property
    def share(self) -> int:
        """Percent of what was possible; internal, never shown naked."""
        return self.points * 100 // self.out_of if self.out_of else 0

    @property
    def is_weakness(self) -> bool:
        """Whether it speaks against the pair. A fact in its favour never does, however few points
        rounding leaves it."""
        if self.points >= self.out_of:
            return False
        return self.code in AGAINST or (self.code in TOO_LITTLE and self.share < 50)


@dataclass(frozen=True)
class Fit:
    total: int
    contributions: tuple[Contribution, ...] = field(default=())

    @property
    def reasons(self) -> tuple[Contribution, ...]:
        """The three strongest reasons, strongest first; what speaks against the pair is none."""
        return strongest(self.contributions)

    @property
    def caution(self) -> Contribution | None:
        """The one honest weakness: of all that speaks against the pair, where most is missing."""
        return weakest(self.contributions)


def strongest(contributions: Iterable[Contribution]) -> tuple[Contribution, ...]:
    good = [one for one in contributions if one.share >= 50 and not one.is_weakness]
    return tuple(sorted(good, key=lambda one: (-one.points, one.aspect))[:3])


def weakest(contributions: Iterable[Contribution]) -> Contribution | None:
    """Of equal weaknesses a lost week is named first: it cannot be made up for."""
    return max(
        (one for one in contributions if one.is_weakness),
        key=lambda one: (one.out_of - one.points, one.code == "weeks_lost", one.aspect),
        default=None,
    )


def shared_languages(
    a: Candidate, b: Candidate, conditions: Conditions = ORDINARY
) -> list[tuple[str, int]]:
    """Languages both speak at the required level with the lower of both levels, best first."""
    least = LEVELS[conditions.level]
    found = [
        (language, min(level, b.levels[language]))
        for language, level in a.levels.items()
        if language in b.levels
        and (not conditions.languages or language in conditions.languages)
        and level >= least
        and b.levels[language] >= least
    ]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def fit(
    a: Candidate,
    b: Candidate,
    weights: Weights = DEFAULT_WEIGHTS,
    conditions: Conditions = ORDINARY,
) -> Fit:
    """How well two enrolments go together. Symmetric; the contributions sum to the total."""
    contributions = (
        _language(a, b, weights.language, conditions),
        _ages(a, b, weights.ages),
        _common("subjects", a.subjects, b.subjects, weights.subjects),
        _topics(a, b, weights.topics),
        _time(a, b, weights.time),
        _calendar(a, b, weights.calendar),
        _wishes(a, b, weights.wishes),
        _strengths(a, b, weights.strengths),
        _experience(a, b, weights.experience),
    )
    return Fit(sum(one.points for one in contributions), contributions)


def _give(
    aspect: str, code: str, weight: int, percent: int, values: Iterable[str] = ()
) -> Contribution:
    return Contribution(aspect, code, weight * percent // 100, weight, tuple(values))


def _language(a: Candidate, b: Candidate, weight: int, conditions: Conditions) -> Contribution:
    shared = shared_languages(a, b, conditions)
    if not shared:
        return _give("language", "no_shared_language", weight, 0)
    language, level = shared[0]
    name = next(name for name, rank in LEVELS.items() if rank == level)
    return _give("language", "shared_language", weight, LEVEL_SHARE[level], (language, name))


def _ages(a: Candidate, b: Candidate, weight: int) -> Contribution:
    first, last = max(a.age_from, b.age_from), min(a.age_to, b.age_to)
    if first > last:
        return _give("ages", "ages_apart", weight, 0, (str(first - last),))
    longer = max(a.age_to - a.age_from, b.age_to - b.age_from) + 1
    return _give(
        "ages", "common_ages", weight, (last - first + 1) * 100 // longer, (str(first), str(last))
    )


def _common(aspect: str, a: frozenset[str], b: frozenset[str], weight: int) -> Contribution:
    both = sorted(a & b)
    if not both:
        return _give(aspect, f"no_common_{aspect}", weight, 0)
    return _give(aspect, f"common_{aspect}", weight, len(both) * 100 // min(len(a), len(b)), both)


def _topics(a: Candidate, b: Candidate, weight: int) -> Contribution:
    unwelcome = sorted((a.topics & b.avoid) | (b.topics & a.avoid))
    if unwelcome:
        return _give("topics", "avoided_topics", weight, 0, unwelcome)
    return _common("topics", a.topics, b.topics, weight)


def _time(a: Candidate, b: Candidate, weight: int) -> Contribution:
    if not a.availability or not b.availability:
        return _give("time", "time_unknown", weight, 0)
    minutes = overlap_minutes(a.week, b.week)
    if minutes == 0:
        return _give("time", "no_common_time", weight, 0)
    percent = min(minutes, ENOUGH_MINUTES) * 100 // ENOUGH_MINUTES
    return _give("time", "common_time", weight, percent, (str(minutes),))


def _calendar(a: Candidate, b: Candidate, weight: int) -> Contribution:
    if a.lost_weeks is None or b.lost_weeks is None:
        return _give("calendar", "calendar_unknown", weight, 0)
    weeks = max(1, min(a.course_weeks, b.course_weeks))
    lost = len({week for week in a.lost_weeks | b.lost_weeks if week < weeks})
    code = "weeks_lost" if lost else "no_weeks_lost"
    return _give("calendar", code, weight, (weeks - lost) * 100 // weeks, (str(lost), str(weeks)))


def _wishes(a: Candidate, b: Candidate, weight: int) -> Contribution:
    """A teacher without wishes is content with any country."""
    met_a = not a.wish_countries or b.country in a.wish_countries
    met_b = not b.wish_countries or a.country in b.wish_countries
    code = "wished_countries" if a.wish_countries or b.wish_countries else "open_to_any_country"
    if not (met_a and met_b):
        code = "other_countries_wished"
    return _give("wishes", code, weight, 50 * met_a + 50 * met_b)


def _strengths(a: Candidate, b: Candidate, weight: int) -> Contribution:
    helps = sorted((a.strengths & b.needs) | (b.strengths & a.needs))
    each = bool(a.strengths & b.needs) + bool(b.strengths & a.needs)
    return _give("strengths", "help_each_other" if helps else "no_help", weight, 50 * each, helps)


def _experience(a: Candidate, b: Candidate, weight: int) -> Contribution:
    """A first-timer does well beside somebody who has done it before."""
    if a.first_timer != b.first_timer:
        return _give("experience", "experience_mixed", weight, 100)
    if a.first_timer:
        return _give("experience", "both_first_time", weight, 0)
    return _give("experience", "both_experienced", weight, 50)


def course_monday(starts_on: date) -> date:
    """The Monday of the week in which something starts."""
    return starts_on - timedelta(days=starts_on.weekday())
