"""Words about the course: weeks, plans and peer review."""

from notifications.wording.kind import Kind, cohort, day, moment, partners, words, words_by_language
from notifications.wording.kind import mark as _

_NEXT_PHASE = _("Your cohort enters its next phase")
_TAKEN_BACK = _("Course staff take a phase of your cohort back")

COURSE = (
    Kind(
        "cohort_partnering",
        topic="programme",
        label=_NEXT_PHASE,
        title=_("%(cohort)s is open for finding partners"),
        body=_("Complete your profile, then invite somebody or wait for the matching."),
        button=_("Find a partner"),
        link="/today",
        values={"cohort": cohort()},
    ),
    Kind(
        "cohort_course",
        topic="programme",
        label=_NEXT_PHASE,
        title=_("The course of %(cohort)s begins"),
        body=_("Four weeks together: learn about project-based learning and write your plan."),
        button=_("See what comes next"),
        link="/today",
        values={"cohort": cohort()},
    ),
    Kind(
        "cohort_project",
        topic="programme",
        label=_NEXT_PHASE,
        title=_("The projects of %(cohort)s begin"),
        body=_("Start with your pupils. You write a short progress report every 2 weeks."),
        button=_("See what comes next"),
        link="/today",
        values={"cohort": cohort()},
    ),
    Kind(
        "cohort_closed",
        topic="programme",
        label=_NEXT_PHASE,
        title=_("%(cohort)s has ended"),
        body=_("Thank you for taking part. Certificates and published results stay available."),
        button=_("See your certificates"),
        link="/certificates",
        values={"cohort": cohort()},
    ),
    Kind(
        "cohort_closed_held",
        topic="programme",
        label=_NEXT_PHASE,
        title=_("You have more time in %(cohort)s"),
        body=_(
            "The others have finished. Course staff keep your partnership open, so you can finish "
            "your project. Write to them when you are done, or if you have to stop. If you did "
            "your share you get your certificate then."
        ),
        button=_("See what comes next"),
        link="/today",
        values={"cohort": cohort()},
    ),
    Kind(
        "cohort_taken_back",
        topic="programme",
        label=_TAKEN_BACK,
        title=_("The next phase of %(cohort)s starts later"),
        body=_(
            "Course staff took back its start. Your work is kept. We will tell you the new start."
        ),
        button=_("See what comes next"),
        link="/today",
        values={"cohort": cohort()},
    ),
    Kind(
        "cohort_not_open",
        topic="programme",
        label=_TAKEN_BACK,
        title=_("%(cohort)s is not open yet"),
        body=_("Course staff opened it too early. We will tell you when it opens."),
        button=_("See what comes next"),
        link="/today",
        values={"cohort": cohort()},
    ),
    Kind(
        "cohort_reopened",
        topic="programme",
        label=_TAKEN_BACK,
        title=_("%(cohort)s has not ended yet"),
        body=_(
            "Course staff closed it too early and opened it again. Your work is kept. "
            "Continue where you stopped."
        ),
        button=_("See what comes next"),
        link="/today",
        values={"cohort": cohort()},
    ),
    Kind(
        "cohort_reopened_held",
        topic="programme",
        label=_TAKEN_BACK,
        title=_("Your last day in %(cohort)s no longer applies"),
        body=_(
            "Course staff opened the cohort again for everyone. Your work is kept. "
            "Continue where you stopped. If we close it again we tell you your new last day."
        ),
        button=_("See what comes next"),
        link="/today",
        values={"cohort": cohort()},
    ),
    Kind(
        "course_opened",
        topic="course",
        label=_("Your course is open"),
        title=_("Your course with %(partners)s is open"),
        body=_("It starts on %(starts_on)s and takes four weeks."),
        button=_("Open the course"),
        link="/partnerships/{partnership_id}/course",
        values={"partners": partners(), "starts_on": day("starts_on")},
    ),
    Kind(
        "week_opened",
        topic="course",
        label=_("A new week of the course begins"),
        title=_("Week %(week)s begins: %(title)s"),
        body=_("The steps of this week are open for you and %(partners)s."),
        button=_("Open this week"),
        link="/partnerships/{partnership_id}/course",
        values={
            "partners": partners(),
            "week": words("week"),
            "title": words_by_language("titles"),
        },
    ),
    Kind(
        "course_completed",
        topic="course",
        label=_("You completed the course"),
        title=_("You and %(partners)s completed the course"),
        body=_("Well done. Your plan is ready to be carried out with your pupils."),
        button=_("See what comes next"),
        link="/today",
        values={"partners": partners()},
    ),
    Kind(
        "plan_overdue",
        topic="course",
        label=_("Your plan is not submitted"),
        title=_("Submit your project plan"),
        body=_(
            "The weeks of your course are over. Your project begins after course staff approve "
            "your plan."
        ),
        button=_("Open the plan"),
        link="/partnerships/{partnership_id}/plan",
        folds=True,
    ),
    Kind(
        "plan_returned",
        topic="course",
        label=_("Course staff request changes to your plan"),
        title=_("Change your plan “%(title)s”"),
        body=_("Course staff have read it and request changes from you and %(partners)s."),
        button=_("Open the plan"),
        link="/partnerships/{partnership_id}/plan",
        values={"title": words("title"), "partners": partners(), "note": words("note")},
        quote="note",
        by_staff=True,
    ),
    Kind(
        "plan_approved",
        topic="course",
        label=_("Your plan is approved"),
        title=_("Your plan “%(title)s” is approved"),
        body=_("You and %(partners)s can begin the project with your pupils."),
        button=_("Open the plan"),
        link="/partnerships/{partnership_id}/plan",
        values={"title": words("title"), "partners": partners()},
        by_staff=True,
    ),
    Kind(
        "review_assigned",
        topic="course",
        label=_("You are asked to review a plan"),
        title=_("Please review the plan “%(plan_title)s”"),
        body=_(
            "Another partnership waits for your feedback by %(due_at)s. "
            "One of you may write it for your partnership."
        ),
        button=_("Review the plan"),
        link="/reviews/{review_id}",
        values={"plan_title": words("plan_title"), "due_at": moment("due_at")},
        reply_by="due_at",
    ),
    Kind(
        "review_given",
        topic="course",
        label=_("Your plan has been reviewed"),
        title=_("Colleagues reviewed your plan “%(plan_title)s”"),
        body=_("They name a strength, an example and one thing to do next."),
        button=_("Read the review"),
        link="/reviews/{review_id}",
        values={"plan_title": words("plan_title")},
    ),
)
