"""Every kind can be written: its words and its gaps fit together."""

import re
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from babel.messages.pofile import read_po

from notifications.wording.__main__ import collected, said, untranslated
from notifications.wording.catalogue import KINDS, TOPICS
from notifications.wording.kind import Kind, Shown
from notifications.wording.language import FOLDER, LOCALES
from notifications.wording.writer import Known, Writer
from shared import voice

ME, BORA = uuid4(), UUID("019a0000-0000-7000-8000-000000000001")
COHORT = uuid4()
KNOWN = Known(people={BORA: "Bora Kaya", ME: "Ayşe"}, cohorts={COHORT: "Autumn 2026"})
EXAMPLES = {
    Shown.PERSON: str(BORA),
    Shown.PARTNERS: [str(ME), str(BORA)],
    Shown.COHORT: str(COHORT),
    Shown.MOMENT: "2026-11-24T15:30:00+00:00",
    Shown.DAY: "2026-11-24",
    Shown.WORDS: "Rivers & bridges, 100% ours",
    Shown.WORDS_BY_LANGUAGE: {"en": "Rivers & bridges, 100% ours"},
    Shown.DECLINE_REASON: "timing",
}


def gaps(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", text))


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_kind_can_be_written_and_uses_every_value_it_asks_for(kind: Kind) -> None:
    parameters = {value.field: EXAMPLES[value.shown] for value in kind.values.values()}
    words = Writer(ME, "en", "Europe/Istanbul").write(kind, parameters, KNOWN)
    assert words.title
    assert words.body
    assert words.button
    assert "%(" not in words.title + words.body
    used = gaps(kind.title) | gaps(kind.body) | ({kind.quote} if kind.quote else set())
    assert used == set(kind.values)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_a_row_that_lacks_values_is_written_all_the_same(kind: Kind) -> None:
    assert Writer(ME, "en", "UTC").write(kind, {}, Known()).button


BY_STAFF = {
    "announcement",
    "calendar_accepted",
    "calendar_refused",
    "contact_frozen",
    "contact_released",
    "extension_declined",
    "extension_declined_until",
    "extension_granted",
    "extension_granted_alone",
    "partners_parted",
    "partnership_transferred",
    "plan_approved",
    "plan_returned",
    "result_published",
    "result_returned",
    "teacher_refused",
    "teacher_verified",
}


def test_what_staff_write_or_decide_is_marked_and_nothing_of_a_teacher_is() -> None:
    assert {kind.name for kind in KINDS.values() if kind.by_staff} == BY_STAFF
    # A teacher acts where a person is named, and writes where a message of theirs is quoted.
    by_a_person = {
        kind.name
        for kind in KINDS.values()
        if any(value.shown is Shown.PERSON for value in kind.values.values())
    }
    assert by_a_person & BY_STAFF == set()


def test_translations_have_the_same_gaps_as_the_sentences_they_translate() -> None:
    for source in FOLDER.glob("*/LC_MESSAGES/*.po"):
        with source.open("rb") as file:
            for message in read_po(file):
                if message.string and isinstance(message.string, str):
                    assert gaps(str(message.id)) == gaps(message.string), message.id


def test_no_language_lacks_a_sentence() -> None:
    for language in set(LOCALES) - {"en"}:
        assert untranslated(language) == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_kind_reads_well_in_turkish(kind: Kind) -> None:
    parameters = {value.field: EXAMPLES[value.shown] for value in kind.values.values()}
    words = Writer(ME, "tr", "Europe/Istanbul").write(kind, parameters, KNOWN)
    english = Writer(ME, "en", "Europe/Istanbul").write(kind, parameters, KNOWN)
    assert words.button != english.button
    if kind.name != "announcement":
        assert words.title != english.title
    assert "%(" not in words.title + words.body


@pytest.mark.parametrize(("language", "expected"), [("en", "3 things are"), ("tr", "3 yeni haber")])
def test_a_number_of_things_is_told_in_the_form_of_the_language(
    language: str, expected: str
) -> None:
    writer = Writer(ME, language, "UTC")
    one, many = "One thing is new for you", "%(num)d things are new for you"
    assert expected in writer.ngettext(one, many, 3)
    assert "1" in writer.ngettext(one, many, 1) or language == "en"


def test_every_sentence_that_people_read_is_collected_for_translation() -> None:
    known = {
        text
        for message in collected()
        for text in (message.id if isinstance(message.id, tuple) else (message.id,))
    }
    for kind in KINDS.values():
        for text in (kind.label, kind.title, kind.body, kind.button):
            assert text in known or kind.name == "announcement", text


def test_every_kind_belongs_to_a_topic_with_a_name() -> None:
    assert {kind.topic for kind in KINDS.values()} == set(TOPICS)


def test_the_partners_are_everybody_but_the_reader() -> None:
    words = Writer(ME, "en", "UTC").write(
        KINDS["partnership_confirmed"], {"person_ids": [str(ME), str(BORA)]}, KNOWN
    )
    assert words.title == "You and Bora Kaya are partners"


def test_somebody_erased_or_unknown_is_a_colleague() -> None:
    words = Writer(ME, "en", "UTC").write(
        KINDS["message_posted"], {"author_id": str(uuid4())}, KNOWN
    )
    assert words.title == "A colleague wrote to you"


@pytest.mark.parametrize(
    ("zone", "expected"),
    [
        ("Europe/Istanbul", "Tuesday 24 November 2026, 18:30 (Istanbul time)"),
        ("Asia/Kathmandu", "Tuesday 24 November 2026, 21:15 (Kathmandu time)"),
        ("Australia/Sydney", "Wednesday 25 November 2026, 02:30 (Sydney time)"),
        ("America/New_York", "Tuesday 24 November 2026, 10:30 (New York time)"),
        ("Nowhere/Atall", "Tuesday 24 November 2026, 15:30 (UTC time)"),
    ],
)
def test_a_moment_is_told_in_the_zone_of_the_reader_with_the_weekday(
    zone: str, expected: str
) -> None:
    moment = Writer(ME, "en", zone).moment(datetime(2026, 11, 24, 15, 30, tzinfo=UTC))
    assert moment.replace(",", "", 1) == expected or moment == expected


def test_dates_follow_the_language() -> None:
    assert Writer(ME, "tr", "UTC").day(date(2026, 11, 24)) == "24 Kasım 2026 Salı"


def test_a_language_without_a_catalogue_is_written_in_english() -> None:
    writer = Writer(ME, "xx-YY", "UTC")
    assert writer.language == "en"
    assert writer.write(KINDS["teacher_verified"], {}, Known()).title.startswith("You are")


def test_turkish_mails_name_the_city_of_the_clock_in_turkish():
    at = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
    assert "İstanbul saati" in Writer(ME, "tr", "Europe/Istanbul").moment(at)


@pytest.mark.parametrize("language", LOCALES)
def test_no_sentence_of_a_mail_says_what_voice_avoids(language: str) -> None:
    assert voice.findings(language, said(language)) == []
