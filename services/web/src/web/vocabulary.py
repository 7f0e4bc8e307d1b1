"""The words that classes and profiles choose from, and the reasons of a fit, as sentences."""

import re
from collections.abc import Mapping
from typing import Any

from web.i18n import N_, _, gettext
from web.i18n.collation import by_name
from web.i18n.formats import country, language, listed

SUBJECTS = {
    "languages": N_("Languages"),
    "primary": N_("Primary, all subjects"),
    "science": N_("Science"),
    "ict": N_("Computing"),
    "maths": N_("Mathematics"),
    "arts": N_("Arts"),
    "music": N_("Music"),
    "history_civics": N_("History and civics"),
    "geography": N_("Geography"),
    "sport": N_("Physical education"),
    "vocational": N_("Vocational subjects"),
    "other": N_("Another subject"),
}
TOPICS = {
    "climate": N_("Climate"),
    "water": N_("Water"),
    "energy": N_("Energy"),
    "nature": N_("Plants and animals"),
    "food": N_("Food"),
    "health": N_("Health"),
    "sport": N_("Games and sport"),
    "heritage": N_("Heritage and traditions"),
    "stories": N_("Stories and books"),
    "theatre": N_("Theatre"),
    "music": N_("Songs and music"),
    "art": N_("Art and crafts"),
    "media": N_("Film, photo and media"),
    "democracy": N_("Democracy and rights"),
    "peace": N_("Peace"),
    "migration": N_("Migration"),
    "inclusion": N_("Inclusion"),
    "city": N_("Our town"),
    "robotics": N_("Robots and code"),
    "space": N_("Space"),
    "maths_in_life": N_("Mathematics in daily life"),
    "enterprise": N_("Pupils' enterprise"),
}
GOALS = {
    "1": N_("No poverty"),
    "2": N_("Zero hunger"),
    "3": N_("Good health and well-being"),
    "4": N_("Quality education"),
    "5": N_("Gender equality"),
    "6": N_("Clean water and sanitation"),
    "7": N_("Affordable and clean energy"),
    "8": N_("Decent work and economic growth"),
    "9": N_("Industry, innovation and infrastructure"),
    "10": N_("Reduced inequalities"),
    "11": N_("Sustainable cities and communities"),
    "12": N_("Responsible consumption and production"),
    "13": N_("Climate action"),
    "14": N_("Life below water"),
    "15": N_("Life on land"),
    "16": N_("Peace, justice and strong institutions"),
    "17": N_("Partnerships for the goals"),
}
"""The Sustainable Development Goals of the United Nations, by their numbers."""
SKILLS = {
    "project_planning": N_("Planning projects"),
    "digital_tools": N_("Digital tools"),
    "coding": N_("Coding"),
    "film_and_photo": N_("Film and photo"),
    "storytelling": N_("Storytelling"),
    "drama": N_("Drama"),
    "arts": N_("Art and crafts"),
    "music": N_("Songs and music"),
    "experiments": N_("Experiments"),
    "outdoor": N_("Learning outdoors"),
    "language_teaching": N_("Teaching a language"),
    "assessment": N_("Assessment"),
    "inclusion": N_("Inclusion"),
    "young_children": N_("Working with young children"),
    "community": N_("Working with families and the town"),
}
LEVELS = {
    "A1": N_("A1, a few words"),
    "A2": N_("A2, simple sentences"),
    "B1": N_("B1, everyday talk"),
    "B2": N_("B2, fluent on most topics"),
    "C1": N_("C1, fluent on all topics"),
    "C2": N_("C2, like a first language"),
}
LANGUAGES = (
    "en fr de es it tr pl ro el pt hr bg cs lt sk uk sr ka hy az mk sq nl hu sv da fi et lv sl "
    "ar ca eu gl ga mt ru zh ja ne bs no is"
)
"""Languages offered first to last; any other code is kept as it is."""
COUNTRIES = (
    "AL AD AM AT AZ BY BE BA BG HR CY CZ DK EE FI FR GE DE GR HU IS IE IT XK LV LI LT LU MT MD MC "
    "ME NL MK NO PL PT RO SM RS SK SI ES SE CH TR UA GB "
    "DZ AU BD BR CA CL CN CO EG IN ID IL JP JO KE KZ LB MA MX NP NZ NG PK PE PH SN ZA KR TN US"
)
STRONG = {
    "shared_language": N_("You both work in %(language)s (%(level)s)"),
    "common_ages": N_("Your pupils are of the same age: %(first)s to %(last)s years"),
    "common_subjects": N_("You both teach: %(words)s"),
    "common_topics": N_("You both named: %(words)s"),
    "common_time": N_("%(minutes)s minutes in common each week"),
    "no_weeks_lost": N_("No course week is lost to school holidays"),
    "wished_countries": N_("Your preferred countries agree"),
    "open_to_any_country": N_("Both of you are open to any country"),
    "help_each_other": N_("You can help each other: %(words)s"),
    "experience_mixed": N_("One of you has done this before"),
    "both_experienced": N_("Both of you have done this before"),
}
WEAK = {
    "shared_language": N_("Your common language, %(language)s, is at level %(level)s"),
    "no_shared_language": N_("You have no language in common"),
    "common_ages": N_("The ages of your pupils meet only from %(first)s to %(last)s years"),
    "ages_apart": N_("The ages of your pupils are apart"),
    "common_subjects": N_("You have few subjects in common"),
    "no_common_subjects": N_("You teach different subjects"),
    "common_topics": N_("You have few topics in common"),
    "no_common_topics": N_("You have not named a topic in common"),
    "avoided_topics": N_("One of you would rather not work on: %(words)s"),
    "time_unknown": N_("It is not known yet when both classes have time"),
    "no_common_time": N_("Your timetables never meet, so you would work at different times"),
    "common_time": N_("Only %(minutes)s minutes in common each week"),
    "calendar_unknown": N_("A school calendar is not known yet"),
    "weeks_lost": N_("Holidays take %(lost)s of %(weeks)s course weeks"),
    "wished_countries": N_("One of you hoped for another country"),
    "other_countries_wished": N_("One of you hoped for another country"),
    "no_help": N_("Your strengths and needs do not meet"),
    "both_first_time": N_("Both of you do this for the first time"),
}
FOR_VISITORS = {
    "shared_language": N_("They work in %(language)s"),
    "common_ages": N_("Their pupils are as old as yours"),
    "common_subjects": N_("They teach: %(words)s"),
    "no_weeks_lost": N_("No course week is lost to school holidays"),
}
MUSTS = {
    "countries": N_("Only countries hoped for"),
    "hours": N_("An hour in common each week"),
    "subjects": N_("A subject in common"),
}
"""On what a teacher may insist."""
WHY_NOT = {
    "contact_frozen": N_("Contact is paused for one of you. Our safeguarding officer knows why."),
    "not_verified": N_("Course staff have not yet confirmed one of you as a teacher."),
    "same_person": N_("These are two of your own classes."),
    "same_country": N_("A partner must be in another country."),
    "blocked": N_("There is no contact between you."),
    "no_shared_language": N_("You need a language that both of you speak at A2 or better."),
    "ages_apart": N_("The ages of your pupils are too far apart."),
    "country_not_wished": N_("For one of you partners from other countries are a must-have."),
    "too_few_common_hours": N_("For one of you a common hour each week is a must-have."),
    "no_subject_in_common": N_("For one of you a common subject is a must-have."),
}


