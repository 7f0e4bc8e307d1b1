"""Everything that accounts keeps about somebody, for themselves."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from accounts.audit.actions import record
from accounts.audit.model import AuditEntry
from accounts.erasure.schemas import OwnData
from accounts.people.queries import get_person
from accounts.people.views import me_of
from accounts.sessions.actions import living_sessions
from accounts.sessions.views import item_of
from accounts.settings import Settings
from accounts.verification.queries import requests_of
from shared import clock
from shared.http import Principal


async def export_own_data(session: AsyncSession, settings: Settings, who: Principal) -> OwnData:
    """The copy of own data; taking it is recorded."""
    person = await get_person(session, who.person_id)
    acts = await session.scalars(
        select(AuditEntry).where(AuditEntry.subject_id == person.id).order_by(AuditEntry.id)
    )
    data = OwnData(
        exported_at=clock.now(),
        person=await me_of(session, person),
        confirmed_at=person.confirmed_at,
        code_of_conduct_at=person.code_of_conduct_at,
        sessions=[
            item_of(row, who.session_id)
            for row in await living_sessions(session, settings, person.id)
        ],
        verification_requests=[
            {
                "evidence_kind": row.evidence_kind,
                "evidence": row.evidence,
                "note": row.note,
                "status": row.status,
                "requested_at": row.requested_at,
                "decided_at": row.decided_at,
                "reason": row.reason,
            }
            for row in await requests_of(session, person.id)
        ],
        staff_acts_about_me=[
            {"at": act.at, "action": act.action, "detail": act.detail, "reason": act.reason}
            for act in acts
        ],
    )
    record(session, actor_id=person.id, action="export_own_data", subject_id=person.id)
    return data
