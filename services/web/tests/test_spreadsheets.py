"""Tables open in columns and words where the reader lives, and never execute a cell."""

import csv
import io
from collections.abc import Callable

import httpx
import pytest
import respx

from web.i18n import LANGUAGES
from web.settings import Settings
from web.spreadsheets import separator

COHORT = "01900000-0000-7000-8000-0000000000cc"
NAMES = (
    "enrolment_id,person_id,name,verified,country,school_name,place,class_name,subjects,"
    "pupils_age_from,pupils_age_to,languages,status,first_timer,willing_third,willing_spare,"
    "invitations_open,also_in,partnership_id,joined_at\r\n"
)
ROW = (
    f'{COHORT},{COHORT},\'=Zoë,True,DE,"Schule; am, Fluss",Köln,5b,"science, ict",10,12,'
    '"en B2, tr C1",waiting_list,False,True,False,2,,,2026-11-28T09:00:00Z\r\n'
)


@pytest.fixture
def exported(services: respx.MockRouter, settings: Settings, sign_in: Callable[..., None]) -> None:
    sign_in("programme_lead")
    services.get(f"{settings.partnering_url}/v1/cohorts/{COHORT}/enrolments.csv").respond(
        text=NAMES + ROW, headers={"content-type": "text/csv"}
    )


async def _table(client: httpx.AsyncClient, language: str, by: str) -> list[list[str]]:
    client.cookies.set("language", language)
    answer = await client.get(
        f"/staff/cohorts/{COHORT}/participants.csv", headers={"Accept-Language": language}
    )
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    assert answer.headers["content-disposition"] == 'attachment; filename="participants.csv"'
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=by))


@pytest.mark.usefixtures("exported")
async def test_participants_come_with_words_in_place_of_codes(client: httpx.AsyncClient) -> None:
    header, row = await _table(client, "en", ",")
    found = dict(zip(header, row, strict=True))
    assert found["Name"] == "'=Zoë"
    assert (found["Country"], found["School"]) == ("Germany", "Schule; am, Fluss")
    assert (found["Subjects"], found["Languages"]) == (
        "Science, Computing",
        "English B2, Turkish C1",
    )
    assert (found["Status"], found["Verified teacher"]) == ("On the waiting list", "Yes")
    assert COHORT not in row


@pytest.mark.usefixtures("exported")
async def test_every_cell_of_the_file_is_in_quotes(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"/staff/cohorts/{COHORT}/participants.csv")
    header, row = answer.text.removeprefix("\ufeff").split("\r\n")[:2]
    assert all(line[0] == line[-1] == '"' for line in (header, row))
    assert '"10"' in row
    assert '"Germany"' in row


@pytest.mark.parametrize(("language", "sign"), [("en", ","), ("tr", ";"), ("de", ";"), ("fr", ";")])
def test_columns_are_parted_as_spreadsheets_of_the_language_expect(
    language: str, sign: str
) -> None:
    assert separator(language) == sign
    assert set(LANGUAGES) >= {"en", "tr"}
