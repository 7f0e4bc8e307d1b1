"""When a cohort goes on or an advance is taken back, then tell those people."""

from typing import Any, Final

from notifications.cohorts.actions import keep_cohort
from notifications.extending import CLOSED_FOR_OTHERS
from notifications.telling.reactions import told, when
from notifications.telling.recipients import cohort_held, cohort_moving, the
from shared.contracts import course
from shared.contracts.event import Event

_MEMBERS: Final = the("person_ids")
_BEGINS_FOR_ALL: Final = when(
    "phase",
    {
        "partnering": told("cohort_partnering", cohort_moving),
        "closed": told("cohort_closed", cohort_moving),
    },
)
"""Whoever has no partner hears that a cohort opens and ends, and not that the course begins."""
_TAKEN_BACK_FOR_ALL: Final = when(
    "from_phase",
    {
        "partnering": told("cohort_not_open", cohort_moving),
        "closed": told("cohort_reopened", cohort_moving),
    },
)
_TAKEN_BACK_FOR_HELD: Final = when(
    "from_phase", {"closed": told("cohort_reopened_held", cohort_held)}
)
"""The held heard at the close how long they have, and hear that this is over."""
_TAKEN_BACK: Final = told("cohort_taken_back", _MEMBERS)

COHORTS: Final[dict[type[Event], Any]] = {
    course.CohortChanged: keep_cohort,
    course.CohortAdvanced: (
        keep_cohort,
        when("undone", {False: _BEGINS_FOR_ALL, True: _TAKEN_BACK_FOR_ALL}),
        when(
            "undone",
            {False: when("phase", {"closed": CLOSED_FOR_OTHERS}), True: _TAKEN_BACK_FOR_HELD},
        ),
    ),
    course.MembersMoved: when(
        "undone",
        {
            False: when(
                "phase",
                {
                    "course": told("cohort_course", _MEMBERS),
                    "project": told("cohort_project", _MEMBERS),
                    "closed": told("cohort_closed", _MEMBERS),
                },
            ),
            True: when(
                "phase",
                {
                    "partnering": _TAKEN_BACK,
                    "course": _TAKEN_BACK,
                    "project": _TAKEN_BACK,
                    "closed": told("cohort_closed_held", _MEMBERS),
                },
            ),
        },
    ),
}
