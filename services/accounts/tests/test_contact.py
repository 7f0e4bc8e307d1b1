"""Every route of accounts that takes words or an address x who must not reach others.

Accounts knows no partners. It is told for whom contact is paused, and for whom a partner's contact is.
"""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import update

from accounts.app import create_app
from accounts.reactions import REACTIONS
from accounts.sessions.model import Session
from shared.contracts.contact import (
    ContactFrozen,
    ContactReleased,
    ContactStillPaused,
    PartnershipContactPaused,
    PartnershipContactResumed,
    PartnershipContactStillPaused,
)
from shared.contracts.course import CohortAdvanced
from shared.contracts.event import Event
from shared.contracts.partnering import PartnershipDissolved, PartnershipMembersChanged
from shared.db import Database
from shared.http import Role
from shared.ids import new_id
from shared.testing import routes_with_words

Hear = Callable[..., Awaitable[None]]

READERS = {
    # Kept by accounts, or compared with what it keeps: nobody reads it.
    "POST /v1/addresses/confirm": "nobody",
    "POST /v1/me/erasure": "nobody",
    "POST /v1/me/export": "nobody",
    "POST /v1/me/password": "nobody",
    "POST /v1/me/private-email/remove": "nobody",
    "POST /v1/me/second-factor": "nobody",
    "POST /v1/me/step-up": "nobody",
    "POST /v1/me/second-factor/confirm": "nobody",
    "POST /v1/me/second-factor/remove": "nobody",
    "POST /v1/password-resets/confirm": "nobody",
    "POST /v1/registrations/confirm": "nobody",
    "POST /v1/registrations/opened": "nobody",
    "POST /v1/sessions": "nobody",
    "POST /v1/sessions/by-code": "nobody",
    "POST /v1/sessions/second-factor": "nobody",
    "POST /v1/sign-in-links": "nobody",
    # A mail goes to the address, with a link and none of the writer's words.
    "POST /v1/me/email": "address",
    "POST /v1/me/private-email": "address",
    "POST /v1/password-resets": "address",
    "POST /v1/registrations": "address",
    "POST /v1/registrations/correct": "address",
    "POST /v1/registrations/resend": "address",
    # Others read the name.
    "PATCH /v1/me": "others",
    "POST /v1/me/verification": "staff",
    "POST /v1/delivery/parked/{parked_id}/discard": "by staff",
    "POST /v1/people/{person_id}/sign-in-code": "by staff",
    "POST /v1/registrations/{registration_id}/sign-in-code": "by staff",
    "POST /v1/verifications/{person_id}/refuse": "by staff",
}
COHORT, PARTNERSHIP = new_id(), new_id()


def test_every_route_that_takes_words_says_who_reads_them(settings_env: dict[str, str]) -> None:
    assert settings_env
    assert routes_with_words(create_app()) == set(READERS)


@pytest.fixture
def hear(database: Database) -> Hear:
    async def hear(*events: Event) -> None:
        for event in events:
            known = REACTIONS.to(event.type)
            assert known is not None
            async with database.transaction() as session:
                for reaction in known[1]:
                    await reaction(session, event)

    return hear


def _paused(*person_ids: UUID) -> dict[str, Any]:
    return {"partnership_id": PARTNERSHIP, "cohort_id": COHORT, "person_ids": person_ids}


def _events(condition: str, me: UUID) -> list[Event]:
    """What partnering announces: whoever blocked whom, a partnership is paused for both."""
    return {
        "frozen": [ContactFrozen(person_id=me)],
        "frozen long ago": [ContactStillPaused(person_id=me)],
        "blocked by": [PartnershipContactPaused(**_paused(me, new_id()))],
        "blocking": [PartnershipContactPaused(**_paused(new_id(), me))],
        "blocked long ago": [PartnershipContactStillPaused(**_paused(me, new_id()))],
    }.get(condition, [])


ANSWERS = {
    "open": (200, ""),
    # Nobody reads the name of somebody who is not verified.
    "unverified": (200, ""),
    "frozen": (409, "contact-frozen"),
    "frozen long ago": (409, "contact-frozen"),
    "blocked by": (409, "contact-blocked"),
    "blocking": (409, "contact-blocked"),
    "blocked long ago": (409, "contact-blocked"),
}


