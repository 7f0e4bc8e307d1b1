"""Matching runs as staff see them."""

import json
import re

from answers import CAUTION, COHORT, MAYA, ME, REASON, RUN, SEATS, run


async def test_staff_read_the_proof_in_plain_words(client, services, staff):
    services.get(f"{staff}/runs/{RUN}").respond(json=run())
    page = (await client.get(f"/staff/runs/{RUN}")).text
    assert "3 teachers of Türkiye can only work with the same teacher abroad, named below" in page
    assert "at least 2 have no partner in any matching, and here it is exactly 2" in page
    assert "3 teachers wait for the same few partners" in page
    assert "1 more outside Türkiye who speak English" in page
    assert "Common language: English" in page
    assert "hx-get" not in page.split("<main")[1]
    assert "2 classes are left out, since their teachers are not confirmed" in page


async def test_a_run_at_work_shows_its_stage_and_asks_again_by_itself(client, services, staff):
    working = run(
        status="running",
        stage="solve",
        result=None,
        unmatched=[],
        bottleneck=[],
        progress={"stage": "solve", "done": 40, "total": 120, "teachers": 120},
    )
    services.get(f"{staff}/runs/{RUN}").respond(json=working)
    page = (await client.get(f"/staff/runs/{RUN}")).text
    assert "Find the best pairs" in page
    assert f'hx-get="/staff/runs/{RUN}"' in page
    assert f'action="/staff/runs/{RUN}/cancel"' in page
    part = (await client.get(f"/staff/runs/{RUN}", headers={"HX-Request-Type": "partial"})).text
    assert part.strip().startswith('<div id="run"')
    assert "<html" not in part


async def test_contradictory_locks_are_explained(client, services, staff):
    failed = run(
        status="failed",
        problem={"code": "contradiction", "problems": [{"code": "locked_twice"}]},
        decisions=[
            {
                "id": MAYA,
                "kind": "lock",
                "enrolment_ids": [ME, MAYA],
                "reason": "Old friends",
                "decided_by": ME,
                "decided_at": "2026-11-22T10:00:00Z",
            }
        ],
    )
    services.get(f"{staff}/runs/{RUN}").respond(json=failed)
    page = (await client.get(f"/staff/runs/{RUN}")).text
    assert "Two locks hold the same teacher." in page
    assert f'action="/staff/runs/{RUN}/decisions/{MAYA}/take-back"' in page


async def test_two_ticked_teachers_are_locked_kept_apart_or_priced(client, services, staff):
    services.get(f"{staff}/runs/{RUN}").respond(json=run())
    made = {"id": MAYA, "location": "x"}
    lock = services.post(f"{staff}/runs/{RUN}/locks").respond(201, json=made)
    services.post(f"{staff}/runs/{RUN}/what-if").respond(
        json={
            "possible": True,
            "problems": [],
            "points_lost": 24,
            "more_unmatched": 0,
            "changed_matches": 2,
            "unmatched_then": [],
        }
    )
    address = f"/staff/runs/{RUN}/decide"
    two = {"enrolment": [ME, MAYA]}
    assert (await client.post(address, data={**two, "what": "lock"})).status_code == 303
    assert json.loads(lock.calls.last.request.content)["enrolment_ids"] == [ME, MAYA]
    priced = await client.post(address, data={**two, "what": "price"})
    assert "falls by 24 points" in priced.text
    refused = await client.post(address, data={"enrolment": [ME], "what": "lock"})
    assert refused.status_code == 422
    assert "Choose two or three teachers." in refused.text


async def test_a_run_is_started_with_settings(client, services, staff):
    services.get(f"{staff}/cohorts/{COHORT}/runs").respond(
        json={"items": [run()], "next_cursor": None}
    )
    started = services.post(f"{staff}/cohorts/{COHORT}/runs").respond(
        201, json={"id": RUN, "location": f"/v1/runs/{RUN}"}
    )
    page = await client.get(f"/staff/cohorts/{COHORT}/runs")
    fields = re.findall(r'name="(weights\.\w+|years_between)"[^>]*value="(\d+)"', page.text)
    assert len(fields) == 10
    data = {**dict(fields), "level": "B1", "trios": "everyone", "languages": ["en", "fr"]}
    answer = await client.post(f"/staff/cohorts/{COHORT}/runs", data=data)
    assert answer.headers["location"] == f"/staff/runs/{RUN}"
    sent = json.loads(started.calls.last.request.content)["settings"]
    assert (sent["level"], sent["trios"], sent["languages"]) == ("B1", "everyone", ["en", "fr"])
    assert sent["weights"]["language"] == 30


async def test_the_points_of_a_match_are_all_shown(client, staff):
    page = (await client.get(f"/staff/runs/{RUN}/matches/{MAYA}")).text
    assert "A school calendar is not known" in page
    assert "70 of 100 points" in page


