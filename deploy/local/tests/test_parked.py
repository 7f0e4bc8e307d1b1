"""`meridian parked`: what its list shows can be told to the other commands."""

from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO
from uuid import UUID

from rich.console import Console

from meridian.commands.parked import table_of
from shared.ids import new_id


@dataclass(frozen=True)
class Parked:
    id: UUID
    parked_at: datetime
    type: str = "partnering.partnership.confirmed.v1"
    status: str = "waiting"
    error: str = "ValueError('cannot digest')"


def test_an_id_is_shown_whole_in_the_narrowest_terminal() -> None:
    rows = [("course", Parked(new_id(), datetime(2026, 11, day, tzinfo=UTC))) for day in (2, 1)]
    shown = StringIO()
    Console(file=shown, width=60).print(table_of(rows))
    places = [shown.getvalue().find(str(row.id)) for _, row in rows]
    assert -1 not in places
    assert places[1] < places[0]
