"""Pages of many rows on a phone: staff see what matters without scrolling through everything."""

import pytest

from .long_pages import RUN, Stage, answers

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

SCREEN = 800
LONGEST = 5 * SCREEN
HEIGHT = "document.documentElement.scrollHeight"


@pytest.mark.parametrize("js", [True, False])
async def test_a_run_of_sixty_teachers_fits_into_five_screens_of_a_phone(
    open_page, axe, js: bool
) -> None:
    async with Stage(answers(60), ["programme_lead"]) as stage:
        page = await open_page("about:blank", width=360, js=js)
        await stage.show(page, f"/staff/runs/{RUN}")
        assert await page.locator(".fold").count() > 20
        if js:
            assert await page.evaluate(HEIGHT) <= LONGEST
            assert await page.evaluate("document.documentElement.scrollWidth") <= 360
            assert await axe(page) == []
        publish = await page.get_by_role(
            "button", name="Publish and ask all to confirm"
        ).bounding_box()
        assert publish is not None
        assert publish["y"] < 2 * SCREEN
        ticks = page.locator("#h-matches ~ form input[name=enrolment]")
        assert not await ticks.first.is_visible()
        await page.locator("#h-matches ~ form summary").first.click()
        assert await ticks.first.is_visible()
