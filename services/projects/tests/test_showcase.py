"""The showcase is found by country, subject, language, age and words without accents."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.showcase.rules import fold, prefix_query, slug_of, words
from shared.ids import new_id


@pytest.fixture
async def two_results(programme: Any) -> Any:
    rivers = await programme.begin()
    await programme.publish(rivers, title="Şehrimizin ırmakları", languages=["tr", "en"])
    music = await programme.begin()
    await programme.publish(
        music,
        title="Łódź sings",
        summary="Songs of two towns.",
        subjects=["music"],
        languages=["pl"],
        pupils_age_from=6,
        pupils_age_to=9,
    )
    return programme


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Łódź sings", "Şehrimizin ırmakları"]),
        ("?text=sehrimizin", ["Şehrimizin ırmakları"]),
        ("?text=ŞEHRİMİZİN", ["Şehrimizin ırmakları"]),
        ("?text=irmak", ["Şehrimizin ırmakları"]),
        ("?text=lodz", ["Łódź sings"]),
        ("?text=lodz irmak", []),
        ("?text=%26%20%7C%20!%20:*", ["Łódź sings", "Şehrimizin ırmakları"]),
        ("?subject=Music", ["Łódź sings"]),
        ("?language=tr", ["Şehrimizin ırmakları"]),
        ("?country=pl&age=7", ["Łódź sings"]),
        ("?country=DE", []),
        ("?age=12", ["Şehrimizin ırmakları"]),
    ],
)
async def test_results_are_found(two_results: Any, query: str, titles: list[str]) -> None:
    page = await two_results.get(f"/showcase{query}")
    assert [each["title"] for each in page.json()["items"]] == titles


async def test_the_showcase_pages_from_the_newest_to_the_oldest(two_results: Any) -> None:
    first = (await two_results.get("/showcase?limit=1")).json()
    second = (await two_results.get(f"/showcase?limit=1&cursor={first['next_cursor']}")).json()
    assert [each["title"] for each in first["items"] + second["items"]] == [
        "Łódź sings",
        "Şehrimizin ırmakları",
    ]
    assert second["next_cursor"] is None


async def test_facets_name_what_occurs(two_results: Any) -> None:
    facets = (await two_results.get("/showcase-facets")).json()
    assert facets == {
        "countries": ["PL", "TR"],
        "subjects": ["music", "science"],
        "languages": ["en", "pl", "tr"],
        "total": 2,
    }


async def test_an_unknown_address_is_not_found(programme: Any) -> None:
    assert (await programme.get("/showcase/nothing-here")).status_code == 404


@given(st.text(max_size=200))
def test_a_word_is_found_by_any_beginning_of_it_however_it_is_written(text: str) -> None:
    for word in words(text):
        assert word == fold(word)
        assert words(word) == [word]
        assert prefix_query(word) == f"{word}:*"


@given(st.text(max_size=300))
def test_a_query_never_contains_more_than_words_and_joins(text: str) -> None:
    bare = prefix_query(text).replace(":*", "").replace(" & ", "")
    assert bare == "" or bare.isalnum() or not set(bare) & set("&|!()<>:*' \\")


@given(st.text(max_size=200), st.uuids())
def test_an_address_is_short_plain_and_the_same_each_time(title: str, identity: UUID) -> None:
    slug = slug_of(title, identity)
    assert slug == slug_of(title, identity)
    assert slug.isascii()
    assert len(slug) <= 70
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert slug != slug_of(title, UUID(int=identity.int ^ 1))


def test_titles_in_other_alphabets_have_addresses_too() -> None:
    assert slug_of("მდინარეები", new_id()).startswith("project-")
    assert slug_of("Straße nach Łódź", new_id()).startswith("strasse-nach-lodz-")
