"""Milestones of a plan in the holidays of a partner: named before the plan is handed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from web.pages import Page
from web.parts import part


@dataclass(frozen=True)
class FreeDay:
    """A milestone's day on which the schools of these members are free."""

    title: str
    due_on: str
    names: list[str]


async def free_days(page: Page, partnership_id: UUID, content: Mapping[str, Any]) -> list[FreeDay]:
    """The milestones in holidays, earliest first.

    While the calendars cannot be reached, nobody is kept from handing in.
    """
    planned = content["timeline"]
    if not planned:
        return []
    path = f"/v1/partnerships/{partnership_id}/holidays"
    days = sorted({one["due_on"] for one in planned})
    found = await part(page.api.partnering.get(path, day=days), [], set())
    names = {one["day"]: one["on_holiday_for"] for one in found}
    return [
        FreeDay(one["title"], one["due_on"], names[one["due_on"]])
        for one in sorted(planned, key=lambda one: one["due_on"])
        if one["due_on"] in names
    ]
