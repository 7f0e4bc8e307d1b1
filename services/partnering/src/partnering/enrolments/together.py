"""Those who register together: a partner one already has becomes a partner here."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.enrolments.candidates import candidates
from partnering.enrolments.model import Companion, Enrolment
from partnering.enrolments.naming import tell_named, tell_refused
from partnering.fit.admission import OF_OWN_MAKING, admissible
from partnering.fit.rules import shared_languages
from partnering.invitations.sending import has_open_invitation, place_invitation
from partnering.partnerships.actions import open_partnership
from partnering.people.model import Person
from partnering.safety.queries import contact_frozen


async def pair_registered_together(session: AsyncSession, person_id: UUID) -> None:
    """A person became able to contact others: look at all their free enrolments again."""
    mine = await session.scalars(
        select(Enrolment)
        .where(Enrolment.person_id == person_id, Enrolment.status.in_(("free", "waiting_list")))
        .order_by(Enrolment.id)
    )
    for enrolment in mine.all():
        if enrolment.status == "free":
            await pair_companions(session, enrolment)
        await tell_named(session, enrolment)


async def pair_companions(session: AsyncSession, enrolment: Enrolment) -> None:
    """Two who named each other become a partnership; who was only named gets an invitation.

    Both must be verified and free, and the rules of every pair hold for them too; what one insists
    on does not keep them apart when both named the other.
    """
    me = await session.get(Person, enrolment.person_id)
    if me is None or not me.verified:
        return
    i_named = await _named_by(session, enrolment.id)
    for other, person in await _linked(session, enrolment, me, i_named):
        if enrolment.status != "free":
            return
        if await contact_frozen(session, me.id, person.id):
            continue
        named_me = me.email_key in await _named_by(session, other.id)
        mutual = person.email_key in i_named and named_me
        both = {
            one.enrolment_id: one for one in await candidates(session, [enrolment.id, other.id])
        }
        why_not = admissible(both[enrolment.id], both[other.id])
        if why_not is not None and not (mutual and why_not in OF_OWN_MAKING):
            if mutual:
                await tell_refused(session, (enrolment, me), (other, person), why_not)
            continue
        if mutual:
            language, _ = shared_languages(both[enrolment.id], both[other.id])[0]
            await open_partnership(
                session,
                cohort_id=enrolment.cohort_id,
                enrolment_ids=[enrolment.id, other.id],
                origin="registered_together",
                language=language,
            )
            return
        first, second = (other, enrolment) if named_me else (enrolment, other)
        if not await has_open_invitation(session, first.id, second.id):
            await place_invitation(session, first, second, "")


async def _named_by(session: AsyncSession, enrolment_id: UUID) -> set[str]:
    found = await session.scalars(
        select(Companion.email_key).where(
            Companion.enrolment_id == enrolment_id, Companion.kind == "partner"
        )
    )
    return set(found)


async def _linked(
    session: AsyncSession, enrolment: Enrolment, me: Person, i_named: set[str]
) -> list[tuple[Enrolment, Person]]:
    """Free enrolments of the cohort whose person I named, or who named me."""
    named_me = select(Companion.enrolment_id).where(
        Companion.email_key == me.email_key, Companion.kind == "partner"
    )
    rows = await session.execute(
        select(Enrolment, Person)
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.cohort_id == enrolment.cohort_id,
            Enrolment.status == "free",
            Enrolment.person_id != me.id,
            Person.verification == "verified",
            or_(Person.email_key.in_(i_named), Enrolment.id.in_(named_me)),
        )
        .order_by(Enrolment.id)
    )
    return [(other, person) for other, person in rows]
