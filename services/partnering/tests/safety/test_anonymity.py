"""No answer to somebody who is not verified names another: no id, no name, no address, no school."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.app import create_app
from partnering.classes.model import SchoolClass
from partnering.enrolments.queries import my_enrolments
from partnering.handover.actions import offer_seat
from partnering.handover.schemas import SeatOfferIn
from partnering.invitations.actions import send_invitation
from partnering.invitations.schemas import InvitationRequest
from partnering.people.blocking import block_person
from partnering.posts.actions import save_post
from partnering.posts.schemas import PostIn
from partnering.schools.actions import add_school
from partnering.schools.model import School
from partnering.schools.schemas import NewSchool
from partnering.search.filters import Wanted
from partnering.search.model import SavedSearch
from partnering.search.saving import save_search, tell_of_newcomers
from partnering.settings import Settings
from shared import clock
from shared.contracts.partnering import SavedSearchMatched
from shared.db import Database
from shared.http.auth import OwnPolicy, PublicPolicy, policy_of, routes_of
from shared.http.transactions import _reading, _transaction
from shared.ids import new_id
from shared.testing import announced, api_client, bearer, principal

from .asking import Pool

WORDS = ["zyx", "qfj", "Zyxw", "river", "A few plain words here", "lise"]
NAMES = ("Zyxwena", "Qfjorda", "Vbxilia", "Kwqenes", "Jxzofia")

LISTED = ["Qqlise", "Qqtown", "Qqland"]
"""Schools of verified teachers, by name, place and region."""
REGISTERING = ("GET /v1/schools", "GET /v1/countries/{country}/regions")
"""Where a newcomer looks their own school up: on no other way is a school named."""


def _open_to_teachers(app: FastAPI) -> list[str]:
    found = []
    for route in routes_of(app):
        policy = policy_of(route)
        everybody = isinstance(policy, OwnPolicy | PublicPolicy)
        path = route.path or ""
        if everybody and path.startswith("/v1/") and "/delivery" not in path:
            found += [f"{one} {path}" for one in (route.methods or set()) - {"HEAD"}]
    return sorted(found)


@pytest.fixture
async def town(database: Database, inhabit: Any) -> dict[str, Any]:
    """Ann is not verified. Everybody else is, and has something to do with her or with the cohort."""
    async with database.transaction() as session:
        world = inhabit(session)
        cohort = await world.cohort()
        ann, anns = await world.enrolled(cohort, "TR", verified=False, name="Ann")
        people, cards = [], []
        for name, country in zip(NAMES, ("IT", "PL", "ES", "TR", "IT"), strict=True):
            profile = {"headline": f"I am {name}", "about": f"Write to {name}@away.example"}
            how = {"name": name, "profile": profile, "description": f"The class of {name}"}
            teacher, card = await world.enrolled(cohort, country, **how)
            people.append(teacher)
            cards.append(card)
        pair, _ = await world.paired(cohort, "PL", "ES")
        colleague = await world.colleague(ann, name="Hmxkaya")
        await world.joins(colleague, cohort, with_person_email=ann.email)
        partnership, ((goes, _), _) = await world.paired(cohort, "TR", "IT", name="Nvdrik")
        await session.execute(
            update(SchoolClass)
            .where(SchoolClass.id == goes.class_id)
            .values(school_id=await world.school_of(ann))
        )
        offer = await offer_seat(
            session, goes.who, partnership.id, SeatOfferIn(email=ann.email, words="For Ann")
        )
        invitation = await send_invitation(
            session,
            people[0].who,
            InvitationRequest(
                from_enrolment_id=cards[0].id, to_enrolment_id=cards[3].id, message="Hi"
            ),
        )
        await save_post(
            session,
            people[1].who,
            cards[1].id,
            PostIn(title="Zyxwena wanted", text="A class at a river, please."),
        )
        await block_person(session, people[2].who, anns.id)
        others = [*people, colleague, goes]
        hidden = await _name_schools(session, world, ann, others)
        own = await world.school_of(ann)
    return {
        "who": ann.who,
        "ids": {
            "cohort_id": [cohort.id],
            "enrolment_id": [anns.id, *(one.id for one in cards)],
            "class_id": [ann.class_id, *(one.class_id for one in people)],
            "partnership_id": [pair.id, partnership.id],
            "offer_id": [offer.id],
            "invitation_id": [invitation.id],
            "school_id": [own, hidden],
            "unknown": [new_id()],
        },
        "addresses": [*(one.email for one in others), ann.email, "nobody@away.example"],
        "secrets": [
            *NAMES,
            "Hmxkaya",
            "Nvdrik",
            *(str(one.who.person_id) for one in others),
            *(one.email for one in others),
            "away.example",
            "Qqhidden",
        ],
    }


async def _name_schools(session: AsyncSession, world: Any, ann: Any, others: list[Any]) -> UUID:
    """The schools of all others have a name that is told; one of a newcomer is found by nobody."""
    theirs = {await world.school_of(one) for one in others} - {await world.school_of(ann)}
    for number, one in enumerate(sorted(theirs)):
        school = await session.get_one(School, one)
        school.name, school.place, school.region = f"Qqlise {number}", f"Qqtown {number}", "Qqland"
    new = {"name": "Qqhidden Lise", "place": "Qqhidden", "country": "TR", "region": "Qqhidden"}
    hidden = await add_school(
        session,
        principal(verified=False),
        NewSchool.model_validate({**new, "zone": "Europe/Istanbul"}),
    )
    return hidden.id


@pytest.fixture
async def app(settings_env: dict[str, str]) -> FastAPI:
    """Described once: that takes longer than all its answers."""
    assert settings_env
    made = create_app(Settings())
    made.openapi()
    return made


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
async def test_whatever_the_unverified_send_no_answer_names_another(
    database: Database, town: dict[str, Any], app: FastAPI, data: st.DataObject
) -> None:
    pool = Pool(town["ids"], WORDS, town["addresses"])
    document = app.openapi()
    sent: set[str] = set()
    async with database.sessions() as session, api_client(app) as client:
        await session.begin()

        async def shared_by_all() -> AsyncIterator[AsyncSession]:
            async with session.begin_nested():
                yield session
            session.expire_all()

        app.dependency_overrides = {_transaction: shared_by_all, _reading: shared_by_all}
        routes = _open_to_teachers(app)
        # Everything is tried in some order; in the end they look at everything of their own.
        chosen = data.draw(st.permutations(routes))
        for route in [*chosen, *(one for one in routes if one.startswith("GET /v1/me/"))]:
            request = data.draw(pool.request(route, document))
            method, path = route.split(" ", 1)
            answer = await client.request(
                method,
                path.format(**request["path"]),
                params=request["query"],
                json=request["body"],
                headers={
                    **bearer(town["who"], "partnering"),
                    **({"If-Match": '"0"'} if "/agreement" in route else {}),
                },
            )
            # What they have sent themselves may come back to them.
            sent |= {one for one in town["addresses"] if one in str(request)}
            told = f"{answer.text} {answer.headers.get('location', '')}".lower()
            secrets = town["secrets"] + (LISTED if route not in REGISTERING else [])
            leaked = [one for one in secrets if one.lower() in told and one not in sent]
            assert answer.status_code < 500, (route, request, told)
            assert leaked == [], (route, request, told)
        await session.rollback()


async def test_naming_companions_does_not_tell_an_unverified_teacher_who_has_an_account(
    session: AsyncSession, world: Any
) -> None:
    cohort = await world.cohort()
    ben, _ = await world.enrolled(cohort, "IT")
    ann = await world.teacher("TR", verified=False)
    colleagues = [ben.email, "nobody@school.example"]
    await world.joins(ann, cohort, school_colleagues=colleagues)
    (mine,) = await my_enrolments(session, ann.who)
    assert {one.email: one.joined for one in mine.companions} == dict.fromkeys(colleagues)


async def test_a_verified_teacher_does_not_learn_of_accounts_that_are_not_verified(
    session: AsyncSession, world: Any
) -> None:
    cohort = await world.cohort()
    ben, _ = await world.enrolled(cohort, "IT", verified=False)
    ana = await world.teacher("TR")
    await world.joins(ana, cohort, school_colleagues=[ben.email, "nobody@school.example"])
    (mine,) = await my_enrolments(session, ana.who)
    assert {one.joined for one in mine.companions} == {False}


@pytest.mark.parametrize(("verified", "found"), [(False, 0), (True, 1)])
async def test_a_saved_search_looks_into_names_only_for_the_verified(
    session: AsyncSession, world: Any, verified: bool, found: int
) -> None:
    cohort = await world.cohort()
    ann, anns = await world.enrolled(cohort, "TR", verified=verified)
    await save_search(session, ann.who, anns.id, "Her", Wanted(text="zyxwena"))
    await session.execute(update(SavedSearch).values(checked_at=clock.now() - timedelta(days=2)))
    await world.enrolled(cohort, "IT", name="Zyxwena")
    await tell_of_newcomers(session)
    told = [one for one in await announced(session) if isinstance(one, SavedSearchMatched)]
    assert sum(one.found for one in told) == found
