"""What every answer carries, and which requests are turned away before any page sees them."""

import re
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from web.i18n import LANGUAGES, best_language
from web.reader import Reader, read_as
from web.session import cookie_name
from web.settings import Settings, is_loopback

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SENT_BY_OTHERS = frozenset({"/unsubscribe"})
"""Mail programs send this form themselves (RFC 8058); its key, not a cookie, says what may happen."""
PROBES: Final = frozenset({"/livez", "/readyz", "/metrics"})
"""Asked by the machinery around the pages, by whatever name it knows for them."""
_NO_PATH_OF_OURS: Final = re.compile(r"//|/(?:\.|%2e){1,2}(?:/|$)|/[^/]*(?:%2f|%5c)", re.IGNORECASE)
"""An empty or dot segment, plain or encoded: a browser may make `//another.site` of it."""
THEMES = frozenset({"auto", "light", "dark"})
PLAIN_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def content_security_policy(nonce: str) -> str:
    """Everything comes from here; scripts run only with this answer's nonce; nothing frames us."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{nonce}'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def same_origin(headers: Headers, public_url: str) -> bool:
    """Whether our own page sent this. Browsers say so in Sec-Fetch-Site; older ones in Origin.

    The origin is compared with the configured address: what a request calls its host proves nothing.
    """
    site = headers.get("sec-fetch-site")
    if site:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    if not origin:
        return False
    scheme, _, authority = origin.partition("://")
    if scheme != urlsplit(public_url).scheme or not is_ours(authority, public_url):
        return False
    # On one machine other ports belong to other programs.
    return authority == headers.get("host") or _address(authority, scheme) == _address_of(
        public_url
    )


def is_ours(host: str, public_url: str) -> bool:
    """Whether a request is meant for the configured address.

    Where that is on loopback, every port and name of loopback is ours: ports are chosen at start, and
    a proxy on the machine may have another one.
    """
    public = urlsplit(public_url)
    asked = _address(host, public.scheme)
    if asked is None:
        return False
    if is_loopback(public.hostname or ""):
        return is_loopback(asked[0])
    return asked == _address_of(public_url)


def _address_of(public_url: str) -> tuple[str, int] | None:
    public = urlsplit(public_url)
    return _address(public.netloc, public.scheme)


def _address(authority: str, scheme: str) -> tuple[str, int] | None:
    """Name and port, written in one way; None: no address at all."""
    try:
        parts = urlsplit(f"//{authority}")
        port = parts.port or (443 if scheme == "https" else 80)
    except ValueError:
        return None
    if not parts.hostname or parts.netloc != authority or "@" in authority:
        return None
    return parts.hostname.rstrip("."), port


class Guard:
    """Sets up the reader, refuses what is meant for another host and forms sent by other sites, and
    adds the security headers."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app = app
        self.settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        reader = read_as(self._reader(scope, headers))
        policy = content_security_policy(reader.nonce)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                answer.setdefault("Content-Security-Policy", policy)
                for name, value in PLAIN_HEADERS.items():
                    answer.setdefault(name, value)
                if self.settings.secure:
                    answer.setdefault("Strict-Transport-Security", "max-age=31536000")
                answer.setdefault("Cache-Control", "no-store")
            await send(message)

        if scope["path"] not in PROBES and not is_ours(
            headers.get("host", ""), self.settings.public_url
        ):
            misdirected = PlainTextResponse("Misdirected Request", 421)
            await misdirected(scope, receive, send_guarded)
            return
        if (
            scope["method"] not in SAFE_METHODS
            and scope["path"] not in SENT_BY_OTHERS
            and not same_origin(headers, self.settings.public_url)
        ):
            from web.errors import foreign_form

            await foreign_form(scope, receive, send_guarded)
            return
        await self.app(scope, receive, send_guarded)

    def _reader(self, scope: Scope, headers: Headers) -> Reader:
        cookies = _cookies(headers.get("cookie", ""))
        language = cookies.get(cookie_name(self.settings, "language"), "")
        theme = cookies.get(cookie_name(self.settings, "theme"), "")
        return Reader(
            language=language
            if language in LANGUAGES
            else best_language(headers.get("accept-language", "")),
            theme=theme if theme in THEMES else "auto",
            path=scope["path"],
        )


def _cookies(header: str) -> dict[str, str]:
    pairs = (part.strip().partition("=") for part in header.split(";"))
    return {name: value for name, _sep, value in pairs if name}


def safe_next(target: str | None, otherwise: str = "/today") -> str:
    """An address on this site; anything else is replaced."""
    target = target or ""
    path = re.split(r"[?#]", target, maxsplit=1)[0]
    unsafe = (
        not target.startswith("/")
        or _NO_PATH_OF_OURS.search(path)
        or "\\" in target
        or not target.isprintable()
        or len(target) > 500
    )
    return otherwise if unsafe else target
