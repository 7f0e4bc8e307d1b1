"""Words about matching for staff: reasons in the third person, stages, why somebody has no partner."""

from collections.abc import Mapping
from typing import Any

from web.i18n import N_, gettext
from web.i18n.formats import language, listed
from web.vocabulary import level, skill, subject, topic

STATUSES = {
    "queued": (N_("Waits to start"), "waiting"),
    "running": (N_("At work"), "waiting"),
    "draft": (N_("Draft, only staff see it"), "info"),
    "published": (N_("Published"), "good"),
    "cancelled": (N_("Cancelled"), "quiet"),
    "failed": (N_("No result"), "bad"),
}
STAGES = (
    ("load", N_("Read profiles")),
    ("candidates", N_("Who could work with whom")),
    ("solve", N_("Find the best pairs")),
    ("trios", N_("Find room for the odd ones")),
    ("certificate", N_("Prove and explain")),
)
ASPECTS = {
    "language": N_("Common language"),
    "ages": N_("Pupils' ages"),
    "subjects": N_("Subjects"),
    "topics": N_("Topics"),
    "time": N_("Common hours"),
    "calendar": N_("School holidays"),
    "wishes": N_("Wished countries"),
    "strengths": N_("Strengths and needs"),
    "experience": N_("Experience"),
}
REASONS = {
    "shared_language": N_("Common language: %(language)s, %(level)s"),
    "no_shared_language": N_("No common language"),
    "common_ages": N_("Pupils of %(first)s to %(last)s years on both sides"),
    "ages_apart": N_("Pupils' ages are apart"),
    "common_subjects": N_("Both teach %(words)s"),
    "no_common_subjects": N_("Different subjects"),
    "common_topics": N_("Both named %(words)s"),
    "no_common_topics": N_("No topic in common"),
    "avoided_topics": N_("One would rather not work on %(words)s"),
    "common_time": N_("%(minutes)s minutes in common each week"),
    "time_unknown": N_("A timetable is not known"),
    "no_common_time": N_("Timetables never meet"),
    "no_weeks_lost": N_("No course week lost to holidays"),
    "weeks_lost": N_("Holidays take %(lost)s of %(weeks)s course weeks"),
    "calendar_unknown": N_("A school calendar is not known"),
    "wished_countries": N_("Preferred countries agree"),
    "open_to_any_country": N_("Open to any country"),
    "other_countries_wished": N_("One hoped for another country"),
    "help_each_other": N_("Can help each other: %(words)s"),
    "no_help": N_("Strengths and needs do not meet"),
    "experience_mixed": N_("One has done this before"),
    "both_first_time": N_("Both for the first time"),
    "both_experienced": N_("Both have done this before"),
}
TOO_LITTLE = {
    "shared_language": N_("The common language, %(language)s, is only at level %(level)s"),
    "common_ages": N_("Pupils' ages meet only from %(first)s to %(last)s years"),
    "common_subjects": N_("Few subjects in common: %(words)s"),
    "common_topics": N_("Few topics in common: %(words)s"),
    "common_time": N_("Only %(minutes)s minutes in common each week"),
}
"""The same facts where they are the weakness of a match."""
ALONE = {
    "no_language_given": N_("Has not named a language. Ask for it, then run the matching again."),
    "no_shared_language": N_("Nobody abroad speaks one of their languages at the level required."),
    "ages_apart": N_("Nobody abroad with a common language teaches pupils of a near age."),
    "blocked": N_("Contact is blocked with everybody who would fit."),
    "country_not_wished": N_(
        "Other countries are a must-have, for them or for the teachers who would fit."
    ),
    "too_few_common_hours": N_(
        "Common hours are a must-have, for them or for the teachers who would fit."
    ),
    "no_subject_in_common": N_(
        "A common subject is a must-have, for them or for the teachers who would fit."
    ),
    "one_country_only": N_("Everybody else who is free is in the same country."),
    "decided_by_staff": N_("Your locks and forbidden pairs leave nobody for them."),
    "too_many_for_too_few": N_(
        "%(waiting)s teachers wait for the same few partners, who can take only %(help)s of them."
    ),
    "odd_circle": N_(
        "%(circle)s teachers fit only each other. The number is odd: one has no partner."
    ),
    "wants_a_pair": N_("Wishes a pair. As a third they could have been placed or asked."),
    "odd_one_out": N_("All who would fit have a partner, and no pair near them takes a third."),
}
PROBLEMS = {
    "no_longer_free": N_("Somebody in a lock has left or found a partner meanwhile."),
    "locked_twice": N_("Two locks hold the same teacher."),
    "locked_and_forbidden": N_("The same teachers are locked together and kept apart."),
    "against_the_rules": N_(
        "A lock breaks a hard rule: two countries, a common language, near ages, no block."
    ),
}


def status(code: str) -> tuple[str, str]:
    words, tone = STATUSES[code]
    return gettext(words), tone


def steps(current: str) -> list[tuple[str, str]]:
    """The stages for `ui.stepper`."""
    codes = [code for code, _words in STAGES]
    at = codes.index(current) if current in codes else len(codes)
    return [
        (gettext(words), "done" if number < at else "now" if number == at else "later")
        for number, (_code, words) in enumerate(STAGES)
    ]


def stage(code: str) -> str:
    return gettext(dict(STAGES).get(code, N_("Done")))


def aspect(code: str) -> str:
    return gettext(ASPECTS.get(code, code))


def reason(item: Mapping[str, Any] | None) -> str:
    """A contribution in the third person."""
    return _sentence(REASONS, item)


def weakness(item: Mapping[str, Any] | None) -> str:
    """The one weakness in the third person, as what is missing."""
    return _sentence({**REASONS, **TOO_LITTLE}, item)


def _sentence(sentences: Mapping[str, str], item: Mapping[str, Any] | None) -> str:
    if not item:
        return ""
    code, values = str(item["code"]), [str(value) for value in item["values"]]
    named: dict[str, str] = {}
    if code == "shared_language":
        named = {"language": language(values[0]), "level": level(values[1])}
    elif code == "common_ages":
        named = {"first": values[0], "last": values[1]}
    elif code == "common_time":
        named = {"minutes": values[0]}
    elif code == "weeks_lost":
        named = {"lost": values[0], "weeks": values[1]}
    elif values:
        name = {"common_subjects": subject, "help_each_other": skill}.get(code, topic)
        named = {"words": listed([name(value) for value in values])}
    return gettext(sentences.get(code, code), **named)


def alone(item: Mapping[str, Any]) -> str:
    """Why one teacher stays without a partner."""
    facts = item["facts"]
    return gettext(
        ALONE.get(item["code"], item["code"]),
        waiting=facts.get("waiting", ""),
        help=facts.get("help_available", ""),
        circle=facts.get("circle", ""),
    )


def problems(problem: Mapping[str, Any] | None, names: Mapping[str, str]) -> list[str]:
    """Why a run failed, a sentence per cause, with the names of those whom this page knows."""
    if not problem:
        return []
    found = problem.get("problems") or []
    if not found:
        return [gettext(N_("The matching stopped unexpectedly. Nothing is lost. Run it again."))]
    return list(dict.fromkeys(_problem(one, names) for one in found))


def _problem(one: Mapping[str, Any], names: Mapping[str, str]) -> str:
    rule = gettext(PROBLEMS.get(str(one["code"]), str(one["code"])))
    known = [names[each] for each in one.get("enrolments", ()) if each in names]
    return gettext(N_("%(names)s: %(rule)s"), names=listed(known), rule=rule) if known else rule