async def test_two_ticked_teachers_change_places_and_the_reason_is_needed(client, services, staff):
    services.get(f"{staff}/runs/{RUN}").respond(json=run())
    swap = services.post(f"{staff}/runs/{RUN}/swaps").respond(json=run(status="queued"))
    address = f"/staff/runs/{RUN}/decide"
    two = {"enrolment": [ME, MAYA], "what": "swap"}
    refused = await client.post(address, data=two)
    assert refused.status_code == 422
    assert "Say why, for your colleagues." in refused.text
    assert all(f'id="s-{one}" checked' in refused.text for one in (ME, MAYA))
    done = await client.post(address, data={**two, "reason": "They met last year"})
    assert done.headers["location"] == f"/staff/runs/{RUN}"
    assert json.loads(swap.calls.last.request.content) == {
        "enrolment_ids": [ME, MAYA],
        "reason": "They met last year",
    }


async def test_a_lock_against_the_rules_names_who_breaks_which(client, services, staff):
    services.get(f"{staff}/runs/{RUN}").respond(json=run())
    services.post(f"{staff}/runs/{RUN}/locks").respond(
        409,
        json={
            "type": "https://meridian.example/problems/against-the-rules",
            "title": "A hard rule keeps them apart.",
            "broken": [{"rule": "ages_apart", "names": ["Elif Işık", "Maya Rossi"]}],
        },
    )
    data = {"enrolment": [ME, MAYA], "what": "lock"}
    page = await client.post(f"/staff/runs/{RUN}/decide", data=data)
    assert page.status_code == 409
    assert "Elif Işık and Maya Rossi: The ages of their pupils are too far apart." in page.text


async def test_why_not_somebody_else_shows_the_price_of_exactly_that(client, services, staff):
    other = {**SEATS[1], "enrolment_id": COHORT, "person_name": "Olu", "country": "NG"}
    found = {
        "seat": SEATS[0],
        "match": None,
        "alone_because": "wants_a_pair",
        "alone_facts": {},
        "possible": 1,
        "items": [
            {
                "seat": other,
                "points": 60,
                "reasons": [REASON],
                "caution": CAUTION,
                "why_not": None,
                "together_now": False,
                "placed_with": [SEATS[1]],
            },
            {
                "seat": SEATS[1],
                "points": 0,
                "reasons": [],
                "caution": None,
                "why_not": "same_country",
                "together_now": False,
                "placed_with": [],
            },
        ],
    }
    services.get(f"{staff}/runs/{RUN}/enrolments/{ME}").respond(json=found)
    asked = services.post(f"{staff}/runs/{RUN}/what-if").respond(
        json={
            "possible": True,
            "problems": [],
            "points_lost": 3,
            "more_unmatched": 1,
            "changed_matches": 2,
            "unmatched_then": [SEATS[1]],
        }
    )
    page = (await client.get(f"/staff/runs/{RUN}/teachers/{ME}")).text
    assert "Wishes a pair." in page
    assert "In the draft with Maya." in page
    assert "Both are in the same country." in page
    priced = await client.post(f"/staff/runs/{RUN}/teachers/{ME}/price", data={"other": COHORT})
    assert json.loads(asked.calls.last.request.content)["enrolment_ids"] == [ME, COHORT]
    assert asked.calls.last.request.extensions["timeout"]["read"] == 60, "solved again meanwhile"
    assert "falls by 3 points. 1 teacher more stays without a partner." in priced.text
    assert "Without a partner then: Maya" in priced.text


async def test_two_runs_stand_beside_each_other(client, services, staff):
    facts = {
        "id": RUN,
        "status": "draft",
        "created_at": "2026-11-22T10:00:00Z",
        "round": 1,
        "settings": {"level": "A2", "years_between": 0, "trios": "none", "weights": {"ages": 20}},
        "teachers": 4,
        "placed": 2,
        "pairs": 1,
        "trios": 0,
        "points": 70,
        "out_of": 100,
        "unmatched_at_least": 2,
    }
    other = {
        **facts,
        "placed": 4,
        "settings": {**facts["settings"], "trios": "everyone", "weights": {"ages": 5}},
    }
    country = {
        "country": "TR",
        "placed_one": 1,
        "placed_other": 2,
        "mean_points_one": 70,
        "mean_points_other": None,
    }
    services.get(f"{staff}/runs/{RUN}/compare/{MAYA}").respond(
        json={
            "one": facts,
            "other": other,
            "same_matches": 3,
            "only_in_one": [],
            "only_in_other": [SEATS[0]],
            "countries": [country],
        }
    )
    address = f"/staff/cohorts/{COHORT}/runs/compare"
    page = (await client.get(f"{address}?one={RUN}&other={MAYA}")).text
    assert "3 matches are the same in both." in page
    assert "Ayşe, Türkiye" in page
    assert "Most points: Pupils" in page
    assert (await client.get(f"{address}?one=x&other={MAYA}")).status_code == 404
    assert (await client.get(f"{address}?one={RUN}&other={RUN}")).status_code == 303


async def test_a_proved_bound_on_the_fit_is_told(client, services, staff):
    proved = run()
    proved["result"]["certificate"]["fit_upper_bound"] = 100
    services.get(f"{staff}/runs/{RUN}").respond(json=proved)
    page = (await client.get(f"/staff/runs/{RUN}")).text
    assert "could have more than 100: at most 30% are missing" in page
