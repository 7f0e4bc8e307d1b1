"""Why somebody is held, what health means, and which messages go out: codes as sentences."""

from collections.abc import Mapping
from typing import Any

from web.i18n import N_, _, gettext, ngettext
from web.i18n.formats import listed
from web.vocabulary import known

TEMPLATES = {
    "four-weeks-fixed": (
        N_("Four weeks, fixed dates"),
        N_("Everybody finds a partner, learns and carries out the project in the same weeks."),
    ),
    "four-weeks-rolling": (
        N_("Four weeks, rolling start"),
        N_("A partnership begins on the Monday after it is confirmed, at any time."),
    ),
}
HELD = {
    "handshake_open": N_("The partners have not confirmed yet."),
    "held_by_staff": N_("You hold it back."),
    "plan_not_written": N_("There is no plan yet."),
    "plan_not_submitted": N_("The plan is not submitted."),
    "plan_waits_for_approval": N_("The plan waits for your decision."),
    "plan_returned": N_("Changes to the plan were requested. It is not submitted again."),
    "course_not_opened": N_("Its course has not opened."),
}
MESSAGES = {
    "cohort_partnering": N_("Your cohort is open for finding partners"),
    "cohort_course": N_("The course begins"),
    "cohort_project": N_("The projects begin"),
    "course_opened": N_("Your course opens"),
    "week_opened": N_("Week 1 is open"),
    "project_opened": N_("Your project begins"),
    "cohort_closed": N_("Your cohort is closed"),
    "extension_granted": N_("You have time until your last day"),
    "extension_granted_alone": N_("You can finish alone until your last day"),
    "cohort_closed_held": N_("You have more time in your cohort"),
    "certificate_issued": N_("Your certificate is ready"),
    "invitation_expired": N_("Your invitation has ended"),
}
COLOURS = {
    "red": (N_("At risk"), "bad"),
    "amber": (N_("Needs attention"), "waiting"),
    "green": (N_("On track"), "good"),
}
ACTIONS = {
    "wait_for_reminder": N_("Nothing yet: both have been reminded."),
    "write_to_the_silent_one": N_("Write a friendly line to the teacher who does not answer."),
    "call_a_mentor": N_("Ask a mentor to call them."),
    "find_a_new_partner": N_("Find a new partner for the teacher who waits."),
    "help_them_part": N_("Contact each of them. If they cannot go on, part them."),
    "decide_on_plan": N_("Decide on the plan."),
    "help_with_plan": N_("Offer help with the plan."),
    "give_a_review_yourself": N_("Remind them of their review, or give it yourself."),
    "answer_the_call_for_help": N_("Read their progress report and answer the call for help."),
    "ask_for_the_report": N_("Ask them for the progress report."),
    "open_the_course": N_("Let them follow: open their course."),
}


def template_words(template: Mapping[str, Any]) -> dict[str, Any]:
    """A template with title and summary in the reader's language."""
    title, summary = TEMPLATES.get(template["key"], (template["title"], template["summary"]))
    return {**template, "title": gettext(title), "summary": gettext(summary)}


def held_word(why: str) -> str:
    return gettext(HELD.get(why, why))


def message_word(kind: str) -> str:
    return gettext(MESSAGES.get(kind, kind))


def colour_word(colour: str) -> tuple[str, str]:
    """A colour's meaning and the tone of its pill: never colour alone."""
    word, tone = COLOURS.get(colour, (colour, "quiet"))
    return gettext(word), tone


def action_word(action: str) -> str:
    return gettext(ACTIONS.get(action, ""))


def fact_sentence(fact: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """One visible fact about a partnership, as a sentence."""
    count = int(fact["count"])
    who = listed([known(names.get(one, "")) for one in fact["person_ids"]])
    quiet = {
        "quiet": ngettext("Quiet for %(num)d day: ", "Quiet for %(num)d days: ", count),
        "not_begun": ngettext(
            "Has not begun for %(num)d day: ", "Has not begun for %(num)d days: ", count
        ),
    }
    sentences = {
        "active": _("All are active.") if len(names) > 2 else _("Both are active."),
        "quiet": quiet["quiet"] + who,
        "not_begun": quiet["not_begun"] + who,
        "check_in_unanswered": _("Has not answered the check-in: %(names)s", names=who),
        "needs_a_week": _("Asked for a week: %(names)s", names=who),
        "must_stop": _("Have to stop: %(names)s", names=who),
        "behind": ngettext(
            "%(num)d step of past weeks is open.", "%(num)d steps of past weeks are open.", count
        ),
        "plan_late": _("The plan is not submitted."),
        "plan_waits_for_staff": ngettext(
            "The plan has waited for you for %(num)d day.",
            "The plan has waited for you for %(num)d days.",
            count,
        ),
        "reviews_overdue": ngettext(
            "%(num)d review is overdue.", "%(num)d reviews are overdue.", count
        ),
        "calendar_unknown": _("School calendar unknown: %(names)s", names=who),
        "school_free_now": _("School holidays now: %(names)s", names=who),
        "held_by_staff": _("Held back by staff."),
        "help_asked": ngettext(
            "They have asked for help. Waiting for %(num)d day.",
            "They have asked for help. Waiting for %(num)d days.",
            count,
        ),
        "report_overdue": ngettext(
            "The progress report is %(num)d day late.",
            "The progress report is %(num)d days late.",
            count,
        ),
        "left_alone": _("Without a partner: %(names)s", names=who),
        "contact_paused": _("Contact is paused between these partners."),
    }
    return sentences.get(str(fact["fact"]), str(fact["fact"]))
