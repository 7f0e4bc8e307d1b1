"""Words about carrying out the project, its result and certificates."""

from notifications.wording.kind import Kind, cohort, day, partners, person, words
from notifications.wording.kind import mark as _

_AUTHOR_GONE = _("The author of your result has left")

PROJECT = (
    Kind(
        "project_opened",
        topic="project",
        label=_("Your project board is open"),
        title=_("Your project “%(title)s” begins"),
        body=_("The board for you and %(partners)s shows the milestones of your plan."),
        button=_("Open the board"),
        link="/partnerships/{partnership_id}/project",
        values={"title": words("title"), "partners": partners()},
    ),
    Kind(
        "milestone_reached",
        topic="project",
        label=_("A milestone is reached"),
        title=_("Milestone reached: %(title)s"),
        body=_("You and %(partners)s are one step further."),
        button=_("Open the board"),
        link="/partnerships/{partnership_id}/project",
        values={"title": words("title"), "partners": partners()},
        email="digest",
    ),
    Kind(
        "checkpoint_due",
        topic="project",
        label=_("A progress report is due"),
        title=_("Write your progress report by %(due_on)s"),
        body=_(
            "Three sentences are enough: what went well, what is difficult, what comes next. "
            "One report counts for you and %(partners)s."
        ),
        button=_("Write the report"),
        link="/partnerships/{partnership_id}/checkpoints/{checkpoint_id}",
        values={"due_on": day("due_on"), "partners": partners()},
        about="checkpoint_id",
        reply_by="due_on",
    ),
    Kind(
        "checkpoint_overdue",
        topic="project",
        label=_("A progress report is late"),
        title=_("Your progress report of %(due_on)s is late"),
        body=_(
            "Three sentences are enough. If something is difficult, tick that you need help. "
            "One report counts for you and %(partners)s."
        ),
        button=_("Write the report"),
        link="/partnerships/{partnership_id}/checkpoints/{checkpoint_id}",
        values={"due_on": day("due_on"), "partners": partners()},
        about="checkpoint_id",
    ),
    Kind(
        "checkpoint_reported",
        topic="project",
        label=_("Your partner wrote a progress report"),
        title=_("%(reported_by)s wrote the progress report"),
        body=_("You do not have to do anything."),
        button=_("Open the board"),
        link="/partnerships/{partnership_id}/project",
        values={"reported_by": person("reported_by")},
        about="checkpoint_id",
        email="never",
    ),
    Kind(
        "result_returned",
        topic="project",
        label=_("Course staff request changes to your result"),
        title=_("Change your result “%(title)s”"),
        body=_("Course staff have read it and request changes from you and %(partners)s."),
        button=_("Open the result"),
        link="/partnerships/{partnership_id}/result",
        values={"title": words("title"), "partners": partners(), "note": words("note")},
        quote="note",
        by_staff=True,
    ),
    Kind(
        "result_published",
        topic="project",
        label=_("Your result is published"),
        title=_("“%(title)s” is in the showcase"),
        body=_("Everybody can see now what you and %(partners)s have done with your pupils."),
        button=_("See it in the showcase"),
        link="/showcase/{slug}",
        values={"title": words("title"), "partners": partners()},
        by_staff=True,
    ),
    Kind(
        "result_kept",
        topic="project",
        label=_AUTHOR_GONE,
        title=_("Your result stays published"),
        body=_(
            "Your partner has deleted their account. The result you published together stays in "
            "the showcase, without their name. You can change or withdraw it at any time."
        ),
        button=_("Open the result"),
        link="/partnerships/{partnership_id}/result",
    ),
    Kind(
        "result_gone",
        topic="project",
        label=_AUTHOR_GONE,
        title=_("The draft of your result is deleted"),
        body=_(
            "Your partner has deleted their account. They alone had written the draft, so it was "
            "deleted with it. You can write a new result."
        ),
        button=_("Write the result"),
        link="/partnerships/{partnership_id}/result",
    ),
    Kind(
        "certificate_issued",
        topic="project",
        label=_("Your certificate is ready"),
        title=_("Your certificate is ready"),
        body=_("You can print it, and anyone can check it with its code."),
        button=_("See the certificate"),
        link="/certificates/{code}",
    ),
    Kind(
        "certificate_withdrawn",
        topic="project",
        label=_("Your certificate is not valid now"),
        title=_("Your certificate is not valid now"),
        body=_(
            "You got it when %(cohort)s ended. Course staff opened it again, so it has not ended "
            "yet. Your certificate keeps its code and is valid again after the end."
        ),
        button=_("View certificate"),
        link="/certificates/{code}",
        values={"cohort": cohort()},
    ),
)
