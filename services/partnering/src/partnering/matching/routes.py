"""HTTP of matching runs, for the staff of a cohort."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request

from partnering.matching import actions, publishing, queries
from partnering.matching.alternatives import alternatives
from partnering.matching.comparing import compare_runs
from partnering.matching.schemas import (
    Alternatives,
    Comparison,
    DecisionRequest,
    MatchExplanation,
    MatchOut,
    Price,
    Published,
    RunOut,
    RunRequest,
    RunRow,
    SwapRequest,
    WhatIf,
)
from partnering.matching.swapping import swap_places
from shared.http import (
    Created,
    Cursor,
    Once,
    Page,
    Permission,
    Principal,
    Reading,
    Scoped,
    Transaction,
    allow_in,
    router,
)
from shared.http.bulkhead import one_at_a_time
from shared.http.patience import while_waited_for

routes = router("matching")

Matcher = Annotated[Principal, allow_in(Permission.RUN_MATCHING, Scoped.LOADED)]
CohortMatcher = Annotated[Principal, allow_in(Permission.RUN_MATCHING, "cohort_id")]
Turn = Annotated[None, one_at_a_time("comparisons", 1)]
Limit = Annotated[int, Query(ge=1, le=200)]


@routes.post("/cohorts/{cohort_id}/runs", status_code=201)
async def start_run(
    body: RunRequest, who: CohortMatcher, session: Transaction, once: Once, cohort_id: UUID
) -> Created:
    run = await actions.start_run(session, who, cohort_id, body.settings)
    return await once.created("/v1/runs", run.id)


@routes.get("/cohorts/{cohort_id}/runs")
async def list_runs(
    who: CohortMatcher,
    session: Reading,
    cohort_id: UUID,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[RunRow]:
    items, after = await queries.runs_of(session, cohort_id, cursor, limit)
    return Page(items=items, next_cursor=after)


@routes.get("/runs/{run_id}")
async def get_run(who: Matcher, session: Reading, run_id: UUID) -> RunOut:
    return await queries.describe_run(session, await queries.run_for(session, who, run_id))


@routes.get("/runs/{run_id}/matches")
async def list_matches(
    who: Matcher,
    session: Reading,
    run_id: UUID,
    cursor: Cursor = None,
    limit: Limit = 50,
    needs_look: bool = False,
) -> Page[MatchOut]:
    await queries.run_for(session, who, run_id)
    items, after = await queries.matches_of(session, run_id, cursor, limit, needs_look=needs_look)
    return Page(items=items, next_cursor=after)


@routes.get("/runs/{run_id}/matches/{match_id}")
async def get_match(
    who: Matcher, session: Reading, run_id: UUID, match_id: UUID
) -> MatchExplanation:
    await queries.run_for(session, who, run_id)
    match = await queries.match_of(session, run_id, match_id)
    seats = await queries.seats_of(session, match.enrolment_ids)
    row = queries.match_row(match, seats) | {"explanation": match.explanation}
    return MatchExplanation.model_validate(row)


@routes.post("/runs/{run_id}/locks", status_code=201)
async def lock_match(
    body: DecisionRequest, who: Matcher, session: Transaction, once: Once, run_id: UUID
) -> Created:
    decision = await actions.decide(session, who, run_id, "lock", body)
    return await once.created(f"/v1/runs/{run_id}/decisions", decision.id)


@routes.post("/runs/{run_id}/forbids", status_code=201)
async def forbid_match(
    body: DecisionRequest, who: Matcher, session: Transaction, once: Once, run_id: UUID
) -> Created:
    decision = await actions.decide(session, who, run_id, "forbid", body)
    return await once.created(f"/v1/runs/{run_id}/decisions", decision.id)


@routes.delete("/runs/{run_id}/decisions/{decision_id}", status_code=204)
async def take_back_decision(
    who: Matcher, session: Transaction, run_id: UUID, decision_id: UUID
) -> None:
    await actions.take_back_decision(session, who, run_id, decision_id)


@routes.post("/runs/{run_id}/solve")
async def solve_again(who: Matcher, session: Transaction, run_id: UUID) -> RunOut:
    return await queries.describe_run(session, await actions.solve_again(session, who, run_id))


@routes.post("/runs/{run_id}/cancel")
async def cancel_run(who: Matcher, session: Transaction, run_id: UUID) -> RunOut:
    return await queries.describe_run(session, await actions.cancel_run(session, who, run_id))


@routes.post("/runs/{run_id}/what-if")
async def what_if(
    request: Request, body: WhatIf, who: Matcher, session: Reading, run_id: UUID
) -> Price:
    asked = actions.what_if(session, who, run_id, body.enrolment_ids)
    return await while_waited_for(request, asked)


@routes.post("/runs/{run_id}/swaps")
async def swap_in_run(
    body: SwapRequest, who: Matcher, session: Transaction, run_id: UUID
) -> RunOut:
    """Two teachers change places, with a reason; everybody else is solved again around them."""
    return await queries.describe_run(session, await swap_places(session, who, run_id, body))


@routes.get("/runs/{run_id}/compare/{other_id}")
async def compare_with_run(
    who: Matcher, turn: Turn, session: Reading, run_id: UUID, other_id: UUID
) -> Comparison:
    return await compare_runs(session, who, run_id, other_id)


@routes.get("/runs/{run_id}/enrolments/{enrolment_id}")
async def list_alternatives(
    who: Matcher,
    turn: Turn,
    session: Reading,
    run_id: UUID,
    enrolment_id: UUID,
    text: Annotated[str, Query(max_length=100)] = "",
) -> Alternatives:
    """One teacher in this run: with whom, or why alone, and whom else they could work with."""
    return await alternatives(session, who, run_id, enrolment_id, text.strip())


@routes.post("/runs/{run_id}/publish")
async def publish_run(who: Matcher, session: Transaction, run_id: UUID) -> Published:
    return await publishing.publish_run(session, who, run_id)
