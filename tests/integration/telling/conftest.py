"""Four real services in one process, and each event carried from its outbox to whoever listens."""

import importlib
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import select, text

from meridian.environment import Installation, variables
from meridian.testing.tables import Schemas
from notifications.inbox.model import Entry
from notifications.mail.model import Mail
from partnering.matching.solving import solve_runs
from shared import clock
from shared.bus import Message
from shared.contracts.accounts import PersonChanged, RoleGrant
from shared.contracts.event import Event
from shared.db import Database
from shared.http import Principal, Role
from shared.ids import new_id
from shared.testing import api_client, bearer, principal
from shared.worker import Worker

SERVICES = ("partnering", "course", "projects", "notifications")
ZONES = {"TR": "Europe/Istanbul", "IT": "Europe/Rome", "ES": "Europe/Madrid", "PL": "Europe/Warsaw"}
AROUND = 40
"""More rounds than any act needs until nothing follows from it any more."""


class Service:
    """One service: its routes, its rows, what it does by itself, and how far its events are."""

    def __init__(self, name: str, app: FastAPI, client: httpx.AsyncClient) -> None:
        self.name, self.client = name, client
        self.database: Database = app.state.database
        self.worker: Worker = app.state.worker
        self.carried = 0

    async def next_events(self) -> list[Message]:
        query = text(
            "SELECT position, event_id, type, aggregate_id, body FROM outbox"
            " WHERE position > :carried ORDER BY position"
        )
        async with self.database.reading() as session:
            rows = (await session.execute(query, {"carried": self.carried})).all()
        if rows:
            self.carried = rows[-1].position
        return [
            _message(self.name, row.event_id, row.type, row.aggregate_id, row.body) for row in rows
        ]

    async def hear(self, message: Message) -> None:
        if message.type in self.worker.reactions.event_types:
            async with self.database.transaction() as session:
                await self.worker.reactions.act(session, message)


def _message(producer: str, event_id: Any, type_: str, aggregate_id: Any, body: str) -> Message:
    return Message(
        producer=producer, number=1, event_id=str(event_id), type=type_,
        aggregate_id=str(aggregate_id), body=body, headers={},
    )  # fmt: skip


