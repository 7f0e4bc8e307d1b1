"""Publishing a run: its matches become handshakes, in few statements however many they are."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.cohorts.model import Cohort
from partnering.enrolments.model import Enrolment
from partnering.matching.holding import no_longer
from partnering.matching.model import Match
from partnering.matching.queries import run_for
from partnering.matching.schemas import NoLonger, Published
from partnering.partnerships.actions import lock_enrolments
from partnering.partnerships.admitting import cohort_closed
from partnering.partnerships.model import HANDSHAKE, Member, Partnership
from partnering.people.queries import people_by_id
from shared import clock
from shared.audit import describe_act
from shared.contracts.partnering import (
    EnrolmentUnmatched,
    PartnershipProposed,
    RunPublished,
    WhyAlone,
)
from shared.http import Conflict, Forbidden, Principal
from shared.ids import new_id
from shared.outbox import announce

WHY_ALONE: Mapping[str, WhyAlone] = {
    "no_language_given": "language",
    "no_shared_language": "language",
    "ages_apart": "ages",
    "country_not_wished": "musts",
    "too_few_common_hours": "musts",
    "no_subject_in_common": "musts",
    "wants_a_pair": "pair",
    "too_many_for_too_few": "scarce",
    "one_country_only": "scarce",
    "overtaken": "overtaken",
}
"""What a teacher is told, by the run's reason. Whom they blocked and what staff decided is not."""


async def publish_run(session: AsyncSession, who: Principal, run_id: UUID) -> Published:
    """Open a handshake for every match that still holds: members free, every hard rule kept.

    Much may have happened since the run was solved. A match with somebody who found a partner is
    marked `overtaken`, one that a rule forbids now `no_longer`, and their members stay free for
    the next run. Nobody ever ends up in two partnerships, or decides on their own.
    """
    run = await run_for(session, who, run_id, lock=True)
    if run.status != "draft":
        raise Conflict("run-not-ready", "Only a draft can be published, and only once.")
    matches = (
        await session.scalars(select(Match).where(Match.run_id == run.id).order_by(Match.id))
    ).all()
    await _require_open_cohort(session, run.cohort_id)
    alone = {UUID(one["enrolment_id"]): one for one in (run.result or {}).get("unmatched", ())}
    wanted = [*(one for match in matches for one in match.enrolment_ids), *alone]
    enrolments = {each.id: each for each in await lock_enrolments(session, wanted)}
    members = {enrolments[one].person_id for match in matches for one in match.enrolment_ids}
    if who.person_id in members:
        raise Forbidden(
            "own-partnership", "You are in this run yourself; another member of staff publishes it."
        )
    fallen = await no_longer(session, run, matches)
    opened = [match for match in matches if match.id not in fallen]
    seated = {one for match in opened for one in match.enrolment_ids}
    unmatched = sum(each.status == "free" for one, each in enrolments.items() if one not in seated)
    if matches and not opened and not unmatched:
        raise Conflict(
            "run-overtaken",
            "None of these matches is possible any more. Run the matching again.",
        )
    await _open_all(session, run.cohort_id, run.id, opened, enrolments)
    for match in matches:
        code = fallen.get(match.id, "opened")
        match.outcome = code if code in ("opened", "overtaken") else "no_longer"
        if match.id in fallen:
            alone |= {one: {"code": match.outcome} for one in match.enrolment_ids}
    await _tell_alone(session, run.id, alone, enrolments)
    run.status, run.published_at = "published", clock.now()
    describe_act(session, detail=str(len(opened)))
    await session.flush()
    await announce(
        session,
        RunPublished(
            run_id=run.id,
            cohort_id=run.cohort_id,
            partnerships=len(opened),
            unmatched=unmatched,
        ),
    )
    names = await people_by_id(session, members)
    return Published(
        opened=len(opened),
        overtaken=sum(code == "overtaken" for code in fallen.values()),
        unmatched=unmatched,
        no_longer=[
            NoLonger(
                why=fallen[match.id],
                names=[names[enrolments[one].person_id].name for one in match.enrolment_ids],
            )
            for match in matches
            if match.outcome == "no_longer"
        ],
    )


async def _require_open_cohort(session: AsyncSession, cohort_id: UUID) -> None:
    cohort = await session.get_one(
        Cohort, cohort_id, with_for_update={"read": True}, populate_existing=True
    )
    if cohort.phase == "closed":
        raise cohort_closed()


async def _tell_alone(
    session: AsyncSession,
    run_id: UUID,
    alone: Mapping[UUID, Mapping[str, Any]],
    enrolments: Mapping[UUID, Enrolment],
) -> None:
    """Nobody is left in silence: whoever is still free hears that nobody was found, and why."""
    now = clock.now()
    for enrolment_id in sorted(alone):
        enrolment = enrolments.get(enrolment_id)
        if enrolment is None or enrolment.status != "free":
            continue
        why = WHY_ALONE.get(alone[enrolment_id]["code"], "otherwise")
        enrolment.stay_alone(why, now)
        await announce(
            session,
            EnrolmentUnmatched(
                enrolment_id=enrolment.id,
                cohort_id=enrolment.cohort_id,
                person_id=enrolment.person_id,
                run_id=run_id,
                reason=why,
            ),
        )


async def _open_all(
    session: AsyncSession,
    cohort_id: UUID,
    run_id: UUID,
    matches: Sequence[Match],
    enrolments: dict[UUID, Enrolment],
) -> None:
    if not matches:
        return
    now = clock.now()
    ids = [new_id() for _ in matches]
    await session.execute(
        insert(Partnership),
        [
            {
                "id": partnership_id,
                "cohort_id": cohort_id,
                "state": "handshake",
                "phase": "partnering",
                "origin": "run",
                "language": match.language,
                "reply_by": now + HANDSHAKE,
                "created_at": now,
                "run_id": run_id,
                "explanation": match.explanation,
            }
            for partnership_id, match in zip(ids, matches, strict=True)
        ],
    )
    await session.execute(
        insert(Member),
        [
            {
                "id": new_id(),
                "partnership_id": partnership_id,
                "enrolment_id": one,
                "person_id": enrolments[one].person_id,
                "position": position,
                "seated": True,
                "answer": "waiting",
                "joined_at": now,
                "reason": "",
            }
            for partnership_id, match in zip(ids, matches, strict=True)
            for position, one in enumerate(match.enrolment_ids)
        ],
    )
    seated = [one for match in matches for one in match.enrolment_ids]
    await session.execute(
        update(Enrolment)
        .where(Enrolment.id.in_(seated))
        .values(status="partnered", unmatched_at=None, unmatched_because="")
        .execution_options(synchronize_session=False)
    )
    for partnership_id, match in zip(ids, matches, strict=True):
        await announce(
            session,
            PartnershipProposed(
                partnership_id=partnership_id,
                cohort_id=cohort_id,
                person_ids=tuple(enrolments[one].person_id for one in match.enrolment_ids),
                origin="run",
                reply_by=now + HANDSHAKE,
            ),
        )
