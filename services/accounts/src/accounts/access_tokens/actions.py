"""Swapping a session for a short access token that one service believes."""

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.access_tokens.schemas import TokenIssued, TokenPerson
from accounts.contact.queries import is_frozen
from accounts.keys import Signer
from accounts.people.queries import get_person
from accounts.people.schemas import RoleHeld
from accounts.roles.queries import grants_of
from accounts.second_factor.actions import has_second_factor
from accounts.sessions.actions import find_session, seen
from accounts.settings import Settings
from shared import clock
from shared.http import Grant, Role, Unauthorized
from shared.http.auth import ISSUER


async def issue_token(
    session: AsyncSession,
    settings: Settings,
    signer: Signer,
    session_token: str | None,
    audience: str,
) -> TokenIssued:
    """Sixty seconds for one audience. Staff roles rest while their second factor is missing, and
    while a safeguarding officer has paused contact for this person.

    Sessions of demo links are excepted: they exist on loopback only.
    """
    row = await find_session(session, settings, session_token)
    if row.waits_for_code:
        raise Unauthorized("second-factor-required", "Please enter the code of your app.")
    seen(row)
    person = await get_person(session, row.person_id)
    granted = await grants_of(session, person.id)
    missing = (
        bool(granted)
        and row.opened_by != "link"
        and not await has_second_factor(session, person.id)
    )
    held = [Grant(Role.TEACHER)]
    if not missing and not await is_frozen(session, person.id):
        held += [Grant(Role(grant.role), grant.cohort_id) for grant in granted]
    now = int(clock.real_now().timestamp())
    lifetime = int(settings.access_token_lifetime.total_seconds())
    token = signer.sign(
        {
            "iss": ISSUER,
            "aud": audience,
            "sub": str(person.id),
            "sid": str(row.id),
            "roles": [str(grant) for grant in held],
            "verified": person.verified,
            "auth_time": int(row.auth_time.timestamp()),
            "iat": now,
            "exp": now + lifetime,
        }
    )
    return TokenIssued(
        access_token=token,
        expires_in=lifetime,
        person=TokenPerson(
            id=person.id,
            name=person.name,
            language=person.language,
            zone=person.zone,
            roles=[RoleHeld(role=grant.role.value, cohort_id=grant.cohort_id) for grant in held],
            verified=person.verified,
            second_factor_missing=missing,
        ),
    )
