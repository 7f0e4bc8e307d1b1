"""Somebody is forgotten in the whole system: tables, streams and logs, within a minute."""

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from meridian.demo import learning, pairing
from meridian.demo.countries import COUNTRIES
from meridian.demo.joining import Member, password_of
from meridian.demo.population import Teacher
from meridian.layout import DOMAIN_SERVICES
from shared import clock

from ..conftest import Programme, System
from .installation import rows, settled, streamed
from .letters import spelt

pytestmark = [pytest.mark.full, pytest.mark.xdist_group("system"), pytest.mark.timeout(300)]

WITHIN = 60


class Markers:
    """Words that occur nowhere else, numbered as they are planted."""

    def __init__(self, seed: str) -> None:
        self.stem = spelt(f"zq{seed}")
        self.planted = 0
        self._numbers: Iterator[int] = count(1)

    def __call__(self) -> str:
        self.planted = next(self._numbers)
        return self.words[-1]

    @property
    def words(self) -> list[str]:
        return [self.stem + spelt(f"x{number:02}") for number in range(1, self.planted + 1)]


def _marked(teacher: Teacher, mark: Markers) -> Teacher:
    return replace(
        _from("TR", teacher),
        name=f"Zeynep {mark()}",
        email=f"{mark()}@school.example",
        headline=f"I teach {mark()}",
        about=f"About me: {mark()}",
        class_name=f"6B {mark()}",
        class_description=f"They like {mark()}",
    )


def _from(country: str, teacher: Teacher) -> Teacher:
    return replace(
        teacher,
        country=next(one for one in COUNTRIES if one.code == country),
        languages=(("en", "B2"),),
        ages=(11, 13),
    )


async def _becomes_partner(gone: Member, stays: Member, mark: Markers) -> None:
    ends = {"from_enrolment_id": gone.enrolment_id, "to_enrolment_id": stays.enrolment_id}
    invitation = await gone.person.create(
        "partnering", "/v1/invitations", {**ends, "message": f"Shall we? {mark()}"}, "invite"
    )
    path = f"/v1/invitations/{invitation}"
    await gone.person.post("partnering", f"{path}/questions", {"text": f"Is {mark()} fine?"})
    await pairing.accept(stays, invitation)
    await pairing.confirm_all(await pairing.partnerships_of([gone, stays]))


async def _lives_in_the_room(gone: Member, mark: Markers) -> str:
    """Returns the id of a message."""
    room = f"/v1/partnerships/{gone.partnership_id}"
    say = gone.person.create
    message = await say("partnering", f"{room}/messages", {"text": f"Hello {mark()}"}, "message")
    await say("partnering", f"{room}/tasks", {"title": f"Send {mark()}"}, "task")
    await say("partnering", f"{room}/decisions", {"text": f"We take {mark()}"}, "decision")
    link = {"text": f"See {mark()}", "address": f"https://{mark()}.example/"}
    await say("partnering", f"{room}/links", link, "link")
    starts = clock.real_now() + timedelta(days=3)
    meeting = {"title": f"Talk {mark()}", "place": f"At {mark()}", "starts_at": starts.isoformat()}
    meeting["anyway"] = True
    await say("partnering", f"{room}/meetings", meeting, "meeting")
    terms = {"roles": f"I do {mark()}", "channel": f"On {mark()}"}
    await gone.person.put("partnering", f"{room}/agreement", terms, '"0"')
    return message


async def _plans(gone: Member, mark: Markers) -> None:
    path = f"/v1/partnerships/{gone.partnership_id}/plan"
    async with asyncio.timeout(30):
        while (plan := await gone.person.read("course", path, accept=(404,))).status_code == 404:
            await asyncio.sleep(0.2)
    words = {"title": f"Plan {mark()}", "summary": f"About {mark()}", "tools": mark()}
    await gone.person.put("course", path, words, plan.headers["etag"])


