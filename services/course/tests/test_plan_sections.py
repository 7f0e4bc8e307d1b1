"""Two people write one plan: each section has its version, and nothing is put back unseen."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.plans.rules import SECTIONS, merge
from shared.contracts.accounts import ErasureRequested
from shared.ids import new_id
from shared.testing import bearer, principal

WORDS = st.sampled_from(["", "one", "two", "three"])
CONTENT = st.fixed_dictionaries(
    {field: WORDS for fields in SECTIONS.values() for field in fields if "pupils" not in field}
    | {name: st.sampled_from([None, 6, 9]) for name in SECTIONS["pupils"]}
)


def _fields(content: dict[str, Any], section: str) -> tuple[Any, ...]:
    return tuple(content[field] or None for field in SECTIONS[section])


@given(base=CONTENT, mine=CONTENT, theirs=CONTENT)
def test_merging_keeps_every_change_of_one_side_and_names_every_clash(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    since = [one for one in SECTIONS if _fields(base, one) != _fields(theirs, one)]
    merged = merge(base, mine, theirs, since)
    for section in SECTIONS:
        was, my, their = (_fields(one, section) for one in (base, mine, theirs))
        kept = _fields(merged.content, section)
        assert (section in merged.conflicts) == (my != was and their not in (was, my))
        assert kept == (my if their == was else their)


async def put_section(world, pair, who, section: str, version: int, **fields: Any) -> Any:
    return await world.client.put(
        f"/v1/partnerships/{pair.id}/plan/sections/{section}",
        json=fields,
        headers={**bearer(who, "course"), "If-Match": f'"{version}"'},
    )


async def restore(world, pair, who, number: int, version: int, *sections: str) -> Any:
    return await world.client.post(
        f"/v1/partnerships/{pair.id}/plan/versions/{number}/restore",
        json={"sections": sections},
        headers={**bearer(who, "course"), "If-Match": f'"{version}"'},
    )


async def content(world, pair) -> dict[str, Any]:
    found: dict[str, Any] = (await world.read(f"/partnerships/{pair.id}/plan", pair.ada))["content"]
    return found


async def test_two_people_who_edit_different_sections_both_keep_their_words(world) -> None:
    pair = await world.learning_pair()
    await world.put_plan(pair, pair.ada, 1)
    await world.put_plan(pair, pair.ada, 2, title="Ada's title")
    saved = await world.put_plan(pair, pair.can, 2, roles="Can's roles")
    assert saved.status_code == 200
    assert (saved.json()["version"], saved.headers["ETag"]) == (4, '"4"')
    plan = await content(world, pair)
    assert (plan["title"], plan["roles"]) == ("Ada's title", "Can's roles")


async def test_the_same_section_is_a_conflict_that_saves_nothing_and_joins_the_rest(world) -> None:
    pair = await world.learning_pair()
    await world.put_plan(pair, pair.ada, 1)
    await world.put_plan(pair, pair.ada, 2, title="Ada's title", product="Ada's product")
    refused = await world.put_plan(pair, pair.can, 2, title="Can's title", roles="Can's roles")
    problem = refused.json()
    assert (refused.status_code, problem["type"]) == (412, "stale-version")
    assert (problem["conflicts"], problem["current_version"]) == (["title"], 3)
    assert problem["merged"]["title"] == "Ada's title"
    assert problem["merged"]["product"] == "Ada's product"
    assert problem["merged"]["roles"] == "Can's roles"
    assert (await content(world, pair))["roles"] == world.plan["roles"]


@pytest.mark.parametrize(
    "again",
    [
        {"summary": f"  {'Two classes test their water and write to two town halls.'}\r\n"},
        {"subjects": ["maths", "science"]},
        {},
    ],
)
async def test_what_a_browser_does_to_words_is_no_change_of_mine(world, again) -> None:
    pair = await world.learning_pair()
    await world.put_plan(pair, pair.ada, 1, subjects=["science", "maths"])
    changed = {"summary": "Newer", "subjects": ["arts"]}
    await world.put_plan(pair, pair.ada, 2, **changed)
    mine = {"subjects": ["science", "maths"], **again}
    saved = await world.put_plan(pair, pair.can, 2, **mine, roles="Can's roles")
    assert saved.status_code == 200
    plan = await content(world, pair)
    assert (plan["summary"], plan["subjects"]) == ("Newer", ["arts"])
    assert plan["roles"] == "Can's roles"


async def test_a_section_has_its_own_version_and_if_match(world) -> None:
    pair = await world.learning_pair()
    await world.put_plan(pair, pair.ada, 1)
    first = await put_section(world, pair, pair.ada, "title", 2, title="Ada's title")
    other = await put_section(world, pair, pair.can, "roles", 2, roles="Can's roles")
    late = await put_section(world, pair, pair.can, "title", 2, title="Can's title")
    assert [one.status_code for one in (first, other, late)] == [200, 200, 412]
    assert (first.headers["ETag"], other.headers["ETag"]) == ('"3"', '"4"')
    assert late.json()["conflicts"] == ["title"]
    read = await world.read(f"/partnerships/{pair.id}/plan/sections/title", pair.can)
    assert (read["version"], read["edited_by_name"]) == (3, "Ada Wiśniewska")
    assert read["content"]["title"] == "Ada's title"
    without = await world.client.put(
        f"/v1/partnerships/{pair.id}/plan/sections/title",
        json={"title": "x"},
        headers=bearer(pair.can, "course"),
    )
    assert without.status_code == 428


async def test_a_section_takes_its_own_fields_only(world) -> None:
    pair = await world.learning_pair()
    strange = await put_section(world, pair, pair.ada, "title", 1, title="x", roles="y")
    half = await put_section(world, pair, pair.ada, "pupils", 1, pupils_age_from=9)
    wrong = await put_section(
        world, pair, pair.ada, "pupils", 1, pupils_age_from=9, pupils_age_to=8
    )
    assert [one.status_code for one in (strange, half, wrong)] == [422, 422, 422]
    assert strange.json()["errors"][0]["pointer"] == "/roles"
    foreign = await put_section(world, pair, principal(), "title", 1, title="x")
    assert foreign.status_code == 404


async def test_versions_can_be_compared(world) -> None:
    pair = await world.learning_pair()
    await world.put_plan(pair, pair.ada, 1)
    await world.put_plan(pair, pair.can, 2, title="Can's title", tools="A table")
    path = f"/partnerships/{pair.id}/plan/compare"
    found = await world.read(path, pair.ada, before=2, after=3)
    assert found["sections"] == ["title", "tools"]
    assert found["before"]["content"]["title"] == world.plan["title"]
    assert found["after"]["content"]["title"] == "Can's title"
    assert (await world.get(path, pair.ada, before=2, after=9)).status_code == 404
    assert (await world.get(path, principal(), before=2, after=3)).status_code == 404


async def test_an_older_version_gives_back_the_sections_that_are_chosen(world) -> None:
    pair = await world.learning_pair()
    await world.put_plan(pair, pair.ada, 1)
    await world.put_plan(pair, pair.can, 2, title="Can's title", roles="Can's roles")
    back = await restore(world, pair, pair.ada, 2, 3, "title")
    assert (back.status_code, back.json()["version"]) == (200, 4)
    plan = await content(world, pair)
    assert (plan["title"], plan["roles"]) == (world.plan["title"], "Can's roles")
    versions = await world.read(f"/partnerships/{pair.id}/plan/versions", pair.ada)
    assert [one["version"] for one in versions["items"]] == [4, 3, 2]


async def test_restoring_never_covers_what_was_saved_after_the_page_was_read(world) -> None:
    pair = await world.learning_pair()
    await world.put_plan(pair, pair.ada, 1)
    await world.put_plan(pair, pair.ada, 2, title="Second")
    await world.put_plan(pair, pair.can, 3, title="Third")
    late = await restore(world, pair, pair.ada, 2, 3, "title")
    assert (late.status_code, late.json()["conflicts"]) == (412, ["title"])
    elsewhere = await restore(world, pair, pair.ada, 2, 3, "tools")
    assert elsewhere.status_code == 200
    assert (await content(world, pair))["title"] == "Third"
    assert (await restore(world, pair, pair.ada, 9, 4, "title")).status_code == 404


async def test_after_an_erasure_an_unknown_base_is_a_conflict_and_no_overwriting(world) -> None:
    pair = await world.learning_pair()
    await world.put_plan(pair, pair.can, 1)
    await world.put_plan(pair, pair.can, 2, title="Second")
    await world.put_plan(pair, pair.ada, 3, title="Third")
    await world.hear(ErasureRequested(person_id=pair.can.person_id, erasure_id=new_id()))
    late = await world.put_plan(pair, pair.ada, 2, title="From an old page")
    assert (late.status_code, late.json()["conflicts"]) == (412, ["title"])


async def test_an_approved_plan_is_neither_rewritten_nor_restored(world) -> None:
    pair = await world.submitted_pair(await world.running_cohort())
    await world.do(f"/partnerships/{pair.id}/plan/approve", world.lead, {"note": "", "version": 2})
    section = await put_section(world, pair, pair.ada, "title", 2, title="x")
    back = await restore(world, pair, pair.ada, 1, 2, "title")
    assert {section.json()["type"], back.json()["type"]} == {"plan-approved"}
