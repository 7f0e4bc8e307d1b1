"""When this event, then that action."""

from projects.cohorts.actions import keep_cohort, keep_phase
from projects.erasure.actions import erase_person
from projects.opening.actions import keep_completion, keep_plan
from projects.opening.following import follow_cohort, follow_partnerships
from projects.opening.transferring import follow_transfer
from projects.partnerships.actions import (
    keep_confirmed,
    keep_dissolved,
    keep_members,
    look_at_closed,
    look_at_person,
    pause_contact,
    resume_contact,
)
from projects.people.actions import keep_person
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
from shared.contracts.course import CohortAdvanced, CohortChanged, CourseCompleted, PlanApproved
from shared.contracts.extensions import PartnershipsMoved
from shared.contracts.partnering import (
    PartnershipConfirmed,
    PartnershipDissolved,
    PartnershipMembersChanged,
)
from shared.contracts.transfers import PartnershipTransferred

REACTIONS = Reactions(
    {
        PersonChanged: (keep_person, look_at_person),
        ErasureRequested: erase_person,
        CohortChanged: (keep_cohort, look_at_closed),
        CohortAdvanced: (keep_phase, follow_cohort),
        PartnershipsMoved: follow_partnerships,
        PartnershipConfirmed: keep_confirmed,
        PartnershipMembersChanged: keep_members,
        PartnershipDissolved: keep_dissolved,
        PartnershipTransferred: follow_transfer,
        PartnershipContactPaused: pause_contact,
        PartnershipContactResumed: resume_contact,
        PartnershipContactStillPaused: pause_contact,
        ContactFrozen: keep_frozen,
        ContactReleased: drop_frozen,
        ContactBlocked: keep_block,
        ContactUnblocked: drop_block,
        ContactStillPaused: keep_still_paused,
        PlanApproved: keep_plan,
        CourseCompleted: keep_completion,
    }
)
