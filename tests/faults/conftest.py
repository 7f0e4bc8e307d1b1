"""What the tests of faults share: pairs of teachers at work, and two bare services."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from meridian.demo import pairing
from meridian.demo.countries import COUNTRIES
from meridian.demo.joining import Member
from meridian.testing.bare import ground, world

from ..conftest import Programme

__all__ = ["Pairs", "ground", "pairs", "world"]

Pairs = Callable[[int], Awaitable[list[Member]]]


@pytest.fixture
def pairs(programme: Programme) -> Pairs:
    """That many confirmed pairs of one cohort in the partnering phase."""

    async def made(count: int) -> list[Member]:
        staff = await programme.engage()
        cohort = await programme.cohort(staff.lead)
        members = []
        for number, teacher in enumerate(programme.strangers(2 * count)):
            country = next(one for one in COUNTRIES if one.code == ("TR", "IT")[number % 2])
            known = replace(teacher, country=country, languages=(("en", "B2"),), ages=(11, 13))
            members.append(await programme.arrive(known, staff.lead, cohort))
        for one, two in zip(members[::2], members[1::2], strict=True):
            await pairing.accept(two, await pairing.invite(one, two))
        await pairing.confirm_all(await pairing.partnerships_of(members))
        return members

    return made
