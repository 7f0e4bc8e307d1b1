"""Officers who teach decide on nobody with whom they have, had or may have a partnership."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import literal, select

from partnering.invitations.actions import decline_invitation, send_invitation
from partnering.invitations.schemas import Decline, InvitationRequest
from partnering.partnerships.actions import dissolve, open_partnership
from partnering.partnerships.ties import barred_from, tied_to
from partnering.safety import actions, queries
from partnering.safety.reporting import file_report
from partnering.safety.schemas import ReportRequest
from shared import clock
from shared.contracts.contact import ReportFiled
from shared.http import Conflict, Forbidden, Grant, NotFound, Role
from shared.testing import announced, principal

OFFICER = principal(None, Role.SAFEGUARDING_OFFICER)


def appointed(who, *cohorts):
    """The same person as an officer of these cohorts, or of the whole programme."""
    grants = [Grant(Role.SAFEGUARDING_OFFICER, one.id) for one in cohorts]
    return replace(who, roles=who.roles | set(grants or [Grant(Role.SAFEGUARDING_OFFICER)]))


async def invitation(session, sender, recipient):
    request = InvitationRequest(
        from_enrolment_id=sender[1].id, to_enrolment_id=recipient[1].id, message="Shall we?"
    )
    return await send_invitation(session, sender[0].who, request)


async def handshake(session, cohort, *people):
    return await open_partnership(
        session,
        cohort_id=cohort.id,
        enrolment_ids=[enrolment.id for _, enrolment in people],
        origin="run",
        language="en",
    )


async def tie(session, world, cohort, how):
    """An officer's teacher and somebody else, tied like this."""
    if how == "partner":
        _, (one, other) = await world.paired(cohort)
    elif how == "former partner":
        partnership, (one, other) = await world.paired(cohort)
        await dissolve(session, partnership, "left")
    else:
        one, other = await world.enrolled(cohort, "TR"), await world.enrolled(cohort, "IT")
        if how == "handshake":
            await handshake(session, cohort, one, other)
        elif how == "has invited":
            await invitation(session, one, other)
        elif how == "is invited":
            await invitation(session, other, one)
        elif how == "named":
            late = await world.teacher("TR")
            one = late, await world.joins(late, cohort, with_person_email=other[0].email)
    return one[0].who, other[0].who


TIES = ("partner", "former partner", "handshake", "has invited", "is invited", "named")


@pytest.mark.parametrize("everywhere", [True, False], ids=["global", "of the cohort"])
@pytest.mark.parametrize("how", TIES)
async def test_an_officer_neither_freezes_nor_releases_somebody_they_are_tied_to(
    session, world, how, everywhere
):
    cohort = await world.cohort()
    one, other = await tie(session, world, cohort, how)
    officer = appointed(one) if everywhere else appointed(one, cohort)
    with pytest.raises(Forbidden, match="own-partnership"):
        await actions.freeze_contact(session, officer, other.person_id, "mine")
    await actions.freeze_contact(session, OFFICER, other.person_id, "complaint")
    if how in ("partner", "former partner", "handshake"):
        with pytest.raises(Forbidden, match="own-partnership"):
            await actions.release_contact(session, officer, other.person_id)
    assert await queries.contact_frozen(session, other.person_id)


async def test_an_officer_does_not_decide_on_themselves(session, world):
    cohort = await world.cohort()
    teacher, _ = await world.enrolled(cohort)
    with pytest.raises(Forbidden, match="own-partnership"):
        await actions.freeze_contact(session, appointed(teacher.who), teacher.who.person_id, "me")


@pytest.mark.parametrize("side", ["about", "by"])
@pytest.mark.parametrize("how", TIES)
async def test_a_report_about_or_by_somebody_tied_is_absent_for_an_officer(
    session, world, how, side
):
    cohort = await world.cohort()
    one, other = await tie(session, world, cohort, how)
    third, thirds = await world.enrolled(cohort, "ES")
    if side == "about":
        reporter, subject = third.who, other.person_id
    else:
        reporter, subject = other, thirds.person_id
    with clock.travelled(timedelta(minutes=1)):
        report = await file_report(
            session,
            reporter,
            ReportRequest(subject="profile", subject_id=subject, reason="unkind", text="see"),
        )
    for officer in (appointed(one), appointed(one, cohort)):
        rows, _ = await queries.reports_for(session, officer, None, None, 50)
        assert rows == []
        with pytest.raises(NotFound):
            await actions.open_report(session, officer, report.id)
        with pytest.raises(NotFound):
            await actions.resolve_report(session, officer, report.id, "no_action", "")
    event = [one for one in await announced(session) if isinstance(one, ReportFiled)][-1]
    assert one.person_id in event.waiting[0].kept_from
    assert event.waiting[0].cohort_ids == (cohort.id,)
    rows, _ = await queries.reports_for(session, OFFICER, None, None, 50)
    assert [one.report.id for one in rows] == [report.id]


