"""The browser's session: an opaque cookie, swapped at `accounts` for short tokens per service."""

import asyncio
import hashlib
import time
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

import httpx
from fastapi import Request, Response

from shared.identity import permissions
from shared.identity.permissions import Permission
from shared.identity.roles import Grant, Role
from web.reach import twice
from web.settings import Settings

KEPT_SECONDS = 50.0
KEPT_UNVERIFIED_SECONDS = 5.0
"""Whoever waits to be recognised as a teacher shall not wait for us as well."""
NEVER_KEPT = frozenset({"accounts"})
"""A device that was signed out reaches the account itself not even for seconds."""
SERVICES = ("accounts", "partnering", "course", "projects", "notifications")
MOST_KEPT = 20_000
KNOWN_DEVICE = "known-device"
KNOWN_DEVICE_DAYS = 180
MOST_KNOWN = 3


@dataclass(frozen=True)
class Viewer:
    """The signed-in person who looks at the page. Only for what a page shows: services decide."""

    id: UUID
    name: str
    language: str
    zone: str
    roles: frozenset[str]
    verified: bool
    second_factor_missing: bool = False

    @cached_property
    def _grants(self) -> frozenset[Grant]:
        return frozenset(Grant.parse(held) for held in self.roles)

    def may(self, permission: str, cohort_id: object = None) -> bool:
        """Whether the person may do this: everywhere where it is global, else in this cohort."""
        return permissions.may(self._grants, Permission(permission), _id(cohort_id))

    def holds(self, permission: str) -> bool:
        """Whether there is any cohort in which the person may do this."""
        return permissions.holds(self._grants, Permission(permission))

    @property
    def is_staff(self) -> bool:
        return self.holds(Permission.SEE_CONTROL_ROOM)

    @property
    def grantable_roles(self) -> frozenset[Role]:
        """The roles that this person may grant."""
        return permissions.grantable_roles(self._grants)


def _id(text: object) -> UUID | None:
    """A cohort's id; None for what is no id and so belongs to no cohort."""
    try:
        return UUID(str(text))
    except ValueError:
        return None


def viewer_from(person: dict[str, Any], *, second_factor_missing: bool = False) -> Viewer:
    """The person as `accounts` describes them."""
    return Viewer(
        id=UUID(person["id"]),
        name=person["name"],
        language=person.get("language") or "en",
        zone=person.get("zone") or "UTC",
        roles=frozenset(_grant(held) for held in person.get("roles", [])),
        verified=bool(person.get("verified")),
        second_factor_missing=second_factor_missing or bool(person.get("second_factor_missing")),
    )


def _grant(held: dict[str, Any] | str) -> str:
    """A role as one word: `tutor`, or `tutor:<cohort>` when it is held in one cohort only."""
    if isinstance(held, str):
        return held
    cohort = held.get("cohort_id")
    return f"{held['role']}:{cohort}" if cohort else str(held["role"])


@dataclass(frozen=True)
class Access:
    """A token for one service, and whom it speaks for."""

    token: str
    viewer: Viewer
    good_until: float


class SessionEnded(Exception):
    """The cookie's session is over, revoked, or never was."""


class AccessTokens:
    """Short tokens by session and service, kept at most 50 seconds so that revoking works soon."""

    def __init__(self, client: httpx.AsyncClient, accounts_url: str) -> None:
        self._client = client
        self._url = f"{accounts_url.rstrip('/')}/v1/tokens"
        self._kept: dict[tuple[str, str], Access] = {}
        self._asking: dict[tuple[str, str], asyncio.Lock] = {}

    async def for_service(self, session: str, audience: str, headers: dict[str, str]) -> Access:
        """A token that `audience` accepts. `SessionEnded` when the session is no more."""
        key = (_fingerprint(session), audience)
        kept = self._kept.get(key)
        if kept and kept.good_until > time.monotonic():
            return kept
        # A page asks one service several things at once; one token serves them all.
        lock = self._asking.setdefault(key, asyncio.Lock())
        try:
            async with lock:
                kept = self._kept.get(key)
                if kept and kept.good_until > time.monotonic():
                    return kept
                return await self._ask(key, session, audience, headers)
        finally:
            if not lock.locked():
                self._asking.pop(key, None)

    async def _ask(
        self, key: tuple[str, str], session: str, audience: str, headers: dict[str, str]
    ) -> Access:
        answer = await twice(
            lambda: self._client.post(
                self._url,
                json={"audience": audience},
                headers={**headers, "Meridian-Session": session},
            )
        )
        if answer.status_code in {401, 403, 404, 422}:
            self.forget(session)
            raise SessionEnded
        answer.raise_for_status()
        body = answer.json()
        viewer = viewer_from(
            body["person"], second_factor_missing=bool(body.get("second_factor_missing"))
        )
        longest = KEPT_SECONDS if viewer.verified else KEPT_UNVERIFIED_SECONDS
        access = Access(
            token=body["access_token"],
            viewer=viewer,
            good_until=time.monotonic()
            + min(longest, max(0.0, float(body.get("expires_in", 60)) - 10)),
        )
        if len(self._kept) >= MOST_KEPT:
            self._kept.clear()
        if audience not in NEVER_KEPT:
            self._kept[key] = access
        return access

    def forget(self, session: str) -> None:
        """Nothing that was learned about this session is used again."""
        fingerprint = _fingerprint(session)
        for audience in SERVICES:
            self._kept.pop((fingerprint, audience), None)


def _fingerprint(session: str) -> str:
    return hashlib.sha256(session.encode()).hexdigest()


def cookie_name(settings: Settings, name: str = "meridian") -> str:
    """Browsers keep `__Host-` cookies to this very host over https; loopback has no https."""
    return f"__Host-{name}" if settings.secure else name


def session_of(request: Request, settings: Settings) -> str | None:
    """The session the browser holds, if it looks like one."""
    value = request.cookies.get(cookie_name(settings), "")
    return value if 16 <= len(value) <= 200 and value.isascii() and value.isprintable() else None


def known_device_header(request: Request, settings: Settings) -> dict[str, str]:
    """By what accounts recognises a browser that has signed in before. It signs nobody in."""
    value = request.cookies.get(cookie_name(settings, KNOWN_DEVICE), "")
    plain = value.isascii() and value.isprintable() and len(value) <= 1000
    return {"Meridian-Known-Device": value} if value and plain else {}


def keep_known_device(request: Request, response: Response, settings: Settings, token: str) -> None:
    """Remember this account among the last that signed in here: families share browsers."""
    held = known_device_header(request, settings).get("Meridian-Known-Device", "")
    tokens = [token, *(one for one in held.split("~") if one)][:MOST_KNOWN]
    seconds = KNOWN_DEVICE_DAYS * 24 * 3600
    keep_cookie(response, settings, KNOWN_DEVICE, "~".join(tokens), seconds=seconds)


def keep_cookie(
    response: Response, settings: Settings, name: str, value: str, *, seconds: int | None = None
) -> None:
    """A cookie that only this host's pages get back and no script can read."""
    response.set_cookie(
        cookie_name(settings, name),
        value,
        max_age=seconds,
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )


def drop_cookie(response: Response, settings: Settings, name: str = "meridian") -> None:
    """Take a cookie back."""
    response.delete_cookie(
        cookie_name(settings, name),
        path="/",
        secure=settings.secure,
        httponly=True,
        samesite="lax",
    )
