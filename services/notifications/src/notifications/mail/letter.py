"""Writing an e-mail: the same words as HTML and as plain text, headers that mail programs honour."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import css_inline
import jinja2

from notifications.wording.kind import mark as _
from notifications.wording.writer import Words, Writer
from shared.mail import OutgoingMail, write_mail

_FOLDER: Final = Path(__file__).parent / "templates"
_HTML: Final = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_FOLDER),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEXT: Final = _HTML.overlay(autoescape=False)
_INLINER: Final = css_inline.CSSInliner(keep_style_tags=False, load_remote_stylesheets=False)


@dataclass(frozen=True)
class Item:
    """One notification inside a mail."""

    words: Words
    url: str


@dataclass(frozen=True)
class Envelope:
    """Whom a mail is for and what identifies it."""

    message_id: str
    sender: str
    name: str
    email: str
    written_at: datetime
    public_url: str
    unsubscribe_key: str
    """Empty: somebody without an account, who has nothing to choose and hears no more."""
    why: str = ""
    """Why this mail comes, where it is not for a participant."""


def message_id(event_id: UUID, person_id: UUID, template: str, public_url: str) -> str:
    """The same event, recipient and template always make the same id, so copies are recognised."""
    digest = hashlib.sha256(f"{event_id} {person_id} {template}".encode()).hexdigest()[:32]
    host = public_url.split("://", 1)[-1].split("/", 1)[0].split(":", 1)[0]
    return f"<{digest}@{host or 'meridian'}>"


def write_letter(
    writer: Writer, envelope: Envelope, template: str, subject: str, items: Sequence[Item]
) -> OutgoingMail:
    """A multipart mail. Raises `ValueError` where an address cannot be written."""
    key = envelope.unsubscribe_key
    unsubscribe_url = f"{envelope.public_url}/unsubscribe?key={key}" if key else ""
    name = " ".join(envelope.name.split())
    gaps: dict[str, Any] = {
        "_": writer.gettext,
        "language": writer.language,
        "direction": writer.direction,
        "subject": subject,
        "greeting": writer.gettext(_("Hello %(name)s,"), name=name)
        if name
        else writer.gettext(_("Hello,")),
        "items": items,
        "item": items[0],
        "why": envelope.why
        or writer.gettext(_("You get this mail because you take part in Meridian.")),
        "settings_url": f"{envelope.public_url}/settings",
        "unsubscribe_url": unsubscribe_url,
    }
    fields = {"Content-Language": writer.language, "Auto-Submitted": "auto-generated"}
    if unsubscribe_url:
        fields["List-Unsubscribe"] = f"<{unsubscribe_url}>"
        fields["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    html = _HTML.get_template(f"{template}.html").render(gaps)
    return write_mail(
        sender=envelope.sender,
        name=name,
        email=envelope.email,
        subject=subject,
        message_id=envelope.message_id,
        written_at=envelope.written_at,
        text=_TEXT.get_template(f"{template}.txt").render(gaps),
        html=_INLINER.inline(html),
        fields=fields,
    )
