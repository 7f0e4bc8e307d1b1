"""The letters of names: certain, or asked; and folded lines in one piece, wherever they are cut."""

from base64 import b64encode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnering.calendars.reading.child import File, Read, read
from partnering.calendars.reading.letters import MOST_SHOWN, spellings
from partnering.calendars.reading.rows import Defaults
from partnering.calendars.reading.text import ENCODINGS, unfolded

EVENT = "DTSTART;VALUE=DATE:20270215\r\nDTEND;VALUE=DATE:20270220"


def _ics(summary: str) -> str:
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:q\r\n"
        f"{EVENT}\r\n{summary}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def _read(content: bytes, **more: str) -> Read:
    file = b64encode(content).decode()
    country = more.pop("country", "TR")
    return read(File(Defaults(2024, 2031, country), content=file, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
@pytest.mark.parametrize("name", ["Sömestr tatili Şubat", "Διακοπές", "寒假", "Ваканция 🎄 зима"])
def test_a_calendar_may_be_folded_inside_of_a_letter(name: str, end: bytes) -> None:
    head, _name, tail = _ics(f"SUMMARY:{name}").encode().partition(name.encode())
    letters = name.encode()
    for at in range(1, len(letters)):
        content = head + letters[:at] + b"\r\n " + letters[at:] + tail
        found = _read(content.replace(b"\r\n", end))
        assert found.encoding == "utf-8"
        assert [row.name for row in found.reading.rows] == [name]


def test_folded_lines_leave_the_numbers_of_the_lines_after_them() -> None:
    content = _ics("SUMMARY:a\r\n b\r\n\tc").replace("20270215", "nonsense").encode()
    assert unfolded(content).count(b"\n") == content.count(b"\n")
    [one] = _read(content + _ics("SUMMARY:ok").encode()).reading.refused
    assert one.line == 4
    text = b'starts_on,name\n2027-05-01,"a\n b"\n'
    assert unfolded(text) == text


@pytest.mark.parametrize(
    ("name", "encoding", "country"),
    [
        ("Yarıyıl tatili İstanbul Şubat", "cp1254", "TR"),
        ("Yarıyıl tatili İstanbul Şubat", "cp1254", "DE"),
        ("Yarıyıl tatili İstanbul Şubat", "cp857", "TR"),
        ("Przerwa świąteczna", "cp1250", "PL"),
        ("Przerwa świąteczna", "iso8859-2", "PL"),
        ("Przerwa świąteczna", "cp1250", ""),
        ("Jarní prázdniny, Ústí", "cp1250", "TR"),
        ("Vacanţa de Paşti", "cp1250", "RO"),
        ("Коледна ваканция", "cp1251", "BG"),
        ("Коледна ваканция", "cp1251", ""),
        ("Διακοπές Πάσχα", "cp1253", "GR"),
        ("Žiemos atostogos šalis", "cp1257", "LT"),
        ("Noël à Besançon", "mac-roman", "FR"),
        ("寒假开始", "gb18030", "CN"),
        ("春休みです", "cp932", "JP"),
    ],
)
def test_the_right_letters_are_among_those_that_are_asked(
    name: str, encoding: str, country: str
) -> None:
    content = _ics(f"SUMMARY:{name}").encode(encoding)
    asked = _read(content, country=country)
    assert asked.reading.rows == []
    assert len(asked.spellings) <= MOST_SHOWN
    right = [one.encoding for one in asked.spellings if one.names[0] in name]
    assert right, [one.names for one in asked.spellings]
    found = _read(content, country=country or "TR", encoding=right[0])
    assert [row.name for row in found.reading.rows] == [name]


def test_each_reading_is_shown_once_and_the_country_s_own_first() -> None:
    content = _ics("SUMMARY:Şubat tatili").encode("cp1254")
    asked = spellings(content, "TR")
    assert asked[0].names == ("Şubat tatili",)
    assert len({one.names for one in asked}) == len(asked)


def test_unicode_is_not_asked_about() -> None:
    for encoding in ("ascii", "utf-8", "utf-8-sig", "utf-16", "utf-16-le"):
        name = "Subat" if encoding == "ascii" else "Şubat"
        found = _read(_ics(f"SUMMARY:{name}").encode(encoding))
        assert (found.spellings, [row.name for row in found.reading.rows]) == ([], [name])


@pytest.mark.parametrize("start", ["<!DOCTYPE html><html>", "\n<html lang='en'>", "<HTML>"])
def test_a_web_page_that_was_saved_as_a_calendar_says_so(start: str) -> None:
    found = _read(f"{start}<title>Sign in</title></html>".encode(), format="ics")
    assert [one.code for one in found.reading.refused] == ["web-page"]


def test_a_table_with_the_line_ends_of_old_macs_is_read() -> None:
    text = "Country,Region,Name,StartDate,EndDate\rDE,Hessen,Winter,2026-12-21,2027-01-03"
    assert [row.name for row in _read(text.encode()).reading.rows] == ["Winter"]
    assert [row.region for row in _read(text.encode("utf-16")).reading.rows] == ["Hessen"]


@given(st.binary(max_size=300))
def test_no_bytes_break_the_question(content: bytes) -> None:
    for start in (b"", b"BEGIN:VCALENDAR\n"):
        for one in spellings(unfolded(start + content), "TR"):
            assert one.encoding in ENCODINGS
            assert one.names