async def _holding(system: System, stem: str) -> set[str]:
    """Every table, stream and log in which a marker stands."""
    found = set()
    tables = await rows(
        system,
        "SELECT schemaname, tablename FROM pg_tables WHERE schemaname = ANY($1)",
        list(DOMAIN_SERVICES),
    )
    for row in tables:
        name = f"{row['schemaname']}.{row['tablename']}"
        if await rows(system, f"SELECT 1 FROM {name} AS t WHERE t::text ILIKE $1", f"%{stem}%"):
            found.add(name)
    for stream, headers, body in await streamed(system):
        if stem in f"{headers} {body.decode(errors='replace')}":
            found.add(f"stream {stream}")
    found |= {log.name for log in (system.home / "logs").iterdir() if stem in log.read_text()}
    return found


async def _copy_of(member: Member) -> str:
    """What every service answers when somebody asks for their own data."""
    account = await member.person.post("accounts", "/v1/me/export", {})
    others = [one for one in DOMAIN_SERVICES if one != "accounts"]
    answers = [await member.person.read(service, "/v1/me/export") for service in others]
    return "\n".join([json.dumps(account), *(answer.text for answer in answers)])


async def _erase(programme: Programme, member: Member) -> float:
    """Ask to be forgotten. Returns the seconds until every service has answered."""
    password = password_of(member.teacher, programme.secret)
    started = time.monotonic()
    await member.person.post("accounts", "/v1/me/erasure", {"password": password})
    query = (
        "SELECT 1 FROM accounts.erasures WHERE person_id::text = $1 AND completed_at IS NOT NULL"
    )
    async with asyncio.timeout(WITHIN):
        while not await rows(programme.system, query, member.person.id):
            await asyncio.sleep(0.1)
    return time.monotonic() - started


async def _reworded(system: System) -> None:
    async with asyncio.timeout(WITHIN):
        for service in DOMAIN_SERVICES:
            query = f"SELECT 1 FROM {service}.outbox WHERE reworded_at IS NOT NULL"
            while await rows(system, query):
                await asyncio.sleep(0.1)


async def test_no_marker_of_an_erased_person_is_found_anywhere(
    system: System, programme: Programme, capsys: pytest.CaptureFixture[str]
) -> None:
    mark, reported = Markers(programme.seed), f"reported{programme.seed}"
    staff = await programme.engage()
    cohort = await programme.cohort(staff.lead, days_to_course=0)
    one, two = programme.strangers(2)
    gone = await programme.arrive(_marked(one, mark), staff.lead, cohort)
    stays = await programme.arrive(_from("IT", two), staff.lead, cohort)
    await _becomes_partner(gone, stays, mark)
    await _lives_in_the_room(gone, mark)
    room = f"/v1/partnerships/{gone.partnership_id}/messages"
    rude = await gone.person.create("partnering", room, {"text": f"Rude: {reported}"}, "rude")
    report = {"subject": "message", "subject_id": rude, "reason": "other", "text": "Please look."}
    await stays.person.create("partnering", "/v1/reports", report, "report")
    await settled(system)
    await learning.advance(staff.lead, cohort, "course")
    await _plans(gone, mark)
    await settled(system)
    assert mark.planted >= 20
    before = await _holding(system, mark.stem)
    assert {"accounts.people", "partnering.messages", "course.plans"} <= before
    assert "stream ACCOUNTS" in before

    copy = await _copy_of(gone)
    assert [word for word in mark.words if word not in copy] == []

    took = await _erase(programme, gone)
    sign_in = {"email": gone.teacher.email, "password": password_of(gone.teacher, programme.secret)}
    refused = await programme.services.send(
        "POST", "accounts", "/v1/sessions", json=sign_in, accept=(401,)
    )
    assert refused.status_code == 401
    await settled(system)
    await _reworded(system)
    with capsys.disabled():
        print(f"\n{mark.planted} markers in {len(before)} places; erased in {took:.1f} s")
    # What partners wrote together stays while one of them is left.
    assert await _holding(system, mark.stem) <= {"course.plans", "course.plan_versions"}
    # Reported words stay until their fixed day, and nowhere else.
    assert await _holding(system, reported) == {"partnering.reports"}

    await _erase(programme, stays)
    await settled(system)
    await _reworded(system)
    assert await _holding(system, mark.stem) == set()
