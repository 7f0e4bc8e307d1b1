"""Figures of the pages: the server's time for each that a teacher can reach, and what travels."""

import gzip
import re
import statistics
import time
from typing import Any

import httpx
from tests.bench import installation

Row = dict[str, Any]
ROUNDS = 12
PAGES = 60
LINK = re.compile(r'href="(/[^"#]*)')
ASSET = re.compile(r'(?:<link[^>]+rel="stylesheet"[^>]+href|<script[^>]+src)="([^"]+)"')
IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[0-9A-Z]{10,}")
LEFT_OUT = re.compile(
    r"^/(static|sign-out|assets|developers|language)|\.(css|js|svg|png|ico|ics|csv)$"
)


def rows() -> list[Row]:
    client = installation.browser("teacher")
    pages = _crawl(client)
    times = {shape: _time(client, path) for shape, path in pages.items()}
    slowest = max(times, key=lambda shape: times[shape])
    sizes = {shape: _html(client, path) for shape, path in pages.items()}
    heaviest = max(sizes, key=lambda shape: sizes[shape])
    css, scripts = _assets(client, list(pages.values()))
    found = [
        _row("web.pages", len(pages), "pages", None),
        _row("web.slowest_page_p95", times[slowest], f"ms ({slowest})", 100),
        _row("web.median_page_p95", statistics.median(times.values()), "ms", None),
        _row("web.heaviest_page", sizes[heaviest], f"KB gzip ({heaviest})", 30),
        _row("web.css", css, "KB gzip", 15),
        _row("web.scripts", scripts, "KB gzip", 20),
    ]
    slow = sorted(times.items(), key=lambda item: -item[1])[:5]
    return found + [_row(f"web.page{shape}", value, "ms p95", None) for shape, value in slow]


def _row(name: str, value: float, unit: str, goal: float | None) -> Row:
    holds = None if goal is None else value <= goal
    return {"name": name, "value": value, "unit": unit, "goal": goal, "holds": holds}


def _crawl(client: httpx.Client) -> dict[str, str]:
    """One address per shape of page, found by following links from Today."""
    found: dict[str, str] = {}
    waiting = ["/today", "/", "/showcase", "/settings", "/inbox", "/profile", "/classes"]
    while waiting and len(found) < PAGES:
        path = waiting.pop(0)
        shape = IDENTIFIER.sub("…", path.split("?")[0])
        if shape in found or LEFT_OUT.search(path):
            continue
        answer = client.get(path)
        if answer.status_code != 200 or "text/html" not in answer.headers["content-type"]:
            continue
        found[shape] = path
        waiting += [link.replace("&amp;", "&") for link in LINK.findall(answer.text)]
    return found


def _time(client: httpx.Client, path: str) -> float:
    client.get(path)
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        client.get(path).raise_for_status()
        taken.append((time.perf_counter() - began) * 1000)
    return round(statistics.quantiles(taken, n=20)[-1], 1)


def _kilobytes(content: bytes) -> float:
    return round(len(gzip.compress(content, 6)) / 1024, 1)


def _html(client: httpx.Client, path: str) -> float:
    return _kilobytes(client.get(path).content)


def _assets(client: httpx.Client, pages: list[str]) -> tuple[float, float]:
    """Style sheets and scripts of all pages together."""
    names = {name for path in pages for name in ASSET.findall(client.get(path).text)}
    sheets = [name for name in names if ".css" in name]
    scripts = [name for name in names if ".js" in name]
    return (
        round(sum(_kilobytes(client.get(name).content) for name in sheets), 1),
        round(sum(_kilobytes(client.get(name).content) for name in scripts), 1),
    )
