"""All kinds of notifications, by name, and the topics they belong to."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from notifications.wording.account import ACCOUNT
from notifications.wording.course import COURSE
from notifications.wording.extensions import EXTENSIONS
from notifications.wording.kind import Kind, Topic
from notifications.wording.kind import mark as _
from notifications.wording.leaving import LEAVING
from notifications.wording.meetings import MEETINGS
from notifications.wording.partner_finding import PARTNER_FINDING
from notifications.wording.partnership import PARTNERSHIP
from notifications.wording.project import PROJECT
from notifications.wording.silence import SILENCE
from notifications.wording.staff import STAFF

KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            *PARTNER_FINDING,
            *LEAVING,
            *PARTNERSHIP,
            *MEETINGS,
            *SILENCE,
            *COURSE,
            *EXTENSIONS,
            *PROJECT,
            *ACCOUNT,
            *STAFF,
        )
    }
)


def alike(kind: Kind) -> tuple[Kind, ...]:
    """Kinds that people see as one in their preferences, because they have the same label."""
    return tuple(
        other for other in KINDS.values() if (other.topic, other.label) == (kind.topic, kind.label)
    )


TOPICS: Final[Mapping[Topic, str]] = MappingProxyType(
    {
        "partner_finding": _("Finding a partner"),
        "partnership": _("Your partnership"),
        "course": _("The course"),
        "project": _("The project"),
        "programme": _("News of the programme"),
        "account": _("Your account"),
        "staff": _("For course staff"),
    }
)

DECLINE_REASONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "found_partner": _("They have found a partner already."),
        "ages_too_far": _("The ages of your pupils are too far apart."),
        "other_topic": _("They are looking for another topic."),
        "timing": _("The dates do not suit their school."),
        "no_time_now": _("They have no time now."),
    }
)
