"""When this event, then tell those people: read by people, by the consumer and by the topology."""

from typing import Final

from notifications.cohort_reactions import COHORTS
from notifications.cohorts.actions import drop_participant, keep_participant
from notifications.erasure.actions import erase_person
from notifications.extending import AFTER_THE_CLOSE
from notifications.live.ending import end_sessions
from notifications.mail.guests import write_to_guest
from notifications.meetings import IN_THE_ROOM
from notifications.partnerships.actions import (
    drop_members,
    keep_members,
    pause_reminders,
    resume_reminders,
)
from notifications.people.actions import keep_person
from notifications.telling.concerned import joined, left_behind, members, named, who_asked
from notifications.telling.officers import REPORT_WAITS
from notifications.telling.reactions import settles, told, unless_paused, when
from notifications.telling.recipients import staff, the
from shared.bus import Reactions
from shared.contact import drop_block, drop_frozen, keep_block, keep_frozen, keep_still_paused
from shared.contracts import (  # fmt: skip
    accounts,
    contact,
    course,
    handover,
    partings,
    partnering,
    projects,
)
from shared.identity.permissions import Permission

MEMBERS: Final = the("person_ids")
INVITATION: Final = ("invitation_received", "invitation_reminder", "invitation_question")
_RESCUERS: Final = staff(Permission.HANDLE_RESCUES, but=("waiting_person_ids",))
_LOOK_AFTER_STRANDED: Final = staff(
    Permission.HANDLE_RESCUES, but=("silent_person_ids", "waiting_person_ids")
)
_DECIDERS: Final = staff(Permission.DECIDE_ON_PLANS, but=("person_ids",))
_ended = told("partnership_ended", MEMBERS)
_TOLD_LEAVERS: Final = ("left", "put_out")
_WHY_REFUSED: Final = ("same_country", "no_shared_language", "ages_apart")
_WHY_ALONE: Final = ("language", "ages", "musts", "pair", "scarce", "overtaken", "otherwise")

