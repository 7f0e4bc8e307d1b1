"""When this event, then that action."""

from course.erasure.actions import erase_person
from course.health.signals import forget_overdue, note_help_settled, note_overdue, note_report
from course.partnerships.actions import (
    add_partnership,
    change_members,
    end_partnership,
    note_message,
    note_proposed,
)
from course.people.actions import remember_person
from shared.bus import Reactions
from shared.contracts.accounts import ErasureRequested, PersonChanged
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

REACTIONS = Reactions(
    {
        PersonChanged: remember_person,
        ErasureRequested: erase_person,
        PartnershipProposed: note_proposed,
        PartnershipConfirmed: add_partnership,
        PartnershipMembersChanged: change_members,
        PartnershipDissolved: end_partnership,
        MessagePosted: note_message,
        CheckpointReported: note_report,
        CheckpointOverdue: note_overdue,
        CheckpointHelpSettled: note_help_settled,
        ResultPublished: forget_overdue,
    }
)
