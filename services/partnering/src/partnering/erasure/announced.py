"""What was announced of somebody's class and school keeps its number and loses its words."""

import json
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.partnerships.model import Member
from shared.contracts.partnering import (
    PartnerNamed,
    PartnershipConfirmed,
    PartnershipMembersChanged,
)
from shared.outbox import OUTBOX, reword

_NAMING_MEMBERS: Final = (PartnershipConfirmed.type, PartnershipMembersChanged.type)
_BLANK: Final = {
    "class_name": "",
    "school_name": "",
    "country": "",
    "zone": "UTC",
    "calendar_known": False,
    "school_free": [],
}


async def blank_announced(session: AsyncSession, person_id: UUID) -> None:
    """Events that name the members of a partnership stay valid facts; one member is a blank."""
    theirs = select(Member.partnership_id).where(Member.person_id == person_id)
    rows = await session.execute(
        select(OUTBOX.c.event_id, OUTBOX.c.body).where(
            OUTBOX.c.type.in_(_NAMING_MEMBERS), OUTBOX.c.aggregate_id.in_(theirs)
        )
    )
    for event_id, body in rows.all():
        fact = json.loads(body)
        blank = _without(person_id, fact)
        if blank != fact:
            await reword(session, OUTBOX.c.event_id == event_id, json.dumps(blank))


async def blank_named(session: AsyncSession, person_id: UUID, email: str) -> None:
    """The address of a partner somebody named: gone with who named it, and with who it was."""
    rows = await session.execute(
        select(OUTBOX.c.event_id, OUTBOX.c.body).where(OUTBOX.c.type == PartnerNamed.type)
    )
    for event_id, body in rows.all():
        fact = json.loads(body)
        if fact["email"] and (fact["from_person_id"] == str(person_id) or fact["email"] == email):
            await reword(session, OUTBOX.c.event_id == event_id, json.dumps({**fact, "email": ""}))


def _without(person_id: UUID, body: dict[str, Any]) -> dict[str, Any]:
    members = [
        {**member, **_BLANK} if member["person_id"] == str(person_id) else member
        for member in body["members"]
    ]
    return {**body, "members": members}
