"""Tables of holidays as spreadsheets of many countries write them, row by row."""

import codecs
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partnering.calendars.reading.rows import Defaults, Reading
from partnering.calendars.reading.tables import MOST_LINES, read_table
from partnering.calendars.reading.text import UnreadableError, decoded

FIRST, LAST = date(2026, 12, 21), date(2027, 1, 3)


def _read(text: str, **changes: object) -> Reading:
    values = {"first_year": 2024, "last_year": 2031, "country": "FJ", **changes}
    return read_table(text, Defaults(**values))  # type: ignore[arg-type]


def _days(text: str, **changes: object) -> list[tuple[date, date]]:
    reading = _read(text, **changes)
    assert reading.question is None
    return [(row.starts_on, row.ends_on) for row in reading.rows]


@pytest.mark.parametrize(
    "text",
    [
        "starts_on,ends_on,name\n2026-12-21,2027-01-03,Break\n",
        "starts_on;ends_on;name\r\n2026-12-21;2027-01-03;Break\r\n",
        "starts_on\tends_on\tname\n2026-12-21\t2027-01-03\tBreak\n",
        "sep=;\r\nstarts_on;ends_on;name\r\n2026-12-21;2027-01-03;Break\r\n",
        "sep=\t\r\nstarts_on\tends_on\r\n2026-12-21\t2027-01-03\r\n",
        "\ufeffStarts_on;Ends_on;Name\n2026-12-21;2027-01-03;Break\n",
        "START DATE|END DATE\n2026-12-21|2027-01-03\n",
        "Name;Beginn;Ende\nWeihnachten;21.12.2026;3.1.2027\n",
        "Tatilin adı;Başlangıç tarihi;Bitiş tarihi\nAra tatil;21.12.2026;03.01.2027\n",
        "Tatil;İlk gün;Son gün\nAra tatil;21.12.2026;03.01.2027\n",
        "Date de début;Date de fin;Vacances\n21/12/2026;03/01/2027;Noël\n",
        "Fecha de inicio;Fecha de fin\n21 de diciembre de 2026;3 enero 2027\n",
        "starts_on;ends_on\n2026-12-21 00:00:00;2027-01-03 00:00:00\n",
        "starts_on;ends_on\n2026-12-21T00:00:00Z;2027-01-03T00:00:00+12:00\n",
        "starts_on;ends_on\n12/21/2026 12:00:00 AM;1/3/2027 12:00:00 AM\n",
        "starts_on;ends_on\n2026. 12. 21.;2027. 1. 3.\n",
        "starts_on;ends_on\nMo, 21.12.2026;So 03.01.2027\n",
        "starts_on;ends_on\n21 Dec 2026;3 January 2027\n",
        'starts_on,ends_on\n"December 21, 2026","January 3rd, 2027"\n',
        "starts_on;ends_on\n21-Dec-2026;03-Jan-2027\n",
        "starts_on;ends_on\n20261221;20270103\n",
    ],
)
def test_one_break_is_read_however_the_table_is_written(text: str) -> None:
    country = "ES" if "diciembre" in text else "FJ"
    assert _days(text, country=country) == [(FIRST, LAST)]


def test_a_missing_last_day_means_one_day() -> None:
    assert _days("starts_on,ends_on\n2027-05-01,\n") == [(date(2027, 5, 1), date(2027, 5, 1))]
    assert _days("date,name\n2027-05-01,May Day\n") == [(date(2027, 5, 1), date(2027, 5, 1))]


def test_a_date_that_can_be_read_in_two_ways_is_asked_and_nothing_is_read() -> None:
    text = "starts_on,ends_on\n03/04/2027,05/04/2027\n"
    reading = _read(text)
    assert reading.rows == []
    assert reading.question is not None
    assert reading.question.text == "03/04/2027"
    assert reading.question.day_first == date(2027, 4, 3)
    assert reading.question.month_first == date(2027, 3, 4)
    assert _days(text, day_first=True) == [(date(2027, 4, 3), date(2027, 4, 5))]
    assert _days(text, day_first=False) == [(date(2027, 3, 4), date(2027, 5, 4))]


