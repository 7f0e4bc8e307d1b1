"""Words for those who leave, are put out, or chose each other in vain."""

from notifications.wording.kind import Kind, cohort, partners, person
from notifications.wording.kind import mark as _

_LEFT = _("You no longer take part in a cohort")
_REFUSED = _("The partner you named cannot be your partner")
_TITLE = _("You and %(partners)s cannot be partners in %(cohort)s")


def _refused(why: str, body: str) -> Kind:
    return Kind(
        f"naming_refused_{why}",
        topic="partner_finding",
        label=_REFUSED,
        title=_TITLE,
        body=body,
        button=_("Find a partner"),
        link="/today",
        values={"partners": partners(), "cohort": cohort()},
    )


LEAVING = (
    Kind(
        "enrolment_left",
        topic="partner_finding",
        label=_LEFT,
        title=_("You have left %(cohort)s"),
        body=_(
            "Your class no longer takes part and reminders stop. "
            "If you earned a certificate, we write to you when it is ready."
        ),
        button=_("See other cohorts"),
        link="/cohorts",
        values={"cohort": cohort()},
    ),
    Kind(
        "enrolment_put_out",
        topic="partner_finding",
        label=_LEFT,
        title=_("Your place in %(cohort)s has ended"),
        body=_(
            "We did not hear from you, and your partner now continues with somebody else. "
            "You can join another cohort."
        ),
        button=_("See other cohorts"),
        link="/cohorts",
        values={"cohort": cohort()},
    ),
    _refused(
        "same_country",
        _(
            "You named each other, but you both teach in the same country. A partner must be in "
            "another country. You are both still free to find a partner."
        ),
    ),
    _refused(
        "no_shared_language",
        _(
            "You named each other, but your profiles have no language in common at A2 or better. "
            "Correct your languages, or find another partner."
        ),
    ),
    _refused(
        "ages_apart",
        _(
            "You named each other, but the ages of your pupils are too far apart. "
            "Correct the ages of your class, or find another partner."
        ),
    ),
    Kind(
        "partner_moved",
        topic="partnership",
        label=_("A partner moved to another country"),
        title=_("%(moved_by)s now teaches in another country"),
        body=_("School holidays and hours in common may be different now. Check your dates."),
        button=_("Open your partnership"),
        link="/partnerships/{partnership_id}",
        values={"moved_by": person("moved_by")},
    ),
)
