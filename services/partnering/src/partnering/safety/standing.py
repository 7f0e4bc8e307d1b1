"""Announcing again what still holds: the outbox keeps what was said for 35 days only."""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from partnering.partnerships.model import Partnership
from partnering.partnerships.queries import with_members
from partnering.people.model import Block, Person
from partnering.safety.model import Freeze
from shared import clock
from shared.contracts.contact import ContactStillPaused, PartnershipContactStillPaused
from shared.outbox import announce

AGAIN_AFTER: Final = timedelta(days=28)
"""A week before the outbox forgets it."""
AT_ONCE: Final = 100


async def announce_what_stands(session: AsyncSession) -> int:
    """Tick: freezes, blocks and paused partnerships that were last announced long ago, or never.

    A service that begins with nothing hears of each of them when it asks for what it missed.
    """
    done = await _freezes(session) + await _blocks(session)
    return done + await _partnerships(session)


async def _freezes(session: AsyncSession) -> int:
    # The person's row comes first, as in every act that freezes or releases.
    theirs = select(Freeze.person_id).where(Freeze.released_at.is_(None), _old(Freeze.announced_at))
    persons = await _locked(session, theirs)
    standing = await session.scalars(
        select(Freeze)
        .where(
            Freeze.person_id.in_(persons), Freeze.released_at.is_(None), _old(Freeze.announced_at)
        )
        .order_by(Freeze.id)
    )
    rows = standing.all()
    for freeze in rows:
        freeze.announced_at = clock.now()
        await announce(session, ContactStillPaused(person_id=freeze.person_id))
    return len(rows)


async def _blocks(session: AsyncSession) -> int:
    persons = await _locked(session, select(Block.person_id).where(_old(Block.announced_at)))
    standing = await session.scalars(
        select(Block)
        .where(Block.person_id.in_(persons), _old(Block.announced_at))
        .order_by(Block.person_id, Block.blocked_id)
        .limit(AT_ONCE)
    )
    rows = standing.all()
    for block in rows:
        block.announced_at = clock.now()
        fact = ContactStillPaused(person_id=block.person_id, blocked_id=block.blocked_id)
        await announce(session, fact)
    return len(rows)


async def _partnerships(session: AsyncSession) -> int:
    standing = await session.scalars(
        with_members()
        .where(
            Partnership.contact_paused_at.is_not(None),
            Partnership.state == "confirmed",
            _old(Partnership.contact_announced_at),
        )
        .order_by(Partnership.id)
        .limit(AT_ONCE)
        .with_for_update(of=Partnership, skip_locked=True)
    )
    rows = standing.unique().all()
    for partnership in rows:
        partnership.contact_announced_at = clock.now()
        await announce(
            session,
            PartnershipContactStillPaused(
                partnership_id=partnership.id,
                cohort_id=partnership.cohort_id,
                person_ids=partnership.person_ids,
            ),
        )
    return len(rows)


async def _locked(session: AsyncSession, which: Any) -> list[Any]:
    """Some of these people, locked; nobody who was erased."""
    found = await session.scalars(
        select(Person.id)
        .where(Person.id.in_(which), Person.erased.is_(False))
        .order_by(Person.id)
        .limit(AT_ONCE)
        .with_for_update()
    )
    return list(found)


def _old(announced_at: InstrumentedAttribute[datetime | None]) -> ColumnElement[bool]:
    return or_(announced_at.is_(None), announced_at < clock.now() - AGAIN_AFTER)
