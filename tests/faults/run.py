"""One run: an installation, teachers at work, a nemesis, the check, the figures."""

import asyncio
import shutil
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.bench.row import Row, at_most

from meridian.demo import joining, learning, pairing
from meridian.demo.countries import COUNTRIES
from meridian.demo.joining import Member, introduce, register_all, verify_waiting
from meridian.testing.servers import scratch_folder

from ..conftest import Programme, System
from . import ledger
from .check import verdict
from .crew import Budget, Client, Reporter, Writer
from .history import History
from .installation import settled
from .judgement import BROKEN, SOUND, Verdict
from .nemesis import Nemesis, Size
from .site import Site, site

PAIRS = 10
REPORTERS = 2
DRAINED_WITHIN = 120


async def run(name: str, size: Size, seed: int, path: Path) -> tuple[list[Row], Verdict]:
    """The rows of one seed, and what the judge found."""
    with scratch_folder() as folder:
        async with site(folder) as place:
            print("The installation stands; teachers arrive …", flush=True)
            members, free = await _teachers(place.system)
            await settled(place.system)
            since = await ledger.install(place.system)
            history = History(path)
            print(f"{len(members) + 2} of them at work; seed {seed} …", flush=True)
            nemesis = Nemesis(place, size, seed, history)
            seconds, given_up = await _load(place, size, seed, history, nemesis, members, free)
            place.heal()
            drained, stuck = await _drained(place.system)
            print(history.summary(), flush=True)
            history.close()
            judged = await verdict(place.system, path, history.rooms, since)
            if given_up:
                judged.say("lost", f"the load was not done within {size.within} s")
            if stuck:
                judged.say("lost", f"not drained: {stuck}")
            logs = path.with_suffix(".logs")
            shutil.rmtree(logs, ignore_errors=True)
            if judged.broken:
                shutil.copytree(place.system.home / "logs", logs)
    return _rows(f"faults.{name}.seed{seed}", history, nemesis, judged, seconds, drained), judged


async def _teachers(system: System) -> tuple[list[Member], list[Member]]:
    """Pairs in a course under way, and some who still look for a partner in a second cohort."""
    programme = Programme(system)
    staff = await programme.engage()
    course = await programme.cohort(staff.lead, days_to_course=0)
    other = Programme(system)
    waiting = await other.cohort((await other.engage()).lead)
    await other.services.http.aclose()
    strangers = programme.strangers(2 * PAIRS + 2 * REPORTERS)
    known = [
        replace(
            one,
            country=next(land for land in COUNTRIES if land.code == ("TR", "IT")[number % 2]),
            languages=(("en", "B2"),),
            ages=(11, 13),
        )
        for number, one in enumerate(strangers)
    ]
    people = await register_all(programme.services, known, programme.secret, fresh=True)
    for person, teacher in zip(people, known, strict=True):
        await joining.ask_for_verification(person, teacher)
    await verify_waiting(staff.lead)
    members = []
    for number, (person, teacher) in enumerate(zip(people, known, strict=True)):
        person.forget_tokens()
        cohort = course if number < 2 * PAIRS else waiting
        members.append(await introduce(person, teacher, cohort))
    paired, free = members[: 2 * PAIRS], members[2 * PAIRS :]
    for one, two in zip(paired[::2], paired[1::2], strict=True):
        await pairing.accept(two, await pairing.invite(one, two))
    await pairing.confirm_all(await pairing.partnerships_of(paired))
    await settled(system)
    await learning.advance(staff.lead, course, "course")
    await settled(system)
    await programme.services.http.aclose()
    return paired, free


async def _load(
    place: Site,
    size: Size,
    seed: int,
    history: History,
    nemesis: Nemesis,
    members: list[Member],
    free: list[Member],
) -> tuple[float, bool]:
    """Until every command is answered and every fault was made. Seconds, and whether in vain."""
    budget = Budget(size.commands, size.rate)
    clients = [Client(member, place.door, history) for member in members]
    writers: list[Any] = [
        Writer(client, seed * 1000 + number, edits=number % 2 == 0)
        for number, client in enumerate(clients)
    ]
    for one, two in zip(free[::2], free[1::2], strict=True):
        writers.append(Reporter(Client(one, place.door, history), two, pause=0.2))
    began = time.monotonic()
    raging = asyncio.create_task(nemesis.rage())
    working = [asyncio.create_task(writer.work(budget)) for writer in writers]
    telling = asyncio.create_task(_tell(history, size, nemesis))
    try:
        async with asyncio.timeout(size.within):
            await asyncio.gather(*working, raging)
    except TimeoutError:
        return time.monotonic() - began, True
    finally:
        telling.cancel()
        for task in (raging, *working):
            task.cancel()
    return time.monotonic() - began, False


async def _tell(history: History, size: Size, nemesis: Nemesis) -> None:
    began = time.monotonic()
    while True:
        await asyncio.sleep(15)
        seconds = time.monotonic() - began
        print(
            f"{seconds:6.0f} s  {history.answered} of {size.commands} answered, "
            f"{sum(nemesis.done.values())} faults",
            flush=True,
        )


async def _drained(system: System) -> tuple[float, str]:
    began = time.monotonic()
    try:
        return await settled(system, DRAINED_WITHIN), ""
    except Exception as error:
        return time.monotonic() - began, str(error)


def _rows(
    name: str,
    history: History,
    nemesis: Nemesis,
    judged: Verdict,
    seconds: float,
    drained: float,
) -> list[Row]:
    def figure(what: str, value: float, unit: str) -> Row:
        return Row(name=f"{name}.{what}", value=value, unit=unit, goal=None, holds=None)

    found = [figure("answered", history.answered, "commands")]
    found += [figure(one, judged.counts[one], "commands") for one in SOUND]
    found += [at_most(f"{name}.{one}", judged.counts[one], "findings", 0) for one in BROKEN]
    size = nemesis.size
    kills = nemesis.done["kill"] + nemesis.done["broker deleted"] + nemesis.done["broker flipped"]
    wanted = size.kills_of_each * 8
    found.append(
        Row(name=f"{name}.kills", value=kills, unit="kill -9", goal=wanted, holds=kills >= wanted)
    )
    for what, times in sorted(nemesis.done.items()):
        found.append(figure(what.replace(" ", "_"), times, "times"))
    found += [
        figure("answers_503", history.unavailable, "answers"),
        figure("unreached", history.unreached, "attempts"),
        figure("longest_wait", round(history.longest_wait, 1), "s"),
        figure("seconds", round(seconds, 1), "s"),
        figure("rate", round(history.answered / seconds, 1), "commands/s"),
        at_most(f"{name}.drained", round(drained, 1), "s", DRAINED_WITHIN),
    ]
    return found
