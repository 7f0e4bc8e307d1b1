"""Every page that links lead to, on the whole system, in a real browser: axe, width, weight."""

import gzip
import re

import pytest
import pytest_asyncio

from meridian.demo import learning, pairing

from ..conftest import Programme
from . import crowd

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.xdist_group("system"),
    pytest.mark.timeout(600),
]
HEAVIEST = 30 * 1024
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def sessions(system, chromium):
    """An operator, a lead with a running cohort, a teacher in its course, and a teacher who still looks around."""
    made = Programme(system)
    staff = await made.engage()
    cohort = await made.cohort(staff.lead, days_to_course=0)
    first, second = await crowd.pair(made, staff.lead, cohort)
    third, fourth = [
        await crowd.arrive(made, teacher, cohort, staff.lead)
        for teacher in crowd.newcomers(made, "IT", "TR")
    ]
    await pairing.invite(fourth, third)
    await pairing.say(first, "Hello, shall we begin?", "hello")
    await learning.advance(staff.lead, cohort, "course")
    await learning.do_steps([first, second], 0.3)
    yield {
        "lead": staff.lead.session_token,
        "operator": staff.operator.session_token,
        "in the course": first.person.session_token,
        "invited": third.person.session_token,
        "visitor": "",
    }
    await made.services.http.aclose()


def shape(address: str) -> str:
    """Pages that differ only by an id or a cursor are one page."""
    plain = re.sub(r"cursor=[^&]*", "", ID.sub("…", address.split("#", maxsplit=1)[0]))
    return re.sub(r"/(showcase|certificates)/[^/?]+", r"/\1/…", plain)


@pytest.mark.parametrize(
    ("width", "scheme"),
    [(360, "dark"), pytest.param(1280, "light", marks=pytest.mark.full)],
)
@pytest.mark.parametrize(
    ("who", "start"),
    [
        ("lead", "/staff"),
        ("operator", "/staff"),
        ("in the course", "/today"),
        ("invited", "/today"),
        ("visitor", "/"),
    ],
)
async def test_every_page_a_person_can_reach_is_accessible_and_light(
    system, sessions, open_page, axe, who: str, start: str, width: int, scheme: str
) -> None:
    page = await open_page(f"{system.web}/livez", width=width, scheme=scheme)
    if sessions[who]:
        await page.context.add_cookies(
            [{"name": "meridian", "value": sessions[who], "url": system.web}]
        )
    todo, seen, wrong = [start], set(), []
    while todo:
        address = todo.pop(0)
        if shape(address) in seen:
            continue
        seen.add(shape(address))
        answer = await page.request.get(system.web + address)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        await page.goto(system.web + address)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        weight = len(gzip.compress(await answer.body()))
        wrong += [f"{address}: {found}" for found in await axe(page)]
        if not answer.ok:
            wrong.append(f"{address}: answered {answer.status}")
        if wide > width:
            wrong.append(f"{address}: {wide} pixels wide on a screen of {width}")
        if weight > HEAVIEST:
            wrong.append(f"{address}: {weight} bytes packed")
        links = await page.evaluate(
            '[...document.querySelectorAll(\'main a[href^="/"], header a[href^="/"]\')]'
            ".map(a => a.getAttribute('href'))"
        )
        todo += [link for link in links if not link.startswith("/static/")]
    assert not wrong, "\n".join(wrong)
    assert (
        len(seen)
        >= {"lead": 30, "operator": 15, "in the course": 25, "invited": 20, "visitor": 8}[who]
    )