def test_another_date_of_the_file_tells_how_its_numbers_are_ordered() -> None:
    assert _days("start;end\n21/12/2026;03/01/2027\n") == [(FIRST, LAST)]
    assert _days("start;end\n12/21/2026;01/03/2027\n") == [(FIRST, LAST)]
    assert _read("start;end\n21/12/2026;12/31/2026\n02/03/2027;\n").question is not None


def test_the_same_number_twice_is_no_question() -> None:
    assert _days("start;end\n05/05/2027;\n") == [(date(2027, 5, 5), date(2027, 5, 5))]


def test_each_refused_row_says_why_and_the_rest_is_read() -> None:
    reading = _read(
        "starts_on;ends_on;name\n"
        "2026-13-05;2026-12-31;Thirteen\n"
        "2027-01-03;2026-12-21;Backwards\n"
        "21.12.26;03.01.27;Short year\n"
        "soon;later;Words\n"
        ";2027-01-03;No start\n"
        "2026-12-21;2027-12-21;A whole year\n"
        "2026-12-21;2027-01-03;Good\n"
        "30.02.2027;;No such day\n"
    )
    assert [row.name for row in reading.rows] == ["Good"]
    assert [(one.line, one.code) for one in reading.refused] == [
        (2, "no-such-day"),
        (3, "ends-first"),
        (4, "two-digit-year"),
        (5, "not-a-date"),
        (6, "no-date"),
        (7, "too-long"),
        (9, "no-such-day"),
    ]
    assert reading.refused[0].why == "2026-13-05 is not a day of the calendar."


def test_rows_of_far_years_are_counted_and_left_out() -> None:
    reading = _read("starts_on\n2019-12-21\n2027-05-01\n2090-05-01\n")
    assert (len(reading.rows), reading.outside, reading.refused) == (1, 2, [])


def test_without_a_country_the_row_is_refused() -> None:
    assert [one.code for one in _read("start\n2027-05-01\n", country="").refused] == ["no-country"]
    assert _days("start;country\n2027-05-01;tr\n", country="") != []


def test_openholidays_rows_go_to_each_region_and_groups_are_regions_of_their_own() -> None:
    reading = _read(
        "Id;Country;StartDate;EndDate;Type;Name;Subdivisions;Groups\n"
        "a;FJ;2026-12-21;2027-01-08;School;DE Ferien,EN Made-up break;PN;\n"
        "b;FJ;2027-05-07;;School;DE Tag,EN Made-up day;PN;\n"
        "c;FJ;2027-05-18;;School;DE Tag zwei,EN Second day;FJ-PN,FJ-PS;\n"
        "d;FJ;2027-05-19;;School;EN Only some schools;PN;PN-X\n"
        "e;FJ;2027-12-25;;Public;EN Christmas Day;;\n"
        "f;FJ;2027-05-20;;BackToSchool;EN First day;;\n"
    )
    assert [(row.region, row.name, row.key, str(row.starts_on)) for row in reading.rows] == [
        ("FJ-PN", "Made-up break", "a", "2026-12-21"),
        ("FJ-PN", "Made-up day", "b", "2027-05-07"),
        ("FJ-PN", "Second day", "c", "2027-05-18"),
        ("FJ-PS", "Second day", "c", "2027-05-18"),
        ("FJ-PN-X", "Only some schools", "d", "2027-05-19"),
        ("", "Christmas Day", "e", "2027-12-25"),
    ]
    assert (reading.rows[0].ends_on - reading.rows[0].starts_on).days == 18
    assert [(one.line, one.code, one.value) for one in reading.refused] == [
        (7, "other-type", "BackToSchool")
    ]


def test_a_list_of_regions_tells_what_the_codes_mean() -> None:
    reading = _read(
        "Country;Code;IsoCode;ShortName;Name;OfficialLanguages\n"
        "FJ;FJ-PN;FJ-1;PN;DE Probe Nord,EN Probe North;DE\n"
    )
    assert [(one.code, one.name) for one in reading.names] == [
        ("FJ-PN", "Probe Nord"),
        ("FJ-1", "Probe Nord"),
    ]


def test_a_name_of_two_capitals_is_not_taken_for_a_language() -> None:
    assert _read("start;name\n2027-05-01;EU Day\n").rows[0].name == "EU Day"


