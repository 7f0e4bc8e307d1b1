"""Figures of the pages: server time of every teacher page on the demo, and how much is sent."""

import gzip
import re
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
from tests.bench.installation import demo, sign_in_link
from tests.bench.row import Row, at_most

PAGES = (
    "/",
    "/today",
    "/profile",
    "/classes",
    "/cohorts",
    "/invitations",
    "/partnerships",
    "/reviews",
    "/certificates",
    "/showcase",
    "/inbox",
    "/settings",
    "/settings/security",
)
TIMES = 20
_FIND = re.compile(r'href="(/find/[0-9a-f-]+)"')
STATIC = Path("services/web/src/web/static")


def rows() -> list[Row]:
    with demo() as running, _signed_in(running.where, sign_in_link(running.home, "teacher")) as web:
        pages = list(PAGES)
        pages += sorted(set(_FIND.findall(web.get("/today").text)))[:1]
        slowest, largest = ("", 0.0), ("", 0)
        for page in pages:
            taken, size = _measure(web, page)
            slowest = max(slowest, (page, taken), key=lambda pair: pair[1])
            largest = max(largest, (page, size), key=lambda pair: pair[1])
    p95 = round(1000 * slowest[1], 1)
    return [
        at_most(f"web.page_p95 (slowest of {len(pages)}: {slowest[0]})", p95, "ms", 100),
        at_most(f"web.html (largest: {largest[0]})", round(largest[1] / 1024, 1), "KiB gzip", 30),
        at_most("web.css", _packed("*.css"), "KiB gzip", 15),
        at_most("web.js", _packed("*.js"), "KiB gzip", 20),
    ]


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
