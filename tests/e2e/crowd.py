"""The people around the protagonists, who act at the public APIs."""

import asyncio
from dataclasses import replace
from typing import Any

from meridian.demo import joining, pairing
from meridian.demo.client import Person
from meridian.demo.countries import COUNTRIES
from meridian.demo.joining import Member
from meridian.demo.population import Teacher

from ..conftest import Programme
from .visitor import PATIENCE

AGES = (11, 13)


def living_in(country: str, teacher: Teacher) -> Teacher:
    """The same teacher, but from there, and easy to match."""
    return replace(
        teacher,
        country=next(one for one in COUNTRIES if one.code == country),
        region="",
        languages=(("en", "B2"),),
        ages=AGES,
        interface_language="en",
    )


def newcomers(programme: Programme, *countries: str) -> list[Teacher]:
    people = programme.strangers(len(countries))
    return [living_in(code, one) for code, one in zip(countries, people, strict=True)]


async def arrive(
    programme: Programme, teacher: Teacher, cohort_id: str, lead: Person | None = None
) -> Member:
    """Registered, confirmed, in the cohort; recognised as a teacher where a lead is at hand."""
    person = await joining.arrive(programme.services, teacher, programme.secret)
    await joining.ask_for_verification(person, teacher)
    if lead:
        await lead.post("accounts", f"/v1/verifications/{person.id}/verify")
        person.forget_tokens()
    member = await joining.introduce(person, teacher, cohort_id)
    if lead:
        await _known_as_teacher(lead, member)
    return member


async def _known_as_teacher(reader: Person, member: Member) -> None:
    """Wait until partner search has heard that this is a teacher."""
    async with asyncio.timeout(PATIENCE):
        while not (await _card(reader, member))["verified"]:
            await asyncio.sleep(0.1)


async def _card(reader: Person, member: Member) -> dict[str, Any]:
    found: dict[str, Any] = await reader.get("partnering", f"/v1/enrolments/{member.enrolment_id}")
    return found


async def recognise(lead: Person, email: str) -> None:
    """Staff look at the evidence of this one person and find a teacher."""
    waiting = await lead.get("accounts", "/v1/verifications", limit=200)
    (person,) = [one["person"] for one in waiting["items"] if one["person"]["email"] == email]
    await lead.post("accounts", f"/v1/verifications/{person['id']}/verify")


async def pair(programme: Programme, lead: Person, cohort_id: str) -> list[Member]:
    """Two teachers who have found each other and said yes."""
    first, second = newcomers(programme, "PL", "ES")
    arriving = (arrive(programme, one, cohort_id, lead) for one in (first, second))
    members = list(await asyncio.gather(*arriving))
    invitation = await pairing.invite(*members)
    assert invitation, "they could not invite each other"
    await pairing.accept(members[1], invitation)
    await pairing.confirm_all(await pairing.partnerships_of(members))
    return members


async def may_be_joined(lead: Person, cohort_id: str) -> None:
    """Wait until partner search has heard that the cohort is open."""
    path = f"/v1/cohorts/{cohort_id}/seats"
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = await lead.read("partnering", path, accept=(404,))
            if answer.is_success and answer.json()["open_for_partnering"]:
                return
            await asyncio.sleep(0.1)


async def course_opened(members: list[Member], *, weeks: bool = True) -> None:
    """Wait until the course of each is there, and has opened a week."""
    async with asyncio.timeout(PATIENCE):
        for member in members:
            path = f"/v1/partnerships/{member.partnership_id}/course"
            while True:
                answer = await member.person.read("course", path, accept=(404,))
                found = [] if answer.is_error else answer.json()["weeks"]
                if any(week["opened"] or not weeks for week in found):
                    break
                await asyncio.sleep(0.1)


async def project_opened(members: list[Member]) -> None:
    """Wait until their board is there."""
    path = f"/v1/partnerships/{members[0].partnership_id}/project"
    async with asyncio.timeout(PATIENCE):
        while True:
            answer = await members[0].person.read("projects", path, accept=(404,))
            if answer.is_success and answer.json()["opened_at"]:
                return
            await asyncio.sleep(0.1)
