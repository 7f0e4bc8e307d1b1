"""The copy of one's own data: what every service keeps, as one file that opens offline."""

import asyncio
import io
import json
import zipfile
from typing import Any, Final

from web.i18n import N_, gettext
from web.pages import Page
from web.rendering import environment

SERVICES: Final = ("partnering", "course", "projects", "notifications")
PARTS: Final = {
    "accounts": N_("Account"),
    "partnering": N_("Finding a partner and working together"),
    "course": N_("Course and project plans"),
    "projects": N_("Projects, results and certificates"),
    "notifications": N_("Messages to you"),
}

Sections = list[dict[str, Any]]


async def copy_of_everything(page: Page, account: dict[str, Any]) -> bytes:
    """A ZIP with a page to read and one JSON file per service.

    `account` is what accounts answered after it had asked for the password. A service that is away
    raises `Unavailable`: a copy that lacks a part would look complete.
    """
    answers = await asyncio.gather(
        *(getattr(page.api, service).get("/v1/me/export") for service in SERVICES)
    )
    copies = {"accounts": account, **dict(zip(SERVICES, answers, strict=True))}
    words = (
        environment()
        .get_template("account/copy.html")
        .render(
            name=page.me.name,
            exported_at=account["exported_at"],
            parts=[(gettext(PARTS[service]), copy["sections"]) for service, copy in copies.items()],
            label=label,
            shown=shown,
        )
    )
    return _zipped({"index.html": words, **_data(copies)})


def _data(copies: dict[str, Any]) -> dict[str, str]:
    return {
        f"data/{service}.json": json.dumps(copy, indent=2, ensure_ascii=False)
        for service, copy in copies.items()
    }


def _zipped(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


def label(column: str) -> str:
    """A column's name as words: `posted_at` → "Posted at"."""
    return column.replace("_", " ").capitalize()


def shown(value: Any) -> str:
    """A value as a line of text; lists and objects as JSON."""
    if value is None or value in ("", [], {}):
        return ""
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False, indent=1)
    return str(value)
