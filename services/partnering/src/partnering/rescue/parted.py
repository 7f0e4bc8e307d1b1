"""Reads of whoever has no contact in a partnership, or was parted there by staff."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.people.queries import blocks_among
from partnering.rescue.model import RescueCase


async def kept_apart(session: AsyncSession, person_ids: Sequence[UUID]) -> list[UUID]:
    """Those of a group who have no contact with another of it, in the order given."""
    blocks = await blocks_among(session, person_ids)
    return [one for one in person_ids if blocks.get(one, set()) & set(person_ids)]


async def parted_among(session: AsyncSession, person_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Person → whom staff parted them from. That outlives the block: nobody suggests them again."""
    rows = await session.scalars(
        select(RescueCase.apart_person_ids).where(
            RescueCase.state == "applied",
            func.cardinality(RescueCase.apart_person_ids) > 1,
            RescueCase.apart_person_ids.op("&&")(literal(list(set(person_ids)), ARRAY(Uuid()))),
        )
    )
    parted: dict[UUID, set[UUID]] = {}
    for apart in rows:
        for one in apart:
            parted.setdefault(one, set()).update(set(apart) - {one})
    return parted
