"""For tests of services: people to act as, tokens to send, events to look at."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from fastapi import FastAPI
from joserfc import jwt
from joserfc.jwk import OKPKey
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock, contracts
from shared.contracts.event import Event
from shared.http.auth import (
    ALGORITHM,
    ISSUER,
    TOKEN_TYPE,
    OwnPolicy,
    dependencies_of,
    policy_of,
    routes_of,
)
from shared.http.bulkhead import EACH_WAITING, Bulkhead, OneAtATime
from shared.identity.principal import Principal
from shared.identity.roles import Grant, Role
from shared.ids import new_id


def principal(
    person_id: UUID | None = None, *roles: Role | Grant, verified: bool = True
) -> Principal:
    """Somebody who acts: a teacher unless other roles are named."""
    grants = frozenset(role if isinstance(role, Grant) else Grant(role) for role in roles)
    return Principal(
        person_id=person_id or new_id(),
        session_id=new_id(),
        roles=grants | {Grant(Role.TEACHER)},
        verified=verified,
        auth_time=clock.real_now(),
    )


@cache
def signing_key() -> OKPKey:
    """One key for a whole test run."""
    return OKPKey.generate_key("Ed25519", {"kid": "test", "use": "sig"}, private=True)


def trust_test_key(jwks_file: Path) -> None:
    """Let services that read this file accept the tokens of `bearer`."""
    keys = json.loads(jwks_file.read_text())["keys"] if jwks_file.exists() else []
    keys.append(signing_key().as_dict(private=False))
    jwks_file.write_text(json.dumps({"keys": keys}))


def bearer(who: Principal, audience: str) -> dict[str, str]:
    """The headers of a request by this person to this service."""
    now = int(clock.real_now().timestamp())
    claims = {
        "iss": ISSUER,
        "aud": audience,
        "sub": str(who.person_id),
        "sid": str(who.session_id),
        "roles": sorted(str(grant) for grant in who.roles),
        "verified": who.verified,
        "auth_time": int(who.auth_time.timestamp()),
        "exp": now + 3600,
    }
    header = {"alg": ALGORITHM, "kid": "test", "typ": TOKEN_TYPE}
    token = jwt.encode(header, claims, signing_key(), algorithms=[ALGORITHM])
    return {"Authorization": f"Bearer {token}"}


def event_classes() -> dict[str, type[Event]]:
    """Every contract, by type."""
    for module in Path(contracts.__file__).parent.glob("*.py"):
        if module.stem != "__init__":
            __import__(f"shared.contracts.{module.stem}")
    return {event.type: event for event in Event.__subclasses__()}


async def announced(session: AsyncSession) -> list[Event]:
    """The events in the outbox, in the order they were announced."""
    rows = await session.execute(text("SELECT type, body FROM outbox ORDER BY position"))
    classes = event_classes()
    return [classes[row.type].model_validate_json(row.body) for row in rows]


@contextlib.asynccontextmanager
async def api_client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Talks to a service over ASGI. The worker does not run; an unexpected error is answered with 500."""
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://service.test") as client:
        try:
            yield client
        finally:
            await app.state.database.close()


def nobody_there() -> httpx.MockTransport:
    """For what a test has not mounted: away, whatever happens to run on this machine."""
    return httpx.MockTransport(lambda _request: httpx.Response(503))


def commands_of_members(app: FastAPI) -> set[str]:
    """`METHOD /path` of every command that people give about what is their own."""
    return {
        f"{method} {route.path}"
        for route in routes_of(app)
        if isinstance(policy_of(route), OwnPolicy)
        for method in (route.methods or set()) - {"GET", "HEAD"}
    }


def routes_with_words(app: FastAPI) -> set[str]:
    """`METHOD /path` of every route whose body takes words or an address that somebody may read."""
    document = app.openapi()
    return {
        f"{method.upper()} {path}"
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if method in {"post", "put", "patch"}
        and "requestBody" in operation
        and any(
            _takes_words(media.get("schema", {}), document, frozenset())
            for media in operation["requestBody"]["content"].values()
        )
    }


def _takes_words(schema: dict[str, Any], document: dict[str, Any], seen: frozenset[str]) -> bool:
    """Whether a JSON schema leaves room for free text: a string that is no id, date or choice."""
    if name := schema.get("$ref"):
        if name in seen:
            return False
        named = document["components"]["schemas"][name.rsplit("/", 1)[-1]]
        return _takes_words(named, document, seen | {name})
    if "enum" in schema or "const" in schema:
        return False
    if schema.get("type") == "string":
        return schema.get("format") not in {"uuid", "date", "date-time", "time", "binary"}
    extra = schema.get("additionalProperties")
    inner = [
        *schema.get("properties", {}).values(),
        *schema.get("anyOf", ()),
        *schema.get("oneOf", ()),
        *schema.get("allOf", ()),
        *schema.get("prefixItems", ()),
        *([schema["items"]] if "items" in schema else ()),
        *([extra] if isinstance(extra, dict) else ()),
    ]
    if extra is True:
        return True
    return any(_takes_words(one, document, seen) for one in inner)


def behind_a_bulkhead(app: FastAPI) -> dict[str, str]:
    """`METHOD /path` of every route of which a person is answered one at a time → the kind of work."""
    return {
        f"{method} {route.path}": dependency.call.kind
        for route in routes_of(app)
        for dependency in dependencies_of(getattr(route, "dependant", None))
        if isinstance(dependency.call, OneAtATime)
        for method in (route.methods or set()) - {"HEAD"}
    }


@contextlib.asynccontextmanager
async def answered_already(app: FastAPI, kind: str, person_id: UUID) -> AsyncIterator[None]:
    """As if this person had asked for this kind of work as often as may wait."""
    bulkhead = app.state.bulkheads.setdefault(kind, Bulkhead(at_once=2))
    done = asyncio.Event()

    async def ask() -> None:
        async with bulkhead.place(person_id):
            await done.wait()

    asking = [asyncio.ensure_future(ask()) for _ in range(1 + EACH_WAITING)]
    await asyncio.sleep(0)
    try:
        yield
    finally:
        done.set()
        await asyncio.gather(*asking)
