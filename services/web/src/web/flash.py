"""One short message that survives a redirect, in a signed cookie that lives a minute."""

import base64
import binascii
import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from secrets import token_bytes

from web.settings import Settings

COOKIE = "meridian-flash"
LONGEST = 1500


@dataclass(frozen=True)
class Flash:
    """What just happened. `undo` is the address whose POST takes it back; `saved` is the key of the
    form that was saved, so that the browser forgets its draft."""

    text: str
    tone: str = "good"
    undo: str = ""
    saved: str = ""


class FlashBox:
    """Seals messages for the browser and opens what comes back; a broken seal is no message."""

    def __init__(self, settings: Settings) -> None:
        path = settings.cookie_key_file
        self._key = path.read_bytes() if path else token_bytes(32)

    def seal(self, flash: Flash) -> str:
        """The message as a cookie value."""
        body = base64.urlsafe_b64encode(json.dumps(asdict(flash)).encode()).decode()
        return f"{body}.{self._mark(body)}"

    def open(self, value: str) -> Flash | None:
        """The message that was sealed here, else nothing."""
        body, _sep, mark = value.rpartition(".")
        if not body or not hmac.compare_digest(mark.encode(), self._mark(body).encode()):
            return None
        try:
            return Flash(**json.loads(base64.urlsafe_b64decode(body)))
        except (binascii.Error, ValueError, TypeError):
            return None

    def _mark(self, body: str) -> str:
        return hmac.new(self._key, body.encode(), hashlib.sha256).hexdigest()[:32]
