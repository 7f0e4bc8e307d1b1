"""When this event, then that action."""

from accounts.audit.actions import keep_elsewhere
from accounts.contact.actions import (
    drop_closed,
    drop_frozen,
    drop_left,
    drop_paused,
    keep_frozen,
    keep_paused,
)
from accounts.erasure.actions import collect_answer
from shared.bus import Reactions
from shared.contracts.audit import RECORDED
from shared.contracts.contact import (
    ContactFrozen,
    ContactReleased,
    ContactStillPaused,
    PartnershipContactPaused,
    PartnershipContactResumed,
    PartnershipContactStillPaused,
)
from shared.contracts.course import CohortAdvanced
from shared.contracts.erasure import (
    CourseErasureCompleted,
    NotificationsErasureCompleted,
    PartneringErasureCompleted,
    ProjectsErasureCompleted,
)
from shared.contracts.partnering import PartnershipDissolved, PartnershipMembersChanged

REACTIONS = Reactions(
    {
        ContactFrozen: keep_frozen,
        ContactReleased: drop_frozen,
        ContactStillPaused: keep_frozen,
        PartnershipContactPaused: keep_paused,
        PartnershipContactStillPaused: keep_paused,
        PartnershipContactResumed: drop_paused,
        PartnershipDissolved: drop_paused,
        PartnershipMembersChanged: drop_left,
        CohortAdvanced: drop_closed,
        PartneringErasureCompleted: collect_answer,
        CourseErasureCompleted: collect_answer,
        ProjectsErasureCompleted: collect_answer,
        NotificationsErasureCompleted: collect_answer,
        **dict.fromkeys(RECORDED.values(), keep_elsewhere),
    }
)