class Programme:
    """A cohort, its staff and its teachers, and what each of them was told."""

    def __init__(self, services: dict[str, Service]) -> None:
        self.services = services
        self.people: dict[str, Principal] = {}
        self.enrolments: dict[str, str] = {}
        self.cohort_id = ""
        self.seen: set[UUID] = set()

    async def hear(self, *events: Event) -> None:
        """What `accounts` announces."""
        for event in events:
            message = _message(
                "accounts", new_id(), event.type, event.aggregate_id, event.model_dump_json()
            )
            for service in self.services.values():
                await service.hear(message)

    async def settle(self) -> None:
        """Carry events and let time work, until nothing follows any more."""
        for _ in range(AROUND):
            for service in self.services.values():
                await service.worker.tick_once(service.database)
            moved = False
            for service in self.services.values():
                for message in await service.next_events():
                    moved = True
                    for other in self.services.values():
                        await other.hear(message)
            if not moved:
                return
        raise AssertionError("events follow events for ever")

    async def ask(
        self, name: str, method: str, service: str, path: str, body: Any = None, version: str = ""
    ) -> Any:
        headers = bearer(self.people[name], service)
        if version:
            headers["If-Match"] = version
        answer = await self.services[service].client.request(
            method, f"/v1{path}", json=body, headers=headers
        )
        assert answer.is_success, (path, answer.status_code, answer.text)
        return answer

    async def act(self, name: str, service: str, path: str, body: Any = None) -> Any:
        """One act over HTTP, and all that follows from it."""
        answer = await self.ask(name, "POST", service, path, body)
        await self.settle()
        return answer.json() if answer.content else None

    async def made(self, name: str, service: str, path: str, body: Any) -> str:
        answer = await self.ask(name, "POST", service, path, body)
        return str(answer.json()["id"])

    async def arrives(self, name: str, country: str = "TR", **profile: Any) -> None:
        """Somebody registers, is verified, and joins the cohort with a class."""
        await self.known(name, country)
        zone = ZONES[country]
        languages = [{"language": "en", "level": "B2"}]
        await self.ask(
            name, "PUT", "partnering", "/me/profile", {"languages": languages, **profile}
        )
        school = {
            "name": f"School of {name}",
            "place": name,
            "country": country,
            "region": "",
            "zone": zone,
        }
        school_id = await self.made(name, "partnering", "/schools", school)
        group = {
            "name": f"Class of {name}", "school_id": school_id, "subjects": ["science"],
            "topics": ["climate"], "pupils_age_from": 11, "pupils_age_to": 13, "size": 22,
            "availability": [{"weekday": 1, "from": "10:00", "to": "12:00"}],
        }  # fmt: skip
        class_id = await self.made(name, "partnering", "/me/classes", group)
        path = f"/cohorts/{self.cohort_id}/enrolments"
        self.enrolments[name] = await self.made(name, "partnering", path, {"class_id": class_id})
        await self.settle()

    async def known(self, name: str, country: str, *roles: Role) -> None:
        self.people[name] = principal(None, *roles)
        await self.hear(
            PersonChanged(
                person_id=self.people[name].person_id, name=name.title(),
                email=f"{name}@school.example", country=country, language="en",
                zone=ZONES[country], verification="verified",
                roles=tuple(RoleGrant(role=str(role)) for role in roles),
            )
        )  # fmt: skip

    async def opens(self) -> None:
        """A cohort whose course could begin today, open for finding partners."""
        await self.known("lead", "PL", Role.PROGRAMME_LEAD)
        today = clock.today()
        cohort = {
            "template": "four-weeks-fixed", "title": "Autumn", "slug": "autumn",
            "languages": ["en"], "seats": 60, "partnering_starts_on": str(today),
            "course_starts_on": str(today + timedelta(days=1)),
            "project_starts_on": str(today + timedelta(days=29)),
            "closes_on": str(today + timedelta(days=90)),
        }  # fmt: skip
        self.cohort_id = await self.made("lead", "course", "/cohorts", cohort)
        await self.settle()
        await self.advance("partnering")

    async def advance(self, to: str) -> None:
        await self.act(
            "lead", "course", f"/cohorts/{self.cohort_id}/advance", {"to": to, "dry_run": False}
        )

    async def undo(self) -> None:
        await self.act("lead", "course", f"/cohorts/{self.cohort_id}/advance/undo")

    async def preview(self, to: str) -> dict[str, int]:
        """What the page of an advance shows: each kind of message and how many it reaches."""
        path = f"/cohorts/{self.cohort_id}"
        answer = await self.ask("lead", "POST", "course", f"{path}/advance", {"to": to})
        dry = answer.json()
        notices = list(dry["notices"])
        held = [one["partnership_id"] for one in dry["held"]]
        for service in ("partnering", "projects"):
            followed = await self.ask(
                "lead", "POST", service, f"{path}/advance-notices", {"to": to, "held": held}
            )
            notices += followed.json()["notices"]
        found: dict[str, int] = defaultdict(int)
        for notice in notices:
            about = {"phase": to, "from_phase": dry["from_phase"], "held": held}
            body = {**about, **{key: value for key, value in notice.items() if key != "on"}}
            told = await self.ask("lead", "POST", "notifications", f"{path}/recipients", body)
            for message in told.json()["messages"]:
                found[message["kind"]] += message["recipients"]
        return {kind: count for kind, count in found.items() if count}

    async def partners(self, one: str, other: str) -> str:
        """They invite, accept and confirm. Answers the partnership."""
        invitation = await self.invites(one, other)
        accepted = await self.act(other, "partnering", f"/invitations/{invitation}/accept")
        partnership = str(accepted["partnership_id"])
        for name in (one, other):
            await self.act(name, "partnering", f"/partnerships/{partnership}/confirm")
        return partnership

    async def invites(self, one: str, other: str) -> str:
        body = {
            "from_enrolment_id": self.enrolments[one], "to_enrolment_id": self.enrolments[other],
            "message": "Shall we?",
        }  # fmt: skip
        made = await self.made(one, "partnering", "/invitations", body)
        await self.settle()
        return made

    async def approved_plan(self, partnership: str, writer: str) -> None:
        path = f"/partnerships/{partnership}/plan"
        read = await self.ask(writer, "GET", "course", path)
        plan = {
            "title": "Whose tap water?", "summary": "Two classes test their water.",
            "driving_question": "Whose tap water would you rather drink?",
            "subjects": ["science"], "languages": ["en"], "pupils_age_from": 11,
            "pupils_age_to": 13, "product": "A letter with measurements.",
            "timeline": [
                {"title": name, "due_on": str(clock.today() + timedelta(days=days))}
                for name, days in (("First measurements", 40), ("Letters sent", 60))
            ],
            "roles": "Ada keeps the table, Can the letters.",
            "assessment": "The same task before and after.", "tools": "",
        }  # fmt: skip
        await self.ask(writer, "PUT", "course", path, plan, version=read.headers["ETag"])
        await self.act(writer, "course", f"{path}/submit")
        read = (await self.ask("lead", "GET", "course", path)).json()
        await self.act(
            "lead", "course", f"{path}/approve", {"note": "", "version": read["version"]}
        )

    async def publish_a_matching(self) -> None:
        path = f"/cohorts/{self.cohort_id}/runs"
        run = await self.made("lead", "partnering", path, {"settings": {"trios": "none"}})
        await solve_runs(self.services["partnering"].database)
        await self.act("lead", "partnering", f"/runs/{run}/publish")

    async def told(self) -> dict[str, set[str]]:
        """Who found which kinds in the inbox since this was last asked."""
        found: dict[str, set[str]] = {}
        names = {who.person_id: name for name, who in self.people.items()}
        async with self.services["notifications"].database.reading() as session:
            for entry in await session.scalars(select(Entry).order_by(Entry.id)):
                if entry.id not in self.seen:
                    self.seen.add(entry.id)
                    found.setdefault(names[entry.person_id], set()).add(entry.kind)
        return found

    async def mailed(self, name: str) -> list[str]:
        """All kinds that were ever mailed to somebody."""
        async with self.services["notifications"].database.reading() as session:
            query = select(Mail.template).where(Mail.person_id == self.people[name].person_id)
            return list(await session.scalars(query))


@pytest.fixture
async def programme(
    installation: Installation, schemas: Schemas, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Programme]:
    services = {}
    async with AsyncExitStack() as stack:
        for name in SERVICES:
            await schemas.prepare(name)
            await schemas.empty(name)
            for variable, value in variables(installation, name).items():
                monkeypatch.setenv(variable, value)
            app = importlib.import_module(f"{name}.app").create_app()
            client = await stack.enter_async_context(api_client(app))
            services[name] = Service(name, app, client)
        made = Programme(services)
        await made.opens()
        await made.told()
        yield made
