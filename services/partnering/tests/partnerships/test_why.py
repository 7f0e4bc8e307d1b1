"""Why these: told for every partnership, however it came about, and for all who are in it."""

from itertools import combinations

import pytest

from partnering.invitations.actions import accept_invitation, send_invitation
from partnering.invitations.schemas import InvitationRequest
from partnering.partnerships.actions import open_partnership
from partnering.partnerships.leaving import go
from partnering.partnerships.queries import partnership_for
from partnering.partnerships.views import full


async def test_an_accepted_invitation_says_why_you_two(session, world):
    cohort = await world.cohort()
    one, mine = await world.enrolled(cohort, "TR")
    other, theirs = await world.enrolled(cohort, "IT")
    invitation = await send_invitation(
        session,
        one.who,
        InvitationRequest(from_enrolment_id=mine.id, to_enrolment_id=theirs.id, message="Hi"),
    )
    await accept_invitation(session, other.who, invitation.id)
    partnership = await partnership_for(session, one.who, invitation.partnership_id)
    told = (await full(session, one.who, partnership)).explanation
    assert told["reasons"][0]["code"] == "shared_language"
    assert len(told["reasons"]) == 3
    assert told["caution"]["code"] == "no_common_time"
    assert sum(each["points"] for each in told["contributions"]) == told["total"]


@pytest.fixture
async def three(session, world):
    cohort = await world.cohort()
    people = [
        await world.enrolled(cohort, "TR", languages={"en": "C1", "fr": "B1"}),
        await world.enrolled(cohort, "IT", languages={"en": "B1"}, topics=["climate", "food"]),
        await world.enrolled(
            cohort, "TR", languages={"en": "B2"}, pupils_age_from=12, pupils_age_to=15
        ),
    ]
    partnership = await open_partnership(
        session,
        cohort_id=cohort.id,
        enrolment_ids=[enrolment.id for _, enrolment in people],
        origin="run",
        language="en",
    )
    return partnership, people


async def test_what_is_a_reason_of_three_holds_for_all_three(session, three):
    partnership, people = three
    told = (await full(session, people[0][0].who, partnership)).explanation
    reasons = {each["code"]: each["values"] for each in told["reasons"]}
    assert reasons["shared_language"] == ["en", "B1"]
    assert reasons["common_topics"] == ["climate"]
    ages = [each for each in told["pairs"][0]["contributions"] if each["aspect"] == "ages"]
    assert ages[0]["values"] == ["11", "13"]
    assert len(told["pairs"]) == 3
    assert sum(each["points"] for each in told["contributions"]) == told["total"]
    assert told["total"] == sum(pair["total"] for pair in told["pairs"])
    for pair in told["pairs"]:
        assert sum(each["points"] for each in pair["contributions"]) == pair["total"]


async def test_when_one_of_three_has_gone_the_two_who_stay_are_explained(session, three):
    partnership, people = three
    partnership.state = "confirmed"
    gone = people[2][0].who.person_id
    await go(session, partnership, partnership.seat_of(gone), "")
    told = (await full(session, people[0][0].who, partnership)).explanation
    stay = {str(enrolment.id) for _, enrolment in people[:2]}
    assert [set(pair["enrolment_ids"]) for pair in told["pairs"]] == [stay]


async def test_an_older_partnership_without_an_explanation_gets_one_when_it_is_read(session, three):
    partnership, people = three
    partnership.explanation = {}
    told = (await full(session, people[1][0].who, partnership)).explanation
    ids = [str(enrolment.id) for _, enrolment in people]
    pairs = {frozenset(pair["enrolment_ids"]) for pair in told["pairs"]}
    assert pairs == {frozenset(two) for two in combinations(ids, 2)}
