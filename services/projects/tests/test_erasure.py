"""Whoever asks to be forgotten is; what others wrote and earned stays."""

from typing import Any

from sqlalchemy import text

from shared.contracts.accounts import ErasureRequested
from shared.contracts.erasure import ProjectsErasureCompleted
from shared.contracts.projects import MilestoneReached, ResultAuthorGone, ResultSubmitted
from shared.ids import new_id

MARK = "zzmarkerzz"


async def erase(programme: Any, who: Any) -> None:
    await programme.hear(ErasureRequested(person_id=who.person_id, erasure_id=new_id()))


async def found(programme: Any, marker: str) -> list[str]:
    """Tables, other than the record of what was announced, in which the marker still stands."""
    async with programme.database.reading() as session:
        names = await session.scalars(
            text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        )
        hits = []
        for name in names.all():
            query = text(f'SELECT count(*) FROM "{name}" AS row WHERE row::text ILIKE :marker')
            if name != "outbox" and await session.scalar(query, {"marker": f"%{marker}%"}):
                hits.append(name)
        return hits


async def test_everything_somebody_wrote_alone_is_gone_and_said_so(
    programme: Any, pair: Any, result_draft: Any
) -> None:
    await programme.begin(pair)
    board = (await programme.get(f"/partnerships/{pair.id}/project", pair.can)).json()
    report = {"went_well": MARK, "difficulty": MARK, "next_step": MARK}
    await programme.post(f"/checkpoints/{board['checkpoints'][0]['id']}", pair.can, report)
    wish = {"title": MARK, "due_on": board["checkpoints"][0]["due_on"]}
    await programme.post(f"/partnerships/{pair.id}/milestones", pair.can, wish)
    words = result_draft(summary=MARK, what_we_did=MARK, credits=MARK)
    await programme.put(f"/partnerships/{pair.id}/result", pair.can, words, 0)
    assert set(await found(programme, MARK)) == {"checkpoints", "milestones", "results"}
    await erase(programme, pair.can)
    assert await found(programme, MARK) == []
    assert await found(programme, "Öztürk") == []
    assert await found(programme, "Atatürk Lisesi") == []
    (done,) = await programme.announced(ProjectsErasureCompleted)
    assert done.person_id == pair.can.person_id


async def test_what_was_announced_of_their_words_is_blank_and_stays_a_fact(
    programme: Any, pair: Any, result_draft: Any
) -> None:
    await programme.begin(pair)
    board = (await programme.get(f"/partnerships/{pair.id}/project", pair.can)).json()
    wish = {"title": MARK, "due_on": board["checkpoints"][0]["due_on"]}
    made = await programme.post(f"/partnerships/{pair.id}/milestones", pair.can, wish)
    await programme.post(f"/milestones/{made.json()['id']}/reached", pair.can)
    path = f"/partnerships/{pair.id}/result"
    await programme.put(path, pair.can, result_draft(title=MARK), 0)
    await programme.post(f"{path}/submit", pair.can)
    await erase(programme, pair.can)
    (reached,) = await programme.announced(MilestoneReached)
    (submitted,) = await programme.announced(ResultSubmitted)
    assert (reached.title, submitted.title) == ("", "")
    async with programme.database.reading() as session:
        assert not await session.scalar(
            text("SELECT count(*) FROM outbox WHERE body LIKE :marker"), {"marker": f"%{MARK}%"}
        )


async def test_joint_work_stays_for_the_partner_without_the_name(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    path = f"/partnerships/{pair.id}/result"
    view = (await programme.get(path, pair.can)).json()
    fields = {name: view[name] for name in view if name in {"title", "subjects", "languages"}}
    await programme.put(path, pair.can, fields, 0)
    published = await programme.publish(
        pair, credits="By Can Öztürk and Ada", what_we_did="CAN ÖZTÜRK filmed."
    )
    await programme.tick()
    await erase(programme, pair.can)
    page = (await programme.get(f"/showcase/{published['slug']}")).json()
    assert page["credits"] == "By … and Ada"
    assert "filmed" in page["what_we_did_html"]
    assert page["countries"] == ["PL", "TR"]
    assert await found(programme, "Öztürk") == []
    assert len((await programme.get("/me/certificates", pair.ada)).json()["items"]) == 1


async def test_a_published_result_stays_with_the_partner_when_its_only_author_is_forgotten(
    programme: Any, pair: Any, result_draft: Any, lead: Any
) -> None:
    await programme.begin(pair)
    path = f"/partnerships/{pair.id}/result"
    words = result_draft(credits="By Can Öztürk")
    saved = await programme.put(path, pair.can, words, 0)
    await programme.post(f"{path}/submit", pair.can)
    seen = {"version": saved.json()["version"]}
    published = (await programme.post(f"/results/{saved.json()['id']}/publish", lead, seen)).json()
    await erase(programme, pair.can)
    page = (await programme.get(f"/showcase/{published['slug']}")).json()
    assert page["credits"] == "By …"
    (told,) = await programme.announced(ResultAuthorGone)
    assert (told.person_ids, told.outcome) == ((pair.ada.person_id,), "kept")
    view = (await programme.get(path, pair.ada)).json()
    assert view["status"] == "published"
    assert (await programme.put(path, pair.ada, words, view["version"])).status_code == 200
    await erase(programme, pair.ada)
    assert (await programme.get(f"/showcase/{published['slug']}")).status_code == 404


async def test_a_draft_goes_with_its_only_author_and_the_partner_is_told(
    programme: Any, pair: Any, result_draft: Any
) -> None:
    await programme.begin(pair)
    path = f"/partnerships/{pair.id}/result"
    await programme.put(path, pair.can, result_draft(summary=MARK), 0)
    await erase(programme, pair.can)
    assert await found(programme, MARK) == []
    (told,) = await programme.announced(ResultAuthorGone)
    assert (told.person_ids, told.outcome) == ((pair.ada.person_id,), "deleted")


async def test_certificates_of_the_forgotten_verify_no_more(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    await programme.publish(pair)
    await programme.tick()
    code = (await programme.get("/me/certificates", pair.can)).json()["items"][0]["code"]
    await erase(programme, pair.can)
    assert (await programme.get(f"/certificates/{code}")).status_code == 404


async def test_facts_that_come_late_bring_nobody_back(programme: Any, pair: Any) -> None:
    await erase(programme, pair.can)
    await programme.begin(pair)
    assert await found(programme, "Öztürk") == []
    assert await found(programme, "Atatürk Lisesi") == []
    await programme.publish(pair)
    await programme.tick()
    assert len((await programme.get("/me/certificates", pair.ada)).json()["items"]) == 1
    async with programme.database.reading() as session:
        holders = await session.scalars(text("SELECT person_id FROM certificates"))
        assert holders.all() == [pair.ada.person_id]
    assert (await programme.get("/me/certificates", pair.can)).status_code == 401


async def test_being_forgotten_twice_is_being_forgotten(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    await erase(programme, pair.can)
    await erase(programme, pair.can)
    assert len(await programme.announced(ProjectsErasureCompleted)) == 2
