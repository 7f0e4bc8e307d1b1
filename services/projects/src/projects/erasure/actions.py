"""Forget a person: what they alone wrote goes, what they wrote with others stays without their name."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import any_, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from projects.boards.model import Milestone
from projects.certificates.model import Certificate
from projects.checkpoints.model import Checkpoint
from projects.erasure.announced import Forgotten, blank_announced
from projects.erasure.rules import without_name
from projects.partnerships.model import Contribution, Member
from projects.partnerships.queries import present_person_ids
from projects.people.model import Person
from projects.results.model import Result
from projects.showcase.actions import searchable
from projects.showcase.model import ShowcaseEntry
from shared import clock
from shared.contact import forget_contact
from shared.contracts.accounts import ErasureRequested
from shared.contracts.erasure import ProjectsErasureCompleted
from shared.contracts.projects import ResultAuthorGone
from shared.erased import shut_out
from shared.outbox import announce
from shared.parked_words import forget_parked

_WORDS = ("title", "summary", "what_we_did", "what_pupils_learned", "credits")


async def erase_person(session: AsyncSession, event: ErasureRequested) -> None:
    """Certificates go, reports lose their words, the seat its school; then say that it is done."""
    await shut_out(session, event.person_id)
    await forget_parked(session, event.person_id)
    name = await _forget_name(session, event.person_id)
    await _forget_seats(session, event.person_id)
    forgotten = Forgotten(
        name=name,
        milestones=await _forget_words(session, event.person_id),
        results=await _forget_results(session, event.person_id, name),
        decided=await _forget_decisions(session, event.person_id),
    )
    await blank_announced(session, event.person_id, forgotten)
    await announce(
        session,
        ProjectsErasureCompleted(person_id=event.person_id, erasure_id=event.erasure_id),
    )


async def _forget_name(session: AsyncSession, person_id: UUID) -> str:
    known = await session.get(Person, person_id)
    name = known.name if known else ""
    blank = {"name": "", "country": "", "erased_at": clock.now()}
    await session.execute(
        insert(Person)
        .values(id=person_id, **blank)
        .on_conflict_do_update(index_elements=[Person.id], set_=blank)
    )
    return name


async def _forget_seats(session: AsyncSession, person_id: UUID) -> None:
    await session.execute(
        update(Member)
        .where(Member.person_id == person_id)
        .values(
            school_name="",
            country="",
            school_free=[],
            left_at=func.coalesce(Member.left_at, clock.now()),
            certificate_check=False,
        )
    )
    await forget_contact(session, person_id)
    await session.execute(delete(Contribution).where(Contribution.person_id == person_id))
    await session.execute(delete(Certificate).where(Certificate.person_id == person_id))


async def _forget_words(session: AsyncSession, person_id: UUID) -> Sequence[str]:
    """The titles of the milestones that are gone."""
    await session.execute(
        update(Checkpoint)
        .where(Checkpoint.reported_by == person_id)
        .values(reported_by=None, went_well="", difficulty="", next_step="")
    )
    await session.execute(
        update(Milestone).where(Milestone.reached_by == person_id).values(reached_by=None)
    )
    added = delete(Milestone).where(Milestone.added_by == person_id)
    return (await session.scalars(added.returning(Milestone.title))).all()


async def _forget_results(session: AsyncSession, person_id: UUID, name: str) -> list[UUID]:
    """What nobody else wrote on is deleted, unless it is published and a partner is still there.

    Then it shows what both have done, and stays with the partner, without the name. The partner is
    told in either case.
    """
    gone = []
    written = select(Result).where(any_(Result.edited_by) == person_id).with_for_update()
    for result in (await session.scalars(written)).all():
        others = [each for each in result.edited_by if each != person_id]
        shown = (
            await session.scalars(select(ShowcaseEntry).where(ShowcaseEntry.result_id == result.id))
        ).all()
        partners = await present_person_ids(session, result.partnership_id)
        stays = bool(others) or bool(shown and partners)
        if partners and not others:
            await announce(session, _author_gone(result, partners, kept=stays))
        if not stays:
            gone.append(result.id)
            await session.delete(result)
            continue
        result.edited_by = others
        if result.attested_by == person_id:
            result.attested_by = None
        for text in (result, *shown):
            for field in _WORDS:
                setattr(text, field, without_name(getattr(text, field), name))
            if isinstance(text, ShowcaseEntry):
                text.search_text = searchable(text)
    await session.flush()
    return gone


def _author_gone(result: Result, partners: tuple[UUID, ...], *, kept: bool) -> ResultAuthorGone:
    return ResultAuthorGone(
        partnership_id=result.partnership_id,
        cohort_id=result.cohort_id,
        person_ids=partners,
        outcome="kept" if kept else "deleted",
    )


async def _forget_decisions(session: AsyncSession, person_id: UUID) -> Sequence[UUID]:
    """What somebody did as staff stays done; who it was and why in their words does not."""
    noted = update(Result).where(Result.decided_by == person_id).values(decided_by=None, note="")
    decided = (await session.scalars(noted.returning(Result.id))).all()
    await session.execute(
        update(Checkpoint).where(Checkpoint.helped_by == person_id).values(helped_by=None)
    )
    await session.execute(
        update(Certificate)
        .where(Certificate.granted_by == person_id)
        .values(granted_by=None, granted_reason="")
    )
    return decided
