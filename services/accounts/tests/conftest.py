"""What the tests of accounts share: its app on real Postgres, people, and the letters it writes."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from pwdlib.hashers.argon2 import Argon2Hasher
from pydantic import SecretStr
from sqlalchemy import select

from accounts import passwords
from accounts.app import create_app
from accounts.delivery.letters import Letter, write_letter
from accounts.keys import Vault
from accounts.mail.model import Mail
from accounts.passwords import hash_password
from accounts.people.model import Person
from accounts.people.rules import search_key
from accounts.roles.model import RoleGrant
from accounts.settings import Settings
from shared import clock
from shared.db import Database
from shared.http import Grant, Principal, Role
from shared.identity.addresses import address_key
from shared.testing import api_client, bearer, principal

PASSWORD = "correct horse battery"

Post = Callable[[], Awaitable[list[Letter]]]
Register = Callable[..., Awaitable[httpx.Response]]
Confirm = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture(scope="session")
def service() -> str:
    return "accounts"


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Argon2 is slow on purpose; here its cost is lowered. The real cost has a test of its own."""
    with pytest.MonkeyPatch.context() as patch:
        quick = Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1)
        patch.setattr(passwords, "_HASHER", quick)
        patch.setattr(passwords, "_NOBODY", quick.hash("nobody"))
        yield


@pytest.fixture
def settings(settings_env: dict[str, str]) -> Settings:
    return Settings()


@pytest.fixture
def vault(settings: Settings) -> Vault:
    return Vault(settings.secret_key_file)


@pytest.fixture
def app(settings: Settings, database: Database) -> FastAPI:
    return create_app(settings)


@pytest.fixture
async def api(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with api_client(app) as client:
        yield client


@pytest.fixture
def post(database: Database, settings: Settings, vault: Vault) -> Post:
    """Write and settle every letter that is due: what the tick does, without a mail server."""

    async def deliver() -> list[Letter]:
        letters = []
        async with database.transaction() as session:
            due = select(Mail).where(Mail.due_at <= clock.real_now()).order_by(Mail.id)
            for mail in await session.scalars(due):
                letter = await write_letter(session, settings, vault, mail)
                mail.settle("sent" if letter else "nobody", clock.real_now())
                letters += [letter] if letter else []
        return letters

    return deliver


def token_in(letter: Letter) -> str:
    found = re.search(r"token=([\w-]+)", letter.body)
    assert found is not None, letter.body
    return found[1]


@pytest.fixture(scope="session")
def link_token() -> Callable[[Letter], str]:
    return token_in


@pytest.fixture
def register(api: httpx.AsyncClient) -> Register:
    async def send(email: str = "ada@school.example", **changes: object) -> httpx.Response:
        body = {
            "email": email,
            "name": "Ada Lovelace",
            "country": "IT",
            "language": "en",
            "zone": "Europe/Rome",
            "code_of_conduct": True,
            **changes,
        }
        return await api.post("/v1/registrations", json=body)

    return send


@pytest.fixture
def confirm(api: httpx.AsyncClient) -> Confirm:
    """Open the mailed link and choose a password."""

    async def send(letter: Letter, password: str = PASSWORD, **more: str) -> httpx.Response:
        body = {"token": token_in(letter), "password": password, **more}
        return await api.post("/v1/registrations/confirm", json=body)

    return send


@dataclass(frozen=True)
class Someone:
    """A confirmed person, and the headers to act as them."""

    id: UUID
    email: str
    who: Principal

    @property
    def headers(self) -> dict[str, str]:
        return bearer(self.who, "accounts")


class People:
    """Makes confirmed people without going through registration."""

    def __init__(self, database: Database) -> None:
        self._database = database

    _hash: str | None = None
    """Hashed once for all tests: argon2 is slow on purpose."""

    async def make(self, name: str = "Ada", *roles: Role | Grant, **changes: object) -> Someone:
        People._hash = People._hash or await hash_password(SecretStr(PASSWORD))
        email = str(changes.pop("email", f"{search_key(name).replace(' ', '.')}@school.example"))
        values: dict[str, object] = {
            "name": name,
            "name_key": search_key(name),
            "email": email,
            "email_key": address_key(email),
            "country": "IT",
            "language": "en",
            "zone": "Europe/Rome",
            "password_hash": People._hash,
            "verification": "pending",
            "confirmed_at": clock.now(),
            "confirmed_by": "mail",
            **changes,
        }
        async with self._database.transaction() as session:
            person = Person(**values)
            session.add(person)
            await session.flush()
            for role in roles:
                grant = role if isinstance(role, Grant) else Grant(role)
                session.add(
                    RoleGrant(
                        person_id=person.id,
                        role=grant.role.value,
                        cohort_id=grant.cohort_id,
                        granted_at=clock.now(),
                    )
                )
        return Someone(person.id, email, principal(person.id, *roles))


@pytest.fixture
def people(database: Database) -> People:
    return People(database)


class Browser:
    """Holds a session as the web client does, and exchanges it for access tokens."""

    def __init__(self, api: httpx.AsyncClient) -> None:
        self._api = api
        self.session_token = ""
        self.device_token = ""
        self.address = ""
        """Where the browser is, as web tells accounts."""

    async def sign_in(self, email: str, password: str = PASSWORD, **more: str) -> httpx.Response:
        body = {"email": email, "password": password, **more}
        headers = {**self.cookie, "Meridian-Known-Device": self.device_token}
        if self.address:
            headers["X-Forwarded-For"] = self.address
        return self.keep(await self._api.post("/v1/sessions", json=body, headers=headers))

    def keep(self, answer: httpx.Response) -> httpx.Response:
        if answer.is_success:
            body = answer.json()
            opened = body.get("session", body)
            self.session_token = opened["session_token"]
            self.device_token = opened["device_token"] or self.device_token
        return answer

    @property
    def cookie(self) -> dict[str, str]:
        return {"Meridian-Session": self.session_token}

    async def exchange(self, audience: str = "accounts") -> httpx.Response:
        return await self._api.post("/v1/tokens", json={"audience": audience}, headers=self.cookie)

    async def headers(self) -> dict[str, str]:
        answer = await self.exchange()
        assert answer.status_code == 200, answer.text
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}


@pytest.fixture
def browser(api: httpx.AsyncClient) -> Browser:
    return Browser(api)


@pytest.fixture
def other_browser(api: httpx.AsyncClient) -> Browser:
    return Browser(api)
