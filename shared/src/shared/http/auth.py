"""Who is asking, and whether the route lets them in."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from fastapi import Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import RouteContext, iter_route_contexts
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from shared import clock
from shared.http.problems import Forbidden, Unauthorized

ALGORITHM: Final = "Ed25519"
ISSUER: Final = "meridian"
TOKEN_TYPE: Final = "at+jwt"  # noqa: S105 - a media type


class Role(StrEnum):
    TEACHER = "teacher"
    PROGRAMME_LEAD = "programme_lead"
    TUTOR = "tutor"
    MENTOR = "mentor"
    MODERATOR = "moderator"
    SAFEGUARDING_OFFICER = "safeguarding_officer"
    EVALUATOR = "evaluator"
    OPERATOR = "operator"


STAFF: Final = frozenset(Role) - {Role.TEACHER}


@dataclass(frozen=True)
class Grant:
    role: Role
    cohort_id: UUID | None = None
    """None: in every cohort."""

    def __str__(self) -> str:
        return self.role if self.cohort_id is None else f"{self.role}:{self.cohort_id}"

    @classmethod
    def parse(cls, text: str) -> "Grant":
        role, _, cohort = text.partition(":")
        return cls(Role(role), UUID(cohort) if cohort else None)


@dataclass(frozen=True)
class Principal:
    """The person behind a request, as their access token describes them."""

    person_id: UUID
    session_id: UUID
    roles: frozenset[Grant]
    verified: bool
    """Staff have seen evidence that this person is a teacher."""
    auth_time: datetime

    def has(self, role: Role, cohort_id: UUID | None = None) -> bool:
        """Whether the role is held for this cohort; a grant without cohort covers all."""
        return any(
            grant.role is role and grant.cohort_id in {None, cohort_id} for grant in self.roles
        )

    def has_any(self, *roles: Role, cohort_id: UUID | None = None) -> bool:
        return any(self.has(role, cohort_id) for role in roles)

    def holds(self, role: Role) -> bool:
        """Whether the role is held in any cohort at all."""
        return any(grant.role is role for grant in self.roles)

    @property
    def is_staff(self) -> bool:
        return any(grant.role in STAFF for grant in self.roles)


class TokenVerifier:
    """Verifies access tokens against the public keys in a file; follows the file when it changes."""

    def __init__(self, jwks_file: Path, audience: str) -> None:
        self._file = jwks_file
        self._audience = audience
        self._changed_at = -1
        self._keys: KeySet | None = None

    def _key_set(self) -> KeySet:
        changed_at = self._file.stat().st_mtime_ns
        if self._keys is None or changed_at != self._changed_at:
            self._keys = KeySet.import_key_set(json.loads(self._file.read_text()))
            self._changed_at = changed_at
        return self._keys

    def verify(self, token: str) -> Principal:
        """The principal of a valid token; one algorithm, one issuer, this audience, not expired."""
        try:
            decoded = jwt.decode(token, self._key_set(), algorithms=[ALGORITHM])
            _check_claims(decoded.claims, self._audience)
            who = _principal(decoded.claims)
        except (JoseError, ValueError, KeyError, TypeError) as error:
            raise Unauthorized("invalid-token", "Your sign-in could not be verified.") from error
        if decoded.header.get("typ") != TOKEN_TYPE:
            raise Unauthorized("invalid-token", "Your sign-in could not be verified.")
        return who


def _check_claims(claims: dict[str, Any], audience: str) -> None:
    registry = jwt.JWTClaimsRegistry(
        now=lambda: int(clock.real_now().timestamp()),
        leeway=5,
        iss={"essential": True, "value": ISSUER},
        aud={"essential": True, "value": audience},
        exp={"essential": True},
        sub={"essential": True},
        sid={"essential": True},
    )
    registry.validate(claims)


def _principal(claims: dict[str, Any]) -> Principal:
    return Principal(
        person_id=UUID(claims["sub"]),
        session_id=UUID(claims["sid"]),
        roles=frozenset(Grant.parse(text) for text in claims.get("roles", [])),
        verified=claims.get("verified") is True,
        auth_time=datetime.fromtimestamp(claims["auth_time"], clock.real_now().tzinfo),
    )


class Policy:
    """A route's declared policy: signed in, and holding one of the roles where some are named."""

    def __init__(self, roles: frozenset[Role]) -> None:
        self.roles = roles

    async def __call__(self, request: Request) -> Principal:
        verifier: TokenVerifier = request.app.state.verifier
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthorized
        who = verifier.verify(token.strip())
        if self.roles and not any(who.holds(role) for role in self.roles):
            raise Forbidden
        request.state.person_id = who.person_id
        return who

    def __str__(self) -> str:
        return ", ".join(sorted(self.roles)) if self.roles else "signed in"


class PublicPolicy:
    async def __call__(self) -> None:
        return None

    def __str__(self) -> str:
        return "public"


def allow(*roles: Role) -> Any:
    """Signed in; with roles, holding one of them in some cohort (which one is the action's matter)."""
    return Depends(Policy(frozenset(roles)))


def public() -> Any:
    """Open to everybody, on purpose."""
    return Depends(PublicPolicy())


class RouteWithoutPolicy(Exception):
    """Default deny also means that nobody forgets to decide."""


def routes_of(app: FastAPI) -> Iterator[RouteContext]:
    """Every route that answers, those of included routers too."""
    yield from iter_route_contexts(app.routes)


def policy_of(route: RouteContext) -> Policy | PublicPolicy | None:
    dependant: Dependant | None = getattr(route, "dependant", None)
    for dependency in _dependencies(dependant) if dependant else ():
        if isinstance(dependency.call, Policy | PublicPolicy):
            return dependency.call
    return None


def _dependencies(dependant: Dependant) -> Iterator[Dependant]:
    for dependency in dependant.dependencies:
        yield dependency
        yield from _dependencies(dependency)


def require_policies(app: FastAPI) -> None:
    """Refuse to start while a route has no declared policy. The OpenAPI document is public."""
    for route in routes_of(app):
        if policy_of(route) is None and route.path != app.openapi_url:
            raise RouteWithoutPolicy(f"{sorted(route.methods or ())} {route.path}")
