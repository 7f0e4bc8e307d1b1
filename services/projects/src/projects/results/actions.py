"""What partners do with their result: save, submit, take back, withdraw."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.access import working_on, writing_on
from projects.partnerships.actions import contribute
from projects.partnerships.queries import present_person_ids
from projects.results.model import Result
from projects.results.rules import still_missing
from projects.results.schemas import ResultRequest
from projects.showcase.actions import take_down
from shared import clock
from shared.contracts.projects import ResultSubmitted
from shared.http import Conflict, Invalid, NotFound, Principal, StaleVersion
from shared.ids import new_id
from shared.outbox import announce


async def save_result(
    session: AsyncSession,
    who: Principal,
    partnership_id: UUID,
    draft: ResultRequest,
    version: int,
) -> Result:
    """Save over the version one has read; version 0 begins the draft.

    Saving a published result begins a new draft: the showcase keeps what staff have seen.
    """
    project = await writing_on(session, who, partnership_id)
    result = await _result(session, partnership_id)
    current = result.version if result else 0
    if version != current:
        raise StaleVersion(current)
    fields = draft.model_dump()
    now = clock.now()
    if result is None:
        result = Result(
            id=new_id(),
            partnership_id=partnership_id,
            cohort_id=project.cohort_id,
            version=0,
            status="draft",
            edited_by=[],
            note="",
            **fields,
        )
        session.add(result)
    elif not result.may_be_edited:
        title = "Staff are looking at this result. Take it back to change it."
        raise Conflict("result-submitted", title)
    attested_before = result.consent_attested and result.attested_by is not None
    for name, value in fields.items():
        setattr(result, name, value)
    if not result.consent_attested:
        result.attested_by = result.attested_at = None
    elif not attested_before:
        result.attested_by, result.attested_at = who.person_id, now
    if result.status == "published":
        result.status = "draft"
    if who.person_id not in result.edited_by:
        result.edited_by = [*result.edited_by, who.person_id]
    result.version = current + 1
    result.edited_at = now
    await session.flush()
    await contribute(session, partnership_id, who.person_id, result.id, now)
    return result


async def submit_result(session: AsyncSession, who: Principal, partnership_id: UUID) -> Result:
    """Complete, and with consent for everybody shown: then it goes to staff."""
    await writing_on(session, who, partnership_id)
    result = await _existing(session, partnership_id)
    if result.status in {"submitted", "published"}:
        raise Conflict("result-already-submitted", "This result is already handed in.")
    missing = still_missing(as_fields(result))
    if missing:
        errors = {f"/{name}": _why(name) for name in missing}
        raise Invalid(errors, "A few things are missing before staff can publish this.")
    result.status, result.submitted_at = "submitted", clock.now()
    await announce(
        session,
        ResultSubmitted(
            result_id=result.id,
            partnership_id=partnership_id,
            cohort_id=result.cohort_id,
            person_ids=await present_person_ids(session, partnership_id),
            title=result.title,
        ),
    )
    return result


async def take_back_result(session: AsyncSession, who: Principal, partnership_id: UUID) -> Result:
    """Undo submitting. Once staff have decided, there is nothing to take back.

    Not while contact is paused: nobody could submit it again, and the partners would lose their turn.
    """
    await writing_on(session, who, partnership_id)
    result = await _existing(session, partnership_id)
    if result.status != "submitted":
        raise Conflict("result-not-submitted", "This result is not with staff.")
    result.status, result.submitted_at = "draft", None
    return result


async def withdraw_own_result(
    session: AsyncSession, who: Principal, partnership_id: UUID
) -> Result:
    """Any member may take the result out of the showcase, at once and without giving a reason."""
    await working_on(session, who, partnership_id)
    result = await _existing(session, partnership_id)
    if not await take_down(session, result.id):
        raise Conflict("result-not-published", "This result is not in the showcase.")
    if result.status == "published":
        result.status = "withdrawn"
    return result


def as_fields(result: Result) -> dict[str, object]:
    """The fields of a draft as the rules read them."""
    return {name: getattr(result, name) for name in ResultRequest.model_fields}


def _why(name: str) -> str:
    if name == "consent_attested":
        return "attest that consent exists for everybody shown, or show nobody"
    if name == "pupils_count":
        return "say how many pupils took part"
    return "is still empty"


async def _result(session: AsyncSession, partnership_id: UUID) -> Result | None:
    query = select(Result).where(Result.partnership_id == partnership_id).with_for_update()
    return (await session.scalars(query)).one_or_none()


async def _existing(session: AsyncSession, partnership_id: UUID) -> Result:
    result = await _result(session, partnership_id)
    if result is None:
        raise NotFound("This result")
    return result
