"""Who hears that a partnership goes on after its cohort has closed."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select

from notifications.cohorts.actions import move_participants
from notifications.partnerships.actions import move_members
from notifications.telling.reactions import settles, told, unless_paused, when
from notifications.telling.recipients import cohort_held, staff, the, these
from shared.contracts.extensions import (
    ExtensionAsked,
    ExtensionDeclined,
    ExtensionEnding,
    ExtensionGranted,
)
from shared.contracts.transfers import PartnershipTransferred
from shared.identity.permissions import Permission

CLOSED_FOR_OTHERS: Final = when("tells_held", {True: told("cohort_closed_held", cohort_held)})
_MEMBERS: Final = the("person_ids")


def _with_a_day(event: Any) -> Select[UUID]:
    return these(event.person_ids if event.until else ())


def _without_a_day(event: Any) -> Select[UUID]:
    return these(() if event.until else event.person_ids)


AFTER_THE_CLOSE: Final[dict[Any, Any]] = {
    ExtensionAsked: (
        told("extension_asked_by_partner", the("person_ids", but="asked_by")),
        told("extension_asked", staff(Permission.LEAD_COHORT, but=("person_ids",))),
    ),
    ExtensionGranted: (
        settles("extension_asked"),
        when(
            "way",
            {
                "extend": told("extension_granted", _MEMBERS),
                "alone": told("extension_granted_alone", _MEMBERS),
            },
        ),
    ),
    ExtensionDeclined: (
        settles("extension_asked"),
        told("extension_declined", _without_a_day),
        told("extension_declined_until", _with_a_day),
    ),
    ExtensionEnding: unless_paused(told("extension_ending", _MEMBERS)),
    PartnershipTransferred: (
        move_participants,
        move_members,
        settles("extension_asked", "extension_asked_by_partner", "extension_ending"),
        told("partnership_transferred", _MEMBERS),
        told(
            "partnership_arrived",
            staff(Permission.OPEN_PARTNERSHIPS, but=("person_ids", "transferred_by")),
        ),
    ),
}
