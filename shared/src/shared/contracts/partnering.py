"""Facts announced by `partnering`: enrolments, invitations, matching runs, partnerships and their room."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from shared.contracts.event import Event, Part

Origin = Literal["invitation", "run", "registered_together", "rescue"]
WhyAlone = Literal["language", "ages", "musts", "pair", "scarce", "overtaken", "otherwise"]
"""Why a matching found nobody: no common language, ages apart, wished for a pair, too few partners
for too many, the proposed one had just found somebody, or any other reason."""


class EnrolmentJoined(Event, type="partnering.enrolment.joined.v1", aggregate="enrolment_id"):
    enrolment_id: UUID
    cohort_id: UUID
    person_id: UUID
    status: Literal["free", "waiting_list", "partnered"]
    """`partnered`: took over a colleague's seat."""


class PartnerNamed(Event, type="partnering.partner.named.v1", aggregate="enrolment_id"):
    """Somebody joined and named the partner they already have, who has not joined yet.

    The address travels only while nobody here has an account with it: one letter is written to it.
    """

    enrolment_id: UUID
    cohort_id: UUID
    from_person_id: UUID
    to_person_id: UUID | None
    """Who was named, if they have an account."""
    email: str
    """Empty where `to_person_id` is set, and after an erasure."""


class EnrolmentMovedUp(Event, type="partnering.enrolment.moved-up.v1", aggregate="enrolment_id"):
    """A seat became free for somebody on the waiting list."""

    enrolment_id: UUID
    cohort_id: UUID
    person_id: UUID


class EnrolmentLeft(Event, type="partnering.enrolment.left.v1", aggregate="enrolment_id"):
    enrolment_id: UUID
    cohort_id: UUID
    person_id: UUID
    how: Literal["left", "handed_over", "put_out"] = "left"
    """`put_out`: was silent, and staff gave the others another partner."""


class EnrolmentUnmatched(Event, type="partnering.enrolment.unmatched.v1", aggregate="enrolment_id"):
    """A matching was published that found nobody for this class. It stays in the pool."""

    enrolment_id: UUID
    cohort_id: UUID
    person_id: UUID
    run_id: UUID
    reason: WhyAlone


class SavedSearchMatched(Event, type="partnering.search.matched.v1", aggregate="search_id"):
    """Somebody new passes the filters that a teacher saved. At most once a day."""

    search_id: UUID
    cohort_id: UUID
    enrolment_id: UUID
    """For which of the teacher's classes."""
    person_id: UUID
    found: int


class InvitationSent(Event, type="partnering.invitation.sent.v1", aggregate="invitation_id"):
    invitation_id: UUID
    cohort_id: UUID
    from_person_id: UUID
    to_person_id: UUID
    expires_at: datetime


class InvitationQuestioned(
    Event, type="partnering.invitation.questioned.v1", aggregate="invitation_id"
):
    """One side asked or answered something before the invitation is decided."""

    invitation_id: UUID
    cohort_id: UUID
    author_id: UUID
    to_person_id: UUID
    """Who reads it."""
    expires_at: datetime


class InvitationReminded(
    Event, type="partnering.invitation.reminded.v1", aggregate="invitation_id"
):
    """Two days are left and nobody has answered."""

    invitation_id: UUID
    cohort_id: UUID
    from_person_id: UUID
    to_person_id: UUID
    expires_at: datetime


class InvitationAccepted(
    Event, type="partnering.invitation.accepted.v1", aggregate="invitation_id"
):
    invitation_id: UUID
    cohort_id: UUID
    partnership_id: UUID
    from_person_id: UUID
    to_person_id: UUID


class InvitationClosed(Event, type="partnering.invitation.closed.v1", aggregate="invitation_id"):
    """An invitation ended without a partnership of its own.

    `fulfilled`: its two sides came together by another way, such as a matching run.
    """

    invitation_id: UUID
    cohort_id: UUID
    from_person_id: UUID
    to_person_id: UUID
    outcome: Literal["declined", "expired", "withdrawn", "superseded", "fulfilled"]
    reason: str = ""


