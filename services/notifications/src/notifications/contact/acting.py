"""Whose act an event tells of: while contact with them is paused, what they do is told to nobody."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, exists, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from notifications.contact.model import Block, FrozenPerson
from shared.contracts import (  # fmt: skip
    agreements,
    contact,
    course,
    extensions,
    handover,
    meetings,
    partings,
    partnering,
    projects,
    transfers,
)
from shared.contracts.event import Event

ACTING: Final[dict[type[Event], tuple[str, ...]]] = {
    partnering.PartnerNamed: ("from_person_id",),
    partings.NamingRefused: ("person_ids",),
    partnering.InvitationSent: ("from_person_id",),
    partnering.InvitationQuestioned: ("author_id",),
    partnering.InvitationReminded: ("from_person_id",),
    partnering.InvitationAccepted: ("to_person_id",),
    partnering.InvitationReopened: ("from_person_id", "to_person_id"),
    partnering.PartnershipConfirmed: ("confirmed_by",),
    partings.ClassMoved: ("moved_by",),
    handover.SeatOffered: ("from_person_id",),
    handover.SeatTaken: ("from_person_id", "to_person_id"),
    partnering.MessagePosted: ("author_id",),
    agreements.AgreementChanged: ("changed_by",),
    partnering.MeetingProposed: ("proposed_by",),
    meetings.MeetingDeclined: ("declined_by",),
    meetings.MeetingCancelled: ("cancelled_by",),
    course.CheckInAnswered: ("answered_by",),
    course.ReviewAssigned: ("plan_person_ids",),
    extensions.ExtensionAsked: ("asked_by",),
    projects.MilestoneReached: ("reached_by",),
    projects.CheckpointReported: ("reported_by",),
}
"""The fields of an event that name whoever acts, or whose earlier act it brings up again."""

TOLD_ALL_THE_SAME: Final[dict[type[Event], str]] = {
    contact.PartnershipContactPaused: "everybody in it must know that nobody can write",
    contact.PartnershipContactResumed: "the same when they can again",
    contact.ContactFrozen: "told to whom it is about",
    contact.ContactReleased: "told to whom it is about",
    partnering.InvitationClosed: "a block or a freeze ends it: nobody may wait for an answer",
    partnering.PartnershipDissolved: "whoever has no partner any more must know, whoever left",
    partnering.PartnershipMembersChanged: "everybody must know who is in their partnership",
    handover.SeatOfferClosed: "the answer to whoever asked, and it names nobody",
    partnering.CalendarProposed: "told to staff",
    partnering.CalendarDecided: "staff answer whoever proposed it",
    handover.SeatConsentOverdue: "told to staff",
    transfers.PartnershipTransferred: "staff move everybody in it",
}
"""Events that name a person and reach everybody, and why."""


def in_contact(event: Event, recipients: Select[UUID]) -> Select[UUID]:
    """The recipients, without those between whom and the acting person contact is paused.

    It is paused while one of them is frozen, or has blocked the other. Who acts is no reason not to
    tell themself.
    """
    acting = acting_in(event)
    if not acting:
        return recipients
    reader = recipients.subquery("reached").c.person_id
    frozen = exists().where(
        or_(
            (FrozenPerson.person_id == reader) & or_(*(reader != one for one in acting)),
            FrozenPerson.person_id.in_(acting) & (FrozenPerson.person_id != reader),
        )
    )
    blocked = exists().where(
        or_(
            (Block.person_id == reader) & Block.blocked_id.in_(acting),
            (Block.blocked_id == reader) & Block.person_id.in_(acting),
        )
    )
    return select(reader).where(not_(frozen), not_(blocked))


def acting_in(event: Event) -> list[UUID]:
    """Who acts in this event; nobody where it happens by itself or staff do it."""
    found: list[UUID] = []
    for name in ACTING.get(type(event), ()):
        value: Any = getattr(event, name, None)
        found.extend([value] if isinstance(value, UUID) else value or ())
    return found


async def is_frozen(session: AsyncSession, person_id: UUID) -> bool:
    """Whether this person may reach nobody for now."""
    return await session.get(FrozenPerson, person_id) is not None
