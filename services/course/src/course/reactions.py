"""When this event, then that action."""

from course.erasure.actions import erase_person
from course.extensions.transferring import follow_transfer
from course.health.signals import forget_overdue, note_help_settled, note_overdue, note_report
from course.opening.following import (
    add_partnership,
    change_members,
    end_partnership,
    note_message,
    note_proposed,
    pause_contact,
    resume_contact,
)
from course.people.actions import remember_person
from course.reviews.parting import part_reviews, rest_reviews, resume_reviews
from shared.bus import Reactions
from shared.contact import (
    drop_block,
    drop_frozen,
    keep_block,
    keep_frozen,
    keep_still_paused,
)
from shared.contracts.accounts import ErasureRequested, PersonChanged
from shared.contracts.contact import (
    ContactBlocked,
    ContactFrozen,
    ContactReleased,
    ContactStillPaused,
    ContactUnblocked,
    PartnershipContactPaused,
    PartnershipContactResumed,
    PartnershipContactStillPaused,
)
from shared.contracts.partnering import (
    MessagePosted,
    PartnershipConfirmed,
    PartnershipDissolved,
    PartnershipMembersChanged,
    PartnershipProposed,
)
from shared.contracts.projects import (
    CheckpointHelpSettled,
    CheckpointOverdue,
    CheckpointReported,
    ResultPublished,
)
from shared.contracts.transfers import PartnershipTransferred

REACTIONS = Reactions(
    {
        PersonChanged: remember_person,
        ErasureRequested: erase_person,
        PartnershipProposed: note_proposed,
        PartnershipConfirmed: add_partnership,
        PartnershipMembersChanged: change_members,
        PartnershipDissolved: end_partnership,
        PartnershipTransferred: follow_transfer,
        MessagePosted: note_message,
        CheckpointReported: note_report,
        CheckpointOverdue: note_overdue,
        CheckpointHelpSettled: note_help_settled,
        ResultPublished: forget_overdue,
        PartnershipContactPaused: pause_contact,
        PartnershipContactResumed: resume_contact,
        PartnershipContactStillPaused: pause_contact,
        ContactFrozen: (keep_frozen, rest_reviews),
        ContactReleased: (drop_frozen, resume_reviews),
        ContactBlocked: (keep_block, part_reviews),
        ContactUnblocked: drop_block,
        ContactStillPaused: (keep_still_paused, part_reviews),
    }
)
