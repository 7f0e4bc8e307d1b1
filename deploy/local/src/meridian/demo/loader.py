"""Loading the demo: business time walks from twenty weeks ago to now while four cohorts live."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from rich.console import Console

from meridian import business_clock, settling
from meridian.demo import calendars, staff
from meridian.demo.client import Services
from meridian.demo.cohorts import Cohort
from meridian.demo.phases import Plan
from meridian.demo.population import teachers
from meridian.demo.progress import Progress
from meridian.environment import Installation
from shared import clock

SEED = "meridian-demo-1"
START = -140
"""Days from now at which the demo begins."""


@dataclass(frozen=True)
class Stage:
    """Something that happens on a day, counted from now."""

    day: int
    name: str
    run: Callable[[], Awaitable[None]]


async def load(
    where: Mapping[str, str], at: Installation, console: Console, *, balanced: bool = False
) -> dict[str, str]:
    """Load whatever is not there yet. Returns the address of each person that links are made for.

    With `balanced` countries weigh alike; a load that has begun goes on with the mix it began with.
    """
    assert at.clock_file is not None
    folder = at.clock_file.parent
    progress = Progress(folder / "demo-progress.json")
    if not progress.done("balanced"):
        progress.note("balanced", balanced)
    balanced = progress.get("balanced")
    services = Services(where, SEED)
    people = await staff.engage(at, services)
    secret = at.keys.demo_secret
    taken: set[str] = set()
    cohorts = [
        Cohort(
            plan,
            teachers(f"{SEED}/{plan.name}", plan.size, taken, balanced=balanced),
            services,
            people,
            progress,
            secret,
        )
        for plan in (
            Plan("first", 24, partnering=-140, course=-119, project=-91, closes=-14),
            Plan("second", 24, partnering=-98, course=-77, project=-49, closes=35),
            Plan("third", 24, partnering=-38, course=-10, project=18, closes=102),
            Plan("fourth", 120, partnering=-14, course=14, project=42, closes=126),
        )
    ]
    stages = [Stage(START, "calendars", lambda: calendars.enter(people.lead))]
    stages += [
        Stage(day, f"{cohort.plan.name}: {name}", run)
        for cohort in cohorts
        for day, name, run in cohort.days()
    ]
    await _walk(sorted(stages, key=lambda stage: stage.day), at, progress, console)
    found = {
        "teacher": cohorts[-1].demo_teacher(),
        "in the course": await cohorts[2].partnered_teacher(),
        "in a project": await cohorts[1].partnered_teacher(),
        "course lead": staff.LEAD.email,
        "operator": staff.OPERATOR.email,
    }
    await services.http.aclose()
    return found


async def _walk(
    stages: list[Stage], at: Installation, progress: Progress, console: Console
) -> None:
    """Do the stages in the order of their days, moving the clock between them."""
    assert at.clock_file is not None
    if not progress.done("started"):
        business_clock.set_offset(at.clock_file, _working_hours(START))
        progress.note("started")
    for number, stage in enumerate(stages, 1):
        if progress.done(stage.name):
            continue
        await _go_to(_working_hours(stage.day), at)
        console.print(f"  {number:>2}/{len(stages)}  {-stage.day:>3} days ago  {stage.name}")
        await stage.run()
        await settling.settle(at.superuser_dsn, at.clock_file)
        progress.note(stage.name)
    await _go_to(timedelta(), at)


def _working_hours(day: int) -> timedelta:
    """The offset at which it is afternoon in Europe and morning in America: nobody is written to at
    night, and all mails of twenty weeks would go out in the first real morning."""
    now = clock.real_now()
    then = (now + timedelta(days=day)).replace(hour=14, minute=0, second=0, microsecond=0)
    return then - now


async def _go_to(wanted: timedelta, at: Installation) -> None:
    assert at.clock_file is not None
    if wanted > (now := business_clock.offset(at.clock_file)):
        by = wanted - now
        await settling.advance(at.superuser_dsn, at.clock_file, by, step=timedelta(days=4))
