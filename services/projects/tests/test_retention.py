"""The words of the way go long after a cohort closed; what was made and earned stays."""

from datetime import timedelta
from typing import Any

from sqlalchemy import func, select, update

from projects.certificates.model import Certificate
from projects.checkpoints.model import Checkpoint
from projects.cohorts.model import Cohort
from projects.partnerships.model import Member
from projects.results.model import Result
from projects.retention import forget_old
from shared import clock


async def _forget_in(programme: Any, days: int) -> None:
    with clock.travelled(timedelta(days=days)):
        while True:
            async with programme.database.transaction() as session:
                if not await forget_old(session):
                    return


async def _count(programme: Any, *which: Any) -> int:
    async with programme.database.reading() as session:
        return int(await session.scalar(select(func.count()).where(*which)) or 0)


async def test_reports_lose_their_words_two_years_after_closing_and_results_stay(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    board = (await programme.get(f"/partnerships/{pair.id}/project", pair.can)).json()
    report = {"went_well": "Much", "difficulty": "Time", "next_step": "Letters"}
    await programme.post(f"/checkpoints/{board['checkpoints'][0]['id']}", pair.can, report)
    published = await programme.publish(pair)
    await programme.tick()
    async with programme.database.transaction() as session:
        await session.execute(update(Member).values(school_free=[["2026-12-21", "2027-01-03"]]))
        await session.execute(update(Result).values(note="Well done"))
    worded, noted = Checkpoint.went_well != "", Result.note != ""
    holidays = func.jsonb_array_length(Member.school_free) > 0

    async def kept() -> tuple[int, int, int]:
        return (
            await _count(programme, holidays),
            await _count(programme, worded),
            await _count(programme, noted),
        )

    await _forget_in(programme, 5000)
    assert await kept() == (2, 1, 1)
    async with programme.database.transaction() as session:
        await session.execute(update(Cohort).values(phase="closed"))
    await _forget_in(programme, 70 + 364)
    assert await kept() == (2, 1, 1)
    await _forget_in(programme, 70 + 729)
    assert await kept() == (0, 1, 1)
    await _forget_in(programme, 70 + 732)
    assert await kept() == (0, 0, 0)
    assert (await programme.get(f"/showcase/{published['slug']}")).status_code == 200
    assert await _count(programme, Certificate.name != "") > 0
    async with programme.database.reading() as session:
        reported = select(func.count()).where(Checkpoint.reported_at.is_not(None))
        assert await session.scalar(reported) == 1
