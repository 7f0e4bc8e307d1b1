"""The health board hears of projects: calls for help and reports that do not come."""

from datetime import timedelta
from typing import Any

import pytest

from shared import clock
from shared.contracts.projects import (
    CheckpointHelpSettled,
    CheckpointOverdue,
    CheckpointReported,
    ResultPublished,
)
from shared.ids import new_id


@pytest.fixture
async def project(world) -> Any:
    """A pair that carries out its project."""
    cohort_id = await world.running_cohort()
    pair = await world.submitted_pair(cohort_id)
    await world.do(f"/partnerships/{pair.id}/plan/approve", world.lead, {"note": "", "version": 2})
    await world.advance(cohort_id, "project")
    for step in (await world.course(pair))["weeks"][0]["steps"]:
        await world.tick_step(pair, step["id"], pair.ada, pair.can)
    return pair


def about(pair: Any, checkpoint: Any) -> dict[str, Any]:
    return {"checkpoint_id": checkpoint, "partnership_id": pair.id, "cohort_id": pair.cohort_id}


def reported(pair: Any, checkpoint: Any, *, needs_help: bool) -> CheckpointReported:
    return CheckpointReported(
        **about(pair, checkpoint),
        reported_by=pair.ada.person_id,
        person_ids=pair.person_ids,
        needs_help=needs_help,
    )


async def health(world, pair: Any) -> tuple[int, dict[str, str], str]:
    """How many are red; the facts of the pair with their counts; what is suggested."""
    board = await world.read(f"/cohorts/{pair.cohort_id}/health", world.lead)
    (item,) = board["items"]
    facts = {one["fact"]: one["count"] for one in item["facts"]}
    return board["red"], facts, item["suggested_action"]


async def test_a_project_that_asks_for_help_is_at_risk_until_help_is_settled(
    world, project
) -> None:
    assert (await health(world, project))[0] == 0
    checkpoint = new_id()
    await world.hear(reported(project, checkpoint, needs_help=True))
    with clock.travelled(timedelta(days=2)):
        red, facts, action = await health(world, project)
    assert (red, facts["help_asked"], action) == (1, 2, "answer_the_call_for_help")
    await world.hear(CheckpointHelpSettled(**about(project, checkpoint)))
    red, facts, _ = await health(world, project)
    assert (red, "help_asked" in facts) == (0, False)


async def test_a_report_that_is_a_month_late_is_at_risk_and_a_week_late_needs_attention(
    world, project
) -> None:
    overdue = CheckpointOverdue(
        **about(project, new_id()), person_ids=project.person_ids, due_on=clock.today()
    )
    await world.hear(overdue)
    for days, red, known in ((6, 0, False), (7, 0, True), (20, 0, True), (30, 1, True)):
        with clock.travelled(timedelta(days=days)):
            await world.hear(project.message(project.ada), project.message(project.can))
            found, facts, _ = await health(world, project)
        assert (found, "report_overdue" in facts) == (red, known), days


@pytest.mark.parametrize("how", ["reported", "finished"])
async def test_a_report_or_a_result_ends_the_delay(world, project, how: str) -> None:
    checkpoint = new_id()
    await world.hear(
        CheckpointOverdue(
            **about(project, checkpoint),
            person_ids=project.person_ids,
            due_on=clock.today() - timedelta(days=40),
        )
    )
    assert (await health(world, project))[0] == 1
    if how == "reported":
        await world.hear(reported(project, checkpoint, needs_help=False))
    else:
        await world.hear(
            ResultPublished(
                result_id=new_id(),
                partnership_id=project.id,
                cohort_id=project.cohort_id,
                person_ids=project.person_ids,
                title="Two rivers",
                slug="two-rivers",
            )
        )
    assert (await health(world, project))[0] == 0
