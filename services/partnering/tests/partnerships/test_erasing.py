"""Who is erased leaves no word in any room, and nobody alone without help."""

import json

from sqlalchemy import select, text

from partnering.erasure.actions import erase_person
from partnering.partnerships.actions import confirm_partnership, open_partnership
from partnering.rescue.model import RescueCase
from partnering.room import actions as room
from partnering.room.queries import agreement, messages
from partnering.room.schemas import NewTask, Terms
from shared.contracts.accounts import ErasureRequested
from shared.ids import new_id

MARKER = "zebra-marker"


async def _pair(world, cohort):
    people = [await world.enrolled(cohort, "TR", name=MARKER), await world.enrolled(cohort, "IT")]
    partnership = await open_partnership(
        world.session,
        cohort_id=cohort.id,
        enrolment_ids=[enrolment.id for _, enrolment in people],
        origin="run",
        language="en",
    )
    return partnership, [teacher.who for teacher, _ in people], [one for _, one in people]


async def _erase(session, who):
    await erase_person(session, ErasureRequested(person_id=who.person_id, erasure_id=new_id()))


async def test_words_go_from_every_table_and_the_others_keep_theirs(world, session):
    partnership, (gone, stays), enrolments = await _pair(world, await world.cohort())
    for who in (gone, stays):
        await confirm_partnership(session, who, partnership.id)
    partnership.phase = "course"
    await room.post_message(session, gone, partnership.id, f"I am {MARKER}")
    await room.post_message(session, stays, partnership.id, "I am Luca")
    await room.write_agreement(session, gone, partnership.id, Terms(roles=MARKER), read=0)
    await room.add_task(session, gone, partnership.id, NewTask(title=MARKER))
    await room.add_note(
        session, gone, partnership.id, "link", text=MARKER, address=f"https://{MARKER}.example"
    )
    await _erase(session, gone)
    await session.flush()
    bodies = await session.scalars(text("SELECT body FROM outbox WHERE reworded_at IS NOT NULL"))
    (confirmed,) = [json.loads(body) for body in bodies if "members" in body]
    named = {member["person_id"]: member["school_name"] for member in confirmed["members"]}
    assert named[str(gone.person_id)] == ""
    assert named[str(stays.person_id)] != ""
    tables = await session.scalars(
        text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
    )
    for table in tables.all():
        found = await session.scalar(
            text(f'SELECT count(*) FROM "{table}" AS one WHERE one::text LIKE :marker'),
            {"marker": f"%{MARKER}%"},
        )
        assert found == 0, table
    session.expunge_all()
    kept = await messages(session, stays, partnership.id, None, 10)
    assert {one.text for one in kept.items} == {"I am Luca", ""}
    assert (await agreement(session, stays, partnership.id)).terms == Terms()
    case = (await session.scalars(select(RescueCase))).one()
    assert case.waiting_person_ids == [stays.person_id]
    statuses = await session.execute(
        text("SELECT status FROM enrolments WHERE id = ANY(:ids) ORDER BY status"),
        {"ids": [one.id for one in enrolments]},
    )
    assert [one.status for one in statuses] == ["left", "partnered"]


async def test_a_handshake_with_an_erased_person_ends_and_the_other_is_free(world, session):
    partnership, (gone, _), enrolments = await _pair(world, await world.cohort())
    await _erase(session, gone)
    await session.refresh(partnership)
    for one in enrolments:
        await session.refresh(one)
    assert partnership.end_reason == "erased"
    assert [one.status for one in enrolments] == ["left", "free"]
