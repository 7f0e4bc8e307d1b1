"""What was announced long ago and still holds is announced again, so that nobody misses it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from partnering.erasure.actions import erase_person
from partnering.partnerships.model import Partnership
from partnering.people.blocking import block_person, unblock_person
from partnering.people.model import Block
from partnering.safety.actions import freeze_contact, release_contact
from partnering.safety.model import Freeze
from partnering.safety.standing import announce_what_stands
from shared import clock
from shared.contracts.accounts import ErasureRequested
from shared.contracts.contact import (
    ContactFrozen,
    ContactStillPaused,
    PartnershipContactPaused,
    PartnershipContactStillPaused,
)
from shared.http import Role
from shared.ids import new_id
from shared.testing import announced, principal

OFFICER = principal(None, Role.SAFEGUARDING_OFFICER)
STILL = (ContactStillPaused, PartnershipContactStillPaused)


@pytest.fixture
async def paused(session: Any, world: Any) -> Any:
    """Ana and Ben are partners and she blocked him; Eva is frozen."""
    cohort = await world.cohort()
    partnership, ((ana, _), (ben, bens)) = await world.paired(cohort)
    eva, _ = await world.enrolled(cohort, "TR")
    await block_person(session, ana.who, bens.id)
    await freeze_contact(session, OFFICER, eva.who.person_id, "Wrote at night")
    await session.flush()
    return partnership, ana, ben, bens, eva


async def _told_again(session: Any, days: float) -> list[Any]:
    before = len(await announced(session))
    with clock.travelled(timedelta(days=days)):
        while await announce_what_stands(session):
            await session.flush()
    return [one for one in (await announced(session))[before:] if isinstance(one, STILL)]


async def test_what_still_holds_is_announced_again_before_the_outbox_forgets_it(
    session: Any, paused: Any
) -> None:
    partnership, ana, ben, _, eva = paused
    assert await _told_again(session, 27.9) == []
    again = await _told_again(session, 28.1)
    me, him = ana.who.person_id, ben.who.person_id
    assert again == [
        ContactStillPaused(person_id=eva.who.person_id),
        ContactStillPaused(person_id=me, blocked_id=him),
        PartnershipContactStillPaused(
            partnership_id=partnership.id,
            cohort_id=partnership.cohort_id,
            person_ids=partnership.person_ids,
        ),
    ]
    assert await _told_again(session, 56) == []
    assert len(await _told_again(session, 57)) == 3


async def test_what_no_longer_holds_is_not_announced_again(session: Any, paused: Any) -> None:
    _, ana, _, bens, eva = paused
    await release_contact(session, OFFICER, eva.who.person_id)
    await unblock_person(session, ana.who, bens.id)
    assert await _told_again(session, 30) == []


async def test_nobody_who_was_erased_is_announced_again(session: Any, paused: Any) -> None:
    _, ana, _, _, eva = paused
    for one in (ana, eva):
        request = ErasureRequested(person_id=one.who.person_id, erasure_id=new_id())
        await erase_person(session, request)
    assert await _told_again(session, 30) == []


async def test_a_service_that_begins_with_nothing_hears_of_all_that_holds(
    session: Any, paused: Any
) -> None:
    """As after the update that brought this: nothing was ever announced, the outbox is empty."""
    partnership, ana, ben, _, eva = paused
    for row in (Freeze, Block):
        await session.execute(update(row).values(announced_at=None))
    await session.execute(update(Partnership).values(contact_announced_at=None))
    session.expire_all()
    told = await _told_again(session, 0)
    frozen = {one.person_id for one in told if getattr(one, "blocked_id", "") is None}
    blocks = {(one.person_id, one.blocked_id) for one in told if getattr(one, "blocked_id", None)}
    assert frozen == {eva.who.person_id}
    assert blocks == {(ana.who.person_id, ben.who.person_id)}
    assert [one.partnership_id for one in told if isinstance(one, STILL[1])] == [partnership.id]
    # Nobody is told a second time that their contact is paused.
    assert not [one for one in told if isinstance(one, ContactFrozen | PartnershipContactPaused)]
