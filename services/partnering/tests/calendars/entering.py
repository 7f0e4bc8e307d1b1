"""What tests of calendars share: staff, short words for entering holidays, and the day."""

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, time
from typing import Any

from partnering.calendars.actions import declare_year, edit_calendar
from partnering.calendars.schemas import Edits
from shared import clock
from shared.http import Role
from shared.testing import principal

LEAD = principal(None, Role.PROGRAMME_LEAD)


def on(day: str) -> AbstractContextManager[None]:
    """Inside the block business time is nine o'clock of this day."""
    there = datetime.combine(date.fromisoformat(day), time(9), UTC)
    return clock.travelled(there - clock.real_now())


def holiday(first: str, last: str = "", name: str = "") -> dict[str, str]:
    return {"starts_on": first, "ends_on": last or first, "name": name}


class Staff:
    """Enters holidays as staff would."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.who = LEAD

    async def add(self, country: str, region: str, *days: dict[str, str]) -> None:
        edits = Edits.model_validate({"changes": [{"now": one} for one in days]})
        await edit_calendar(self.session, LEAD, (country, region), edits)

    async def change(self, country: str, region: str, *pairs: tuple[Any, Any]) -> None:
        edits = Edits.model_validate({"changes": [{"was": was, "now": now} for was, now in pairs]})
        await edit_calendar(self.session, LEAD, (country, region), edits)

    async def complete(self, country: str, region: str, year: int, said: bool = True) -> None:
        await declare_year(self.session, LEAD, (country, region), year, said)
