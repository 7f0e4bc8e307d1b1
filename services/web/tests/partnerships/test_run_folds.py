"""A run with many matches: the summary first, a line each, and the rest folded or filtered."""

import re
from typing import Any
from uuid import UUID

from answers import CAUTION, REASON, RUN, SEATS, run


def _matches(*looks: bool) -> list[dict[str, Any]]:
    return [
        {
            "id": str(UUID(int=number)),
            "seats": SEATS,
            "points": 40,
            "out_of": 100,
            "language": "en",
            "locked": False,
            "reasons": [REASON],
            "caution": CAUTION,
            "needs_look": look,
            "outcome": None,
        }
        for number, look in enumerate(looks)
    ]


async def test_each_match_is_a_line_and_its_reasons_are_folded_below_it(client, services, staff):
    services.get(f"{staff}/runs/{RUN}").respond(json=run())
    services.get(f"{staff}/runs/{RUN}/matches").respond(
        json={"items": _matches(False, True), "next_cursor": None}
    )
    page = (await client.get(f"/staff/runs/{RUN}")).text
    plain, to_read = re.findall(
        r'<details class="fold">\s*<summary>(Ayşe.*?)</summary>', page, re.S
    )
    assert "Ayşe, Türkiye · Maya, Nepal" in plain
    assert "A school calendar is not known" not in plain
    assert "A school calendar is not known" in to_read
    assert page.index("Publish and ask all to confirm") < page.index("Ayşe, Türkiye · Maya")


async def test_staff_can_list_only_the_matches_that_need_a_look(client, services, staff):
    shown = run()
    shown["result"]["needs_look"] = 1
    services.get(f"{staff}/runs/{RUN}").respond(json=shown)
    listed = services.get(f"{staff}/runs/{RUN}/matches").respond(
        json={"items": _matches(True), "next_cursor": "abc"}
    )
    page = (await client.get(f"/staff/runs/{RUN}")).text
    assert "needs_look" not in listed.calls.last.request.url.params
    assert f'href="/staff/runs/{RUN}?show=look"' in page
    assert "Need a look (1)" in page
    page = (await client.get(f"/staff/runs/{RUN}?show=look")).text
    assert listed.calls.last.request.url.params["needs_look"] == "true"
    assert f'href="/staff/runs/{RUN}?show=look&amp;cursor=abc"' in page


async def test_teachers_without_a_partner_are_grouped_by_the_reason(client, services, staff):
    alone = run()["unmatched"][0]
    three = [alone, {**alone, "seat": SEATS[1]}, {**alone, "code": "wants_a_pair"}]
    services.get(f"{staff}/runs/{RUN}").respond(json=run(unmatched=three))
    page = (await client.get(f"/staff/runs/{RUN}")).text
    assert re.findall(r'<summary>(\d teachers?)<span class="fold__line">(\w+)', page) == [
        ("2 teachers", "3"),
        ("1 teacher", "Wishes"),
    ]


async def test_a_proof_over_some_pairs_does_not_say_that_more_is_impossible(
    client, services, staff
):
    some = run()
    some["result"]["all_pairs_considered"] = False
    services.get(f"{staff}/runs/{RUN}").respond(json=some)
    page = (await client.get(f"/staff/runs/{RUN}")).text
    assert "Proved: it cannot be more" not in page
    assert "proved for these 3 pairs" in page
