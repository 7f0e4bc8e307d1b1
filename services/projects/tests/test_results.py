"""A result is written by the partners, handed in, and published or returned by staff."""

from typing import Any

import pytest

from shared.contracts.projects import ResultPublished, ResultReturned, ResultSubmitted
from shared.http import Grant, Role
from shared.ids import new_id
from shared.testing import principal


async def test_a_draft_begins_with_what_the_plan_says(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    answer = await programme.get(f"/partnerships/{pair.id}/result", pair.ada)
    assert answer.headers["ETag"] == '"0"'
    view = answer.json()
    assert (view["id"], view["status"], view["title"]) == (None, "draft", "Rivers we share")
    assert view["subjects"] == ["science"]
    assert "what_we_did" in view["still_missing"]


async def test_saving_over_a_partners_words_is_refused_with_the_current_version(
    programme: Any, pair: Any, result_draft: Any
) -> None:
    await programme.begin(pair)
    path = f"/partnerships/{pair.id}/result"
    assert (await programme.put(path, pair.ada, result_draft(), 0)).headers["ETag"] == '"1"'
    stale = await programme.put(path, pair.can, result_draft(title="Mine"), 0)
    assert (stale.status_code, stale.json()["current_version"]) == (412, 1)
    assert (await programme.get(path, pair.can)).json()["title"] == "Rivers we share"
    assert (await programme.put(path, pair.can, result_draft(title="Ours"), 1)).status_code == 200


async def test_a_draft_may_be_saved_unfinished_but_not_submitted(
    programme: Any, pair: Any, result_draft: Any
) -> None:
    await programme.begin(pair)
    path = f"/partnerships/{pair.id}/result"
    unfinished = result_draft(what_we_did="", pupils_count=0)
    assert (await programme.put(path, pair.ada, unfinished, 0)).status_code == 200
    refused = await programme.post(f"{path}/submit", pair.ada)
    assert refused.status_code == 422
    pointers = {each["pointer"] for each in refused.json()["errors"]}
    assert pointers == {"/what_we_did", "/pupils_count"}


async def test_nothing_with_people_in_it_is_handed_in_without_attested_consent(
    programme: Any, pair: Any, result_draft: Any
) -> None:
    await programme.begin(pair)
    path = f"/partnerships/{pair.id}/result"
    await programme.put(path, pair.ada, result_draft(shows_people=True), 0)
    refused = await programme.post(f"{path}/submit", pair.ada)
    assert [each["pointer"] for each in refused.json()["errors"]] == ["/consent_attested"]
    attested = result_draft(shows_people=True, consent_attested=True)
    await programme.put(path, pair.ada, attested, 1)
    assert (await programme.post(f"{path}/submit", pair.ada)).status_code == 200


async def test_a_submitted_result_stands_still_until_it_is_taken_back(
    programme: Any, pair: Any, result_draft: Any
) -> None:
    await programme.begin(pair)
    path = f"/partnerships/{pair.id}/result"
    await programme.put(path, pair.ada, result_draft(), 0)
    await programme.post(f"{path}/submit", pair.ada)
    refused = await programme.put(path, pair.can, result_draft(title="Late"), 1)
    assert (refused.status_code, refused.json()["type"]) == (409, "result-submitted")
    assert (await programme.post(f"{path}/take-back", pair.can)).json()["status"] == "draft"
    assert (await programme.put(path, pair.can, result_draft(title="Late"), 1)).status_code == 200


async def test_publishing_announces_and_shows_it_to_everybody(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    published = await programme.publish(pair)
    assert len(await programme.announced(ResultSubmitted)) == 1
    (event,) = await programme.announced(ResultPublished)
    assert event.slug == published["slug"]
    page = await programme.get(f"/showcase/{event.slug}")
    assert page.status_code == 200
    assert page.json()["countries"] == ["PL", "TR"]
    assert "<strong>measured</strong>" in page.json()["what_we_did_html"]
    for name in ("Ada", "Öztürk", "Szkoła"):
        assert name not in page.text


async def test_a_returned_result_carries_the_note_and_can_be_handed_in_again(
    programme: Any, pair: Any, lead: Any, result_draft: Any
) -> None:
    await programme.begin(pair)
    path = f"/partnerships/{pair.id}/result"
    saved = (await programme.put(path, pair.ada, result_draft(), 0)).json()
    await programme.post(f"{path}/submit", pair.ada)
    note = {"note": "Say what the pupils measured.", "version": saved["version"]}
    returned = await programme.post(f"/results/{saved['id']}/return", lead, note)
    assert returned.json()["status"] == "returned"
    (event,) = await programme.announced(ResultReturned)
    assert event.note == note["note"]
    assert (await programme.get(path, pair.can)).json()["note"] == note["note"]
    assert (await programme.post(f"{path}/submit", pair.can)).json()["status"] == "submitted"


@pytest.mark.parametrize("verb", ["publish", "return"])
async def test_staff_do_not_decide_on_a_result_that_was_handed_in_anew_unseen(
    programme: Any, pair: Any, lead: Any, result_draft: Any, verb: str
) -> None:
    await programme.begin(pair)
    path = f"/partnerships/{pair.id}/result"
    saved = (await programme.put(path, pair.ada, result_draft(), 0)).json()
    await programme.post(f"{path}/submit", pair.ada)
    await programme.post(f"{path}/take-back", pair.ada)
    await programme.put(path, pair.ada, result_draft(title="Other words"), saved["version"])
    await programme.post(f"{path}/submit", pair.ada)
    decision = {"note": "Say more, please."} if verb == "return" else {}
    decide = f"/results/{saved['id']}/{verb}"
    late = await programme.post(decide, lead, {**decision, "version": saved["version"]})
    assert (late.status_code, late.json()["type"]) == (409, "result-changed")
    newest = late.json()["current_version"]
    seen = await programme.post(decide, lead, {**decision, "version": newest})
    assert seen.status_code == 200


async def test_editing_what_is_published_changes_nothing_until_it_is_published_again(
    programme: Any, pair: Any, result_draft: Any
) -> None:
    await programme.begin(pair)
    slug = (await programme.publish(pair))["slug"]
    path = f"/partnerships/{pair.id}/result"
    await programme.put(path, pair.can, result_draft(title="Lakes"), 1)
    assert (await programme.get(f"/showcase/{slug}")).json()["title"] == "Rivers we share"
    again = await programme.publish(pair, title="Lakes we share")
    assert again["slug"] == slug
    assert (await programme.get(f"/showcase/{slug}")).json()["title"] == "Lakes we share"


async def test_partners_take_their_result_out_of_the_showcase_at_once(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    slug = (await programme.publish(pair))["slug"]
    withdrawn = await programme.post(f"/partnerships/{pair.id}/result/withdraw", pair.can)
    assert withdrawn.json()["status"] == "withdrawn"
    assert (await programme.get(f"/showcase/{slug}")).status_code == 404
    assert (await programme.publish(pair))["slug"] == slug


async def test_staff_take_a_result_out_of_the_showcase_with_a_reason(
    programme: Any, pair: Any, lead: Any
) -> None:
    await programme.begin(pair)
    published = await programme.publish(pair)
    note = {"note": "A parent has withdrawn consent."}
    answer = await programme.post(f"/results/{published['id']}/withdraw", lead, note)
    assert (answer.json()["status"], answer.json()["slug"]) == ("withdrawn", None)
    assert (await programme.get(f"/showcase/{published['slug']}")).status_code == 404


async def test_only_staff_of_the_cohort_decide_and_never_on_their_own_partnership(
    programme: Any, pair: Any, result_draft: Any
) -> None:
    await programme.begin(pair)
    path = f"/partnerships/{pair.id}/result"
    saved = (await programme.put(path, pair.ada, result_draft(), 0)).json()
    await programme.post(f"{path}/submit", pair.ada)
    deciders = {
        "own": (principal(pair.can.person_id, Role.PROGRAMME_LEAD), 403),
        "elsewhere": (principal(None, Grant(Role.TUTOR, new_id())), 404),
        "mentor": (principal(None, Role.MENTOR), 403),
        "teacher": (principal(), 403),
        "tutor here": (principal(None, Grant(Role.TUTOR, pair.cohort_id)), 200),
    }
    for name, (who, status) in deciders.items():
        answer = await programme.post(f"/results/{saved['id']}/publish", who, {"version": 1})
        assert answer.status_code == status, name


async def test_nobody_decides_on_a_former_partner_in_the_old_or_the_new_partnership(
    programme: Any, pair: Any, result_draft: Any
) -> None:
    await programme.begin(pair)
    await programme.hear(pair.without_can())
    later = await programme.begin(pair.moved())
    former = principal(pair.can.person_id, Role.PROGRAMME_LEAD)
    for each in (pair, later):
        path = f"/partnerships/{each.id}"
        saved = (await programme.put(f"{path}/result", pair.ada, result_draft(), 0)).json()
        await programme.post(f"{path}/result/submit", pair.ada)
        seen = {"version": 1}
        refused = await programme.post(f"/results/{saved['id']}/publish", former, seen)
        assert (refused.status_code, refused.json()["type"]) == (403, "own-partnership")
        for person_id in (pair.ada.person_id, pair.can.person_id):
            grant = {"person_id": str(person_id), "reason": "They did their share."}
            refused = await programme.post(f"{path}/certificates", former, grant)
            assert (refused.status_code, refused.json()["type"]) == (403, "own-partnership")
    lead = principal(None, Role.PROGRAMME_LEAD)
    assert (await programme.post(f"/results/{saved['id']}/publish", lead, seen)).is_success


async def test_the_queue_shows_only_cohorts_in_which_one_may_publish(
    programme: Any, pair: Any, result_draft: Any
) -> None:
    await programme.begin(pair)
    path = f"/partnerships/{pair.id}/result"
    await programme.put(path, pair.ada, result_draft(), 0)
    await programme.post(f"{path}/submit", pair.ada)
    here = principal(None, Grant(Role.TUTOR, pair.cohort_id))
    elsewhere = principal(None, Grant(Role.TUTOR, new_id()))
    (line,) = (await programme.get("/results?status=submitted", here)).json()["items"]
    assert (line["title"], line["countries"]) == ("Rivers we share", ["PL", "TR"])
    assert (await programme.get("/results?status=submitted", elsewhere)).json()["items"] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"product_link": "javascript:alert(1)"},
        {"product_link": "https://user:secret@example.org"},
        {"links": [{"title": "Film", "url": "ftp://example.org"}]},
        {"pupils_age_from": 14, "pupils_age_to": 11},
        {"subjects": ["<script>"]},
        {"languages": ["not a tag"]},
        {"what_we_did": "x" * 8001},
        {"title": "evil \u202e title"},
        {"pupil_names": ["Ali"]},
    ],
)
async def test_fields_that_do_not_fit_are_named_and_nothing_is_saved(
    programme: Any, pair: Any, result_draft: Any, wrong: dict[str, Any]
) -> None:
    await programme.begin(pair)
    path = f"/partnerships/{pair.id}/result"
    answer = await programme.put(path, pair.ada, result_draft(**wrong), 0)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith(f"/{next(iter(wrong))[:4]}")
    assert (await programme.get(path, pair.ada)).json()["version"] == 0


async def test_a_preview_shows_and_saves_nothing(
    programme: Any, pair: Any, result_draft: Any
) -> None:
    await programme.begin(pair)
    path = f"/partnerships/{pair.id}/result"
    shown = await programme.post(f"{path}/preview", pair.ada, result_draft())
    assert "<li>to ask</li>" in shown.json()["what_pupils_learned_html"]
    assert (await programme.get(path, pair.ada)).json()["version"] == 0
    assert (await programme.post(f"{path}/preview", principal(), result_draft())).status_code == 404
