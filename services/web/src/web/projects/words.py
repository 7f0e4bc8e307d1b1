"""Project states and result states as words, with the tone they are shown in."""

from web.i18n import N_, gettext

STATES = {
    "waiting": (N_("Not begun yet"), "quiet"),
    "on_track": (N_("On track"), "good"),
    "checkpoint_due": (N_("Progress report due"), "waiting"),
    "overdue": (N_("Progress report late"), "bad"),
    "needs_help": (N_("Asks for help"), "bad"),
    "finished": (N_("Finished"), "good"),
    "closed": (N_("Cohort closed"), "quiet"),
}
RESULTS = {
    "none": (N_("Not begun"), "quiet"),
    "draft": (N_("Draft"), "quiet"),
    "submitted": (N_("With course staff"), "waiting"),
    "returned": (N_("Changes requested"), "bad"),
    "published": (N_("In the showcase"), "good"),
    "withdrawn": (N_("Out of the showcase"), "quiet"),
}
WAITS_FOR = {
    "plan_approved": N_("Course staff approve your plan."),
    "cohort_in_project": N_("Your cohort goes on to its projects."),
    "course_completed": N_("You complete the steps of your course."),
}
URGENCY = ("needs_help", "overdue", "checkpoint_due", "on_track", "waiting", "finished", "closed")


def state_word(state: str) -> tuple[str, str]:
    """The word and the tone of a project's state."""
    word, tone = STATES.get(state, (state, "quiet"))
    return gettext(word), tone


def result_word(status: str) -> tuple[str, str]:
    """The word and the tone of a result's status."""
    word, tone = RESULTS.get(status, (status, "quiet"))
    return gettext(word), tone


def waits_for(codes: list[str]) -> list[str]:
    """What a board that has not opened still waits for, as sentences."""
    return [gettext(WAITS_FOR.get(code, code)) for code in codes]
