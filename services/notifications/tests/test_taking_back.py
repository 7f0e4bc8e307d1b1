"""Whoever was told of an advance is told when it is taken back, and nobody else is."""

from typing import Final

import pytest
from sqlalchemy import select

from notifications.inbox.model import Entry
from shared.contracts.course import CohortAdvanced, MembersMoved
from shared.contracts.extensions import ExtensionGranted
from shared.db import Database

from .conftest import Happens
from .test_told import Cast

WAYS: Final = (
    ("draft", "partnering"),
    ("partnering", "course"),
    ("course", "project"),
    ("project", "closed"),
    ("partnering", "closed"),
)


@pytest.mark.parametrize("how", ["nobody", "closed_held", "extend", "alone"])
@pytest.mark.parametrize(("first", "then"), WAYS)
async def test_whoever_was_told_of_an_advance_is_told_that_it_is_taken_back(
    first: str, then: str, how: str, happens: Happens, database: Database
) -> None:
    cast = Cast()
    await cast.arrive(happens, database)
    held = " held=pair" if how != "nobody" else ""
    apart = f" tells_held={how == 'closed_held'}"
    going = cast.event(CohortAdvanced, f"from_phase={first} phase={then} undone=False{held}{apart}")
    back = cast.event(CohortAdvanced, f"from_phase={then} phase={first} undone=True{held}")
    events, undone = [going], [back]
    if not held and then in {"course", "project"}:
        events.append(cast.event(MembersMoved, f"phase={then} undone=False"))
        undone.append(cast.event(MembersMoved, f"phase={first} undone=True"))
    if then == "closed" and how in {"extend", "alone"}:
        events.append(cast.event(ExtensionGranted, f"way={how}"))
    await happens(*events)
    heard = await _heard(database)
    await happens(*undone)
    assert sorted(await _heard(database)) == sorted([*heard, *set(heard)])


async def _heard(database: Database) -> list[str]:
    async with database.reading() as session:
        return [str(one) for one in await session.scalars(select(Entry.person_id))]
