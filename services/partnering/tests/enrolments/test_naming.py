"""The partner somebody already has hears of it, with or without an account, and only once."""

import pytest

from partnering.enrolments.actions import leave_cohort
from partnering.erasure.actions import erase_person
from partnering.partnerships.queries import partnerships_of
from partnering.people.actions import remember_person
from shared.contracts.accounts import ErasureRequested, PersonChanged
from shared.contracts.partnering import PartnerNamed
from shared.ids import new_id
from shared.testing import announced

GUEST = "ewa@school.example"


async def _named(session):
    return [one for one in await announced(session) if isinstance(one, PartnerNamed)]


@pytest.fixture
async def cohort(world):
    return await world.cohort()


async def test_somebody_without_an_account_is_written_to_once(session, world, cohort):
    ayse = await world.teacher("TR")
    enrolment = await world.joins(ayse, cohort, with_person_email=GUEST.upper())
    (told,) = await _named(session)
    assert (told.email, told.to_person_id, told.from_person_id) == (GUEST, None, ayse.who.person_id)
    await leave_cohort(session, ayse.who, enrolment.id)
    await world.joins(ayse, cohort, with_person_email=GUEST)
    other = await world.teacher("IT")
    await world.joins(other, cohort, with_person_email=GUEST)
    assert len(await _named(session)) == 1


async def test_somebody_with_an_account_is_told_without_an_address_travelling(
    session, world, cohort
):
    ewa = await world.teacher("PL")
    await world.joins(await world.teacher("TR"), cohort, with_person_email=ewa.email)
    (told,) = await _named(session)
    assert (told.email, told.to_person_id) == ("", ewa.who.person_id)


async def test_nobody_is_written_to_before_staff_have_recognised_who_named_them(
    session, world, cohort
):
    ayse = await world.teacher("TR", verified=False)
    await world.joins(ayse, cohort, with_person_email=GUEST)
    assert await _named(session) == []
    await remember_person(
        session,
        PersonChanged(
            person_id=ayse.who.person_id,
            name="Ayşe",
            email=ayse.email,
            country="TR",
            language="tr",
            zone="Europe/Istanbul",
            verification="verified",
        ),
    )
    assert [one.email for one in await _named(session)] == [GUEST]


async def test_when_the_guest_has_joined_and_names_back_they_are_partners(session, world, cohort):
    ayse = await world.teacher("TR")
    ewa = await world.teacher("PL", verified=False)
    await world.joins(ayse, cohort, with_person_email=ewa.email)
    await world.joins(ewa, cohort, with_person_email=ayse.email)
    assert await partnerships_of(session, ayse.who.person_id) == []
    await world.person(ewa.who, "PL", "Ewa", ewa.email)
    await remember_person(
        session,
        PersonChanged(
            person_id=ewa.who.person_id,
            name="Ewa",
            email=ewa.email,
            country="PL",
            language="pl",
            zone="Europe/Warsaw",
            verification="verified",
        ),
    )
    (partnership,) = await partnerships_of(session, ayse.who.person_id)
    assert partnership.origin == "registered_together"
    assert ewa.who.person_id in partnership.person_ids
    assert partnership.explanation["reasons"]


async def test_an_erasure_takes_the_address_out_of_what_was_announced(session, world, cohort):
    ayse = await world.teacher("TR")
    await world.joins(ayse, cohort, with_person_email=GUEST)
    await erase_person(session, ErasureRequested(person_id=ayse.who.person_id, erasure_id=new_id()))
    assert [one.email for one in await _named(session)] == [""]


async def test_a_look_alike_of_the_named_address_is_somebody_else(session, world, cohort):
    thief, ewa = await world.teacher("PL"), await world.teacher("PL")
    for one, email in ((thief, "ewa@gymnasium-weiss.example"), (ewa, "ewa@gymnasium-weiß.example")):
        await remember_person(
            session,
            PersonChanged(
                person_id=one.who.person_id,
                name="Ewa",
                email=email,
                country="PL",
                language="pl",
                zone="Europe/Warsaw",
                verification="verified",
            ),
        )
    ayse = await world.teacher("TR")
    await world.joins(ayse, cohort, with_person_email="Ewa@Gymnasium-WEIß.example")
    (told,) = await _named(session)
    assert told.to_person_id == ewa.who.person_id
