"""The password again, or a session that began under ten minutes ago."""

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.limits.actions import RateLimits
from accounts.passwords import password_matches
from accounts.people.model import Person
from accounts.people.queries import get_person, lock_person
from accounts.sessions.actions import own_session
from accounts.step_up.rules import Proof, is_fresh
from shared import clock
from shared.db import Database
from shared.http import Forbidden, Principal, Unauthorized


class WrongPassword(Forbidden):
    def __init__(self) -> None:
        super().__init__("wrong-password", "The password is not right.")


async def step_up(
    database: Database,
    limits: RateLimits,
    who: Principal,
    password: SecretStr | None,
    client: str,
) -> Proof:
    """Check who is there, before the transaction of the change and without a connection.

    Guesses are counted for the session that makes them, so they never lock the owner out.
    """
    async with database.reading() as session:
        row = await own_session(session, who)
        known = (await get_person(session, who.person_id)).password_hash
    if password is None or known is None:
        if not is_fresh(row.auth_time, clock.real_now()):
            raise Forbidden("step-up-required", "Enter your password to continue.")
        return Proof(known, by_password=False)
    await limits.spend("step_up", who.session_id)
    if not await password_matches(password, known, client):
        raise WrongPassword
    await limits.forget("step_up", who.session_id)
    return Proof(known, by_password=True)


async def proven_person(session: AsyncSession, who: Principal, proof: Proof) -> Person:
    """The person, locked. The proof is void once the session ended or the password changed."""
    person = await lock_person(session, who.person_id)
    await own_session(session, who)
    if person.password_hash != proof.password_hash:
        raise Unauthorized("session-ended", "Your session has ended. Please sign in again.")
    return person


async def refresh_session(session: AsyncSession, who: Principal, proof: Proof) -> None:
    """Only a password makes a session fresh again."""
    await proven_person(session, who, proof)
    if proof.by_password:
        (await own_session(session, who)).auth_time = clock.real_now()
