"""Which way a cohort may go, who goes with it, and who stays behind and why."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal
from uuid import UUID

from shared.contracts.course import CohortAdvanced, CourseOpened, MembersMoved, WeekOpened
from shared.contracts.extensions import ExtensionGranted

MORE_TIME: Final = timedelta(weeks=4)
"""For whom staff hold back at the close without naming a day: nobody is held for ever."""
MOST_TIME: Final = timedelta(days=366)
UNREADY_PLAN: Final = {
    None: "plan_not_written",
    "draft": "plan_not_submitted",
    "submitted": "plan_waits_for_approval",
    "returned": "plan_returned",
}
_RANK: Final = {"draft": 0, "partnering": 1, "course": 2, "project": 3, "closed": 4}
UNDO_WITHIN: Final = timedelta(hours=24)
REMINDERS: Final = (timedelta(days=7), timedelta(days=1))
MOST_HELD: Final = 1_500
"""An event names who is held and stays below 64 KiB; more than this is a mistake, not an advance."""

TOLD_TO_MEMBERS: Final = ("course", "project")
"""Phases that begin for those who go on; the other ones concern everybody in the cohort."""

_ORDER: Final = {
    "fixed": ("draft", "partnering", "course", "project", "closed"),
    # Each partnership of a rolling cohort has its own phase, so the cohort itself is open or not.
    "rolling": ("draft", "partnering", "closed"),
}


@dataclass(frozen=True)
class Situation:
    """What decides whether one partnership may move."""

    partnership_id: UUID
    status: str
    phase: str
    plan_status: str | None
    person_ids: tuple[UUID, ...]
    """Who is in it now."""
    course_opened: bool = False
    extended_until: date | None = None
    finishes_alone: bool = False


@dataclass(frozen=True)
class Way:
    """How a partnership goes on that stays behind when its cohort closes."""

    way: Literal["extend", "alone"]
    until: date
    """The last day."""


@dataclass(frozen=True)
class Move:
    partnership_id: UUID
    from_phase: str


@dataclass(frozen=True)
class Held:
    partnership_id: UUID
    why: str
    way: Way | None = None
    """Only at the close, and only for whom staff hold back: until when they go on."""
    person_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class Notice:
    """An event that `course` announces for an advance: its type, the day, and whom it is about.

    Who of them hears it, and by which way, is up to `notifications`. What concerns the cohort as a
    whole names nobody.
    """

    event: str
    on: date
    person_ids: tuple[UUID, ...] = ()


@dataclass(frozen=True)
class AdvancePlan:
    """What an advance will do: the dry run shows it, the run carries it out."""

    from_phase: str
    to_phase: str
    moves: tuple[Move, ...]
    held: tuple[Held, ...]
    notices: tuple[Notice, ...]

    @property
    def digest(self) -> str:
        """Equal digests mean equal plans."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]


def next_phases(pace: str, phase: str) -> tuple[str, ...]:
    """The following phase; and the present one, for those that were held before. Nobody is held
    for ever: also those who were held when the cohort closed can follow."""
    order = _ORDER[pace]
    here = order.index(phase)
    following = order[here + 1 : here + 2]
    catching_up = (phase,) if phase in {"course", "project", "closed"} else ()
    return (*following, *catching_up)


def plan_advance(
    from_phase: str,
    to_phase: str,
    situations: Sequence[Situation],
    hold: Collection[UUID],
    today: date,
    week_one_on: date,
    ways: Mapping[UUID, Way] | None = None,
) -> AdvancePlan:
    """Decide for every partnership of the cohort; the order of the answer is by id."""
    moves: list[Move] = []
    held: list[Held] = []
    going: list[Situation] = []
    for situation in sorted(situations, key=lambda one: one.partnership_id):
        if not _concerned(situation, to_phase):
            continue
        why = _reason_to_stay(situation, to_phase, hold)
        if why is None:
            moves.append(Move(situation.partnership_id, situation.phase))
            going.append(situation)
        else:
            held.append(_held(situation, why, to_phase, ways or {}, today))
    notices = _notices(from_phase, to_phase, going, today, week_one_on)
    if granted := newly_granted(held, situations):
        people = tuple(dict.fromkeys(one for each in granted for one in each.person_ids))
        notices = (*notices, Notice(ExtensionGranted.type, today, people))
    return AdvancePlan(from_phase, to_phase, tuple(moves), tuple(held), notices)


