"""Figures of the pages: server time of every teacher page on the demo, and how much is sent."""

import gzip
import re
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
from tests.bench.installation import demo, sign_in_link
from tests.bench.row import Row, at_most

PAGES = {
    "teacher": (
        *("/", "/today", "/profile", "/classes", "/cohorts", "/invitations", "/partnerships"),
        *("/reviews", "/certificates", "/showcase", "/inbox", "/settings", "/settings/security"),
    ),
    "in the course": ("/today", "/reviews", "/inbox"),
    "in a project": ("/today", "/reviews", "/inbox"),
}
"""Pages of the demo's teachers in each phase; more are found by the links of /today and the room."""
TIMES = 40
_MORE = re.compile(
    r'href="(/(?:find|people)/[0-9a-f-]+|/partnerships/[0-9a-f-]+(?:/[a-z]+)?)(?:#[^"]*)?"'
)
STATIC = Path("services/web/src/web/static")


def rows() -> list[Row]:
    slowest, largest, looked_at = ("", 0.0), ("", 0), 0
    with demo() as running:
        for who, first in PAGES.items():
            with _signed_in(running.where, sign_in_link(running.home, who)) as web:
                pages = [*first, *_further(web)]
                looked_at += len(pages)
                for page in pages:
                    taken, size = _measure(web, page)
                    name = f"{who}: {re.sub(r'/[0-9a-f-]{36}', '/…', page)}"
                    slowest = max(slowest, (name, taken), key=lambda pair: pair[1])
                    largest = max(largest, (name, size), key=lambda pair: pair[1])
    p95 = round(1000 * slowest[1], 1)
    return [
        at_most(f"web.page_p95 (slowest of {looked_at}, {slowest[0]})", p95, "ms", 100),
        at_most(f"web.html (largest, {largest[0]})", round(largest[1] / 1024, 1), "KiB gzip", 30),
        at_most("web.css", _packed("*.css"), "KiB gzip", 15),
        at_most("web.js", _packed("*.js"), "KiB gzip", 20),
    ]


def _further(web: httpx.Client) -> list[str]:
    """The pages that Today leads to, and the tabs of a room among them."""
    found = sorted(set(_MORE.findall(web.get("/today").text)))
    rooms = [page for page in found if page.startswith("/partnerships/")][:1]
    for room in rooms:
        found += _MORE.findall(web.get(room).text)
    return sorted(set(found))


def _signed_in(where: dict[str, str], link: str) -> httpx.Client:
    """A visitor with the session of a one-time link, as a browser would have it."""
    web = httpx.Client(base_url=where["web"], headers={"Origin": where["web"]}, timeout=30)
    token = parse_qs(urlsplit(link).query)["token"][0]
    answer = httpx.post(
        f"{where['web']}/sign-in/link", data={"token": token}, headers={"Origin": where["web"]}
    )
    if answer.status_code != 303:
        raise SystemExit(f"The link was refused: {answer.status_code}")
    web.cookies.update(answer.cookies)
    return web


def _measure(web: httpx.Client, page: str) -> tuple[float, int]:
    """p95 of the time until the whole answer is there, over loopback; size as sent."""
    taken = []
    size = 0
    for _ in range(TIMES + 2):
        began = time.perf_counter()
        answer = web.get(page)
        taken.append(time.perf_counter() - began)
        answer.raise_for_status()
        size = len(gzip.compress(answer.content, 6))
    ordered = sorted(taken[2:])
    return ordered[int(0.95 * (len(ordered) - 1))], size


def _packed(pattern: str) -> float:
    """What a page loads of this kind, each file packed by itself."""
    files = [file for file in STATIC.rglob(pattern) if file.is_file()]
    return round(sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) / 1024, 1)
