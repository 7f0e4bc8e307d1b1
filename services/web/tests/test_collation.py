"""Names stand in the order of the reader's language."""

import pytest

from web.i18n.collation import place_of
from web.preferences.places import countries
from web.reader import Reader, read_as


def _names(language: str) -> list[str]:
    read_as(Reader(language=language))
    return [name for _code, name in countries()]


def test_english_readers_find_accented_names_at_their_letter():
    names = _names("en")
    assert names[:3] == ["Afghanistan", "Åland Islands", "Albania"]
    assert names.index("Costa Rica") < names.index("Côte d’Ivoire") < names.index("Croatia")
    assert names.index("Tunisia") < names.index("Türkiye") < names.index("Turkmenistan")


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ("Cibuti", "Çad", "Çekya"),
        ("Çin", "Danimarka", "Dominika"),
        ("Hollanda", "Irak", "İngiltere"),
        ("Özbekistan", "Pakistan", "Portekiz"),
        ("Suudi Arabistan", "Şili", "Tayland"),
        ("Uruguay", "Ürdün", "Vanuatu"),
    ],
)
def test_turkish_letters_have_their_own_places(before, name, after):
    read_as(Reader(language="tr"))
    assert sorted([after, before, name], key=place_of) == [before, name, after]


def test_turkish_countries_do_not_end_with_special_letters():
    assert _names("tr")[-1] == "Zimbabve"
