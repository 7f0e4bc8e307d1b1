"""Who is asking, and whether the route lets them in."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
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
from shared.http.problems import Forbidden, NotFound, Unauthorized
from shared.identity.permissions import Permission, Scope, holds, scope_of
from shared.identity.principal import Principal
from shared.identity.roles import Grant

ALGORITHM: Final = "Ed25519"
ISSUER: Final = "meridian"
TOKEN_TYPE: Final = "at+jwt"  # noqa: S105 - a media type


FRESH: Final = timedelta(minutes=10)
"""How long a password just entered, or a session just begun, proves who is there."""


class Scoped(StrEnum):
    """Where the cohort of a permission comes from when it is not in the address."""

    LOADED = "the loaded cohort"
    """The action loads a thing and asks for the thing's cohort."""
    LISTED = "every listed cohort"
    """The action lists things of the cohorts that the permission reaches."""


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


def _bearer(request: Request) -> Principal:
    verifier: TokenVerifier = request.app.state.verifier
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Unauthorized
    who = verifier.verify(token.strip())
    request.state.person_id = who.person_id
    request.state.principal = who
    return who


class PublicPolicy:
    """Open to everybody."""

    async def __call__(self) -> None:
        return None

    def __str__(self) -> str:
        return "public"


def _require_fresh(who: Principal) -> None:
    if clock.real_now() - who.auth_time > FRESH:
        raise Forbidden("step-up-required", "Enter your password to continue.")


class OwnPolicy:
    """Signed in. The action finds things as this person, so that others' things are not found.

    With a permission, staff who hold it for the thing's cohort find it too. With `fresh`, the
    session must have begun or been confirmed with the password a short time ago.
    """

    def __init__(self, permission: Permission | None = None, *, fresh: bool = False) -> None:
        self.permission = permission
        self.fresh = fresh

    async def __call__(self, request: Request) -> Principal:
        who = _bearer(request)
        if self.fresh:
            _require_fresh(who)
        return who

    def __str__(self) -> str:
        if self.permission:
            return f"own, {self.permission} of its cohort"
        return "own, fresh session" if self.fresh else "own"


class GlobalPolicy:
    """Holding a permission that reaches everything.

    With `fresh`, the session must have begun or been confirmed with the password a short time ago.
    """

    def __init__(self, permission: Permission, *, fresh: bool = False) -> None:
        self.permission = permission
        self.fresh = fresh

    async def __call__(self, request: Request) -> Principal:
        who = _bearer(request)
        if not who.may(self.permission):
            raise Forbidden
        if self.fresh:
            _require_fresh(who)
        return who

    def __str__(self) -> str:
        return f"{self.permission} everywhere{', fresh session' if self.fresh else ''}"


class CohortPolicy:
    """Holding a permission for the cohort that the address names in `parameter`.

    Who holds it for other cohorts only gets the same answer as for a cohort that does not exist.
    """

    def __init__(self, permission: Permission, parameter: str) -> None:
        self.permission = permission
        self.parameter = parameter

    async def __call__(self, request: Request) -> Principal:
        who = _bearer(request)
        if not holds(who.roles, self.permission):
            raise Forbidden
        try:
            cohort_id = UUID(str(request.path_params[self.parameter]))
        except ValueError:
            raise NotFound("This cohort") from None
        if not who.may(self.permission, cohort_id):
            raise NotFound("This cohort")
        return who

    def __str__(self) -> str:
        return f"{self.permission} of {{{self.parameter}}}"


class LoadedPolicy:
    """Holding a permission for the cohort of what the action loads, or for the cohorts it lists.

    The door asks whether the permission is held at all. The action has to ask `who.may` or
    `who.cohorts_with`: otherwise nothing is committed and nothing is answered.
    """

    def __init__(self, permission: Permission, scope: Scoped) -> None:
        self.permission = permission
        self.scope = scope

    async def __call__(self, request: Request) -> Principal:
        who = _bearer(request)
        if not holds(who.roles, self.permission):
            raise Forbidden
        request.state.scope_owed = (who, self.permission)
        return who

    def __str__(self) -> str:
        return f"{self.permission} of {self.scope}"


class PolicyWithoutScope(Exception):
    """A permission of one cohort was declared without saying which, or the other way round."""


Policy = PublicPolicy | OwnPolicy | GlobalPolicy | CohortPolicy | LoadedPolicy


def public() -> Any:
    """Open to everybody, on purpose."""
    return Depends(PublicPolicy())


def own(permission: Permission | None = None, *, fresh: bool = False) -> Any:
    """Signed in, for one's own things; with a permission, also for staff of the thing's cohort."""
    if permission is not None and scope_of(permission) is not Scope.COHORT:
        raise PolicyWithoutScope(permission)
    return Depends(OwnPolicy(permission, fresh=fresh))


def allow(permission: Permission, *, fresh: bool = False) -> Any:
    """Holding a global permission; `fresh` for powers over who somebody is and what they may do."""
    if scope_of(permission) is not Scope.GLOBAL:
        raise PolicyWithoutScope(permission)
    return Depends(GlobalPolicy(permission, fresh=fresh))


def allow_in(permission: Permission, cohort: str | Scoped) -> Any:
    """Holding a permission for a cohort: a parameter of the path, or what the action finds."""
    if scope_of(permission) is not Scope.COHORT:
        raise PolicyWithoutScope(permission)
    if isinstance(cohort, Scoped):
        return Depends(LoadedPolicy(permission, cohort))
    return Depends(CohortPolicy(permission, cohort))


def require_scope_asked(request: Request) -> None:
    """Refuse to go on if the action never asked how far its permission reaches."""
    owed: tuple[Principal, Permission] | None = getattr(request.state, "scope_owed", None)
    if owed is not None and owed[1] not in owed[0].asked:
        raise PolicyWithoutScope(f"{request.scope['route'].name} did not ask {owed[1]}")


class RouteWithoutPolicy(Exception):
    """Default deny also means that nobody forgets to decide."""


def routes_of(app: FastAPI) -> Iterator[RouteContext]:
    """Every route that answers, those of included routers too."""
    yield from iter_route_contexts(app.routes)


def policy_of(route: RouteContext) -> Policy | None:
    dependant: Dependant | None = getattr(route, "dependant", None)
    for dependency in dependencies_of(dependant):
        if isinstance(dependency.call, Policy):
            return dependency.call
    return None


def dependencies_of(dependant: Dependant | None) -> Iterator[Dependant]:
    """Everything that a route asks for before its action runs."""
    for dependency in dependant.dependencies if dependant else ():
        yield dependency
        yield from dependencies_of(dependency)


def require_policies(app: FastAPI) -> None:
    """Refuse to start while a route has no declared policy, or one whose cohort is not in its path.

    The OpenAPI document is public.
    """
    for route in routes_of(app):
        policy = policy_of(route)
        if policy is None and route.path != app.openapi_url:
            raise RouteWithoutPolicy(f"{sorted(route.methods or ())} {route.path}")
        if isinstance(policy, CohortPolicy) and f"{{{policy.parameter}}}" not in (route.path or ""):
            raise PolicyWithoutScope(f"{sorted(route.methods or ())} {route.path}")