REACTIONS = Reactions(
    {
        # Accounts
        accounts.PersonChanged: keep_person,
        accounts.VerificationRequested: told(
            "verification_requested", staff(Permission.VERIFY_TEACHERS, but=("person_id",))
        ),
        accounts.TeacherVerified: (
            settles("verification_requested"),
            told("teacher_verified", the("person_id")),
        ),
        accounts.TeacherRefused: (
            settles("verification_requested"),
            told("teacher_refused", the("person_id")),
        ),
        accounts.SessionsEnded: end_sessions,
        accounts.ErasureRequested: erase_person,
        # Finding a partner
        partnering.EnrolmentJoined: (
            keep_participant,
            when(
                "status",
                {
                    "free": told("enrolment_joined", the("person_id")),
                    "waiting_list": told("enrolment_waiting", the("person_id")),
                },
            ),
        ),
        partnering.EnrolmentMovedUp: told("enrolment_moved_up", the("person_id")),
        partnering.PartnerNamed: (write_to_guest, told("named_as_partner", named)),
        partnering.EnrolmentLeft: (
            drop_participant,
            when("how", {how: told(f"enrolment_{how}", the("person_id")) for how in _TOLD_LEAVERS}),
        ),
        partings.NamingRefused: when(
            "why", {why: told(f"naming_refused_{why}", MEMBERS) for why in _WHY_REFUSED}
        ),
        partnering.EnrolmentUnmatched: when(
            "reason", {why: told(f"unmatched_{why}", the("person_id")) for why in _WHY_ALONE}
        ),
        partnering.SavedSearchMatched: told("saved_search", the("person_id")),
        partnering.InvitationSent: told("invitation_received", the("to_person_id")),
        partnering.InvitationQuestioned: told("invitation_question", the("to_person_id")),
        partnering.InvitationReminded: told("invitation_reminder", the("to_person_id")),
        partnering.InvitationAccepted: (
            settles(*INVITATION),
            told("invitation_accepted", the("from_person_id")),
        ),
        partnering.InvitationClosed: (
            settles(*INVITATION),
            when(
                "outcome",
                {
                    "declined": told("invitation_declined", the("from_person_id")),
                    "expired": told("invitation_expired", the("from_person_id")),
                    "withdrawn": told("invitation_withdrawn", the("to_person_id")),
                    "superseded": told(
                        "invitation_superseded", the("from_person_id", "to_person_id")
                    ),
                },
            ),
        ),
        partnering.InvitationReopened: (
            told("invitation_received", the("to_person_id")),
            told("invitation_reopened", the("from_person_id")),
        ),
        partnering.RunPublished: told("run_published", staff(Permission.RUN_MATCHING)),
        partnering.RoundPrepared: told("round_prepared", staff(Permission.RUN_MATCHING)),
        partings.RoundWaiting: told("round_waiting", staff(Permission.RUN_MATCHING)),
        # Partnerships and their room
        partnering.PartnershipProposed: told("partnership_proposed", MEMBERS),
        partnering.PartnershipConfirmed: (
            keep_members,
            settles("partnership_proposed"),
            told("partnership_confirmed", the("person_ids", but="confirmed_by")),
        ),
        partnering.PartnershipDissolved: (
            drop_members,
            settles("partnership_proposed"),
            when(
                "reason",
                {
                    "handshake_expired": told("handshake_expired", MEMBERS),
                    "objected": told("partnership_objected", the("person_ids", but="ended_by")),
                    "left": _ended,
                    "frozen": _ended,
                    "erased": _ended,
                    "rescued": _ended,
                    # Whoever was "parted" hears it from the event that says so.
                },
            ),
        ),
        partnering.PartnershipMembersChanged: (
            keep_members,
            told("partner_joined", joined, also=members),
            told("partner_left", left_behind, also=members),
        ),
        partings.ClassMoved: told("partner_moved", the("person_ids")),
        partings.PartnershipParted: told("partners_parted", the("parted_person_ids")),
        partings.ReasonGiven: told(
            "reason_given", staff(Permission.HANDLE_RESCUES, but=("person_ids",))
        ),
        partnering.RescueOpened: (
            told("partner_gone", the("waiting_person_ids")),
            when(
                "ready",
                {
                    True: told("rescue_ready", _RESCUERS),
                    False: told("rescue_opened", _RESCUERS),
                },
            ),
        ),
        partnering.RescueReady: told("rescue_ready", _RESCUERS),
        handover.SeatOffered: told("seat_offered", the("to_person_id")),
        handover.SeatTaken: (
            settles("seat_offered"),
            told("seat_consent_asked", the("person_ids")),
        ),
        handover.SeatConsentOverdue: told(
            "seat_consent_overdue",
            staff(Permission.HANDLE_RESCUES, but=("person_ids", "to_person_id")),
        ),
        handover.SeatOfferClosed: (
            settles("seat_offered", "seat_consent_asked"),
            when(
                "outcome",
                {
                    "accepted": told("seat_taken", the("from_person_id")),
                    "declined": told("seat_declined", the("from_person_id")),
                    "expired": told("seat_declined", the("from_person_id")),
                    "refused": told("seat_refused", who_asked),
                },
            ),
        ),
        **IN_THE_ROOM,
        contact.ReportFiled: REPORT_WAITS,
        contact.PartnershipContactPaused: (
            pause_reminders,
            told("contact_paused", MEMBERS),
            told("contact_paused_among", staff(Permission.HANDLE_RESCUES, but=("person_ids",))),
        ),
        contact.PartnershipContactStillPaused: pause_reminders,
        contact.PartnershipContactResumed: (
            resume_reminders,
            told("contact_resumed", MEMBERS),
        ),
        contact.ContactFrozen: (keep_frozen, told("contact_frozen", the("person_id"))),
        contact.ContactReleased: (drop_frozen, told("contact_released", the("person_id"))),
        contact.ContactBlocked: keep_block,
        contact.ContactUnblocked: drop_block,
        contact.ContactStillPaused: keep_still_paused,
        partnering.CalendarProposed: told(
            "calendar_proposed", staff(Permission.MANAGE_SCHOOL_CALENDARS, but=("proposed_by",))
        ),
        partnering.CalendarDecided: (
            settles("calendar_proposed"),
            when(
                "decision",
                {
                    "accepted": told("calendar_accepted", the("proposed_by")),
                    "refused": told("calendar_refused", the("proposed_by")),
                },
            ),
        ),
        # Cohorts
        **COHORTS,
        **AFTER_THE_CLOSE,
        # The course
        course.CourseOpened: told("course_opened", MEMBERS),
        course.WeekOpened: told(
            "week_opened", MEMBERS, also=lambda it: {"titles": it.titles or {"en": it.title}}
        ),
        course.CourseCompleted: told("course_completed", MEMBERS),
        course.PlanSubmitted: told("plan_submitted", _DECIDERS),
        course.PlanOverdue: (
            unless_paused(told("plan_overdue", MEMBERS)),
            unless_paused(told("plan_missing", _DECIDERS)),
        ),
        course.PlanReturned: (settles("plan_submitted"), told("plan_returned", MEMBERS)),
        course.PlanApproved: (settles("plan_submitted"), told("plan_approved", MEMBERS)),
        course.ReviewAssigned: told("review_assigned", MEMBERS),
        course.StaffReviewNeeded: told("staff_review_needed", MEMBERS),
        course.ReviewGiven: (
            settles("review_assigned", "staff_review_needed"),
            told("review_given", MEMBERS),
        ),
        # Silence
        course.PartnershipNudged: unless_paused(told("partnership_nudged", MEMBERS)),
        course.CheckInAsked: unless_paused(told("check_in_asked", the("silent_person_ids"))),
        course.CheckInAnswered: when(
            "answer",
            {
                "still_in": told("partner_still_in", MEMBERS),
                "need_a_week": told("partner_needs_a_week", MEMBERS),
                "must_stop": told("partner_must_stop", MEMBERS),
            },
        ),
        course.MentorAsked: unless_paused(told("mentor_asked", MEMBERS)),
        course.PartnershipStranded: (
            # Who has to stop has said so, and their partners have heard it.
            unless_paused(
                when("why", {"silence": told("you_are_missed", the("silent_person_ids"))})
            ),
            unless_paused(
                when("why", {"silence": told("partner_silent", the("waiting_person_ids"))})
            ),
            when(
                "why",
                {
                    "silence": told("partnership_stranded", _LOOK_AFTER_STRANDED),
                    "must_stop": told("partner_has_to_stop", _LOOK_AFTER_STRANDED),
                },
            ),
        ),
        # The project
        projects.ProjectOpened: told("project_opened", MEMBERS),
        projects.MilestoneReached: told("milestone_reached", the("person_ids", but="reached_by")),
        projects.CheckpointDue: unless_paused(told("checkpoint_due", MEMBERS)),
        projects.CheckpointOverdue: unless_paused(told("checkpoint_overdue", MEMBERS)),
        projects.CheckpointHelpSettled: settles("help_needed"),
        projects.CheckpointReported: (
            settles("checkpoint_due", "checkpoint_overdue"),
            told("checkpoint_reported", the("person_ids", but="reported_by")),
            when(
                "needs_help",
                {
                    True: told(
                        "help_needed", staff(Permission.READ_CHECKPOINTS, but=("person_ids",))
                    )
                },
            ),
        ),
        projects.ResultSubmitted: told(
            "result_submitted", staff(Permission.PUBLISH_RESULTS, but=("person_ids",))
        ),
        projects.ResultReturned: (settles("result_submitted"), told("result_returned", MEMBERS)),
        projects.ResultPublished: (settles("result_submitted"), told("result_published", MEMBERS)),
        projects.ResultAuthorGone: when(
            "outcome",
            {"kept": told("result_kept", MEMBERS), "deleted": told("result_gone", MEMBERS)},
        ),
        projects.CertificateIssued: told("certificate_issued", the("person_id")),
        projects.CertificateWithdrawn: (
            settles("certificate_issued"),
            told("certificate_withdrawn", the("person_id")),
        ),
    }
)
