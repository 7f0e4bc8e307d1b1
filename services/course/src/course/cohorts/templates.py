"""The kinds of cohort that staff start from."""

from dataclasses import dataclass
from typing import Final

from course.content.library import FOUR_WEEKS


@dataclass(frozen=True)
class Template:
    """A suggestion of pace and dates together with the course content that is copied."""

    key: str
    title: str
    summary: str
    pace: str
    partnering_days: int
    course_days: int
    project_days: int

    @property
    def weeks(self) -> int:
        return len(FOUR_WEEKS)

    @property
    def steps(self) -> int:
        return sum(len(week.steps) for week in FOUR_WEEKS)


TEMPLATES: Final = {
    template.key: template
    for template in (
        Template(
            key="four-weeks-fixed",
            title="Four weeks, fixed dates",
            summary="Everybody finds a partner, learns and carries out the project in the same weeks.",
            pace="fixed",
            partnering_days=28,
            course_days=28,
            project_days=84,
        ),
        Template(
            key="four-weeks-rolling",
            title="Four weeks, rolling start",
            summary="A partnership begins on the Monday after it is confirmed, at any time.",
            pace="rolling",
            partnering_days=0,
            course_days=180,
            project_days=180,
        ),
    )
}
