"""Ending invitations that nobody answers any more: by time, or because a side is taken."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from partnering.cohorts.model import Cohort
from partnering.enrolments.model import Enrolment
from partnering.invitations.model import REMIND_BEFORE, Invitation
from partnering.partnerships.actions import lock_enrolments
from partnering.partnerships.model import Member
from shared import clock
from shared.contracts.partnering import InvitationClosed, InvitationReminded
from shared.outbox import announce

Outcome = Literal["declined", "expired", "withdrawn", "superseded", "fulfilled"]
BATCH = 200


async def close_open_invitations(
    session: AsyncSession,
    enrolment_ids: Collection[UUID],
    outcome: Outcome = "superseded",
    *,
    except_for: UUID | None = None,
) -> int:
    """Close everything open around these enrolments and tell both sides. Any order is safe:

    the enrolments are locked by the caller, and an invitation is only answered under that lock.
    """
    rows = await session.scalars(
        select(Invitation)
        .where(
            Invitation.status == "open",
            or_(
                Invitation.from_enrolment_id.in_(enrolment_ids),
                Invitation.to_enrolment_id.in_(enrolment_ids),
            ),
            Invitation.id.is_distinct_from(except_for),
        )
        .order_by(Invitation.id)
        .with_for_update()
    )
    return await _close(session, rows.all(), outcome, clock.now())


async def end_contact(
    session: AsyncSession,
    person_id: UUID,
    other_id: UUID | None = None,
    *,
    received: Literal["declined", "expired"],
) -> int:
    """Contact has ended, with everybody or with one other: nobody waits for an answer any more.

    What this person has sent is withdrawn; what they have received ends as `received` says.
    """
    sent, got = Invitation.from_person_id == person_id, Invitation.to_person_id == person_id
    if other_id is not None:
        sent &= Invitation.to_person_id == other_id
        got &= Invitation.from_person_id == other_id
    waiting = select(Invitation).where(Invitation.status == "open", or_(sent, got))
    sides = [(one.from_enrolment_id, one.to_enrolment_id) for one in await session.scalars(waiting)]
    # In the order of everybody who answers: the enrolments first, then the invitations.
    await lock_enrolments(session, sorted({side for both in sides for side in both}))
    rows = await session.scalars(
        waiting.order_by(Invitation.id).with_for_update().execution_options(populate_existing=True)
    )
    found = rows.all()
    mine = [one for one in found if one.from_person_id == person_id]
    theirs = [one for one in found if one.from_person_id != person_id]
    now = clock.now()
    closed = await _close(session, mine, "withdrawn", now)
    return closed + await _close(session, theirs, received, now)


async def close_for_taken(session: AsyncSession) -> int:
    """Tick: an enrolment that found a partner another way leaves no invitation waiting."""
    taken = select(Enrolment.id).where(Enrolment.status != "free")
    rows = await session.scalars(
        select(Invitation)
        .where(
            Invitation.status == "open",
            or_(Invitation.from_enrolment_id.in_(taken), Invitation.to_enrolment_id.in_(taken)),
        )
        .order_by(Invitation.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    return await _close(session, rows.all(), "superseded", clock.now())


async def expire_invitations(session: AsyncSession) -> int:
    """Tick: seven days are over, or the cohort no longer looks for partners."""
    now = clock.now()
    over = select(Cohort.id).where(
        or_(
            Cohort.phase == "closed",
            and_(Cohort.pace == "fixed", Cohort.phase != "partnering"),
        )
    )
    rows = await session.scalars(
        select(Invitation)
        .where(
            Invitation.status == "open",
            or_(Invitation.expires_at <= now, Invitation.cohort_id.in_(over)),
        )
        .order_by(Invitation.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    return await _close(session, rows.all(), "expired", now)


async def remind_invited(session: AsyncSession) -> int:
    """Tick: two days are left. Each invitation is reminded once, and once more if it was extended."""
    now = clock.now()
    rows = await session.scalars(
        select(Invitation)
        .where(
            Invitation.status == "open",
            Invitation.reminded_at.is_(None),
            Invitation.expires_at > now,
            Invitation.expires_at <= now + REMIND_BEFORE,
        )
        .order_by(Invitation.id)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    due = rows.all()
    for invitation in due:
        invitation.reminded_at = now
        await announce(
            session,
            InvitationReminded(
                invitation_id=invitation.id,
                cohort_id=invitation.cohort_id,
                from_person_id=invitation.from_person_id,
                to_person_id=invitation.to_person_id,
                expires_at=invitation.expires_at,
            ),
        )
    return len(due)


async def _close(
    session: AsyncSession, invitations: Iterable[Invitation], outcome: Outcome, at: datetime
) -> int:
    closing = list(invitations)
    together = await _found_each_other(session, closing)
    for invitation in closing:
        if partnership_id := together.get(invitation.id):
            invitation.accept(partnership_id, at)
            await announce_closed(session, invitation, "fulfilled")
        else:
            invitation.close(outcome, at)
            await announce_closed(session, invitation, outcome)
    await session.flush()
    return len(closing)


async def _found_each_other(
    session: AsyncSession, invitations: Sequence[Invitation]
) -> dict[UUID, UUID]:
    """By invitation, the partnership that its two sides came into by another way, such as a run."""
    one, other = aliased(Member), aliased(Member)
    rows = await session.execute(
        select(Invitation.id, one.partnership_id)
        .join(one, and_(one.enrolment_id == Invitation.from_enrolment_id, one.seated.is_(True)))
        .join(other, and_(other.enrolment_id == Invitation.to_enrolment_id, other.seated.is_(True)))
        .where(
            Invitation.id.in_([each.id for each in invitations]),
            one.partnership_id == other.partnership_id,
        )
    )
    return {row.id: row.partnership_id for row in rows}


async def announce_closed(
    session: AsyncSession, invitation: Invitation, outcome: Outcome, reason: str = ""
) -> None:
    await announce(
        session,
        InvitationClosed(
            invitation_id=invitation.id,
            cohort_id=invitation.cohort_id,
            from_person_id=invitation.from_person_id,
            to_person_id=invitation.to_person_id,
            outcome=outcome,
            reason=reason,
        ),
    )
