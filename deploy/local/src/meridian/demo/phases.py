"""When the phases of a demo's cohort begin, and the days of its project phase."""

from dataclasses import dataclass
from datetime import date, timedelta

from shared import clock


@dataclass(frozen=True)
class Plan:
    """When a cohort's phases begin, in days from now."""

    name: str
    size: int
    partnering: int
    course: int
    project: int
    closes: int

    @property
    def slug(self) -> str:
        return f"demo-{self.name}"

    def dates(self) -> dict[str, date]:
        """By the names that the course service gives them."""
        return {
            "partnering_starts_on": _day(self.partnering),
            "course_starts_on": _day(self.course),
            "project_starts_on": _day(self.project),
            "closes_on": _day(self.closes),
        }

    def project_days(self) -> tuple[date, date]:
        """The first and the last day of the project phase."""
        return _day(self.project), _day(self.closes - 1)


def _day(number: int) -> date:
    return (clock.real_now() + timedelta(days=number)).date()