@pytest.mark.parametrize("condition", ANSWERS)
async def test_a_name_brings_no_words_to_others_while_there_is_no_contact(
    people: Any, api: Any, hear: Hear, condition: str
) -> None:
    verification = "pending" if condition == "unverified" else "verified"
    ada = await people.make("Ada", verification=verification)
    await hear(*_events(condition, ada.id))
    answer = await api.patch("/v1/me", json={"name": "Call me tonight"}, headers=ada.headers)
    said = answer.status_code, "" if answer.is_success else answer.json()["type"]
    assert said == ANSWERS[condition]
    shown = (await api.get("/v1/me", headers=ada.headers)).json()["name"]
    assert shown == ("Ada" if said[0] == 409 else "Call me tonight")


@pytest.mark.parametrize("condition", ["frozen", "blocked by"])
async def test_everything_but_the_name_changes_while_contact_is_paused(
    people: Any, api: Any, hear: Hear, condition: str
) -> None:
    """The page sends the name along as it was."""
    ada = await people.make("Ada")
    await hear(*_events(condition, ada.id))
    body = {"name": "Ada", "language": "tr", "zone": "Europe/Istanbul"}
    assert (await api.patch("/v1/me", json=body, headers=ada.headers)).is_success


def _ends() -> dict[str, tuple[str, Event]]:
    rest = {"partnership_id": PARTNERSHIP, "cohort_id": COHORT}
    return {
        "release": ("frozen", ContactReleased(person_id=new_id())),
        "resumption": ("blocked by", PartnershipContactResumed(**_paused())),
        "dissolution": (
            "blocked by",
            PartnershipDissolved(**rest, person_ids=(), reason="left"),
        ),
        "leaving": ("blocked by", PartnershipMembersChanged(**rest, members=())),
        "closing": (
            "blocked by",
            CohortAdvanced(cohort_id=COHORT, title="A", from_phase="project", phase="closed"),
        ),
    }


@pytest.mark.parametrize("end", _ends())
async def test_the_name_changes_again_after(people: Any, api: Any, hear: Hear, end: str) -> None:
    ada = await people.make("Ada")
    condition, event = _ends()[end]
    await hear(*_events(condition, ada.id))
    if isinstance(event, ContactReleased):
        event = ContactReleased(person_id=ada.id)
    await hear(event)
    renamed = await api.patch("/v1/me", json={"name": "Ada Byron"}, headers=ada.headers)
    assert renamed.is_success, renamed.text


WORDS = "Comeoutside"


@pytest.mark.parametrize(
    "route", sorted(route for route, reader in READERS.items() if reader == "address")
)
async def test_a_mail_to_an_address_that_somebody_typed_carries_none_of_their_words(
    people: Any, api: Any, browser: Any, post: Any, register: Any, route: str
) -> None:
    ada = await people.make(WORDS, email="ada@school.example")
    await browser.sign_in(ada.email)
    registered = await register("first@school.example", name=WORDS)
    typed = "victim@school.example"
    if route.endswith("/resend"):
        await register(typed, name=WORDS)
    if route.endswith("/password-resets"):
        typed = ada.email
    body = {
        "/v1/me/email": {"new_email": typed},
        "/v1/me/private-email": {"private_email": typed},
        "/v1/registrations/correct": {
            "edit_key": registered.json()["edit_key"], "new_email": typed,
        },
        "/v1/registrations": {
            "email": typed, "name": WORDS, "country": "IT", "language": "en",
            "zone": "Europe/Rome", "code_of_conduct": True,
        },
    }.get(route.split(" ")[1], {"email": typed})  # fmt: skip
    answer = await api.post(route.split(" ")[1], json=body, headers=await browser.headers())
    assert answer.is_success, answer.text
    letters = [one for one in await post() if one.to == typed]
    assert letters
    if not route.endswith("/password-resets"):
        assert [one for one in letters if WORDS in one.subject + one.body] == []


async def test_staff_roles_rest_while_contact_of_their_holder_is_paused(
    people: Any, browser: Any, database: Database, hear: Hear
) -> None:
    ada = await people.make("Ada", Role.SAFEGUARDING_OFFICER, Role.PROGRAMME_LEAD)
    both = {"teacher", "safeguarding_officer", "programme_lead"}
    await browser.sign_in(ada.email)
    async with database.transaction() as session:
        # Sessions of a demo's link need no second factor.
        await session.execute(update(Session).values(opened_by="link"))

    async def roles() -> set[str]:
        told = await browser.exchange("partnering")
        return {one["role"] for one in told.json()["person"]["roles"]}

    assert await roles() == both
    for event in _events("frozen", ada.id) + _events("frozen long ago", ada.id):
        await hear(event)
        assert await roles() == {"teacher"}
    await hear(ContactReleased(person_id=ada.id))
    assert await roles() == both
