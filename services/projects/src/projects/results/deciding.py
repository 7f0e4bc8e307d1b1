"""What staff do with results: publish, return, withdraw. Nobody decides on their own partnership."""

from dataclasses import fields
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.model import Project
from projects.partnerships.actions import look_at_partnership
from projects.partnerships.queries import present_person_ids, refuse_own
from projects.results.model import Result
from projects.showcase.actions import Shown, put_up, take_down
from shared import clock
from shared.audit import describe_act
from shared.contracts.projects import ResultPublished, ResultReturned
from shared.http import Conflict, NotFound, Permission, Principal
from shared.outbox import announce


async def publish_result(
    session: AsyncSession, who: Principal, result_id: UUID, read: int
) -> Result:
    """It stands in the showcase from now on, and everybody present has earned a certificate."""
    result = await _to_decide(session, who, result_id)
    _require_submitted(result, read)
    if result.lacks_consent:
        title = "People are shown, and consent is not attested."
        raise Conflict("consent-not-attested", title)
    _decide(result, who, "published", "")
    project = await session.get(Project, result.partnership_id)
    assert project is not None
    project.finished_at = project.finished_at or clock.now()
    entry = await put_up(
        session, result.id, result.partnership_id, result.cohort_id, _shown(result)
    )
    await look_at_partnership(session, result.partnership_id)
    await announce(
        session,
        ResultPublished(
            result_id=result.id,
            partnership_id=result.partnership_id,
            cohort_id=result.cohort_id,
            person_ids=await present_person_ids(session, result.partnership_id),
            title=result.title,
            slug=entry.slug,
        ),
    )
    return result


async def return_result(
    session: AsyncSession, who: Principal, result_id: UUID, note: str, read: int
) -> Result:
    """The partners learn what to change. An older published copy stays as it is."""
    result = await _to_decide(session, who, result_id)
    _require_submitted(result, read)
    _decide(result, who, "returned", note)
    await _announce_returned(session, result, note)
    return result


async def withdraw_result(
    session: AsyncSession, who: Principal, result_id: UUID, note: str
) -> Result:
    """Out of the showcase at once, with a reason for its writers. Certificates stay."""
    result = await _to_decide(session, who, result_id)
    if not await take_down(session, result.id):
        raise Conflict("result-not-published", "This result is not in the showcase.")
    _decide(result, who, "withdrawn", note)
    await _announce_returned(session, result, note)
    return result


async def _to_decide(session: AsyncSession, who: Principal, result_id: UUID) -> Result:
    found = await session.get(Result, result_id)
    if found is None or not who.may(Permission.PUBLISH_RESULTS, found.cohort_id):
        raise NotFound("This result")
    describe_act(session, about=await present_person_ids(session, found.partnership_id))
    await refuse_own(session, who, found.partnership_id)
    # The project's row is locked first, as the partners' own actions do.
    await session.get(Project, found.partnership_id, with_for_update=True)
    await session.refresh(found, with_for_update=True)
    return found


def _require_submitted(result: Result, read: int) -> None:
    """It waits for a decision, and is what staff have read."""
    if result.status != "submitted":
        raise Conflict("result-not-submitted", "This result is not waiting for a decision.")
    if result.version != read:
        raise Conflict(
            "result-changed",
            "The partners have handed in a newer version. Read it before you decide.",
            current_version=result.version,
        )


def _decide(result: Result, who: Principal, status: str, note: str) -> None:
    result.status, result.note = status, note
    result.decided_at, result.decided_by = clock.now(), who.person_id


def _shown(result: Result) -> Shown:
    return Shown(**{field.name: getattr(result, field.name) for field in fields(Shown)})


async def _announce_returned(session: AsyncSession, result: Result, note: str) -> None:
    await announce(
        session,
        ResultReturned(
            result_id=result.id,
            partnership_id=result.partnership_id,
            cohort_id=result.cohort_id,
            person_ids=await present_person_ids(session, result.partnership_id),
            title=result.title,
            note=note,
        ),
    )
