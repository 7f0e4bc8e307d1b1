"""One teacher in a run: with whom, or why alone, and everybody else they could have worked with."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final
from uuid import UUID

from sqlalchemy import any_, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.fit.admission import admissible
from partnering.fit.rules import Candidate, Conditions, Weights, fit
from partnering.matching.explanation import as_facts
from partnering.matching.model import Match, Run
from partnering.matching.queries import candidates_of, match_row, run_for, seats_of
from partnering.matching.schemas import Alternative, Alternatives, MatchOut, RunSettings, SeatOut
from partnering.partnerships.ties import require_untied_classes
from partnering.search.rules import matches as begins_with
from shared.http import NotFound, Principal

SHOWN = 30
_ASIDE: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="alternatives")


async def alternatives(
    session: AsyncSession, who: Principal, run_id: UUID, enrolment_id: UUID, text: str
) -> Alternatives:
    """The best first. With words: everybody of that name, also who may not be a partner, and why."""
    run = await run_for(session, who, run_id)
    people = await candidates_of(session, run)
    await require_untied_classes(session, who, [enrolment_id])
    me = next((one for one in people if one.enrolment_id == enrolment_id), None)
    if me is None:
        raise NotFound("This class")
    chosen = RunSettings.model_validate(run.settings)
    weights = Weights(**chosen.weights.model_dump())
    conditions = chosen.conditions()
    others = [one for one in people if one.person_id != me.person_id]
    if text:
        named = await seats_of(session, [one.enrolment_id for one in others])
        others = [
            one
            for one in others
            if one.enrolment_id in named
            and begins_with(
                text, named[one.enrolment_id].person_name, named[one.enrolment_id].school_name
            )
        ]
    # In a cohort of thousands this takes a second: aside, one at a time, and without a connection.
    session.expunge(run)
    await session.rollback()
    found = await asyncio.get_running_loop().run_in_executor(
        _ASIDE, _best_first, me, others, weights, conditions, bool(text)
    )
    return await _described(session, run, me, found)


def _best_first(
    me: Candidate,
    others: Sequence[Candidate],
    weights: Weights,
    conditions: Conditions,
    everybody: bool,
) -> list[dict[str, Any]]:
    found = [_one(me, one, weights, conditions) for one in others]
    if not everybody:
        found = [each for each in found if each["why_not"] is None]
    found.sort(key=lambda each: (each["why_not"] is not None, -each["points"], each["id"]))
    return found


def _one(
    me: Candidate, other: Candidate, weights: Weights, conditions: Conditions
) -> dict[str, Any]:
    scored = fit(me, other, weights, conditions)
    return {
        "id": other.enrolment_id,
        "points": scored.total,
        "why_not": admissible(me, other, conditions),
        "reasons": [as_facts(one) for one in scored.reasons],
        "caution": as_facts(scored.caution) if scored.caution else None,
    }


async def _described(
    session: AsyncSession, run: Run, me: Candidate, found: Sequence[Mapping[str, Any]]
) -> Alternatives:
    shown = found[:SHOWN]
    groups: dict[UUID, Match] = {}
    for wanted in [me.enrolment_id, *(each["id"] for each in shown)]:
        if wanted not in groups:
            match = await session.scalar(
                select(Match).where(
                    Match.run_id == run.id, literal(wanted) == any_(Match.enrolment_ids)
                )
            )
            if match is not None:
                groups |= dict.fromkeys(match.enrolment_ids, match)
    everybody = {me.enrolment_id, *(each["id"] for each in shown), *groups}
    seats = await seats_of(session, everybody)
    mine = groups.get(me.enrolment_id)
    reasons = {one["enrolment_id"]: one for one in (run.result or {}).get("unmatched", ())}
    alone = reasons.get(str(me.enrolment_id))

    def beside(one: UUID) -> list[SeatOut]:
        group = groups[one].enrolment_ids if one in groups else ()
        return [seats[each] for each in group if each != one and each in seats]

    return Alternatives(
        seat=seats[me.enrolment_id],
        match=MatchOut.model_validate(match_row(mine, seats)) if mine else None,
        alone_because=alone["code"] if alone else None,
        alone_facts=alone or {},
        possible=sum(each["why_not"] is None for each in found),
        items=[
            Alternative(
                seat=seats[each["id"]],
                points=each["points"],
                reasons=each["reasons"],
                caution=each["caution"],
                why_not=each["why_not"],
                together_now=mine is not None and each["id"] in mine.enrolment_ids,
                placed_with=beside(each["id"]),
            )
            for each in shown
            if each["id"] in seats
        ],
    )