async def test_inviting_an_officer_does_not_take_an_earlier_report_from_them(session, world):
    cohort = await world.cohort()
    officers, reported, third = [await world.enrolled(cohort, c) for c in ("TR", "IT", "ES")]
    report = await file_report(
        session,
        third[0].who,
        ReportRequest(subject="profile", subject_id=reported[1].id, reason="unsafe", text="see"),
    )
    with clock.travelled(timedelta(minutes=1)):
        asked = await invitation(session, reported, officers)
        officer = appointed(officers[0].who)
        assert (await actions.open_report(session, officer, report.id)).id == report.id
        with pytest.raises(Forbidden, match="own-partnership"):
            await actions.freeze_contact(session, officer, reported[0].who.person_id, "unsafe")
        await decline_invitation(session, officers[0].who, asked.id, Decline())
        await actions.freeze_contact(session, officer, reported[0].who.person_id, "unsafe")


@pytest.mark.parametrize("how", TIES)
async def test_both_questions_about_ties_have_one_answer(session, world, how):
    cohort = await world.cohort()
    one, other = await tie(session, world, cohort, how)
    third, _ = await world.enrolled(cohort, "ES")
    everybody = {one.person_id, other.person_id, third.who.person_id}
    for decider, about in itertools.product(everybody, everybody):
        now = clock.now() + timedelta(minutes=1)
        tied = await session.scalar(select(tied_to(decider, literal(about), at=literal(now))))
        assert tied == (decider in await barred_from(session, about, now))
    assert one.person_id in await barred_from(session, other.person_id, clock.now())


async def test_a_freeze_is_lifted_by_whoever_answers_for_all_for_whom_it_was_set(session, world):
    here, there = await world.cohort(), await world.cohort(slug="spring")
    teacher, enrolment = await world.enrolled(here)
    await world.joins(teacher, there)
    person_id = teacher.who.person_id
    of_here, of_there = appointed(principal(), here), appointed(principal(), there)
    of_both = appointed(principal(), here, there)

    async def refused(*officers):
        for officer in officers:
            with pytest.raises(Forbidden, match="frozen-for-others"):
                await actions.release_contact(session, officer, person_id)

    await actions.freeze_contact(session, OFFICER, person_id, "for all")
    await refused(of_here, of_there, of_both)
    await actions.release_contact(session, OFFICER, person_id)
    await actions.freeze_contact(session, of_both, person_id, "for both")
    await refused(of_here, of_there)
    await actions.release_contact(session, of_both, person_id)
    await actions.freeze_contact(session, of_here, person_id, "here")
    await refused(of_there)
    enrolment.leave(clock.now())
    await session.flush()
    await refused(of_there)
    await actions.release_contact(session, of_here, person_id)


async def test_an_officer_of_the_programme_takes_a_freeze_of_a_cohort_over(session, world):
    cohort = await world.cohort()
    teacher, _ = await world.enrolled(cohort)
    person_id = teacher.who.person_id
    of_here = appointed(principal(), cohort)
    await actions.freeze_contact(session, of_here, person_id, "quickly")
    freeze = await actions.freeze_contact(session, OFFICER, person_id, "for good")
    assert "quickly" in freeze.reason
    assert "for good" in freeze.reason
    with pytest.raises(Conflict, match="contact-already-frozen"):
        await actions.freeze_contact(session, OFFICER, person_id, "again")
    with pytest.raises(Forbidden, match="frozen-for-others"):
        await actions.release_contact(session, of_here, person_id)
    await actions.release_contact(session, OFFICER, person_id)


async def test_an_officer_whose_contact_is_paused_uses_no_power(session, world):
    cohort = await world.cohort()
    (teacher, _), (other, others) = [await world.enrolled(cohort, one) for one in ("TR", "IT")]
    report = await file_report(
        session,
        other.who,
        ReportRequest(subject="profile", subject_id=teacher.who.person_id, reason="unkind"),
    )
    officer = appointed(teacher.who)
    await actions.freeze_contact(session, OFFICER, officer.person_id, "complaint")
    with pytest.raises(Forbidden, match="own-contact-paused"):
        await actions.freeze_contact(session, officer, others.person_id, "back at you")
    with pytest.raises(Forbidden, match="own-contact-paused"):
        await actions.open_report(session, officer, report.id)
    with pytest.raises(Forbidden, match="own-contact-paused"):
        await queries.reports_for(session, officer, None, None, 50)


async def test_nobody_decides_on_the_officer_who_decided_on_them(session, world):
    cohort = await world.cohort()
    (one, _), (other, _) = [await world.enrolled(cohort, country) for country in ("TR", "IT")]
    first, second = appointed(one.who), appointed(other.who)
    await actions.freeze_contact(session, first, second.person_id, "complaint")
    await actions.release_contact(session, OFFICER, second.person_id)
    with pytest.raises(Forbidden, match="own-partnership"):
        await actions.freeze_contact(session, second, first.person_id, "revenge")
