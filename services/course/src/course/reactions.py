"""When this event, then that action."""

from course.erasure.actions import erase_person
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

REACTIONS = Reactions(
    {
        PersonChanged: remember_person,
        ErasureRequested: erase_person,
        PartnershipProposed: note_proposed,
        PartnershipConfirmed: add_partnership,
        PartnershipMembersChanged: change_members,
        PartnershipDissolved: end_partnership,
        MessagePosted: note_message,
    }
)
