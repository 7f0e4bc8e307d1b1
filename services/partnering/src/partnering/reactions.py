"""When this event, then that action."""

from partnering.cohorts.actions import advance_cohort, remember_cohort
from partnering.erasure.actions import erase_person
from partnering.people.actions import remember_person
from shared.bus import Reactions
from shared.contracts.accounts import ErasureRequested, PersonChanged
from shared.contracts.course import CohortAdvanced, CohortChanged

REACTIONS = Reactions(
    {
        PersonChanged: remember_person,
        ErasureRequested: erase_person,
        CohortChanged: remember_cohort,
        CohortAdvanced: advance_cohort,
    }
)
