"""What waits in the queue while contact is paused: mails about the other person's acts are not sent."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from notifications.contact.model import Block, FrozenPerson
from notifications.mail.model import Mail


async def settle_paused(session: AsyncSession, person_id: UUID) -> None:
    """Settle what this person is not to hear now, whether queued, gathered or in a digest.

    Asked when something of theirs goes out, so that it does not matter what came first: the act, the
    pause, quiet hours or a mail server that was away. What is settled stays in the inbox.
    """
    digest = aliased(Mail)
    waiting = select(digest.id).where(digest.person_id == person_id, digest.status == "queued")
    unsent = or_(
        Mail.status.in_(("queued", "gathered")),
        and_(Mail.status == "in_digest", Mail.digest_id.in_(waiting)),
    )
    await session.execute(
        update(Mail)
        .where(Mail.person_id == person_id, unsent, _paused())
        .values(status="settled")
        .execution_options(synchronize_session=False)
    )


async def has_items(session: AsyncSession, digest_id: UUID) -> bool:
    """Whether anything is left in a digest."""
    query = select(exists().where(Mail.digest_id == digest_id, Mail.status == "in_digest"))
    return bool(await session.scalar(query))


def _paused() -> ColumnElement[bool]:
    """The reader or who acts is frozen, or one of them has blocked the other."""
    reader, acting = Mail.person_id, Mail.acting_ids
    others = func.cardinality(func.array_remove(acting, reader)) > 0
    frozen = exists().where(
        or_(
            FrozenPerson.person_id == reader,
            and_(FrozenPerson.person_id == acting.any_(), FrozenPerson.person_id != reader),
        )
    )
    blocked = exists().where(
        or_(
            and_(Block.person_id == reader, Block.blocked_id == acting.any_()),
            and_(Block.blocked_id == reader, Block.person_id == acting.any_()),
        )
    )
    return and_(others, or_(frozen, blocked))
