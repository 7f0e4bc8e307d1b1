"""Look-alike addresses are different people, before and after the move to the new keys."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, select

import accounts
from accounts.audit.model import AuditEntry
from accounts.people.model import Person

VERSIONS = Path(accounts.__file__).parents[2] / "migrations" / "versions"
LOOK_ALIKES = [
    ("ada@gymnasium-weiß.example", "ada@gymnasium-weiss.example"),
    ("ada@οδυσσευς.example", "ada@οδυσσευσ.example"),
    ("straße@school.example", "strasse@school.example"),
    ("ſam@school.example", "sam@school.example"),
    ("İlke@school.example", "i̇lke@school.example"),
]


@pytest.fixture
def migration() -> ModuleType:
    (file,) = VERSIONS.glob("*_key_addresses_anew.py")
    spec = importlib.util.spec_from_file_location("key_addresses_anew", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(("asked", "owned"), LOOK_ALIKES)
async def test_a_look_alike_gets_no_reset_link_of_the_owner(
    people: Any, api: Any, post: Any, asked: str, owned: str
) -> None:
    await people.make("Ada", email=owned)
    answer = await api.post("/v1/password-resets", json={"email": asked})
    assert answer.status_code == 202
    assert await post() == []


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES)
async def test_look_alikes_are_two_accounts(
    people: Any, browser: Any, one: str, other: str
) -> None:
    first = await people.make("Ada", email=one)
    second = await people.make("Bob", email=other)
    for someone in (first, second):
        await browser.sign_in(someone.email)
        issued = await browser.exchange()
        assert issued.json()["person"]["id"] == str(someone.id)


@pytest.mark.parametrize("typed", ["ADA@school.example", "ada@SCHOOL.example"])
async def test_a_link_goes_to_the_address_as_it_is_stored(
    people: Any, api: Any, post: Any, typed: str
) -> None:
    await people.make("Ada", email="Ada@school.example")
    await api.post("/v1/password-resets", json={"email": typed})
    assert [letter.to for letter in await post()] == ["Ada@school.example"]


async def test_a_link_asked_for_at_the_private_address_goes_there_as_it_is_stored(
    people: Any, api: Any, post: Any
) -> None:
    await people.make("Ada", private_email="Ada@Home.example", private_email_key="ada@home.example")
    await api.post("/v1/password-resets", json={"email": "aDA@home.EXAMPLE"})
    assert [letter.to for letter in await post()] == ["Ada@home.example"]


async def test_letters_to_a_domain_with_sharp_s_go_to_that_domain(
    people: Any, api: Any, post: Any
) -> None:
    await people.make("Ada", email="ada@gymnasium-weiß.example")
    await api.post("/v1/password-resets", json={"email": "ada@gymnasium-weiß.example"})
    assert [letter.to for letter in await post()] == ["ada@xn--gymnasium-wei-ndb.example"]


async def test_old_keys_are_replaced_and_two_people_are_never_merged(
    people: Any, session: Any, database: Any, migration: ModuleType, browser: Any
) -> None:
    ada = await people.make("Ada", email="ada@gymnasium-weiß.example", email_key="ada@weiss.old")
    # Once a private address, once an account of its own, in two spellings of one domain.
    first = await people.make("Bo", email="bo@xn--bcher-kva.example", email_key="bo@xn--bcher")
    second = await people.make(
        "Cy",
        email="cy@school.example",
        private_email="bo@bücher.example",
        private_email_key="bo@bücher.example",
    )

    def upgrade(connection: Connection) -> None:
        with Operations.context(MigrationContext.configure(connection)):
            migration.upgrade()

    async with database.engine.begin() as connection:
        await connection.run_sync(upgrade)
    found = {row.id: row for row in await session.scalars(select(Person))}
    assert found[ada.id].email_key == "ada@xn--gymnasium-wei-ndb.example"
    assert found[first.id].email_key == "bo@xn--bcher-kva.example"
    assert found[second.id].private_email_key == "bo@bücher.example"
    (report,) = await session.scalars(select(AuditEntry))
    assert (report.action, report.subject_id) == ("find_address_collision", second.id)
    assert str(first.id) in report.detail
    for someone in (ada, first, second):
        assert (await browser.sign_in(someone.email)).status_code == 201
