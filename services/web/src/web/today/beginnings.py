"""The way in: show that you teach, describe yourself and a class, join, and find a partner."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from web.i18n import N_, _, gettext

if TYPE_CHECKING:
    from web.today.things import Facts


@dataclass(frozen=True)
class Beginning:
    """One task of the way in, and why it is worth its minutes."""

    title: str
    why: str
    href: str
    minutes: int
    icon: str


VERIFICATION = "verification"
BEGINNINGS = {
    "about_you": Beginning(
        N_("Write a few words about you"),
        N_("Others read them before they answer."),
        "/profile/about",
        5,
        "user-round",
    ),
    "languages": Beginning(
        N_("Say which languages you work in"),
        N_("You only meet teachers who share one with you."),
        "/profile/languages",
        2,
        "languages",
    ),
    "wishes": Beginning(
        N_("Add your preferences"),
        N_("A preference guides the search, and excludes nobody."),
        "/profile/wishes",
        3,
        "heart-handshake",
    ),
    "class": Beginning(
        N_("Describe your class"),
        N_("Each class finds a partner of its own."),
        "/classes/new",
        5,
        "users",
    ),
    "availability": Beginning(
        N_("Say when your class has time"),
        N_("Then you see when both classes have a lesson at the same time."),
        "/classes",
        3,
        "calendar-clock",
    ),
    "cohort": Beginning(
        N_("Join a cohort"),
        N_("So that other teachers can find you."),
        "/cohorts",
        2,
        "calendar-plus",
    ),
    VERIFICATION: Beginning(
        N_("Show that you are a teacher"),
        N_("Do this first: staff need time to look. Until then names stay hidden."),
        "/settings/verification",
        3,
        "badge-check",
    ),
}
VERIFICATION_FIRST = 6
"""Whoever is not recognised cannot invite, and recognising takes staff their time."""


def begins(facts: "Facts") -> bool:
    """Whether the way in concerns this person: staff who never began to teach here have none."""
    done = {task["task"] for task in facts.profile.get("tasks", []) if task["done"]}
    return not facts.staff or bool(done - {VERIFICATION})


def tasks(facts: "Facts") -> list[tuple[int, Beginning]]:
    """What is not done yet, with its urgency."""
    if not begins(facts):
        return []
    found = []
    for position, task in enumerate(facts.profile.get("tasks", [])):
        known = BEGINNINGS.get(task["task"])
        if known is None or task["done"]:
            continue
        if task["task"] == VERIFICATION:
            if not facts.me.get("verification_waiting"):
                found.append((VERIFICATION_FIRST, known))
        else:
            found.append((8 + position, known))
    return found


def staff_room(facts: "Facts") -> tuple[str, str, str, str] | None:
    """Where staff who do not teach here begin their day: title, words, address, label."""
    if begins(facts):
        return None
    if facts.staff == "operator":
        return (
            _("See whether the system is well"),
            _("What waits, what is late, and what could not be delivered."),
            "/staff/system",
            _("Open the system page"),
        )
    return (
        _("See who needs you in the control room"),
        _("Teachers, plans and partnerships that wait for course staff."),
        "/staff",
        _("Open the control room"),
    )


def words(task: Beginning) -> tuple[str, str]:
    """Title and reason in the reader's language."""
    return gettext(task.title), gettext(task.why)