class InvitationReopened(
    Event, type="partnering.invitation.reopened.v1", aggregate="invitation_id"
):
    """It had ended because its cohort went on; staff took that back, and it waits for an answer."""

    invitation_id: UUID
    cohort_id: UUID
    from_person_id: UUID
    to_person_id: UUID
    expires_at: datetime


class RunPublished(Event, type="partnering.run.published.v1", aggregate="run_id"):
    run_id: UUID
    cohort_id: UUID
    partnerships: int
    unmatched: int


class RoundPrepared(Event, type="partnering.run.prepared.v1", aggregate="run_id"):
    """A rolling cohort is matched again, as a draft that staff look at and publish."""

    run_id: UUID
    cohort_id: UUID


class RescueOpened(Event, type="partnering.rescue.opened.v1", aggregate="case_id"):
    """Somebody was left alone because their partner went."""

    case_id: UUID
    partnership_id: UUID
    cohort_id: UUID
    waiting_person_ids: tuple[UUID, ...]
    ready: bool
    """Whether a repair is proposed that staff can apply at once."""


class RescueReady(Event, type="partnering.rescue.ready.v1", aggregate="case_id"):
    """A repair was found later, for somebody who is left alone."""

    case_id: UUID
    partnership_id: UUID
    cohort_id: UUID
    waiting_person_ids: tuple[UUID, ...]


class PartnershipProposed(
    Event, type="partnering.partnership.proposed.v1", aggregate="partnership_id"
):
    """The handshake begins: every member confirms before `reply_by`."""

    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    origin: Origin
    reply_by: datetime


class SchoolFree(Part):
    starts_on: date
    ends_on: date


class PartnershipMember(Part):
    enrolment_id: UUID
    person_id: UUID
    class_name: str
    school_name: str
    country: str
    zone: str
    calendar_known: bool = False
    """False: no calendar is known for the region, and `school_free` says nothing."""
    school_free: tuple[SchoolFree, ...] = ()


class PartnershipConfirmed(
    Event, type="partnering.partnership.confirmed.v1", aggregate="partnership_id"
):
    partnership_id: UUID
    cohort_id: UUID
    origin: Origin
    language: str
    members: tuple[PartnershipMember, ...]
    confirmed_by: UUID | None = None
    """Whose yes was the last."""

    @property
    def person_ids(self) -> tuple[UUID, ...]:
        return tuple(member.person_id for member in self.members)


class PartnershipDissolved(
    Event, type="partnering.partnership.dissolved.v1", aggregate="partnership_id"
):
    """A partnership ended before its time: the handshake failed, or its members left."""

    partnership_id: UUID
    cohort_id: UUID
    person_ids: tuple[UUID, ...]
    reason: Literal[
        "handshake_expired", "objected", "left", "frozen", "erased", "rescued", "parted"
    ]
    ended_by: UUID | None = None
    """The member who said no."""


class PartnershipMembersChanged(
    Event, type="partnering.partnership.members-changed.v1", aggregate="partnership_id"
):
    """Somebody left, joined or took over a seat; the work is kept."""

    partnership_id: UUID
    cohort_id: UUID
    members: tuple[PartnershipMember, ...]
    joined_person_ids: tuple[UUID, ...] = ()
    left_person_ids: tuple[UUID, ...] = ()


class MessagePosted(Event, type="partnering.message.posted.v1", aggregate="partnership_id"):
    """Somebody wrote in the room. The words themselves stay in `partnering`."""

    message_id: UUID
    partnership_id: UUID
    cohort_id: UUID
    author_id: UUID
    person_ids: tuple[UUID, ...]
    """Who else is in the room."""


class MeetingProposed(Event, type="partnering.meeting.proposed.v1", aggregate="partnership_id"):
    meeting_id: UUID
    partnership_id: UUID
    proposed_by: UUID
    person_ids: tuple[UUID, ...]
    starts_at: datetime


class CalendarProposed(Event, type="partnering.calendar.proposed.v1", aggregate="proposal_id"):
    """A teacher has entered the holidays of their region; staff confirm them."""

    proposal_id: UUID
    proposed_by: UUID
    country: str
    region: str


class CalendarDecided(Event, type="partnering.calendar.decided.v1", aggregate="proposal_id"):
    proposal_id: UUID
    proposed_by: UUID
    country: str
    region: str
    decision: Literal["accepted", "refused"]
