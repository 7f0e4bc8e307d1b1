"""Pages against the real accounts service, over ASGI on real Postgres. The other services are away."""

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from html.parser import HTMLParser

import httpx
import pytest
from fastapi import FastAPI
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import select

from accounts import passwords
from accounts.app import create_app as create_accounts
from accounts.delivery.letters import Letter, write_letter
from accounts.keys import Vault
from accounts.mail.model import Mail
from accounts.people.model import Person
from accounts.people.queries import person_at
from accounts.roles.model import RoleGrant
from accounts.settings import Settings as AccountsSettings
from accounts.tokens.actions import keep_token, new_token
from shared import clock
from shared.db import Database
from web.session import AccessTokens
from web.settings import Settings

PASSWORD = "correct horse battery"


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
def accounts_settings(settings_env: dict[str, str]) -> AccountsSettings:
    return AccountsSettings(demo_links=True, log_level="error")


@pytest.fixture
def accounts(accounts_settings: AccountsSettings, database: Database) -> FastAPI:
    return create_accounts(accounts_settings)


class OnlyAccounts(httpx.AsyncBaseTransport):
    """Answers for accounts. The others keep nothing about anybody and cannot be reached otherwise."""

    def __init__(self, app: FastAPI, url: str) -> None:
        self._app = httpx.ASGITransport(app, client=("127.0.0.1", 5000))
        self._host = httpx.URL(url).netloc

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if request.url.netloc != self._host:
            if request.url.path == "/v1/me/export":
                return httpx.Response(200, json={"sections": []})
            raise httpx.ConnectError("away", request=request)
        return await self._app.handle_async_request(request)


@pytest.fixture
async def browser(
    app: FastAPI, client: httpx.AsyncClient, accounts: FastAPI, settings: Settings
) -> AsyncIterator["Browser"]:
    async with httpx.AsyncClient(
        transport=OnlyAccounts(accounts, settings.accounts_url)
    ) as upstream:
        app.state.client = upstream
        app.state.tokens = AccessTokens(upstream, settings.accounts_url)
        client.follow_redirects = True
        yield Browser(client)
    await accounts.state.database.close()


class _Forms(HTMLParser):
    """The forms of a page with what their fields hold: what a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: dict[str, dict[str, str]] = {}
        self._form: dict[str, str] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = self.forms.setdefault(given["action"], {})
        elif self._form is None:
            return
        elif tag == "input" and given.get("name"):
            unticked = given.get("type") in {"checkbox", "radio"} and "checked" not in given
            if not unticked:
                self._form[given["name"]] = given.get("value", "")
        elif tag == "textarea":
            self._form[given["name"]] = ""
        elif tag == "select":
            self._select = given["name"]
            self._form.setdefault(self._select, "")
        elif tag == "option" and "selected" in given:
            self._form[self._select] = given["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None


class Browser:
    """Reads pages and sends their forms, without JavaScript."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self.page = httpx.Response(200, text="")

    async def open(self, address: str) -> httpx.Response:
        self.page = await self.client.get(address)
        return self.page

    async def send(self, action: str, **values: str) -> httpx.Response:
        """Fill a form of the page in hand, and send it."""
        parser = _Forms()
        parser.feed(self.page.text)
        assert action in parser.forms, sorted(parser.forms)
        self.page = await self.client.post(action, data={**parser.forms[action], **values})
        return self.page

    @property
    def text(self) -> str:
        """The words of the page in hand."""
        main = self.page.text.partition("<body>")[2]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))

    @property
    def path(self) -> str:
        return self.page.url.path


Post = Callable[[], Awaitable[list[Letter]]]


@pytest.fixture
def post(database: Database, accounts_settings: AccountsSettings) -> Post:
    """The letters that are due, settled."""
    vault = Vault(accounts_settings.secret_key_file)

    async def deliver() -> list[Letter]:
        letters = []
        async with database.transaction() as session:
            due = select(Mail).where(Mail.due_at <= clock.real_now()).order_by(Mail.id)
            for mail in await session.scalars(due):
                letter = await write_letter(session, accounts_settings, vault, mail)
                mail.settle("sent" if letter else "nobody", clock.real_now())
                letters += [letter] if letter else []
        return letters

    return deliver


def address_in(letter: Letter) -> str:
    """The page that a letter links to."""
    found = re.search(r"https?://[^/\s]+(/\S+)", letter.body)
    assert found is not None, letter.body
    return found[1]


@pytest.fixture(scope="session")
def address_of() -> Callable[[Letter], str]:
    return address_in


@pytest.fixture
def newcomer(browser: Browser, post: Post) -> Callable[..., Awaitable[None]]:
    """Registers and confirms somebody, who is then signed in."""

    async def arrive(email: str = "ada@school.example", name: str = "Ada Lovelace") -> None:
        await browser.open("/register")
        answers = {
            "email": email,
            "name": name,
            "country": "IT",
            "code_of_conduct": "yes",
        }
        await browser.send("/register", **answers)
        (letter,) = await post()
        await browser.open(address_in(letter))
        await browser.send("/confirm", password=PASSWORD)

    return arrive


@pytest.fixture
def staff(
    browser: Browser, database: Database, newcomer: Callable[..., Awaitable[None]]
) -> Callable[..., Awaitable[Person]]:
    """Signs somebody in who holds a role, by a one-time link as the demo does."""

    async def sign_in(role: str, email: str = "mo@staff.example", name: str = "Mo") -> Person:
        async with database.transaction() as session:
            person = await person_at(session, email)
            if person is None:
                person = Person(
                    name=name,
                    name_key=name.lower(),
                    email=email,
                    email_key=email,
                    country="BE",
                    language="en",
                    zone="Europe/Brussels",
                    verification="verified",
                    confirmed_at=clock.now(),
                    confirmed_by="operator",
                )
                session.add(person)
                await session.flush()
                session.add(RoleGrant(person_id=person.id, role=role, granted_at=clock.now()))
            token = new_token()
            await keep_token(
                session,
                token,
                "demo_link",
                AccountsSettings().demo_link_lifetime,
                person_id=person.id,
            )
        await browser.open(f"/sign-in/link?token={token}")
        await browser.send("/sign-in/link")
        return person

    return sign_in
