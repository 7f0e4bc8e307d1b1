"""A silent partner cannot keep a colleague from taking a seat for ever: staff decide."""

from datetime import timedelta

import pytest

from partnering.handover import actions, deciding
from partnering.handover.schemas import SeatOfferIn
from shared import clock
from shared.contracts.handover import SeatConsentOverdue
from shared.http import Conflict, Forbidden, NotFound, Role
from shared.testing import announced, principal

LEAD = principal(None, Role.PROGRAMME_LEAD)


@pytest.fixture
async def pair(world):
    return await world.paired(await world.cohort())


async def _offer(session, partnership, who, email):
    return await actions.offer_seat(session, who, partnership.id, SeatOfferIn(email=email))


async def test_after_five_days_of_a_partners_silence_staff_decide_on_the_seat(session, world, pair):
    partnership, people = pair
    goes, silent = people[0][0], people[1][0]
    colleague = await world.colleague(goes)
    offer = await _offer(session, partnership, goes.who, colleague.email)
    await actions.take_seat(session, colleague.who, offer.id)
    cohort_id = partnership.cohort_id
    with pytest.raises(Conflict, match="partners-still-asked"):
        await deciding.decide_seat(session, LEAD, offer.id, agree=True)
    assert await deciding.ask_staff(session) == 0
    with clock.travelled(timedelta(days=5, hours=1)):
        assert await deciding.ask_staff(session) == 1
        assert await deciding.ask_staff(session) == 0
        (asked,) = [one for one in await announced(session) if isinstance(one, SeatConsentOverdue)]
        assert set(asked.person_ids) == {goes.who.person_id, silent.who.person_id}
        (shown,) = await deciding.waiting_seats(session, LEAD, cohort_id)
        assert (shown.colleague, shown.partners) == ("Teacher 3", ["Teacher 2"])
        own = principal(silent.who.person_id, Role.PROGRAMME_LEAD)
        assert await deciding.waiting_seats(session, own, cohort_id) == []
        for who in (own, principal(colleague.who.person_id, Role.PROGRAMME_LEAD)):
            with pytest.raises(Forbidden):
                await deciding.decide_seat(session, who, offer.id, agree=True)
        with pytest.raises(NotFound):
            await deciding.decide_seat(session, principal(), offer.id, agree=True)
        await deciding.decide_seat(session, LEAD, offer.id, agree=True)
    assert set(partnership.person_ids) == {colleague.who.person_id, silent.who.person_id}


async def test_staff_may_leave_the_seat_where_it_is_and_have_a_week_to_say_so(session, world, pair):
    partnership, people = pair
    goes = people[0][0]
    colleague = await world.colleague(goes)
    offer = await _offer(session, partnership, goes.who, colleague.email)
    with clock.travelled(timedelta(days=13)):
        await actions.take_seat(session, colleague.who, offer.id)
        await actions.expire_offers(session)
    with clock.travelled(timedelta(days=18, hours=1)):
        assert await deciding.ask_staff(session) == 1
        assert await actions.expire_offers(session) == 0
        await deciding.decide_seat(session, LEAD, offer.id, agree=False)
    assert offer.state == "refused"
    assert partnership.seat_of(goes.who.person_id) is not None
