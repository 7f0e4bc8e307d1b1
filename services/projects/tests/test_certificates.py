"""Nobody who did their share ends without a certificate, and anybody can verify one."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.certificates.rules import earned, new_code, read_code
from shared.contracts.projects import CertificateIssued
from shared.http import Role
from shared.testing import principal

REPORT = {"went_well": "We met online.", "needs_help": False}


async def certificates(programme: Any, who: Any) -> Any:
    return (await programme.get("/me/certificates", who)).json()


async def do_share(programme: Any, pair: Any, who: Any) -> None:
    board = (await programme.get(f"/partnerships/{pair.id}/project", who)).json()
    await programme.post(f"/milestones/{board['milestones'][0]['id']}/reached", who)
    await programme.post(f"/checkpoints/{board['checkpoints'][0]['id']}", who, REPORT)


async def test_a_published_result_certifies_everybody_in_it(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    await programme.publish(pair)
    await programme.tick()
    issued = await programme.announced(CertificateIssued)
    assert {each.person_id for each in issued} == set(pair.person_ids)
    (mine,) = (await certificates(programme, pair.can))["items"]
    assert (mine["kind"], mine["name"]) == ("project", "Can Öztürk")
    assert mine["slug"] is not None


async def test_anybody_verifies_a_certificate_by_its_code_however_it_is_typed(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    await programme.publish(pair)
    await programme.tick()
    code = (await certificates(programme, pair.ada))["items"][0]["code"]
    for typed in (code, code.lower(), code.replace("-", ""), code.replace("0", "o")):
        found = await programme.get(f"/certificates/{typed}")
        assert found.json()["name"] == "Ada Wiśniewska"
        assert found.json()["countries"] == ["PL", "TR"]
    for wrong in ("0000-0000-0000", "x", "%00", "a" * 300):
        assert (await programme.get(f"/certificates/{wrong}")).status_code == 404


async def test_when_the_cohort_closes_whoever_did_their_share_is_certified(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    await do_share(programme, pair, pair.ada)
    await programme.tick()
    assert await programme.announced(CertificateIssued) == []
    await programme.hear(pair.advanced("closed", "project"))
    await programme.tick()
    (issued,) = await programme.announced(CertificateIssued)
    assert issued.person_id == pair.ada.person_id
    (mine,) = (await certificates(programme, pair.ada))["items"]
    assert mine["kind"] == "participation"


async def test_losing_the_partner_for_good_costs_nobody_the_certificate(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    await do_share(programme, pair, pair.ada)
    await programme.hear(pair.without_can(), pair.dissolved("left"))
    await programme.tick()
    (issued,) = await programme.announced(CertificateIssued)
    assert issued.person_id == pair.ada.person_id


async def test_whoever_stays_may_finish_alone_and_both_countries_are_shown(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    await programme.hear(pair.without_can(), pair.dissolved("left"))
    board = (await programme.get(f"/partnerships/{pair.id}/project", pair.ada)).json()
    assert (board["partner_lost"], board["may_edit"]) == (True, True)
    await do_share(programme, pair, pair.ada)
    await programme.tick()
    assert len(await programme.announced(CertificateIssued)) == 1
    published = await programme.publish(pair)
    assert published["countries"] == ["PL", "TR"]


async def test_a_share_certificate_is_lifted_when_the_result_is_published_later(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    await do_share(programme, pair, pair.ada)
    await programme.hear(pair.advanced("closed", "project"))
    await programme.tick()
    before = (await certificates(programme, pair.ada))["items"][0]
    await programme.publish(pair)
    await programme.tick()
    after = (await certificates(programme, pair.ada))["items"][0]
    assert (before["kind"], after["kind"]) == ("participation", "project")
    assert before["code"] == after["code"]
    assert len(await programme.announced(CertificateIssued)) == 2


async def test_a_partnership_held_at_the_close_goes_on(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    await do_share(programme, pair, pair.ada)
    await programme.hear(pair.advanced("closed", "project", held=(pair.id,)))
    await programme.tick()
    assert await programme.announced(CertificateIssued) == []
    board = (await programme.get(f"/partnerships/{pair.id}/project", pair.ada)).json()
    assert board["may_edit"] is True


async def test_whoever_was_held_at_the_close_is_certified_when_they_follow(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    await do_share(programme, pair, pair.ada)
    await programme.hear(pair.advanced("closed", "project", held=(pair.id,)))
    await programme.hear(pair.advanced("closed", "closed"))
    await programme.tick()
    (issued,) = await programme.announced(CertificateIssued)
    assert issued.person_id == pair.ada.person_id


@pytest.mark.parametrize("reason", ["rescued", "frozen"])
async def test_nothing_is_certified_by_itself_while_a_rescue_or_a_case_is_open(
    programme: Any, pair: Any, reason: str
) -> None:
    await programme.begin(pair)
    await do_share(programme, pair, pair.ada)
    await programme.hear(pair.dissolved(reason))
    await programme.tick()
    assert await programme.announced(CertificateIssued) == []


async def test_who_leaves_first_with_their_share_done_is_certified_at_once(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    await do_share(programme, pair, pair.can)
    await programme.hear(pair.without_can())
    await programme.tick()
    (issued,) = await programme.announced(CertificateIssued)
    assert issued.person_id == pair.can.person_id
    (mine,) = (await certificates(programme, pair.can))["items"]
    assert (mine["kind"], mine["school_name"]) == ("participation", "Atatürk Lisesi")


async def test_who_hands_the_seat_over_is_certified_for_what_was_done_and_so_is_who_takes_it(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    await do_share(programme, pair, pair.can)
    colleague = principal()
    await programme.hear(*pair.handed_over_to(colleague))
    await programme.tick()
    (issued,) = await programme.announced(CertificateIssued)
    assert issued.person_id == pair.can.person_id
    await programme.publish(pair)
    await programme.tick()
    certified = {one.person_id for one in await programme.announced(CertificateIssued)}
    assert certified == {pair.can.person_id, pair.ada.person_id, colleague.person_id}
    (mine,) = (await certificates(programme, pair.can))["items"]
    assert mine["kind"] == "participation"


async def test_who_leaves_without_doing_their_share_gets_none(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    await do_share(programme, pair, pair.ada)
    await programme.hear(pair.without_can())
    await programme.tick()
    assert await programme.announced(CertificateIssued) == []


async def test_a_share_begun_before_a_rescue_counts_in_the_new_partnership(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    await do_share(programme, pair, pair.ada)
    await programme.hear(pair.dissolved("rescued"))
    elsewhere = pair.moved()
    await programme.begin(elsewhere)
    await programme.hear(elsewhere.advanced("closed", "project"))
    await programme.tick()
    issued = await programme.announced(CertificateIssued)
    assert {one.person_id for one in issued} == {pair.ada.person_id}


async def test_what_is_heard_late_still_leads_to_the_certificate(programme: Any, pair: Any) -> None:
    ada, can = pair.people()
    await programme.hear(pair.cohort("project"), pair.plan())
    await programme.publish(pair)
    await programme.tick()
    assert await programme.announced(CertificateIssued) == []
    await programme.hear(pair.confirmed())
    await programme.tick()
    await programme.hear(ada, can)
    await programme.tick()
    assert len(await programme.announced(CertificateIssued)) == 2


async def test_staff_certify_a_share_no_rule_could_see(
    programme: Any, pair: Any, lead: Any
) -> None:
    await programme.hear(pair.cohort("course"), *pair.people(), pair.confirmed())
    path = f"/partnerships/{pair.id}/certificates"
    grant = {"person_id": str(pair.ada.person_id), "reason": "Did all of the course alone."}
    own = principal(pair.can.person_id, Role.PROGRAMME_LEAD)
    assert (await programme.post(path, own, grant)).status_code == 403
    assert (await programme.post(path, principal(), grant)).status_code == 403
    assert (await programme.post(path, lead, grant)).status_code == 201
    assert (await programme.post(path, lead, grant)).status_code == 409
    (mine,) = (await certificates(programme, pair.ada))["items"]
    assert mine["kind"] == "participation"


async def test_my_certificates_say_what_the_next_one_still_takes(programme: Any, pair: Any) -> None:
    await programme.begin(pair)
    (ahead,) = (await certificates(programme, pair.ada))["ahead"]
    assert (ahead["contributions"], ahead["share_done"]) == (0, False)
    await do_share(programme, pair, pair.ada)
    (ahead,) = (await certificates(programme, pair.ada))["ahead"]
    assert (ahead["contributions"], ahead["share_done"]) == (2, True)


@given(st.booleans(), st.booleans(), st.booleans(), st.integers(0, 9), st.integers(0, 9))
def test_doing_more_never_costs_a_certificate(
    present: bool, published: bool, over: bool, contributions: int, announced: int
) -> None:
    def kind(count: int) -> str | None:
        return earned(
            present=present,
            published=published,
            over=over,
            contributions=count,
            checkpoints_announced=announced,
        )

    if kind(contributions) is not None:
        assert kind(contributions + 1) == kind(contributions)
    if (over or not present) and contributions >= 2:
        assert kind(contributions) is not None


@given(st.randoms())
def test_a_code_survives_being_read_aloud(random: Any) -> None:
    code = new_code()
    swapped = code.replace("0", "O").replace("1", random.choice("IL")).lower()
    assert read_code(swapped) == code
    assert read_code(f" {code} ") == code


@given(st.text(max_size=40))
def test_whatever_is_typed_is_a_code_or_nothing(typed: str) -> None:
    code = read_code(typed)
    assert code is None or read_code(code) == code
