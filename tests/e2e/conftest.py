"""A real browser: the machine's Chromium or Playwright's own, and pages opened in it.

Browser tests are async and share one loop, because the browser lives as long as the session:

    pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

from ..conftest import Programme, System
from .everybody import sessions
from .visitor import Visitor

__all__ = ["sessions"]

COMMANDS = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = pytest.StashKey[bool]()
OpenPage = Callable[..., Awaitable[Page]]
Arrive = Callable[..., Awaitable[Visitor]]


def find_chromium() -> str | None:
    """MERIDIAN_CHROMIUM, then the machine's, then Playwright's own."""
    named = os.environ.get("MERIDIAN_CHROMIUM")
    if named:
        return named if Path(named).exists() else shutil.which(named)
    found = next((path for command in COMMANDS if (path := shutil.which(command))), None)
    if found:
        return found
    default = Path.home() / ".cache" / "ms-playwright"
    caches = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or default)
    own = sorted(caches.glob("chromium-*/chrome-linux*/chrome"))
    return str(own[-1]) if own else None


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> str:
    """Where the browser is. Without one its tests are skipped loudly, or fail where one is a must."""
    found = find_chromium()
    if found is None:
        request.config.stash[NO_BROWSER] = True
        if os.environ.get("MERIDIAN_BROWSER_REQUIRED"):
            pytest.fail("no browser found, and MERIDIAN_BROWSER_REQUIRED is set")
        pytest.skip("no browser found")
    return found


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Nobody shall believe that pages were tested when they were not."""
    skipped = terminalreporter.stats.get("skipped", [])
    if config.stash.get(NO_BROWSER, False) or any(
        "no browser found" in str(r.longrepr) for r in skipped
    ):
        terminalreporter.section(
            "NO BROWSER: NO PAGE WAS TESTED IN ONE", sep="!", red=True, bold=True
        )
        terminalreporter.line(
            "Install chromium, or run `playwright install chromium`, and test again."
        )


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """One browser for all tests."""
    arguments = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser) -> AsyncIterator[OpenPage]:
    """Opens an address as a new visitor: `await open_page(url, width=360, scheme="dark", js=False)`.

    A page that logs an error or throws fails its test at the end.
    """
    contexts = []
    errors: list[str] = []

    async def opened(
        url: str,
        *,
        width: int = 1280,
        scheme: str = "light",
        js: bool = True,
        errors_expected: bool = False,
        **more: Any,
    ) -> Page:
        context = await browser.new_context(
            viewport={"width": width, "height": 800},
            color_scheme=scheme,  # type: ignore[arg-type]
            java_script_enabled=js,
            **more,
        )
        contexts.append(context)
        page = await context.new_page()
        if not errors_expected:
            page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
            page.on("pageerror", lambda error: errors.append(str(error)))
        await page.goto(url)
        return page

    yield opened
    for context in contexts:
        await context.close()
    # The answer to a wrong form is 4xx on purpose, and the browser logs each of them.
    assert [error for error in errors if "Failed to load resource" not in error] == []


async def violations(page: Page) -> list[str]:
    """What axe has to say about the page as it stands, one line each."""
    result = await Axe().run(page)
    return [
        f"{found['id']}: {node['target']} {node.get('failureSummary', '')[:300]}"
        for found in result.response["violations"]
        for node in found["nodes"]
    ]


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], Awaitable[list[str]]]:
    return violations


@pytest.fixture(scope="session")
def web_alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages in a process of their own, with no service behind them."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    log = tmp_path_factory.mktemp("web") / "web.log"
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("MERIDIAN_WEB_")},
        "MERIDIAN_WEB_PUBLIC_URL": url,
        # A port where nothing listens: the pages must stand alone.
        **{
            f"MERIDIAN_WEB_{s}_URL": "http://127.0.0.1:9"
            for s in ("ACCOUNTS", "PARTNERING", "COURSE", "PROJECTS", "NOTIFICATIONS")
        },
    }
    with log.open("w") as output:
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "uvicorn",
                "--factory",
                "web.app:create_app",
                "--port",
                str(port),
                *("--http", "shared.http.protocol:BoundedHttp", "--ws", "none"),
            ],
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait(url, process, log)
            yield url
        finally:
            process.terminate()
            process.wait(10)


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"{url}/livez", timeout=1).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    pytest.fail(f"web did not start:\n{log.read_text()[-2000:]}")


@pytest_asyncio.fixture(loop_scope="session")
async def programme(system: System) -> AsyncIterator[Programme]:
    """As elsewhere, in the loop of the browser."""
    made = Programme(system)
    yield made
    await made.services.http.aclose()


@pytest.fixture
def arrive(system: System, open_page: OpenPage) -> Arrive:
    """Somebody opens the programme's pages: `await arrive("/cohorts", width=360, js=False)`."""

    async def arrived(path: str = "/", **how: Any) -> Visitor:
        return Visitor(await open_page(system.web + path, **how), system.web)

    return arrived
