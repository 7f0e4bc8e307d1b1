"""Hands of somebody at the pages: read, fill in, press, wait. The same with and without scripts."""

import asyncio
import re
from typing import Any

from playwright.async_api import Locator, Page, Response

from meridian.demo.client import Services

PATIENCE = 60
"""Seconds that an effect in another service may take on a busy machine."""
SLOWLY = 40_000
"""Milliseconds that one page may take there."""


class Visitor:
    """One person at one browser."""

    def __init__(self, page: Page, web: str) -> None:
        self.page = page
        self.web = web
        page.set_default_timeout(SLOWLY)

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.web)

    async def go(self, path: str) -> None:
        answer = await self.page.goto(path if path.startswith("http") else self.web + path)
        await self._answered(answer, 200)

    async def follow(self, name: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Click the first link of that name in what the page is about."""
        where = within or self.page.locator("main")
        await self._leave_by(where.get_by_role("link", name=name, exact=True).first, 200)

    async def press(self, name: str, status: int = 200, within: Locator | None = None) -> None:
        """Press the first button of that name, and arrive where it leads."""
        where = within or self.page.locator("main")
        await self._leave_by(where.get_by_role("button", name=name, exact=True).first, status)

    async def fill(self, fields: dict[str, Any]) -> None:
        """Fill fields by their names. A list ticks several boxes, True the only one."""
        for name, value in fields.items():
            await self._fill(self.page.locator(f'main [name="{name}"]:not([type=hidden])'), value)

    async def sees(self, *texts: str) -> None:
        """The page says so, be it folded away."""
        said = " ".join((await self.page.locator("body").text_content() or "").split())
        for text in texts:
            assert text in said, f"{self.path} does not say {text!r}:\n{await self.text()}"

    async def text(self) -> str:
        return await self.page.locator("body").inner_text()

    async def until(self, text: str, path: str = "") -> None:
        """Open the page again and again until it says so: what others did arrives by events."""
        here = path or self.path
        try:
            async with asyncio.timeout(PATIENCE):
                await self.go(here)
                while text not in await self.text():
                    await asyncio.sleep(0.2)
                    await self.go(here)
        except TimeoutError:
            raise AssertionError(f"{here} never said {text!r}:\n{await self.text()}") from None

    async def links(self, start: str) -> list[str]:
        """Where links that begin so lead, in the order of the page."""
        found = await self.page.locator(f'main a[href^="{start}"]').all()
        hrefs = [await one.get_attribute("href") or "" for one in found]
        return list(dict.fromkeys(hrefs))

    async def _unfold(self, field: Locator) -> None:
        """Open what the field is folded into, from the outside in."""
        shut = field.first.locator("xpath=ancestor::details[not(@open)]").first
        while await shut.count():
            await shut.locator("> summary").click()

    async def _fill(self, field: Locator, value: Any) -> None:
        await self._unfold(field)
        kind = await field.first.evaluate("e => e.type")
        if kind in {"checkbox", "radio"}:
            for one in value if isinstance(value, list) else [value]:
                chosen = field if one is True else field.and_(self.page.locator(f'[value="{one}"]'))
                await chosen.check()
        elif kind.startswith("select"):
            await field.select_option(str(value))
        else:
            await field.fill(str(value))

    async def _leave_by(self, control: Locator, status: int) -> None:
        async with self.page.expect_navigation() as leaving:
            await control.click()
        await self._answered(await leaving.value, status)

    async def _answered(self, answer: Response | None, status: int) -> None:
        if answer is not None and answer.status != status:
            raise AssertionError(f"{answer.url} answered {answer.status}:\n{await self.text()}")


async def mailed_link(services: Services, email: str, path: str) -> str:
    """The link of that kind in the newest mail to this address, from the mailbox's search."""
    async with asyncio.timeout(PATIENCE):
        while True:
            found = await services.send(
                "GET", "mailbox", "/api/v1/search", params={"query": f'to:"{email}"'}
            )
            for summary in found.json()["messages"]:
                mail = await services.send("GET", "mailbox", f"/api/v1/message/{summary['ID']}")
                link = re.search(
                    rf"https?://\S+{re.escape(path)}\?token=[\w~%.-]+", mail.json()["Text"]
                )
                if link:
                    return link[0]
            await asyncio.sleep(0.2)
