"""What the operator does on the machine itself: `python -m accounts.admin`."""

import asyncio
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from pydantic import BaseModel, SecretStr, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit.actions import record
from accounts.granting.actions import give_role
from accounts.granting.schemas import RoleChange
from accounts.passwords import hash_password
from accounts.people.actions import announce_person, lock_address
from accounts.people.model import Person
from accounts.people.queries import lock_person, person_at
from accounts.people.rules import search_key
from accounts.people.schemas import Country, Language, Password, Zone
from accounts.roles.queries import grants_of
from accounts.second_factor.actions import reset_second_factor
from accounts.settings import Settings
from accounts.tokens.actions import keep_token, new_token
from shared import clock
from shared.db import Database
from shared.identity.addresses import Email, address_key
from shared.identity.names import PersonName


class Refused(Exception):
    """One clear line for the operator."""


class NewPerson(BaseModel):
    email: Email
    name: PersonName
    country: Country
    language: Language
    zone: Zone
    password: Password | None = None


async def create_person(session: AsyncSession, settings: Settings, args: Namespace) -> None:
    """A confirmed, verified person. Running it again for the same address changes nothing."""
    new = NewPerson(
        email=args.email,
        name=args.name or args.email.partition("@")[0].replace(".", " "),
        country=args.country,
        language=args.language,
        zone=args.zone,
        password=args.password_file and SecretStr(args.password_file.read_text().strip()),
    )
    await lock_address(session, new.email)
    person = await person_at(session, new.email)
    if person is None:
        person = Person(
            name=new.name,
            name_key=search_key(new.name),
            email=new.email,
            email_key=address_key(new.email),
            country=new.country,
            language=new.language,
            zone=new.zone,
            password_hash=await hash_password(new.password) if new.password else None,
            verification="verified",
            confirmed_at=clock.now(),
            confirmed_by="operator",
        )
        session.add(person)
        await session.flush()
        record(session, actor_id=None, action="create_person", subject_id=person.id)
        await announce_person(session, person)
    for role in args.role:
        await _grant(session, person, role, None)
    _say(f"person {person.id}")
    await _print_way_in(session, settings, person)


async def sign_in_link(session: AsyncSession, settings: Settings, args: Namespace) -> None:
    """A one-time link that signs in; where such links are off, one that sets a password."""
    await _print_way_in(session, settings, await _find(session, args.email))


async def grant_role(session: AsyncSession, _settings: Settings, args: Namespace) -> None:
    person = await _find(session, args.email)
    for role in args.role:
        await _grant(session, person, role, args.cohort)
    _say(f"person {person.id}")


async def drop_second_factor(session: AsyncSession, _settings: Settings, args: Namespace) -> None:
    """For somebody who lost the app and every recovery code, after checking who they are."""
    person = await _find(session, args.email)
    await reset_second_factor(session, person.id, args.reason)
    _say(f"person {person.id}")


async def _grant(session: AsyncSession, person: Person, role: str, cohort_id: UUID | None) -> None:
    change = RoleChange(role=role, cohort_id=cohort_id)
    held = {(grant.role, grant.cohort_id) for grant in await grants_of(session, person.id)}
    if (change.role, change.cohort_id) not in held:
        await give_role(session, person, change.role, change.cohort_id, None)


async def _find(session: AsyncSession, email: str) -> Person:
    person = await person_at(session, email)
    if person is None:
        raise Refused(f"Nobody has the address {email}.")
    return await lock_person(session, person.id)


async def _print_way_in(session: AsyncSession, settings: Settings, person: Person) -> None:
    token = new_token()
    if settings.demo_links:
        _require_loopback(settings.public_url)
        purpose, path, lifetime = "demo_link", "/sign-in/link", settings.demo_link_lifetime
    else:
        purpose, path, lifetime = "reset_password", "/reset", settings.reset_lifetime
    await keep_token(session, token, purpose, lifetime, person_id=person.id)
    record(session, actor_id=None, action="make_sign_in_link", subject_id=person.id, detail=purpose)
    _say(f"link {urljoin(settings.public_url, f'{path}?token={token}')}")


def _require_loopback(public_url: str) -> None:
    host = urlsplit(public_url).hostname or ""
    try:
        loopback = ip_address(host).is_loopback
    except ValueError:
        loopback = host == "localhost" or host.endswith(".localhost")
    if not loopback:
        raise Refused(f"Demo links are for loopback only, not for {public_url}.")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


Command = Callable[[AsyncSession, Settings, Namespace], Awaitable[None]]


def _parser() -> ArgumentParser:
    parser = ArgumentParser(prog="python -m accounts.admin", description=__doc__)
    commands = parser.add_subparsers(required=True)

    def command(name: str, run: Command, help_text: str) -> ArgumentParser:
        sub = commands.add_parser(name, help=help_text)
        sub.add_argument("--email", required=True)
        sub.set_defaults(run=run)
        return sub

    create = command("create-person", create_person, "a confirmed person; prints a one-time link")
    create.add_argument("--name", default="")
    create.add_argument("--country", default="BE")
    create.add_argument("--language", default="en")
    create.add_argument("--zone", default="Europe/Brussels")
    create.add_argument("--role", action="append", default=[])
    create.add_argument("--password-file", type=Path, default=None)
    command("sign-in-link", sign_in_link, "prints a one-time link")
    grant = command("grant-role", grant_role, "grants roles, for one cohort or for all")
    grant.add_argument("--role", action="append", required=True)
    grant.add_argument("--cohort", type=UUID, default=None)
    reset = command("reset-second-factor", drop_second_factor, "after checking who somebody is")
    reset.add_argument("--reason", required=True)
    return parser


async def _run(args: Namespace) -> None:
    settings = Settings()
    clock.use_file(settings.clock_file)
    database = Database(settings.postgres_dsn, pool_size=1, application_name="accounts.admin")
    try:
        async with database.transaction() as session:
            await args.run(session, settings, args)
    finally:
        await database.close()


def main(argv: list[str] | None = None) -> int:
    args = _parser().parse_args(argv)
    try:
        asyncio.run(_run(args))
    except Refused as refused:
        sys.stderr.write(f"{refused}\n")
        return 1
    except ValidationError as error:
        for problem in error.errors():
            field = ".".join(str(part) for part in problem["loc"])
            sys.stderr.write(f"{field}: {problem['msg']}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
