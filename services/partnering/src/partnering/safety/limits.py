"""What one person may do on one day: counted in one place, refused with 429 until tomorrow."""

from datetime import UTC, datetime, time, timedelta
from typing import Literal
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.safety.model import ContactDay
from partnering.settings import daily_limits
from shared import clock
from shared.http import Problem

Counted = Literal[
    "others",
    "partners",
    "reports",
    "schools",
    "classes",
    "enrolments",
    "calendars",
    "blocks",
    "meetings",
    "seat_offers",
]
"""`others` and `partners` are words that somebody reads; the rest is made, for others or for staff."""


async def count_act(session: AsyncSession, person_id: UUID, what: Counted) -> None:
    """Count one more act of today; refuse it when it is one too many.

    The row of this person and day stays locked until the commit: whoever counts first may look
    at what the person has, and add to it, without a second request in between.
    """
    now = clock.now()
    acted = insert(ContactDay).values(
        person_id=person_id, day=now.astimezone(UTC).date(), reach=what, acts=1
    )
    acts = await session.scalar(
        acted.on_conflict_do_update(
            index_elements=[ContactDay.person_id, ContactDay.day, ContactDay.reach],
            set_={"acts": ContactDay.acts + 1},
        ).returning(ContactDay.acts)
    )
    if (acts or 0) > _most(what):
        slug, title = _REFUSED.get(what, _TOO_MANY)
        raise Problem(429, slug, title, headers={"Retry-After": str(_until_tomorrow(now))})


def _most(what: Counted) -> int:
    limits = daily_limits()
    match what:
        case "others":
            return limits.words_to_others_a_day
        case "partners":
            return limits.words_to_partners_a_day
        case "reports":
            return limits.reports_a_day
        case "schools":
            return limits.schools_a_day
        case "classes":
            return limits.classes_a_day
        case "enrolments":
            return limits.enrolments_a_day
        case "calendars":
            return limits.calendars_a_day
        case "blocks":
            return limits.blocks_a_day
        case "meetings":
            return limits.meetings_a_day
        case "seat_offers":
            return limits.seat_offers_a_day


_WRITTEN = ("contact-limit", "You have written to others very often today. You can go on tomorrow.")
_TOO_MANY = ("daily-limit", "You have done this very often today. You can go on tomorrow.")
_REFUSED = {"others": _WRITTEN, "partners": _WRITTEN}


def _until_tomorrow(now: datetime) -> int:
    tomorrow = datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)
    return max(1, int((tomorrow - now).total_seconds()))
