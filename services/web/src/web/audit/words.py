"""An entry of the audit as a sentence, with what its codes say."""

from collections.abc import Mapping
from typing import Any, Final

from web.audit.acts import ACTS, CODES, EVERYWHERE, OF_COHORT, SERVICES
from web.cohorts.words import phase_word
from web.i18n import _, gettext, ngettext
from web.i18n.formats import country, listed
from web.staff_people.words import role_names

COUNTED: Final = frozenset({"publish_run", "send_announcement"})
CALENDARS: Final = frozenset(
    {
        "edit_calendar",
        "delete_calendar",
        "rename_region",
        "undo_calendar_change",
        "import_calendars",
        "accept_calendar_proposal",
    }
)
PHASED: Final = frozenset({"advance_cohort", "undo_advance"})


def act_names(service: str = "") -> dict[str, str]:
    """Every act that can be looked for, by name; one of several services once."""
    found = dict(EVERYWHERE)
    for name, acts in ACTS.items():
        if service in ("", name):
            found |= acts
    return {act: gettext(words) for act, words in found.items()}


def service_names() -> dict[str, str]:
    return {service: gettext(words) for service, words in SERVICES.items()}


def sentence(item: Mapping[str, Any], cohort: str) -> str:
    """What was done, naming the cohort where it concerns all of it."""
    action = item["action"]
    if cohort and action in OF_COHORT:
        return gettext(OF_COHORT[action], cohort=cohort)
    words = EVERYWHERE.get(action) or ACTS.get(item["service"], {}).get(action)
    return gettext(words) if words else str(action).replace("_", " ")


def particulars(item: Mapping[str, Any]) -> str:
    """What the codes of an entry say: the role, the phases, what was changed."""
    action, codes = item["action"], str(item["detail"]).split()
    if action in PHASED and 2 <= len(codes) <= 4:
        return _phases(*codes)
    if action in COUNTED and codes and codes[0].isdecimal():
        number = int(codes[0])
        if action == "publish_run":
            return ngettext("%(num)d suggested match", "%(num)d suggested matches", number)
        return ngettext("%(num)d person", "%(num)d people", number)
    if action in CALENDARS and codes and codes[-1].isdecimal():
        number = int(codes.pop())
        calendars = ngettext("%(num)d calendar", "%(num)d calendars", number)
        return listed([*(country(code) for code in codes), calendars])
    roles = role_names()
    return listed([words for code in codes if (words := _word(code, roles))])


def _phases(before: str, after: str, moved: str = "", held: str = "") -> str:
    first, last = phase_word(before)[0], phase_word(after)[0]
    words = _("%(first)s to %(last)s", first=first, last=last)
    if not held:
        return words
    return f"{words}. {_('%(moved)s moved, %(held)s held back.', moved=moved, held=held)}"


def _word(code: str, roles: Mapping[str, str]) -> str:
    """What a code says to a reader; empty for one without words, such as a key of the software."""
    if code in roles:
        return roles[code]
    if code in CODES:
        return gettext(CODES[code])
    if len(code) == 2 and code.isupper():
        return country(code)
    return code if code.isdecimal() else ""
