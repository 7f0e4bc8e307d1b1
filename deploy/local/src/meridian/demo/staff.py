"""The demo's staff: engaged by the operator's own command, signed in by one-time links."""

import asyncio
import os
import re
import sys
from dataclasses import dataclass

from meridian.demo.client import Person, Services
from meridian.environment import Installation, variables
from meridian.failure import Failure

_TOKEN = re.compile(r"token=([A-Za-z0-9_\-.~%]+)")


@dataclass(frozen=True)
class Engagement:
    email: str
    name: str
    country: str
    zone: str
    roles: tuple[str, ...]


LEAD = Engagement(
    "lead@meridian.example",
    "Clara Lindqvist",
    "SE",
    "Europe/Stockholm",
    ("programme_lead", "moderator", "safeguarding_officer"),
)
OPERATOR = Engagement(
    "operator@meridian.example", "Tomás Arroyo", "ES", "Europe/Madrid", ("operator",)
)


@dataclass(frozen=True)
class Staff:
    lead: Person
    operator: Person


async def engage(at: Installation, services: Services) -> Staff:
    """Make sure the staff exist, and sign them in."""
    lead, operator = [await engage_as(at, services, one) for one in (LEAD, OPERATOR)]
    return Staff(lead, operator)


async def engage_as(at: Installation, services: Services, one: Engagement) -> Person:
    """Make sure that this person exists, with these roles, and sign them in."""

    async def sign_in() -> str:
        return await _sign_in(at, services, one)

    return Person(services, await sign_in(), one.email, sign_in)


async def _sign_in(at: Installation, services: Services, one: Engagement) -> str:
    for _ in range(3):
        link = await _link(at, one)
        answer = await services.send(
            "POST", "accounts", "/v1/sign-in-links", json={"token": link}, accept=(400,)
        )
        # A link is good once; an answer that got lost has used it up.
        if answer.status_code != 400:
            return str(answer.json()["session_token"])
    raise Failure(f"{one.email} could not be signed in by a link.")


async def _link(at: Installation, one: Engagement) -> str:
    arguments = ["create-person", "--email", one.email, "--name", one.name]
    arguments += ["--country", one.country, "--language", "en", "--zone", one.zone]
    for role in one.roles:
        arguments += ["--role", role]
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "accounts.admin", *arguments),
        env={**os.environ, **variables(at, "accounts")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    link = _TOKEN.search(output.decode())
    if process.returncode != 0 or link is None:
        raise Failure(f"{one.email} could not be engaged: {errors.decode().strip()[-400:]}")
    return link[1]