def _held(
    situation: Situation, why: str, to_phase: str, ways: Mapping[UUID, Way], today: date
) -> Held:
    """At the close each one that staff hold back has a last day: the one named, the one it has
    already, or the usual one."""
    if to_phase != "closed" or why != "held_by_staff":
        return Held(situation.partnership_id, why)
    way = ways.get(situation.partnership_id) or _way_of(situation, today)
    way = way or Way("extend", today + MORE_TIME)
    return Held(situation.partnership_id, why, way, situation.person_ids)


def _way_of(situation: Situation, today: date) -> Way | None:
    if situation.extended_until is None or situation.extended_until < today:
        return None
    return Way("alone" if situation.finishes_alone else "extend", situation.extended_until)


def newly_granted(held: Iterable[Held], situations: Iterable[Situation]) -> list[Held]:
    """Those of the held who hear a last day that they do not know yet."""
    known = {one.partnership_id: (one.extended_until, one.finishes_alone) for one in situations}
    return [
        one
        for one in held
        if one.way and known[one.partnership_id] != (one.way.until, one.way.way == "alone")
    ]


def next_reminder(until: date, today: date) -> date | None:
    """Members are reminded a week before their last day and on the day before."""
    coming = (until - before for before in REMINDERS)
    return next((day for day in coming if day > today), None)


def wrong_way(way: Way, members: int, today: date) -> tuple[str, str] | None:
    """The field that is wrong, and why: a last day is ahead and within a year; alone finishes
    only whose partner is gone."""
    if way.until <= today:
        return "until", "must be in the future"
    if way.until - today > MOST_TIME:
        return "until", "is more than a year ahead"
    if way.way == "alone" and members != 1:
        return "way", "is for a teacher whose partner is gone"
    return None


def _concerned(situation: Situation, to_phase: str) -> bool:
    """Partnerships that are over, or there already, take no part."""
    rank = {"partnering": 1, "course": 2, "project": 3, "closed": 4}
    if situation.status == "dissolved" or to_phase == "partnering":
        return False
    return rank[situation.phase] < rank[to_phase]


def _reason_to_stay(situation: Situation, to_phase: str, hold: Collection[UUID]) -> str | None:
    if situation.status == "handshake" and to_phase == "closed":
        # It ends by itself within days, and needs no time of its own.
        return "handshake_open"
    if situation.partnership_id in hold:
        return "held_by_staff"
    if situation.status == "handshake":
        return "handshake_open"
    if to_phase == "project":
        return _unready_for_project(situation)
    return None


def _unready_for_project(situation: Situation) -> str | None:
    """The project begins with an approved plan, whatever else is unfinished."""
    if situation.phase == "partnering":
        return "course_not_opened"
    return UNREADY_PLAN.get(situation.plan_status)


def is_behind(pace: str, cohort_phase: str, phase: str) -> bool:
    """Whether others have gone on. In a rolling cohort each has its own pace until the close."""
    if pace == "rolling" and cohort_phase != "closed":
        return False
    return cohort_phase in ("project", "closed") and _RANK[phase] < _RANK[cohort_phase]


def told_to_members(from_phase: str, to_phase: str) -> bool:
    """Whether a move concerns those who go on, and not everybody in the cohort."""
    return to_phase in TOLD_TO_MEMBERS or from_phase == to_phase


def _notices(
    from_phase: str, to_phase: str, going: Sequence[Situation], today: date, week_one_on: date
) -> tuple[Notice, ...]:
    """What will be announced, in the order of the days."""
    moved = _people(going)
    found = [Notice(CohortAdvanced.type, today)]
    if told_to_members(from_phase, to_phase) and moved:
        found.append(Notice(MembersMoved.type, today, moved))
    if to_phase == "course":
        opened = _people(one for one in going if not one.course_opened)
        if opened:
            found.append(Notice(CourseOpened.type, today, opened))
            found.append(Notice(WeekOpened.type, max(today, week_one_on), opened))
    return tuple(found)


def _people(situations: Iterable[Situation]) -> tuple[UUID, ...]:
    return tuple(dict.fromkeys(one for each in situations for one in each.person_ids))
