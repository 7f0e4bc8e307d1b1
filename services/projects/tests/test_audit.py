"""What staff decide on projects leaves exactly one entry in the audit."""

from typing import Any

import pytest

from shared.contracts.audit import ProjectsActRecorded
from shared.http import Grant, Role
from shared.testing import principal


@pytest.mark.parametrize(
    ("act", "name"), [("publish", "publish_result"), ("return", "return_result")]
)
async def test_deciding_on_a_result_leaves_an_entry_about_its_writers(
    programme: Any, pair: Any, result_draft: Any, act: str, name: str
) -> None:
    await programme.begin(pair)
    path = f"/partnerships/{pair.id}/result"
    saved = (await programme.put(path, pair.ada, result_draft(), 0)).json()
    await programme.post(f"{path}/submit", pair.ada)
    tutor = principal(None, Grant(Role.TUTOR, pair.cohort_id))
    note = {"note": "Say more of what the pupils learned."} if act == "return" else {}
    note["version"] = saved["version"]
    answer = await programme.post(f"/results/{saved['id']}/{act}", tutor, note)
    assert answer.status_code == 200, answer.text
    (entry,) = await programme.announced(ProjectsActRecorded)
    assert (entry.actor_id, entry.action, entry.outcome) == (tutor.person_id, name, "done")
    assert (entry.cohort_id, str(entry.subject_id)) == (pair.cohort_id, saved["id"])
    assert set(entry.person_ids) == set(pair.person_ids)
    assert "pupils" not in entry.model_dump_json()


async def test_a_result_that_is_published_already_leaves_no_second_entry(
    programme: Any, pair: Any, lead: Any
) -> None:
    await programme.begin(pair)
    published = await programme.publish(pair, lead)
    answer = await programme.post(f"/results/{published['id']}/publish", lead, {"version": 1})
    assert answer.status_code == 409
    assert len(await programme.announced(ProjectsActRecorded)) == 1


async def test_a_result_of_ones_own_is_denied_and_never_done(
    programme: Any, pair: Any, result_draft: Any
) -> None:
    await programme.begin(pair)
    path = f"/partnerships/{pair.id}/result"
    saved = (await programme.put(path, pair.ada, result_draft(), 0)).json()
    await programme.post(f"{path}/submit", pair.ada)
    own = principal(pair.can.person_id, Role.PROGRAMME_LEAD)
    answer = await programme.post(f"/results/{saved['id']}/publish", own, {"version": 1})
    assert answer.status_code == 403
    (entry,) = await programme.announced(ProjectsActRecorded)
    assert (entry.outcome, entry.cohort_id) == ("denied", pair.cohort_id)
