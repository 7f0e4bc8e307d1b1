"""Words for partnerships without news: kind to both sides, and never a reproach."""

from notifications.wording.kind import Kind, partners, person
from notifications.wording.kind import mark as _

_QUIET = _("You and your partner have not been in touch")
_ANSWER = _("Your partner says whether they will continue")

SILENCE = (
    Kind(
        "partnership_nudged",
        topic="partnership",
        label=_QUIET,
        title=_("You and %(partners)s have not been in touch for 3 days"),
        body=_("Send a short message or mark one step of the course as done."),
        button=_("Open your room"),
        link="/partnerships/{partnership_id}",
        values={"partners": partners()},
    ),
    Kind(
        "check_in_asked",
        topic="partnership",
        label=_QUIET,
        title=_("Will you continue with %(partners)s?"),
        body=_(
            "We have not seen anything from you in this partnership for 5 days. Tell us if you "
            "will continue, need a week or have to stop. If we do not hear from you within 4 "
            "days, course staff look for another partner for the others."
        ),
        button=_("Send answer"),
        link="/partnerships/{partnership_id}",
        values={"partners": partners()},
    ),
    Kind(
        "partner_still_in",
        topic="partnership",
        label=_ANSWER,
        title=_("%(answered_by)s will continue"),
        body=_("Your partner has answered and continues with you."),
        button=_("Open your room"),
        link="/partnerships/{partnership_id}",
        values={"answered_by": person("answered_by")},
    ),
    Kind(
        "partner_needs_a_week",
        topic="partnership",
        label=_ANSWER,
        title=_("%(answered_by)s needs a week"),
        body=_("Your partner will continue and asks for a week. All your work is kept."),
        button=_("Open your room"),
        link="/partnerships/{partnership_id}",
        values={"answered_by": person("answered_by")},
    ),
    Kind(
        "partner_must_stop",
        topic="partnership",
        label=_ANSWER,
        title=_("%(answered_by)s has to stop"),
        body=_("All your work is kept. Course staff will look for a new partner with you."),
        button=_("Open your room"),
        link="/partnerships/{partnership_id}",
        values={"answered_by": person("answered_by")},
    ),
    Kind(
        "partner_silent",
        topic="partnership",
        label=_QUIET,
        title=_("Your partner has not answered our reminders"),
        body=_(
            "Course staff now look for a new partner for you. You keep your room and all your work."
        ),
        button=_("Open your room"),
        link="/partnerships/{partnership_id}",
    ),
    Kind(
        "you_are_missed",
        topic="partnership",
        label=_QUIET,
        title=_("We have not heard from you for 9 days"),
        body=_(
            "Tell us if you will continue, need a week or have to stop. Course staff decide what "
            "happens next, and may find another partner for the others."
        ),
        button=_("Send answer"),
        link="/partnerships/{partnership_id}",
    ),
)
