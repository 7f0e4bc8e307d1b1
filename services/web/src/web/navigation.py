"""Where the header leads: by who looks, and only to pages that exist in this installation."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from fastapi import FastAPI

from shared.http.auth import routes_of
from web.i18n import N_, gettext
from web.reader import reader
from web.session import Viewer

Entry = tuple[str, str, str]
INBOX = "/inbox"
VISITOR: tuple[Entry, ...] = (
    ("/preview", N_("Who could fit?"), "search"),
    ("/cohorts", N_("Programme"), "calendar-days"),
    ("/showcase", N_("Showcase"), "gallery-vertical-end"),
)
TEACHER: tuple[Entry, ...] = (
    ("/today", N_("Today"), "sun"),
    ("/cohorts", N_("Programme"), "calendar-days"),
    ("/invitations", N_("Invitations"), "mail-open"),
    ("/partnerships", N_("Partnerships"), "handshake"),
    ("/showcase", N_("Showcase"), "gallery-vertical-end"),
    ("/inbox", N_("Inbox"), "inbox"),
)
MINE: tuple[Entry, ...] = (
    ("/profile", N_("Profile"), "user-round"),
    ("/classes", N_("Classes"), "users"),
    ("/reviews", N_("Reviews"), "message-square-text"),
    ("/certificates", N_("Certificates"), "award"),
    ("/settings", N_("Settings"), "settings"),
)
ANY_STAFF = (
    "programme_lead",
    "tutor",
    "mentor",
    "moderator",
    "safeguarding_officer",
    "evaluator",
    "operator",
)
STAFF: tuple[tuple[Entry, tuple[str, ...]], ...] = (
    (("/staff", N_("Control room"), "layout-dashboard"), ANY_STAFF),
    (("/staff/cohorts", N_("Cohorts"), "calendar-days"), ANY_STAFF),
    (
        ("/staff/calendars", N_("School calendars"), "calendar-range"),
        ("programme_lead", "tutor"),
    ),
    (("/staff/plans", N_("Plans"), "map"), ("programme_lead", "tutor", "mentor")),
    (
        ("/staff/results", N_("Results"), "gallery-vertical-end"),
        ("programme_lead", "tutor", "moderator"),
    ),
    (("/staff/verifications", N_("Verifications"), "badge-check"), ("programme_lead", "moderator")),
    (("/staff/reports", N_("Reports"), "flag"), ("safeguarding_officer",)),
    (("/staff/people", N_("People"), "users"), ("programme_lead", "moderator", "operator")),
    (("/staff/announcements", N_("Announcements"), "megaphone"), ("programme_lead", "tutor")),
    (("/staff/audit", N_("Audit log"), "scroll-text"), ("programme_lead", "operator")),
    (("/staff/system", N_("System"), "server"), ("operator",)),
)


@dataclass(frozen=True)
class Link:
    """One entry. `current` is what aria-current says."""

    href: str
    label: str
    icon: str
    current: str = ""
    dot: bool = False


@dataclass
class Links:
    """The header's three lists."""

    main: list[Link] = field(default_factory=list)
    mine: list[Link] = field(default_factory=list)
    staff: list[Link] = field(default_factory=list)


def navigation_of(app: FastAPI) -> Callable[[Viewer | None], Links]:
    """The function templates call. Pages of rooms that are not installed are left out."""
    served = {route.path for route in routes_of(app)}

    def links(entries: Iterable[Entry]) -> list[Link]:
        path = reader().path
        shown = [entry for entry in entries if entry[0] in served]
        here = max((href for href, *_ in shown if _within(path, href)), key=len, default="")
        return [
            Link(
                href,
                gettext(label),
                icon,
                _current(path, href) if href == here else "",
                dot=href == INBOX and reader().news,
            )
            for href, label, icon in shown
        ]

    def navigation(viewer: Viewer | None) -> Links:
        if viewer is None:
            return Links(main=links(VISITOR))
        staff = [entry for entry, roles in STAFF if viewer.has(*roles)]
        return Links(main=links(TEACHER), mine=links(MINE), staff=links(staff))

    return navigation


def _within(path: str, href: str) -> bool:
    return path == href or path.startswith(f"{href}/")


def _current(path: str, href: str) -> str:
    return "page" if path == href else "true"
