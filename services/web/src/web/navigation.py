"""Where the header leads: by who looks, and only to pages that exist in this installation."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from fastapi import FastAPI

from shared.http.auth import routes_of
from shared.identity.permissions import Permission
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
STAFF: tuple[tuple[Entry, Permission], ...] = (
    (("/staff", N_("Control room"), "layout-dashboard"), Permission.SEE_CONTROL_ROOM),
    (("/staff/cohorts", N_("Cohorts"), "calendar-days"), Permission.SEE_CONTROL_ROOM),
    (
        ("/staff/calendars", N_("School calendars"), "calendar-range"),
        Permission.MANAGE_SCHOOL_CALENDARS,
    ),
    (("/staff/plans", N_("Plans"), "map"), Permission.READ_COHORT),
    (("/staff/results", N_("Results"), "gallery-vertical-end"), Permission.PUBLISH_RESULTS),
    (("/staff/verifications", N_("Verifications"), "badge-check"), Permission.VERIFY_TEACHERS),
    (("/staff/reports", N_("Reports"), "flag"), Permission.HANDLE_REPORTS),
    (("/staff/people", N_("People"), "users"), Permission.LIST_PEOPLE),
    (("/staff/announcements", N_("Announcements"), "megaphone"), Permission.ANNOUNCE),
    (("/staff/audit", N_("Audit log"), "scroll-text"), Permission.READ_AUDIT_LOG),
    (("/staff/system", N_("System"), "server"), Permission.RUN_SYSTEM),
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
        staff = [entry for entry, permission in STAFF if viewer.holds(permission)]
        return Links(main=links(TEACHER), mine=links(MINE), staff=links(staff))

    return navigation


def _within(path: str, href: str) -> bool:
    return path == href or path.startswith(f"{href}/")


def _current(path: str, href: str) -> str:
    return "page" if path == href else "true"
