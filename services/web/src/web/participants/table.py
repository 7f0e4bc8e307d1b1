"""The participants of a cohort as a table for a spreadsheet: names in place of codes."""

import csv
import io
from collections.abc import Callable, Iterator

from web.i18n import N_, formats, gettext
from web.participants.words import STATUSES
from web.reader import reader
from web.vocabulary import SUBJECTS

Cell = Callable[[str], str]


def _plain(cell: str) -> str:
    return cell


def _yes_or_no(cell: str) -> str:
    return gettext("Yes") if cell == "True" else gettext("No")


def _status(cell: str) -> str:
    return gettext(STATUSES[cell][0]) if cell in STATUSES else cell


def _subjects(cell: str) -> str:
    return ", ".join(gettext(SUBJECTS.get(one, one)) for one in _parts(cell))


def _languages(cell: str) -> str:
    """`en B2, tr C2` as words."""
    return ", ".join(
        f"{formats.language(one.partition(' ')[0])} {one.partition(' ')[2]}" for one in _parts(cell)
    )


def _parts(cell: str) -> list[str]:
    return [one for one in cell.split(", ") if one]


def _moment(cell: str) -> str:
    """On the reader's clock, as every spreadsheet understands it."""
    return f"{formats.moment(cell).astimezone(formats.zone_of(reader().zone)):%Y-%m-%d %H:%M}"


COLUMNS: dict[str, tuple[str, Cell]] = {
    "name": (N_("Name"), _plain),
    "verified": (N_("Verified teacher"), _yes_or_no),
    "country": (N_("Country"), formats.country),
    "school_name": (N_("School"), _plain),
    "place": (N_("Place"), _plain),
    "class_name": (N_("Class"), _plain),
    "subjects": (N_("Subjects"), _subjects),
    "pupils_age_from": (N_("Youngest pupils"), _plain),
    "pupils_age_to": (N_("Oldest pupils"), _plain),
    "languages": (N_("Languages"), _languages),
    "status": (N_("Status"), _status),
    "first_timer": (N_("First project of this kind"), _yes_or_no),
    "willing_third": (N_("Would work as three"), _yes_or_no),
    "willing_spare": (N_("Would join a teacher without a partner"), _yes_or_no),
    "invitations_open": (N_("Open invitations"), _plain),
    "also_in": (N_("Same class also in"), _plain),
    "joined_at": (N_("Joined"), _moment),
}
"""By the service's name for it. Ids tell a reader nothing and are left out."""


def header() -> list[str]:
    return [gettext(words) for words, _cell in COLUMNS.values()]


def rows(text: str) -> Iterator[list[str]]:
    """The service's table in the reader's words."""
    for row in csv.DictReader(io.StringIO(text)):
        yield [cell(row.get(name) or "") for name, (_words, cell) in COLUMNS.items()]