def subject(code: str) -> str:
    return gettext(SUBJECTS.get(code, code))


def topic(code: str) -> str:
    return gettext(TOPICS.get(code, code))


def goal(number: int) -> str:
    return f"{number} {gettext(GOALS.get(str(number), ''))}".strip()


def must(code: str) -> str:
    return gettext(MUSTS.get(code, code))


def skill(code: str) -> str:
    return gettext(SKILLS.get(code, code))


def level(code: str) -> str:
    return gettext(LEVELS.get(code, code))


def options(words: Mapping[str, str]) -> list[tuple[str, str]]:
    """For `ui.select` and `ui.choices`."""
    return [(code, gettext(label)) for code, label in words.items()]


def language_options() -> list[tuple[str, str]]:
    """Languages by their names, the commonest working languages first."""
    codes = LANGUAGES.split()
    common, others = codes[:5], codes[5:]
    return [(code, language(code)) for code in common] + by_name(
        (code, language(code)) for code in others
    )


def country_options() -> list[tuple[str, str]]:
    """Countries by their names in the reader's language."""
    return by_name((code, country(code)) for code in COUNTRIES.split())


def reason(item: Mapping[str, Any]) -> str:
    """Why two classes fit, as a sentence."""
    return _sentence(STRONG, item)


def visitor_reason(item: Mapping[str, Any]) -> str:
    """The same to somebody who has only answered three questions."""
    return _sentence(FOR_VISITORS, item)


def caution(item: Mapping[str, Any] | None) -> str:
    """The one weakness, as a sentence; "" when there is none."""
    return _sentence(WEAK, item) if item else ""


def why_not(code: str | None) -> str:
    return gettext(WHY_NOT.get(code, code)) if code else ""


def _sentence(sentences: Mapping[str, str], item: Mapping[str, Any]) -> str:
    code, values = str(item["code"]), [str(value) for value in item.get("values", [])]
    words = sentences.get(code)
    if words is None:
        return ""
    return gettext(words, **_values(code, values))


def _values(code: str, values: list[str]) -> dict[str, str]:
    if code == "shared_language" and values:
        return {"language": language(values[0]), "level": values[-1]}
    if code == "common_ages" and len(values) == 2:
        return {"first": values[0], "last": values[1]}
    if code in {"common_subjects", "common_topics", "avoided_topics", "help_each_other"}:
        name = {"common_subjects": subject, "help_each_other": skill}.get(code, topic)
        return {"words": listed([name(value) for value in values])}
    if code == "common_time" and values:
        return {"minutes": values[0]}
    if code == "weeks_lost" and len(values) == 2:
        return {"lost": values[0], "weeks": values[1]}
    return {}


def known(name: str | None, place: str = "") -> str:
    """A person's name, also when the account is deleted. `place` is "start" at the start of a line."""
    return name or (_("A former member") if place == "start" else _("a former member"))


def known_credits(words: str) -> str:
    """Credits as shown: a name that an erasure took out is "…" in them, a word by itself."""
    return re.sub(r"(?<![^\s,;(&+/])…(?![^\s,;.)&+/])", lambda _dots: known(""), words)


FILTERS = {
    "known": known,
    "known_credits": known_credits,
    "subject": subject,
    "topic": topic,
    "goal": goal,
    "must": must,
    "skill": skill,
    "level": level,
    "reason": reason,
    "visitor_reason": visitor_reason,
    "caution": caution,
    "why_not": why_not,
}
