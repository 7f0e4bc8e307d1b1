"""The operator's command line: idempotent, one-time links, loopback only."""

import asyncio
from argparse import Namespace
from typing import Any

import pytest

from accounts import admin
from shared.contracts.accounts import PersonChanged
from shared.testing import announced


async def _run(*argv: str) -> Any:
    # The command starts a loop of its own, as it does in a shell.
    return await asyncio.to_thread(admin.main, list(argv))


CREATE = ("create-person", "--email", "lea@school.example", "--name", "Lea", "--role", "operator")


async def test_a_created_person_is_confirmed_and_has_the_role(
    database: Any, settings_env: Any, session: Any, capsys: Any
) -> None:
    assert await _run(*CREATE) == 0
    assert await _run(*CREATE) == 0
    facts = [event for event in await announced(session) if isinstance(event, PersonChanged)]
    assert [grant.role for grant in facts[-1].roles] == ["operator"]
    assert len({fact.person_id for fact in facts}) == 1
    assert "/reset?token=" in capsys.readouterr().out


async def test_where_demo_links_are_on_the_link_signs_in(
    database: Any,
    settings_env: Any,
    monkeypatch: pytest.MonkeyPatch,
    api: Any,
    browser: Any,
    settings: Any,
    capsys: Any,
) -> None:
    monkeypatch.setenv("MERIDIAN_ACCOUNTS_DEMO_LINKS", "true")
    settings.demo_links = True
    assert await _run(*CREATE) == 0
    token = capsys.readouterr().out.partition("token=")[2].strip()
    browser.keep(await api.post("/v1/sign-in-links", json={"token": token}))
    roles = (await browser.exchange()).json()["person"]["roles"]
    assert "operator" in [role["role"] for role in roles]


async def test_demo_links_are_refused_off_loopback(
    database: Any, settings_env: Any, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("MERIDIAN_ACCOUNTS_DEMO_LINKS", "true")
    monkeypatch.setenv("MERIDIAN_ACCOUNTS_PUBLIC_URL", "https://meridian.school.example")
    assert await _run(*CREATE) == 1
    assert "loopback only" in capsys.readouterr().err


async def test_mistakes_get_one_clear_line(database: Any, settings_env: Any, capsys: Any) -> None:
    assert await _run("sign-in-link", "--email", "nobody@school.example") == 1
    assert capsys.readouterr().err == "Nobody has the address nobody@school.example.\n"
    assert await _run("create-person", "--email", "no address", "--name", "x") == 1
    assert capsys.readouterr().err.startswith("email: ")


def test_arguments_are_parsed_once() -> None:
    args = admin._parser().parse_args(["sign-in-link", "--email", "a@b.example"])
    assert isinstance(args, Namespace)
    assert args.run is admin.sign_in_link
