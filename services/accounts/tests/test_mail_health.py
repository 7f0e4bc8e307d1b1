"""A mail server that greets and takes nothing: operators learn it from the mails that wait."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select, update

from accounts.delivery.sending import send_due_mails
from accounts.mail.model import Mail
from accounts.mail.queries import mail_backlog
from shared import clock
from shared.http import Role, backlogs
from shared.testing import bearer, principal

from .test_mail import Inbox, inbox

__all__ = ["inbox"]


async def _try(database: Any, settings: Any, vault: Any) -> None:
    for _ in range(2):
        async with database.transaction() as session:
            await send_due_mails(session, settings, vault)


async def _minutes_pass(database: Any, minutes: int) -> None:
    """The mail was written so long ago. Its id says when."""
    async with database.transaction() as session:
        (mail,) = (await session.scalars(select(Mail).where(Mail.due_at.is_not(None)))).all()
        older = UUID(int=mail.id.int - (minutes * 60_000 << 80))
        due = clock.real_now() - timedelta(minutes=minutes)
        await session.execute(update(Mail).where(Mail.id == mail.id).values(id=older, due_at=due))


async def test_a_mail_server_that_greets_and_refuses_is_told_and_makes_nobody_unready(
    register: Any,
    inbox: Inbox,
    api: httpx.AsyncClient,
    database: Any,
    settings: Any,
    vault: Any,
    monkeypatch: Any,
) -> None:
    monkeypatch.setattr(backlogs, "LOOKED_EVERY", -1.0)
    await register()
    inbox.refuse = {"ada@school.example": "554 5.7.1 Relaying denied"}
    await _try(database, settings, vault)
    fine = await api.get("/readyz")
    assert (fine.status_code, fine.json()["degraded"]) == (200, [])
    await _minutes_pass(database, 7)
    late = await api.get("/readyz")
    assert (late.status_code, late.json()["ready"]) == (200, True)
    assert late.json()["degraded"] == [
        "mail: 1 waiting, the oldest for 7 minutes, last sent: never"
    ]
    operator = bearer(principal(None, Role.OPERATOR), "accounts")
    (part,) = (await api.get("/v1/delivery", headers=operator)).json()["backlogs"]
    assert (part["part"], part["waiting"], part["stuck"]) == ("mail", 1, True)
    inbox.refuse = {}
    await _try(database, settings, vault)
    assert (await api.get("/readyz")).json()["degraded"] == []


async def test_one_recipient_who_is_asked_later_makes_no_trouble_while_others_get_mail(
    register: Any, inbox: Inbox, database: Any, settings: Any, vault: Any
) -> None:
    await register()
    inbox.refuse = {"ada@school.example": "450 Come again"}
    await _try(database, settings, vault)
    await _minutes_pass(database, 60)
    await register("eve@school.example")
    await _try(database, settings, vault)
    async with database.reading() as session:
        backlog = await mail_backlog(session)
    assert (backlog.waiting, backlog.oldest > timedelta(minutes=59)) == (1, True)
    assert not backlog.stuck
