"""Ten thousand readers cost a handful of statements, not ten thousand."""

from typing import Any

from sqlalchemy import event, func, select, text

from notifications.announcements.actions import send_announcement
from notifications.announcements.schemas import AnnouncementRequest
from notifications.inbox.model import Entry
from notifications.mail.model import Mail
from shared.contracts.course import CohortAdvanced
from shared.db import Database
from shared.http import Role
from shared.testing import principal

from .conftest import Happens
from .test_reactions import example

PARTICIPANTS = 10_000


async def test_announcing_to_ten_thousand_takes_a_handful_of_statements(
    happens: Happens, database: Database
) -> None:
    cohort = example(CohortAdvanced, held=())
    await happens(cohort)
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    async with database.transaction() as session:
        await session.execute(
            text(
                "INSERT INTO participants (enrolment_id, cohort_id, person_id)"
                " SELECT gen_random_uuid(), :cohort, gen_random_uuid()"
                " FROM generate_series(1, :many)"
            ),
            {"cohort": cohort.cohort_id, "many": PARTICIPANTS},
        )
    wanted = AnnouncementRequest(
        cohort_id=cohort.cohort_id, title="Welcome", body="We start on Monday."
    )
    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    async with database.transaction() as session:
        sent = await send_announcement(session, principal(None, Role.PROGRAMME_LEAD), wanted)
    event.remove(database.engine.sync_engine, "before_cursor_execute", note)
    assert sent.recipients == PARTICIPANTS
    assert len(statements) <= 6
    async with database.reading() as session:
        for table in (Entry, Mail):
            assert await session.scalar(select(func.count()).select_from(table)) == PARTICIPANTS
