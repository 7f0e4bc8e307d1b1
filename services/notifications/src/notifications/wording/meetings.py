"""Words about meetings that do not take place as proposed."""

from notifications.wording.kind import Kind, moment, person
from notifications.wording.kind import mark as _

_OFF = _("A meeting does not take place")
_LINK = "/partnerships/{partnership_id}/calendar"

MEETINGS = (
    Kind(
        "meeting_declined",
        topic="partnership",
        label=_OFF,
        title=_("%(declined_by)s cannot come on %(starts_at)s"),
        body=_("Propose another time. Your calendar page shows the hours that suit you both."),
        button=_("Propose another time"),
        link=_LINK,
        values={"declined_by": person("declined_by"), "starts_at": moment("starts_at")},
        about="meeting_id",
    ),
    Kind(
        "meeting_other_time",
        topic="partnership",
        label=_OFF,
        title=_("%(declined_by)s asks for another time to meet"),
        body=_("%(starts_at)s does not suit. %(other_at)s would. Propose it, or another time."),
        button=_("Propose another time"),
        link=_LINK,
        values={
            "declined_by": person("declined_by"),
            "starts_at": moment("starts_at"),
            "other_at": moment("other_at"),
        },
        about="meeting_id",
    ),
    Kind(
        "meeting_withdrawn",
        topic="partnership",
        label=_OFF,
        title=_("%(cancelled_by)s withdrew the meeting on %(starts_at)s"),
        body=_("It does not take place. You need not answer. You can propose another time."),
        button=_("View calendar"),
        link=_LINK,
        values={"cancelled_by": person("cancelled_by"), "starts_at": moment("starts_at")},
        about="meeting_id",
    ),
    Kind(
        "meeting_cancelled",
        topic="partnership",
        label=_OFF,
        title=_("%(cancelled_by)s cancelled the meeting on %(starts_at)s"),
        body=_("It does not take place. Delete it from your own calendar, or download it again."),
        button=_("View calendar"),
        link=_LINK,
        values={"cancelled_by": person("cancelled_by"), "starts_at": moment("starts_at")},
        about="meeting_id",
    ),
)
