"""Words about going on after the close: asked for, granted, declined, nearly over."""

from notifications.wording.kind import Kind, cohort, day, partners, person
from notifications.wording.kind import mark as _

_LINK = "/partnerships/{partnership_id}/extension"
_ASKED = _("A partnership asks for more time")
_ANSWERED = _("Course staff decide how long you go on")

EXTENSIONS = (
    Kind(
        "extension_asked_by_partner",
        topic="programme",
        label=_ASKED,
        title=_("%(asked_by)s asked course staff how to go on"),
        body=_("%(cohort)s has closed for the others. You can see what is asked for on the page."),
        button=_("View request"),
        link=_LINK,
        values={"asked_by": person("asked_by"), "cohort": cohort()},
        folds=True,
    ),
    Kind(
        "extension_asked",
        topic="staff",
        label=_ASKED,
        title=_("A partnership in %(cohort)s asks how to go on"),
        body=_("The cohort is closed. Please answer: give them time, or let them finish."),
        button=_("Answer request"),
        link="/staff/cohorts/{cohort_id}/extensions",
        values={"cohort": cohort()},
        folds=True,
    ),
    Kind(
        "extension_granted",
        topic="programme",
        label=_ANSWERED,
        title=_("You have time until %(until)s in %(cohort)s"),
        body=_(
            "You can work on with %(partners)s until then. After that day %(cohort)s ends for you. "
            "If you did your share you get your certificate."
        ),
        button=_("See what is open"),
        link=_LINK,
        values={"until": day("until"), "cohort": cohort(), "partners": partners()},
        by_staff=True,
    ),
    Kind(
        "extension_granted_alone",
        topic="programme",
        label=_ANSWERED,
        title=_("You can finish alone in %(cohort)s until %(until)s"),
        body=_(
            "Your own share is enough. After that day %(cohort)s ends for you. If you did your "
            "share you get your certificate."
        ),
        button=_("See what is open"),
        link=_LINK,
        values={"until": day("until"), "cohort": cohort()},
        by_staff=True,
    ),
    Kind(
        "extension_declined",
        topic="programme",
        label=_ANSWERED,
        title=_("Course staff could not agree to your request in %(cohort)s"),
        body=_("Nothing changes for you. You can ask for something else, or write to them."),
        button=_("See what is open"),
        link=_LINK,
        values={"cohort": cohort()},
        by_staff=True,
    ),
    Kind(
        "extension_declined_until",
        topic="programme",
        label=_ANSWERED,
        title=_("Course staff could not agree to your request in %(cohort)s"),
        body=_("Your last day stays %(until)s. You can ask for something else, or write to them."),
        button=_("See what is open"),
        link=_LINK,
        values={"cohort": cohort(), "until": day("until")},
        by_staff=True,
    ),
    Kind(
        "extension_ending",
        topic="programme",
        label=_("Your extra time nearly ends"),
        title=_("Your time in %(cohort)s ends on %(until)s"),
        body=_(
            "Finish what is open, or ask course staff for more time. After that day %(cohort)s ends "
            "for you. If you did your share you get your certificate."
        ),
        button=_("See what is open"),
        link=_LINK,
        values={"until": day("until"), "cohort": cohort()},
        folds=True,
    ),
    Kind(
        "partnership_transferred",
        topic="programme",
        label=_("Your partnership moves to another cohort"),
        title=_("You go on in %(cohort)s"),
        body=_(
            "Course staff moved you and your partners there from %(old_cohort)s. Your room, your plan "
            "and everything you did come with you. The dates of %(cohort)s count for you now."
        ),
        button=_("See what is next"),
        link="/partnerships/{partnership_id}",
        values={"cohort": cohort(), "old_cohort": cohort("from_cohort_id")},
        by_staff=True,
    ),
    Kind(
        "partnership_arrived",
        topic="staff",
        label=_("A partnership comes from another cohort"),
        title=_("A partnership joins %(cohort)s"),
        body=_(
            "It comes from %(old_cohort)s, which is closed. The teachers bring their plan and what "
            "they have done."
        ),
        button=_("View health board"),
        link="/staff/cohorts/{cohort_id}/health",
        values={"cohort": cohort(), "old_cohort": cohort("from_cohort_id")},
    ),
)
