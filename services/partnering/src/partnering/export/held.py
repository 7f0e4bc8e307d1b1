"""Which rows of partnering belong to a person. A table that is missing here fails a test."""

from uuid import UUID

from sqlalchemy import ColumnElement, any_, literal, or_, select

from partnering.calendars.model import (
    CalendarChange,
    CalendarProposal,
    CompleteStretch,
    RegionCalendar,
)
from partnering.classes.model import SchoolClass
from partnering.enrolments.model import Companion, Enrolment, NamedOnce
from partnering.handover.model import SeatConsent, SeatOffer
from partnering.invitations.model import Invitation, Question
from partnering.matching.model import Decision, Match, Run
from partnering.partnerships.model import Member
from partnering.people.model import Block, Person
from partnering.posts.model import PartnerPost
from partnering.profiles.model import Profile
from partnering.rescue.model import RescueCase
from partnering.room.model import (
    Agreement,
    Meeting,
    MeetingAcceptance,
    MeetingDecline,
    Message,
    Note,
    Signature,
    Task,
)
from partnering.safety.model import ContactDay, Freeze, Report, ReportAccess
from partnering.schools.model import School
from partnering.search.model import SavedSearch
from shared.personal_data import Held, NotTold


def _enrolments_of(person_id: UUID) -> ColumnElement[bool]:
    mine = select(Enrolment.id).where(Enrolment.person_id == person_id)
    return Companion.enrolment_id.in_(mine)


def _agreements_of(person_id: UUID) -> ColumnElement[bool]:
    """The agreements of the person's partnerships: the terms are everybody's."""
    mine = select(Member.partnership_id).where(Member.person_id == person_id)
    return Agreement.partnership_id.in_(mine)


def _schools_of(person_id: UUID) -> ColumnElement[bool]:
    theirs = select(SchoolClass.school_id).where(SchoolClass.person_id == person_id)
    entered = or_(School.added_by == person_id, School.also_entered_by.any_() == person_id)
    return or_(entered, School.id.in_(theirs))


_SCHOOL_INTERNALS = frozenset({"search_key", "added_by", "also_entered_by"})

HELD: tuple[Held | NotTold, ...] = (
    Held("Who I am", Person, lambda me: Person.id == me, frozenset({"email_key", "search_key"})),
    Held("My profile", Profile, lambda me: Profile.person_id == me),
    Held("My schools", School, _schools_of, _SCHOOL_INTERNALS),
    Held("My classes", SchoolClass, lambda me: SchoolClass.person_id == me),
    Held("My classes in programmes", Enrolment, lambda me: Enrolment.person_id == me),
    Held("People I want to work with", Companion, _enrolments_of),
    Held("My saved searches", SavedSearch, lambda me: SavedSearch.person_id == me),
    Held("My notices", PartnerPost, lambda me: PartnerPost.person_id == me),
    Held(
        "Invitations that I sent",
        Invitation,
        lambda me: Invitation.from_person_id == me,
        # Why somebody declined is told to staff only.
        frozenset({"decline_text", "decline_reason"}),
    ),
    Held("Invitations that I received", Invitation, lambda me: Invitation.to_person_id == me),
    Held("Questions that I asked", Question, lambda me: Question.author_id == me),
    Held("My partnerships", Member, lambda me: Member.person_id == me),
    Held("Working agreements", Agreement, _agreements_of),
    Held("My signatures", Signature, lambda me: Signature.person_id == me),
    Held("Messages that I wrote", Message, lambda me: Message.author_id == me),
    Held("Meetings that I proposed", Meeting, lambda me: Meeting.proposed_by == me),
    Held("Meetings that I declined", MeetingDecline, lambda me: MeetingDecline.person_id == me),
    Held(
        "Meetings that I accepted", MeetingAcceptance, lambda me: MeetingAcceptance.person_id == me
    ),
    Held(
        "Tasks",
        Task,
        lambda me: or_(Task.created_by == me, Task.assignee_id == me, Task.done_by == me),
    ),
    Held("Decisions and links that I wrote", Note, lambda me: Note.author_id == me),
    Held(
        "My place, offered to a colleague",
        SeatOffer,
        lambda me: SeatOffer.offered_by == me,
        frozenset({"taken_by"}),
    ),
    Held("Colleagues that I agreed to", SeatConsent, lambda me: SeatConsent.person_id == me),
    Held(
        "People I blocked",
        Block,
        lambda me: Block.person_id == me,
        # Who it is may be hidden from the reader; the card is what they saw.
        frozenset({"blocked_id"}),
    ),
    Held("How often I wrote to others today", ContactDay, lambda me: ContactDay.person_id == me),
    Held(
        "Reports that I sent",
        Report,
        lambda me: Report.reported_by == me,
        # The copied words and the id are another person's, and the note is the officer's.
        frozenset({"snapshot", "about_person_id", "note", "resolved_by"}),
    ),
    Held(
        "When contact with me was paused",
        Freeze,
        lambda me: Freeze.person_id == me,
        frozenset({"reason", "frozen_by", "released_by"}),
    ),
    Held(
        "When staff looked for a new partner for me",
        RescueCase,
        lambda me: or_(
            literal(me) == any_(RescueCase.silent_person_ids),
            literal(me) == any_(RescueCase.waiting_person_ids),
        ),
        frozenset({"silent_person_ids", "waiting_person_ids", "note", "decided_by"}),
    ),
    Held(
        "School holidays that I proposed",
        CalendarProposal,
        lambda me: CalendarProposal.proposed_by == me,
        frozenset({"decided_by"}),
    ),
    NotTold(NamedOnce, "a hash of somebody else's address"),
    NotTold(Match, "a draft names classes by number, and a published match is a partnership"),
    NotTold(Decision, "written by staff about a draft, which no teacher has seen"),
    NotTold(Run, "written by staff"),
    NotTold(RegionCalendar, "a country's calendar; only who changed it last is noted"),
    NotTold(CompleteStretch, "a country's calendar; only who declared it complete is noted"),
    NotTold(CalendarChange, "a country's calendar; only who changed it is noted"),
    NotTold(ReportAccess, "who read a report, kept for the protection of whoever reported"),
)
