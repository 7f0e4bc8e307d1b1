"""Every visible word can be translated, and every sentence is shown in the reader's language."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from babel.messages.pofile import read_po

from shared import clock, voice
from web.i18n import best_language, check, formats
from web.i18n.__main__ import said as sentences_of
from web.i18n.check import template_findings
from web.problems import sentence
from web.reader import Reader, read_as


def test_no_template_has_bare_text_unsafe_markup_or_an_unknown_icon() -> None:
    assert check.findings() == []


@pytest.mark.parametrize(
    "template",
    [
        "<p>Hello there</p>",
        '<img alt="A boat">',
        '<p style="color: red">{{ x }}</p>',
        '<a onclick="go()">{{ x }}</a>',
        "<script>go()</script>",
        '{{ ui.button("Send it") }}',
        '{{ ui.button(_("Send"), icon_name="no-such-icon") }}',
    ],
)
def test_the_check_finds_what_it_looks_for(template: str) -> None:
    assert template_findings("x.html", template, frozenset({"mail"}))


def test_the_check_lets_marked_words_pass() -> None:
    fine = '<p>{{ _("Hello there") }}</p>{% trans %}Hello{% endtrans %}<p class="card big">{{ icon("mail") }} · 3</p>'
    assert template_findings("x.html", fine, frozenset({"mail"})) == []


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("tr-TR,tr;q=0.9,en;q=0.8", "tr"),
        ("fr,en;q=0.1", "en"),
        ("", "en"),
        (";;q=x,tr", "tr"),
        ("de;q=1,tr;q=0.2,en;q=0.5", "en"),
    ],
)
def test_the_browser_s_wish_chooses_the_language(accepted: str, language: str) -> None:
    assert best_language(accepted) == language


async def test_the_choice_wins_over_the_person_s_setting(
    client: httpx.AsyncClient, sign_in: Callable[..., None]
) -> None:
    sign_in(language="tr")
    assert '<html lang="tr"' in (await client.get("/privacy")).text
    client.cookies.set("language", "en")
    assert '<html lang="en"' in (await client.get("/privacy")).text


def test_times_stand_in_the_reader_s_zone_with_their_weekday() -> None:
    read_as(Reader(zone="Asia/Kathmandu"))
    at = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
    assert formats.when(at).endswith("01:45")
    assert formats.weekday_hour(at) == "Wed 01:45"
    assert formats.weekday_hour(at, "America/New_York") == "Tue 15:00"
    with clock.travelled(at - clock.now()):
        assert formats.day("2026-11-24") == "Tue 24 Nov 2026"
    with clock.travelled(at + timedelta(days=366) - clock.now()):
        assert formats.day("2026-11-24") == "Tue 24 Nov 2026"


def test_an_unknown_zone_or_place_breaks_nothing() -> None:
    read_as(Reader(zone="Mars/Olympus"))
    assert formats.hour("2026-11-24T20:00:00Z") == "20:00"
    assert formats.country("ZZZ") == "ZZZ"
    assert (
        formats.school({"school_name": "Gesamtschule Köln", "place": "Köln"}) == "Gesamtschule Köln"
    )
    assert formats.school({"school_name": "Lycée Zola", "place": "Lille"}) == "Lycée Zola, Lille"
    assert formats.school({"name": "Collège de Lille", "place": "Lille"}) == "Collège de Lille"
    assert formats.country(None) == ""


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Input should be 'A1', 'A2' or 'B1'", "Choose one of the answers."),
        (
            "String should have at most 140 characters",
            "This is too long: at most 140 characters fit.",
        ),
        ("Value error, must end after it starts", "Enter an end that is after the start."),
        (
            "Value error, the youngest pupils cannot be older than the oldest",
            "The youngest pupils cannot be older than the oldest.",
        ),
    ],
)
def test_what_a_schema_says_is_put_into_plain_words(said: str, shown: str) -> None:
    read_as(Reader())
    assert sentence(said) == shown


def test_a_zone_has_the_name_that_the_reader_knows() -> None:
    read_as(Reader(language="tr"))
    assert formats.zone_name("Europe/Istanbul") == "İstanbul"
    read_as(Reader(language="en"))
    assert formats.zone_name("Europe/Istanbul") == "Istanbul"
    assert formats.zone_name("America/New_York") == "New York"


@pytest.mark.parametrize("word", ["sözcük", "öteki", "partner", "İşletmen", "Operatör"])
def test_the_turkish_catalogue_uses_the_agreed_words(word: str) -> None:
    path = Path(formats.__file__).parent.parent / "locale/tr/LC_MESSAGES/web.po"
    with path.open("rb") as file:
        catalogue = read_po(file, locale="tr")
    said = [
        text
        for message in catalogue
        for text in (
            message.string if isinstance(message.string, tuple | list) else [message.string]
        )
        if re.search(rf"\b{word}(?!ing)", text, re.IGNORECASE)
    ]
    assert said == []


@pytest.mark.parametrize("language", ["en", "tr"])
def test_no_sentence_of_the_pages_says_what_voice_avoids(language: str) -> None:
    assert voice.findings(language, sentences_of(language)) == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "New things stand here and in your mail."),
        ("en", "Whoever has no partner when the course nears is matched by staff, you too."),
        ("en", "Not everybody answered in time. You are free again, at no cost."),
        ("en", "Look and answer"),
        ("en", "Go on"),
        ("en", "A kind no is an answer, too."),
        ("en", "I am still in"),
        ("en", "You have done your part. It waits for %(names)s."),
        ("en", "This is needed."),
        ("en", "The password is not right."),
        ("en", "%(count)s in trouble"),
        ("en", "Solve again: the draft below does not know it yet."),
        ("en", "Do exactly this"),
        ("en", "Publish: open all handshakes"),
        ("en", "One seat is one class."),
        ("en", "Your plan is not handed in."),
        ("en", "Your staff rights are waiting for a second factor"),
        ("en", "Hand it in!"),
        ("tr", "%(partners)s ile hâlâ var mısınız?"),
        ("tr", "Kurs ekibi öğretmen olduğunuza bakıyor"),
        ("tr", "%(name)s şuranın tatillerini girdi: %(place)s"),
        ("tr", "Yeni olanlar burada ve e-postanızda durur."),
        ("tr", "Bu gruba henüz kimse katılmadı"),
        ("tr", "%(name)s'in sınıfı"),
    ],
)
def test_words_that_readers_did_not_understand_are_found(language: str, sentence: str) -> None:
    assert voice.findings(language, [sentence])


def test_a_name_that_is_filled_in_is_no_avoided_word() -> None:
    assert voice.findings("en", ["%(seats)s places, %(evidence)s"]) == []
