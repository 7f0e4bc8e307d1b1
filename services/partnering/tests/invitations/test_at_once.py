"""Many answers at the same moment: exactly one partnership per class."""

import asyncio
from collections import Counter
from typing import Any

from sqlalchemy import select

from partnering.invitations import actions
from partnering.invitations.model import Invitation
from partnering.invitations.schemas import InvitationRequest
from partnering.partnerships.model import Member
from shared.db import Database
from shared.http import Conflict


async def _accept(database: Database, who: Any, invitation_id: Any) -> str:
    try:
        async with database.transaction() as session:
            await actions.accept_invitation(session, who, invitation_id)
    except Conflict as conflict:
        return conflict.slug
    return "accepted"


async def _invite(world: Any, sender: Any, recipient: Any) -> Any:
    request = InvitationRequest(
        from_enrolment_id=sender[1].id, to_enrolment_id=recipient[1].id, message="Shall we?"
    )
    return (await actions.send_invitation(world.session, sender[0].who, request)).id


async def test_two_simultaneous_accepts_open_exactly_one_partnership(
    database: Database, inhabit: Any
) -> None:
    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort()
        sender = await world.enrolled(cohort, "TR")
        others = [await world.enrolled(cohort, "IT") for _ in range(2)]
        ids = [await _invite(world, sender, other) for other in others]
    answers = await asyncio.gather(
        *(_accept(database, other[0].who, one) for other, one in zip(others, ids, strict=True))
    )
    assert sorted(answers)[0] == "accepted"
    assert answers.count("accepted") == 1


async def test_fifty_parallel_accepts_leave_no_class_in_two_partnerships(
    database: Database, inhabit: Any
) -> None:
    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort()
        people = [
            await world.enrolled(cohort, "TR" if number % 2 else "IT") for number in range(20)
        ]
        asked = []
        for number, sender in enumerate(people):
            for step in (1, 3, 5):
                recipient = people[(number + step) % len(people)]
                try:
                    asked.append((recipient, await _invite(world, sender, recipient)))
                except Conflict:
                    continue
    asked = asked[:50]
    assert len(asked) >= 30
    answers = await asyncio.gather(
        *(_accept(database, recipient[0].who, one) for recipient, one in asked)
    )
    async with database.reading() as session:
        seats = Counter(
            await session.scalars(select(Member.enrolment_id).where(Member.seated.is_(True)))
        )
        left_open = await session.scalars(
            select(Invitation.from_enrolment_id).where(Invitation.status == "open")
        )
        assert set(seats.values()) == {1}
        assert len(seats) == 2 * answers.count("accepted")
        assert set(answers) <= {"accepted", "invitation-already-answered", "enrolment-not-free"}
        assert not set(left_open) & set(seats)