@pytest.mark.parametrize(
    ("encoding", "country", "told"),
    [
        ("utf-8", "DE", "utf-8"),
        ("utf-8-sig", "DE", "utf-8"),
        ("utf-16", "DE", "utf-16"),
        ("utf-16-le", "DE", "utf-16-le"),
        ("utf-16-be", "DE", "utf-16-be"),
        ("cp1252", "DE", "cp1252"),
        ("cp1254", "TR", "cp1254"),
        ("cp1250", "PL", "cp1250"),
        ("cp1253", "GR", "cp1253"),
        ("cp1251", "BG", "cp1251"),
    ],
)
def test_letters_are_right_in_whatever_encoding_a_spreadsheet_saves(
    encoding: str, country: str, told: str
) -> None:
    name = {"TR": "Şubat tatili", "PL": "Świąteczna", "GR": "Διακοπές", "BG": "Ваканция"}
    words = name.get(country, "Thüringen")
    text = f"starts_on;ends_on;name\r\n2026-12-21;2027-01-03;{words}\r\n"
    content = text.encode(encoding)
    if encoding == "utf-16":
        assert content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    read, found = decoded(content, country)
    assert (read, found) == (text, told)
    assert _read(read).rows[0].name == words


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PK\x03\x04rest", "workbook"),
        (b"%PDF-1.7\x00\x01\x02\x03abc", "pdf"),
        (b"\x89PNG\x00\x01\x02\x03abc", "no-text"),
    ],
)
def test_what_is_no_text_is_named(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        decoded(content, "TR")
    assert caught.value.code == code


def test_a_table_with_too_many_lines_is_refused_as_a_whole() -> None:
    reading = _read("start\n" + "2027-05-01\n" * (MOST_LINES + 1))
    assert ([one.code for one in reading.refused], reading.rows) == (["too-many-rows"], [])


def test_columns_without_lines_are_refused_and_say_so() -> None:
    for text in ("Country,Region,Name,StartDate,EndDate\r\n", "starts_on\n\n\n", "Code;Name\n"):
        assert [one.code for one in _read(text).refused] == ["no-lines"]


@pytest.mark.parametrize(
    ("header", "cells", "country", "place"),
    [
        ("Land;Region", "DE;Thüringen", "", ("DE", "Thüringen")),
        ("Land;Bundesland", "AT;Tirol", "DE", ("AT", "Tirol")),
        ("Land", "DE", "", ("DE", "")),
        ("Land", "DE", "DE", ("DE", "")),
        ("Land", "Thüringen", "DE", ("DE", "Thüringen")),
        ("Staat;Land", "x;Thüringen", "DE", ("DE", "Thüringen")),
        ("Country;Land", "DE;Thüringen", "", ("DE", "Thüringen")),
        ("Country;Land;Region", "DE;x;Thüringen", "", ("DE", "Thüringen")),
    ],
)
def test_land_is_a_country_or_a_region_by_the_columns_beside_it(
    header: str, cells: str, country: str, place: tuple[str, str]
) -> None:
    [row] = _read(f"{header};Beginn\n{cells};21.12.2026\n", country=country).rows
    assert (row.country, row.region) == place


def test_a_country_that_is_no_code_is_named_with_its_holiday() -> None:
    [one] = _read("Land;Region;Bezeichnung;Beginn\nDeutschland;Bayern;Ostern;01.04.2027\n").refused
    assert (one.code, one.value, one.name) == ("country-unknown", "Deutschland", "Ostern")


def test_a_table_with_other_columns_is_refused_as_a_whole() -> None:
    assert [one.code for one in _read("a,b\n1,2\n").refused] == ["columns"]
    assert [one.code for one in _read("").refused] == ["columns"]


@given(st.text(max_size=300))
def test_no_table_breaks_the_reader(content: str) -> None:
    for text in ("starts_on,ends_on\n" + content, "StartDate;EndDate;Type\n" + content, content):
        for row in _read(text, day_first=True).rows:
            assert row.starts_on <= row.ends_on


@given(st.binary(max_size=300))
def test_no_bytes_break_the_decoder(content: bytes) -> None:
    try:
        text, _encoding = decoded(content, "TR")
    except UnreadableError:
        return
    assert "\x00" not in text
