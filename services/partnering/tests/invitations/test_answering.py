"""Inviting and answering: nobody is left without an answer, and nobody is taken twice."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.invitations import actions, queries
from partnering.invitations.closing import close_for_taken, expire_invitations, remind_invited
from partnering.invitations.model import Invitation
from partnering.invitations.schemas import Decline, InvitationRequest
from partnering.people.blocking import block_person
from shared import clock
from shared.contracts.partnering import (
    InvitationAccepted,
    InvitationClosed,
    InvitationQuestioned,
    InvitationReminded,
    PartnershipProposed,
)
from shared.http import Conflict, Forbidden, NotFound
from shared.testing import announced, principal


async def invite(session: AsyncSession, sender: Any, recipient: Any) -> Invitation:
    request = InvitationRequest(
        from_enrolment_id=sender[1].id, to_enrolment_id=recipient[1].id, message="Shall we?"
    )
    return await actions.send_invitation(session, sender[0].who, request)


@pytest.fixture
async def three(world: Any) -> Any:
    cohort = await world.cohort()
    return [await world.enrolled(cohort, country) for country in ("TR", "IT", "ES")]


async def test_accepting_one_invitation_closes_the_others(session: Any, three: Any) -> None:
    ayse, bianca, carmen = three
    first = await invite(session, ayse, bianca)
    second = await invite(session, ayse, carmen)
    third = await invite(session, carmen, bianca)

    accepted = await actions.accept_invitation(session, bianca[0].who, first.id)

    assert accepted.partnership_id is not None
    assert [first.status, second.status, third.status] == ["accepted", "superseded", "superseded"]
    assert [ayse[1].status, bianca[1].status, carmen[1].status] == [
        "partnered", "partnered", "free",
    ]  # fmt: skip
    events = await announced(session)
    assert sum(isinstance(one, InvitationAccepted) for one in events) == 1
    assert sum(isinstance(one, PartnershipProposed) for one in events) == 1
    closed = [one for one in events if isinstance(one, InvitationClosed)]
    assert {one.invitation_id for one in closed} == {second.id, third.id}


async def test_an_invitation_is_answered_only_once(session: Any, three: Any) -> None:
    ayse, bianca, _ = three
    invitation = await invite(session, ayse, bianca)
    await actions.decline_invitation(
        session, bianca[0].who, invitation.id, Decline(reason_code="timing", text="Next year?")
    )
    with pytest.raises(Conflict) as refused:
        await actions.accept_invitation(session, bianca[0].who, invitation.id)
    assert refused.value.slug == "invitation-already-answered"
    seen = await queries.my_invitation(session, ayse[0].who, invitation.id)
    assert (seen.status, seen.decline_reason, seen.decline_text) == (
        "declined", "timing", "Next year?",
    )  # fmt: skip


async def test_only_the_two_sides_know_of_an_invitation(session: Any, three: Any) -> None:
    ayse, bianca, carmen = three
    invitation = await invite(session, ayse, bianca)
    for who in (carmen[0].who, principal()):
        with pytest.raises(NotFound):
            await queries.my_invitation(session, who, invitation.id)
        with pytest.raises(NotFound):
            await actions.decline_invitation(session, who, invitation.id, Decline())
    with pytest.raises(NotFound):
        await actions.accept_invitation(session, ayse[0].who, invitation.id)
    with pytest.raises(NotFound):
        await actions.withdraw_invitation(session, bianca[0].who, invitation.id)


async def test_at_most_three_invitations_wait_at_a_time(session: Any, world: Any) -> None:
    cohort = await world.cohort()
    sender = await world.enrolled(cohort, "TR")
    others = [await world.enrolled(cohort, "IT") for _ in range(4)]
    sent = [await invite(session, sender, other) for other in others[:3]]
    with pytest.raises(Conflict) as refused:
        await invite(session, sender, others[3])
    assert refused.value.slug == "too-many-open-invitations"
    await actions.withdraw_invitation(session, sender[0].who, sent[0].id)
    assert (await invite(session, sender, others[3])).status == "open"


async def test_only_verified_teachers_contact_each_other(session: Any, world: Any) -> None:
    cohort = await world.cohort()
    verified = await world.enrolled(cohort, "TR")
    pending = await world.enrolled(cohort, "IT", verified=False)
    with pytest.raises(Forbidden):
        await invite(session, pending, verified)
    with pytest.raises(Conflict) as refused:
        await invite(session, verified, pending)
    assert refused.value.slug == "other-not-verified"


async def test_a_partner_must_be_in_another_country(session: Any, world: Any) -> None:
    cohort = await world.cohort()
    one, other = [await world.enrolled(cohort, "TR") for _ in range(2)]
    with pytest.raises(Conflict) as refused:
        await invite(session, one, other)
    assert refused.value.extra["why"] == "same_country"


async def test_an_enrolment_of_somebody_else_cannot_invite(session: Any, three: Any) -> None:
    ayse, bianca, carmen = three
    with pytest.raises(NotFound):
        await invite(session, (carmen[0], ayse[1]), bianca)


async def test_whoever_blocked_me_cannot_be_invited(session: Any, three: Any) -> None:
    ayse, bianca, _ = three
    await block_person(session, bianca[0].who, ayse[1].id)
    with pytest.raises(NotFound):
        await invite(session, ayse, bianca)


async def test_two_who_invite_each_other_have_one_invitation(session: Any, three: Any) -> None:
    ayse, bianca, _ = three
    await invite(session, ayse, bianca)
    with pytest.raises(Conflict) as refused:
        await invite(session, bianca, ayse)
    assert refused.value.slug == "invitation-already-open"


async def test_an_unanswered_invitation_is_reminded_once_and_expires_after_seven_days(
    session: Any, three: Any
) -> None:
    ayse, bianca, _ = three
    invitation = await invite(session, ayse, bianca)
    with clock.travelled(timedelta(days=4, hours=23)):
        assert await remind_invited(session) == 0
    with clock.travelled(timedelta(days=5, minutes=1)):
        assert await remind_invited(session) == 1
        assert await remind_invited(session) == 0
        assert await expire_invitations(session) == 0
    with clock.travelled(timedelta(days=7, minutes=1)):
        with pytest.raises(Conflict):
            await actions.accept_invitation(session, bianca[0].who, invitation.id)
        assert await expire_invitations(session) == 1
    events = await announced(session)
    assert sum(isinstance(one, InvitationReminded) for one in events) == 1
    assert [one.outcome for one in events if isinstance(one, InvitationClosed)] == ["expired"]
    assert ayse[1].status == bianca[1].status == "free"


async def test_only_the_first_question_extends_the_expiry_by_three_days(
    session: Any, three: Any
) -> None:
    ayse, bianca, _ = three
    invitation = await invite(session, ayse, bianca)
    before = invitation.expires_at
    await actions.ask_question(session, bianca[0].who, invitation.id, "Which tool do you use?")
    await actions.ask_question(session, ayse[0].who, invitation.id, "A shared notebook.")
    assert invitation.expires_at == before + timedelta(days=3)
    seen = await queries.my_invitation(session, bianca[0].who, invitation.id)
    assert [(one.mine, one.text) for one in seen.questions] == [
        (True, "Which tool do you use?"), (False, "A shared notebook."),
    ]  # fmt: skip
    asked = [one for one in await announced(session) if isinstance(one, InvitationQuestioned)]
    assert [one.to_person_id for one in asked] == [ayse[0].who.person_id, bianca[0].who.person_id]


async def test_invitations_end_when_a_fixed_cohort_stops_partnering(
    session: Any, world: Any
) -> None:
    cohort = await world.cohort()
    ayse, bianca = await world.enrolled(cohort, "TR"), await world.enrolled(cohort, "IT")
    invitation = await invite(session, ayse, bianca)
    await world.phase(cohort, "course")
    with pytest.raises(Conflict) as refused:
        await actions.accept_invitation(session, bianca[0].who, invitation.id)
    assert refused.value.slug == "partnering-over"
    assert await expire_invitations(session) == 1
    assert invitation.status == "expired"


async def test_an_invitation_to_somebody_taken_by_other_means_is_closed_by_the_tick(
    session: Any, three: Any
) -> None:
    ayse, bianca, _ = three
    invitation = await invite(session, ayse, bianca)
    bianca[1].status = "partnered"
    await session.flush()
    assert await close_for_taken(session) == 1
    assert invitation.status == "superseded"


async def test_asking_again_waits_a_week_and_ends_with_a_no(
    session: Any, three: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    ayse, bianca, _ = three
    first = await invite(session, ayse, bianca)
    await actions.withdraw_invitation(session, ayse[0].who, first.id)
    with pytest.raises(Conflict, match="asked-lately"):
        await invite(session, ayse, bianca)
    # The other way round is somebody else's first question.
    await invite(session, bianca, ayse)
    later = clock.now() + timedelta(days=8)
    monkeypatch.setattr(clock, "now", lambda: later)
    await expire_invitations(session)
    second = await invite(session, ayse, bianca)
    await actions.decline_invitation(session, bianca[0].who, second.id, Decline())
    much_later = later + timedelta(days=30)
    monkeypatch.setattr(clock, "now", lambda: much_later)
    with pytest.raises(Conflict, match="already-declined"):
        await invite(session, ayse, bianca)
