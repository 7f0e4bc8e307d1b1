"""Whoever is named as a partner without having an account gets one letter, and is then forgotten."""

from uuid import uuid4

from sqlalchemy import select

from notifications.mail.model import GuestMail
from notifications.settings import Settings
from shared.contracts.accounts import ErasureRequested
from shared.contracts.partnering import PartnerNamed
from shared.db import Database

from .conftest import Happens, Letterbox, person
from .mailing import NOON, at, deliver_all, parts

GUEST = "ewa@school.example"


def _named(by, **more):
    facts = {"to_person_id": None, "email": GUEST, **more}
    return PartnerNamed(
        enrolment_id=uuid4(), cohort_id=uuid4(), from_person_id=by.person_id, **facts
    )


async def _kept(database: Database) -> list[tuple[str, str]]:
    async with database.reading() as session:
        rows = await session.execute(select(GuestMail.status, GuestMail.email))
        return [(status, email) for status, email in rows]


async def test_one_letter_with_a_way_to_register_and_the_address_is_forgotten(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse = person("Ayşe Yılmaz")
    named, event_id = _named(ayse), uuid4()
    with at(NOON):
        await happens(ayse)
        await happens(named, event_id=event_id)
        await happens(named, event_id=event_id)
        await deliver_all(settings, database)
    (letter,) = letterbox.letters
    assert GUEST in str(letter["To"])
    assert letter["List-Unsubscribe"] is None
    for body in parts(letter):
        assert "A verified teacher would like to take part together with you" in body
        assert "Ayşe" not in body
        assert f"{settings.public_url}/register" in body
        assert "write to it once and then delete it" in body
        assert "/settings" not in body
    assert await _kept(database) == [("sent", "")]


async def test_a_name_never_travels_to_an_address_that_nobody_has_confirmed(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    stranger = person("Call +49 30 1234 now")
    with at(NOON):
        await happens(stranger, _named(stranger))
        await deliver_all(settings, database)
    (letter,) = letterbox.letters
    assert not any("1234" in part for part in (*parts(letter), str(letter["Subject"])))


async def test_a_letter_to_a_domain_with_sharp_s_reaches_that_domain(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse = person("Ayşe")
    with at(NOON):
        await happens(ayse, _named(ayse, email="ewa@gymnasium-weiß.example"))
        await deliver_all(settings, database)
    (letter,) = letterbox.letters
    assert "ewa@xn--gymnasium-wei-ndb.example" in str(letter["To"])


async def test_a_server_that_says_later_keeps_the_letter_and_one_that_refuses_ends_it(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse = person("Ayşe")
    letterbox.busy.add(GUEST)
    letterbox.refuse.add("gone@school.example")
    with at(NOON):
        await happens(ayse, _named(ayse), _named(ayse, email="gone@school.example"))
        await deliver_all(settings, database)
    assert sorted(await _kept(database)) == [("queued", GUEST), ("refused", "")]


async def test_a_letter_that_waits_is_not_written_for_somebody_erased(
    happens: Happens, database: Database, settings: Settings, letterbox: Letterbox
) -> None:
    ayse = person("Ayşe")
    with at(NOON):
        await happens(ayse, _named(ayse))
        await happens(ErasureRequested(person_id=ayse.person_id, erasure_id=uuid4()))
        await deliver_all(settings, database)
    assert letterbox.letters == []
    assert await _kept(database) == []
