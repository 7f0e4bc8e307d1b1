"""Reading registrations."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.people.model import Person
from accounts.registration.model import Registration
from shared import clock
from shared.http import NotFound
from shared.identity.addresses import address_key


async def latest_registration(session: AsyncSession, email: str) -> Registration | None:
    """The newest unconfirmed registration whose link goes to this mailbox, locked.

    Not one that only claims the address: its link goes to a mailbox that may be a stranger's.
    """
    query = (
        select(Registration)
        .where(
            Registration.mail_to_key == address_key(email),
            Registration.expires_at > clock.real_now(),
        )
        .order_by(Registration.id.desc())
        .limit(1)
        .with_for_update()
    )
    return (await session.scalars(query)).one_or_none()


async def get_registration(session: AsyncSession, registration_id: UUID) -> Registration:
    registration = await session.get(Registration, registration_id)
    if registration is None or registration.expires_at <= clock.real_now():
        raise NotFound("This registration")
    return registration


def waiting_registrations(query: str) -> Select[Registration]:
    """Unconfirmed registrations whose address begins with the words, and has no account yet."""
    prefix = address_key(query).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    known = select(Person.id).where(Person.email_key == Registration.email_key)
    return select(Registration).where(
        Registration.expires_at > clock.real_now(),
        Registration.email_key.like(f"{prefix}%"),
        ~known.exists(),
    )
