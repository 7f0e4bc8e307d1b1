"""Handing somebody the copy of what accounts keeps about them."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit.actions import record
from accounts.export.held import HELD
from accounts.sessions.actions import own_session
from accounts.step_up.rules import Proof
from shared import clock
from shared.http import Principal
from shared.personal_data import copy_of


async def export_own_data(
    session: AsyncSession, who: Principal, proof: Proof
) -> list[dict[str, Any]]:
    """The sections of the copy. Taking it is recorded.

    With the password the session counts as fresh, so that the other services answer as well.
    """
    if proof.by_password:
        row = await own_session(session, who)
        row.auth_time = clock.real_now()
    sections = await copy_of(session, who.person_id, HELD)
    record(session, actor_id=who.person_id, action="export_own_data", subject_id=who.person_id)
    return sections
