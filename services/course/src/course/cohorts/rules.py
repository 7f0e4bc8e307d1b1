"""Which way a cohort may go, who goes with it, and who stays behind and why."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

UNDO_WITHIN: Final = timedelta(hours=24)
MOST_HELD: Final = 1_500
"""An event names who is held and stays below 64 KiB; more than this is a mistake, not an advance."""

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
    members: int


@dataclass(frozen=True)
class Move:
    partnership_id: UUID
    from_phase: str


@dataclass(frozen=True)
class Held:
    partnership_id: UUID
    why: str


@dataclass(frozen=True)
class Message:
    kind: str
    recipients: int
    on: date


@dataclass(frozen=True)
class AdvancePlan:
    """What an advance will do: the dry run shows it, the run carries it out."""

    from_phase: str
    to_phase: str
    moves: tuple[Move, ...]
    held: tuple[Held, ...]
    messages: tuple[Message, ...]

    @property
    def digest(self) -> str:
        """Equal digests mean equal plans."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:32]


def next_phases(pace: str, phase: str) -> tuple[str, ...]:
    """The following phase; and the present one, for those that were held before."""
    order = _ORDER[pace]
    here = order.index(phase)
    following = order[here + 1 : here + 2]
    catching_up = (phase,) if phase in {"course", "project"} else ()
    return (*following, *catching_up)


def plan_advance(
    from_phase: str,
    to_phase: str,
    situations: Sequence[Situation],
    hold: Collection[UUID],
    today: date,
    week_one_on: date,
) -> AdvancePlan:
    """Decide for every partnership of the cohort; the order of the answer is by id."""
    moves: list[Move] = []
    held: list[Held] = []
    recipients = 0
    for situation in sorted(situations, key=lambda one: one.partnership_id):
        if not _concerned(situation, to_phase):
            continue
        why = _reason_to_stay(situation, to_phase, hold)
        if why is None:
            moves.append(Move(situation.partnership_id, situation.phase))
            recipients += situation.members
        else:
            held.append(Held(situation.partnership_id, why))
    messages = _messages(to_phase, recipients, today, week_one_on) if recipients else ()
    return AdvancePlan(from_phase, to_phase, tuple(moves), tuple(held), messages)


def _concerned(situation: Situation, to_phase: str) -> bool:
    """Partnerships that are over, or there already, take no part."""
    rank = {"partnering": 1, "course": 2, "project": 3, "closed": 4}
    if situation.status == "dissolved" or to_phase == "partnering":
        return False
    return rank[situation.phase] < rank[to_phase]


def _reason_to_stay(situation: Situation, to_phase: str, hold: Collection[UUID]) -> str | None:
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
    return {
        None: "plan_not_written",
        "draft": "plan_not_submitted",
        "submitted": "plan_waits_for_approval",
        "returned": "plan_returned",
    }.get(situation.plan_status)


def _messages(
    to_phase: str, recipients: int, today: date, week_one_on: date
) -> tuple[Message, ...]:
    if to_phase == "course":
        return (
            Message("course_opened", recipients, today),
            Message("week_opened", recipients, max(today, week_one_on)),
        )
    if to_phase == "project":
        return (Message("project_opened", recipients, today),)
    return (Message("cohort_closed", recipients, today),)
