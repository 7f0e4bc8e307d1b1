"""Posts and saved searches through the pages."""

import html
from typing import Any

Town = Any


async def _two(town: Town) -> tuple[Any, str, Any, str]:
    await town.open_cohort()
    found = []
    for name, country, zone in (("Ayşe", "TR", "Europe/Istanbul"), ("Bianca", "IT", "Europe/Rome")):
        somebody = await town.arrives(name, country, zone)
        await town.settles(somebody)
        await town.joins(somebody)
        page = await somebody.get(f"/cohorts/{town.cohort_id}/join")
        found += [somebody, town.found(r'href="(/find/[0-9a-f-]{36})"', page)]
    return tuple(found)


async def test_a_post_is_written_read_with_reasons_and_taken_down(town: Town) -> None:
    ayse, mine, bianca, theirs = await _two(town)
    assert f"{mine}/wanted" in await ayse.get(mine)
    short = await ayse.send(f"{mine}/wanted", 422, title="Rivers of two towns", text="Too short")
    assert 'value="Rivers of two towns"' in short
    words = "We measure our river each week. **Who** measures too? <script>alert(1)</script>"
    await ayse.send(f"{mine}/wanted", title="Rivers of two towns", text=words)
    page = await bianca.get(f"{theirs}/wanted")
    assert "<script>alert" not in page
    page = html.unescape(page)
    assert "Rivers of two towns" in page
    assert "You both work in English" in page
    card = town.found(r'href="(/people/[^"]+)"', page)
    assert "Invite" in await bianca.get(card)
    report = town.found(r'href="(/report\?subject=post[^"]+)"', page)
    assert "report" in (await bianca.get(report)).lower()
    pending = await town.arrives("Pınar", "TR", "Europe/Istanbul", verified=False)
    await town.settles(pending)
    await town.joins(pending)
    joined = await pending.get(f"/cohorts/{town.cohort_id}/join")
    where = town.found(r'href="(/find/[0-9a-f-]{36})"', joined)
    assert "Rivers of two towns" not in await pending.get(f"{where}/wanted")
    await ayse.send(f"{mine}/wanted/take-down")
    assert "Nobody has posted yet" in await bianca.get(f"{theirs}/wanted")


async def test_a_search_is_saved_with_its_filters_and_removed(town: Town) -> None:
    ayse, mine, _bianca, _theirs = await _two(town)
    page = await ayse.get(f"{mine}?country=IT&age_from=11")
    assert "Save this search" in page
    saved = await ayse.send(f"{mine}/searches", name="Italy", country="IT", age_from="11")
    assert "Saved. We tell you when somebody new fits." in saved
    assert "Save this search" not in saved
    assert "country=IT" in town.found(r'href="(/find/[^"]+)">Italy<', saved)
    forget = town.found(r'action="(/find/[^"]+/forget)"', saved)
    assert "Removed." in await ayse.send(forget)
    assert "Saved searches" not in await ayse.get(mine)


async def test_the_filters_say_how_many_each_choice_would_find(town: Town) -> None:
    ayse, mine, _, _ = await _two(town)
    page = await ayse.get(mine)
    countries = page.split('name="country"', 1)[1].split("</select>", 1)[0]
    assert "Italy (1)" in countries
    assert "France" not in countries
    # A choice that finds nobody stays visible where it was taken.
    assert "France (0)" in await ayse.get(f"{mine}?country=FR")
