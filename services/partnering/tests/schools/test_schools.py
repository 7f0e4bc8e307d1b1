"""Schools of newcomers are found by nobody else, and real ones stay on top and within reach."""

from typing import Any

import pytest
from pydantic import ValidationError

from partnering.classes.actions import add_class
from partnering.classes.schemas import ClassIn
from partnering.people.model import Person
from partnering.schools.actions import add_school
from partnering.schools.model import School
from partnering.schools.queries import find_schools, get_school
from partnering.schools.schemas import NewSchool
from partnering.settings import daily_limits
from shared.http import Invalid, NotFound, Principal, Problem, Role
from shared.testing import principal

STAFF = principal(None, Role.PROGRAMME_LEAD)


def school(name: str = "Szkoła Podstawowa nr 7", place: str = "Lublin", **more: Any) -> NewSchool:
    values = {"name": name, "place": place, "country": "PL", "zone": "Europe/Warsaw", **more}
    return NewSchool.model_validate(values)


def group(at: School) -> ClassIn:
    values = {"name": "6B", "school_id": at.id, "subjects": ["science"], "size": 20}
    return ClassIn.model_validate({**values, "pupils_age_from": 11, "pupils_age_to": 12})


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


async def test_an_id_alone_opens_no_school_of_a_newcomer_and_lets_nobody_teach_there(
    session, world
):
    newcomer = await person(world, verified=False)
    theirs = await add_school(session, newcomer, school(region="Call me"))
    assert (await get_school(session, newcomer, theirs.id)).region == "Call me"
    assert (await get_school(session, STAFF, theirs.id)).region == "Call me"
    for verified in (False, True):
        stranger = await person(world, verified=verified)
        with pytest.raises(NotFound):
            await get_school(session, stranger, theirs.id)
        with pytest.raises(Invalid):
            await add_class(session, stranger, group(theirs))


async def test_a_colleague_who_types_the_same_school_goes_on_with_it_before_anybody_is_verified(
    session, world
):
    newcomer, colleague = [await person(world, verified=False) for _ in range(2)]
    first = await add_school(session, newcomer, school())
    again = await add_school(session, colleague, school("SZKOLA podstawowa nr 7"))
    assert again.id == first.id
    assert (await get_school(session, colleague, first.id)).id == first.id
    assert await names(session, colleague) == ["Szkoła Podstawowa nr 7"]
    await add_class(session, colleague, group(first))
    assert await names(session, await person(world, verified=False)) == []


async def test_nobody_tries_out_which_schools_newcomers_have_entered(session, world, monkeypatch):
    monkeypatch.setattr(daily_limits(), "schools_a_day", 2)
    prober = await person(world, verified=False)
    for number in range(3):
        newcomer = await person(world, verified=False)
        await add_school(session, newcomer, school(f"Liceum {number}"))
    for number in (0, 1):
        await add_school(session, prober, school(f"Liceum {number}"))
    async with session.begin_nested():
        with pytest.raises(Problem, match="daily-limit"):
            await add_school(session, prober, school("Liceum 2"))
    await add_school(session, prober, school("Liceum 1"))


async def test_who_is_not_verified_looks_one_school_up_and_gets_no_list(
    session, world, monkeypatch
):
    monkeypatch.setattr(daily_limits(), "schools_a_day", 100)
    verified, newcomer = [await person(world, verified=one) for one in (True, False)]
    for number in range(21):
        await add_school(session, verified, school(f"{number:02} Szkoła"))
    await add_school(session, verified, school("北京四中", "北京"))
    for query in ("", "  ", "s", "lu"):
        assert await names(session, newcomer, query) == [], query
        assert await names(session, verified, query) != [], query
    assert await names(session, newcomer, "北京") == ["北京四中"]
    found = await find_schools(session, newcomer, "szk", "PL", None)
    assert (len(found.items), found.next_cursor) == (20, None)
    assert (await find_schools(session, newcomer, "szk", "PL", "20")).items == []
    assert (await find_schools(session, verified, "szk", "PL", "20")).items != []


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
