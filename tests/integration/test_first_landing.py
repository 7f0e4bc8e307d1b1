"""The backbone of the programme, through the public APIs of the whole running system."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from meridian.demo import learning, pairing
from meridian.demo.client import Person
from meridian.demo.countries import COUNTRIES
from meridian.demo.population import Teacher

from ..conftest import Programme

pytestmark = [pytest.mark.xdist_group("system"), pytest.mark.timeout(400)]
SOON = 60


async def _told(person: Person, kind: str) -> dict[str, Any]:
    """Wait until this person's inbox has an entry of that kind."""
    async with asyncio.timeout(SOON):
        while True:
            inbox = await person.get("notifications", "/v1/me/notifications")
            for entry in inbox["items"]:
                if entry["kind"] == kind:
                    return dict(entry)
            await asyncio.sleep(0.1)


async def _known(lead: Person, cohort: str) -> int:
    """How many partnerships the course knows of, whatever phase they are in."""
    overview = await lead.get("course", f"/v1/cohorts/{cohort}/overview")
    return sum(overview["partnerships"][phase] for phase in ("partnering", "course"))


def _from(country: str, teacher: Teacher) -> Teacher:
    """The same teacher, but from there, and easy to match."""
    return replace(
        teacher,
        country=next(one for one in COUNTRIES if one.code == country),
        languages=(("en", "B2"),),
        ages=(11, 13),
    )


async def test_two_teachers_become_partners_and_their_course_opens_by_event(
    programme: Programme,
) -> None:
    staff = await programme.engage()
    cohort = await programme.cohort(staff.lead, days_to_course=0)
    one, two = programme.strangers(2)
    ayse = await programme.arrive(_from("TR", one), staff.lead, cohort)
    luca = await programme.arrive(_from("IT", two), staff.lead, cohort)

    invitation = await pairing.invite(ayse, luca)
    invited = await _told(luca.person, "invitation_received")
    assert invitation in invited["link"]

    await pairing.accept(luca, invitation)
    partnerships = await pairing.partnerships_of([ayse, luca])
    assert [len(members) for members in partnerships.values()] == [2]
    await pairing.confirm_all(partnerships)

    async with asyncio.timeout(SOON):
        # On the day on which the course begins it may open by itself before anybody advances it.
        while not await _known(staff.lead, cohort):
            await asyncio.sleep(0.1)
    await learning.advance(staff.lead, cohort, "course")
    for member in (ayse, luca):
        opened = await _told(member.person, "course_opened")
        assert member.partnership_id in opened["link"]
        path = f"/v1/partnerships/{member.partnership_id}/course"
        course = await member.person.get("course", path)
        assert course["phase"] == "course"
        assert len(course["weeks"]) == 4
