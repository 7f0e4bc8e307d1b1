"""Schools of newcomers are found by nobody else, and real ones stay on top and within reach."""

from typing import Any

import pytest
from pydantic import ValidationError

from partnering.people.model import Person
from partnering.schools.actions import add_school
from partnering.schools.model import School
from partnering.schools.queries import find_schools
from partnering.schools.schemas import NewSchool
from partnering.settings import daily_limits
from shared.http import Invalid, Principal, Problem, Role
from shared.testing import principal

STAFF = principal(None, Role.PROGRAMME_LEAD)


def school(name: str = "Szkoła Podstawowa nr 7", place: str = "Lublin", **more: Any) -> NewSchool:
    values = {"name": name, "place": place, "country": "PL", "zone": "Europe/Warsaw", **more}
    return NewSchool.model_validate(values)


async def person(world: Any, *, verified: bool) -> Principal:
    who = principal(verified=verified)
    await world.person(who, "PL", "Ola", f"{who.person_id}@school.example")
    return who


async def names(session: Any, who: Principal, query: str = "Lublin") -> list[str]:
    return [one.name for one in (await find_schools(session, who, query, "PL", None)).items]


async def test_a_school_of_a_newcomer_is_found_by_them_and_staff_alone(session, world):
    newcomer, reader = [await person(world, verified=one) for one in (False, True)]
    await add_school(session, newcomer, school("000 call 555"))
    await add_school(session, reader, school())
    assert await names(session, reader) == ["Szkoła Podstawowa nr 7"]
    assert await names(session, await person(world, verified=False)) == ["Szkoła Podstawowa nr 7"]
    assert await names(session, newcomer) == ["Szkoła Podstawowa nr 7", "000 call 555"]
    assert len(await names(session, STAFF)) == 2


async def test_everybody_finds_it_once_its_newcomer_is_verified(session, world):
    newcomer, reader = [await person(world, verified=one) for one in (False, True)]
    await add_school(session, newcomer, school())
    assert await names(session, reader) == []
    (await session.get_one(Person, newcomer.person_id)).verification = "verified"
    await session.flush()
    assert await names(session, reader) == ["Szkoła Podstawowa nr 7"]


async def test_a_verified_colleague_lists_it_with_their_own_words(session, world):
    newcomer, colleague, reader = [await person(world, verified=one) for one in (False, True, True)]
    first = await add_school(session, newcomer, school("SZKOLA PODSTAWOWA NR 7", region="Call me"))
    again = await add_school(session, colleague, school())
    assert first.id == again.id
    assert (again.name, again.region) == ("Szkoła Podstawowa nr 7", "")
    assert await names(session, reader) == ["Szkoła Podstawowa nr 7"]
    await add_school(session, reader, school("szkola podstawowa nr 7", region="Elsewhere"))
    stored = await session.get_one(School, first.id)
    assert (stored.name, stored.region) == ("Szkoła Podstawowa nr 7", "")


async def test_few_new_schools_are_possible_on_one_day_and_known_ones_always(
    session, world, monkeypatch
):
    monkeypatch.setattr(daily_limits(), "schools_a_day", 2)
    who = await person(world, verified=True)
    for number in (1, 2):
        await add_school(session, who, school(f"Liceum {number}"))
    known = await add_school(session, who, school("Liceum 1"))
    assert known.name == "Liceum 1"
    async with session.begin_nested():
        with pytest.raises(Problem, match="daily-limit"):
            await add_school(session, who, school("Liceum 3"))


async def test_schools_are_paged_and_what_begins_with_the_query_comes_first(
    session, world, monkeypatch
):
    monkeypatch.setattr(daily_limits(), "schools_a_day", 100)
    who = await person(world, verified=True)
    for number in range(25):
        await add_school(session, who, school(f"{number:02} next to Szkoła Podstawowa nr 7"))
    await add_school(session, who, school())
    first = await find_schools(session, who, "szkola podstawowa nr 7", None, None)
    assert (first.items[0].name, len(first.items)) == ("Szkoła Podstawowa nr 7", 20)
    rest = await find_schools(session, who, "szkola podstawowa nr 7", None, first.next_cursor)
    assert (len(rest.items), rest.next_cursor) == (6, None)
    assert not {one.id for one in first.items} & {one.id for one in rest.items}
    for cursor in ("x", "-1", "²", "99999999"):
        with pytest.raises(Invalid):
            await find_schools(session, who, "lublin", None, cursor)


@pytest.mark.parametrize(
    "words",
    [
        "Visit https://evil.example now",
        "www.evil.example",
        "evil.example",
        "write to me@evil.example",
        "two\nlines",
        "right\u202eleft",
        "null\x00",
        "１９２.１６８.１.１",
    ],
)
@pytest.mark.parametrize("field", ["name", "place", "region"])
def test_names_of_schools_hold_no_addresses_and_nothing_hidden(words: str, field: str) -> None:
    with pytest.raises(ValidationError):
        school(**{field: words})


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Şht.Mehmet Ortaokulu", "Şht. Mehmet Ortaokulu"),
        ("Szkoła nr.12", "Szkoła nr. 12"),
        ("I.E.S. Río  Verde", "I.E.S. Río Verde"),
        ("75.Yıl İlkokulu", "75. Yıl İlkokulu"),
        ("Grund-/Hauptschule „Am Wald“", "Grund-/Hauptschule „Am Wald“"),
        ("مدرسة النيل", "مدرسة النيل"),
        ("Ş" * 150, "Ş" * 150),
    ],
)
def test_names_that_schools_have_are_taken(written: str, shown: str) -> None:
    assert school(written).name == shown
