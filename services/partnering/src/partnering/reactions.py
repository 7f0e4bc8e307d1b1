"""When this event, then that action."""

from partnering.cohorts.actions import advance_cohort, remember_cohort
from partnering.erasure.actions import erase_person
from partnering.invitations.reopening import reopen_invitations
from partnering.partnerships.following import (
    note_cohort_advanced,
    note_course_opened,
    note_partnerships_moved,
    note_project_opened,
)
from partnering.partnerships.troubles import (
    drop_help,
    drop_late,
    drop_quiet,
    note_answer,
    note_late,
    note_quiet,
    note_report,
)
from partnering.people.actions import remember_person
from partnering.rescue.cases import rescue_stranded
from shared.bus import Reactions
from shared.contracts.accounts import ErasureRequested, PersonChanged
from shared.contracts.course import (
    CheckInAnswered,
    CohortAdvanced,
    CohortChanged,
    CourseOpened,
    PartnershipActiveAgain,
    PartnershipNudged,
    PartnershipStranded,
)
from shared.contracts.extensions import PartnershipsMoved
from shared.contracts.projects import (
    CheckpointHelpSettled,
    CheckpointOverdue,
    CheckpointReported,
    ProjectOpened,
    ResultPublished,
)

REACTIONS = Reactions(
    {
        PersonChanged: remember_person,
        ErasureRequested: erase_person,
        CohortChanged: remember_cohort,
        PartnershipsMoved: note_partnerships_moved,
        CohortAdvanced: (advance_cohort, note_cohort_advanced, reopen_invitations),
        CourseOpened: note_course_opened,
        ProjectOpened: note_project_opened,
        PartnershipNudged: note_quiet,
        PartnershipActiveAgain: drop_quiet,
        CheckInAnswered: note_answer,
        PartnershipStranded: (note_quiet, rescue_stranded),
        CheckpointReported: note_report,
        CheckpointOverdue: note_late,
        CheckpointHelpSettled: drop_help,
        ResultPublished: drop_late,
    }
)
