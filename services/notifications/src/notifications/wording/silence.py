"""Words for partnerships that have gone quiet: kind to both sides, and never a reproach."""

from notifications.wording.kind import Kind, partners, person
from notifications.wording.kind import mark as _

_QUIET = _("Your partnership has gone quiet")
_ANSWER = _("Your partner says whether they are still in")

SILENCE = (
    Kind(
        "partnership_nudged",
        topic="partnership",
        label=_QUIET,
        title=_("It has been quiet between you and %(partners)s"),
        body=_("A short message or one step of the course is enough to go on."),
        button=_("Open your room"),
        link="/partnerships/{partnership_id}",
        values={"partners": partners()},
    ),
    Kind(
        "check_in_asked",
        topic="partnership",
        label=_QUIET,
        title=_("Are you still in with %(partners)s?"),
        body=_(
            "Please answer with one click: still in, I need a week, or I must stop. "
            "Every answer is fine; only silence leaves somebody waiting."
        ),
        button=_("Answer now"),
        link="/partnerships/{partnership_id}",
        values={"partners": partners()},
    ),
    Kind(
        "partner_still_in",
        topic="partnership",
        label=_ANSWER,
        title=_("%(answered_by)s is still in"),
        body=_("Your partner has answered and goes on with you."),
        button=_("Open your room"),
        link="/partnerships/{partnership_id}",
        values={"answered_by": person("answered_by")},
    ),
    Kind(
        "partner_needs_a_week",
        topic="partnership",
        label=_ANSWER,
        title=_("%(answered_by)s needs a week"),
        body=_("Your partner is still in and asks for a week. Nothing is lost meanwhile."),
        button=_("Open your room"),
        link="/partnerships/{partnership_id}",
        values={"answered_by": person("answered_by")},
    ),
    Kind(
        "partner_must_stop",
        topic="partnership",
        label=_ANSWER,
        title=_("%(answered_by)s must stop"),
        body=_("All your work is kept. Course staff will help you to go on."),
        button=_("Open your room"),
        link="/partnerships/{partnership_id}",
        values={"answered_by": person("answered_by")},
    ),
    Kind(
        "partner_silent",
        topic="partnership",
        label=_QUIET,
        title=_("We have not heard from your partner either"),
        body=_(
            "You did your share. Course staff are looking for the best way on, "
            "and all your work is kept."
        ),
        button=_("Open your room"),
        link="/partnerships/{partnership_id}",
    ),
    Kind(
        "you_are_missed",
        topic="partnership",
        label=_QUIET,
        title=_("Your partner misses you"),
        body=_(
            "We have not heard from you for a while. Please tell us with one click whether you "
            "are still in, need a week, or must stop. Every answer is fine."
        ),
        button=_("Answer now"),
        link="/partnerships/{partnership_id}",
    ),
)
