"""The pages of `web` alone in a real browser: accessible, within the screen, with and without scripts."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ADDRESSES = (
    "/styleguide",
    "/",
    "/privacy",
    "/accessibility",
    "/code-of-conduct",
    "/status",
    "/nothing-here",
)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
async def test_axe_finds_nothing_and_nothing_overflows(
    web_alone, open_page, axe, width: int, scheme: str
) -> None:
    found = {}
    for address in ADDRESSES:
        page = await open_page(web_alone + address, width=width, scheme=scheme)
        found[address] = await axe(page)
        wide = await page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            found[address].append(f"{wide} pixels wide")
    assert {address: what for address, what in found.items() if what} == {}


async def test_everything_that_is_pressed_is_large_enough(web_alone, open_page) -> None:
    page = await open_page(f"{web_alone}/styleguide", width=360)
    small = await page.evaluate(
        """[...document.querySelectorAll("a.button, button, summary, select, input:not([type=hidden])")]
        .filter(e => e.checkVisibility()).map(e => (e.closest(".choice") || e))
        .map(e => [e.className || e.tagName, e.getBoundingClientRect().height])
        .filter(([, height]) => height < 44)"""
    )
    assert small == []


async def test_a_wrong_form_comes_back_with_its_words_and_without_scripts(
    web_alone, open_page
) -> None:
    page = await open_page(f"{web_alone}/styleguide", js=False)
    await page.fill("#f-about", "Words that must stay")
    await page.fill("#f-size", "many")
    await page.click("form:has(#f-about) button[type=submit]")
    assert await page.input_value("#f-about") == "Words that must stay"
    assert await page.get_attribute("#f-headline", "aria-invalid") == "true"
    assert "f-headline-error" in (await page.get_attribute("#f-headline", "aria-describedby") or "")
    assert await page.locator("form:has(#f-about) .error-summary a").count() == 2


async def test_a_sent_form_leads_on_with_a_message_and_a_way_back(web_alone, open_page) -> None:
    page = await open_page(f"{web_alone}/styleguide")
    await page.fill("#f-headline", "Water in our towns")
    await page.click("form:has(#f-about) button[type=submit]")
    await page.wait_for_selector(".toast--good")
    assert await page.locator(".toast button").inner_text() == "Undo"
    await page.reload()
    assert await page.locator(".toast").count() == 0


async def test_colours_and_language_are_chosen_with_one_click_and_stay(
    web_alone, open_page
) -> None:
    page = await open_page(f"{web_alone}/privacy", width=360)
    await page.select_option("#foot-theme", "dark")
    await page.wait_for_selector("html[data-theme=dark]")
    await page.select_option("#foot-language", "tr")
    await page.wait_for_selector("html[lang=tr][data-theme=dark]")
    await page.goto(f"{web_alone}/")
    assert await page.get_attribute("html", "lang") == "tr"


async def test_htmx_runs_under_the_policy(web_alone, open_page) -> None:
    page = await open_page(f"{web_alone}/styleguide", errors_expected=True)
    assert await page.evaluate("typeof htmx") == "object"
    await page.evaluate(
        """() => { const bad = document.createElement("script");
        bad.textContent = "window.bad = 1"; document.head.append(bad); }"""
    )
    assert await page.evaluate("window.bad") is None


async def test_the_menu_opens_without_scripts_and_closes_with_escape(web_alone, open_page) -> None:
    page = await open_page(f"{web_alone}/", width=360, js=False)
    await page.click(".menu--main summary")
    assert await page.locator(".menu--main a[href='/register']").is_visible()
    page = await open_page(f"{web_alone}/", width=360)
    await page.click(".menu--main summary")
    await page.keyboard.press("Escape")
    assert not await page.locator(".menu--main a[href='/register']").is_visible()
