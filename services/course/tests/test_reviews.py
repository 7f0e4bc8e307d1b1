"""Peer review that cannot deadlock: asked again whenever something changes, finished work kept."""

from datetime import timedelta

from shared import clock
from shared.contracts.course import ReviewAssigned, ReviewGiven, StaffReviewNeeded
from shared.http import Grant, Role
from shared.testing import principal


async def give_all(world, *pairs) -> None:
    for pair in pairs:
        for review in await world.to_give(pair):
            await world.do(f"/reviews/{review['id']}", pair.ada, world.feedback)


async def received(world, pair) -> list[dict]:
    return (await world.read("/me/reviews", pair.can))["partnerships"][0]["received"]


async def test_three_partnerships_give_two_and_get_two(world) -> None:
    cohort_id = await world.running_cohort()
    pairs = [await world.submitted_pair(cohort_id) for _ in range(3)]
    await give_all(world, *pairs)
    for pair in pairs:
        assert len(await received(world, pair)) == 2
        mine = (await world.read("/me/reviews", pair.ada))["partnerships"][0]
        assert (mine["given"], mine["still_to_come"]) == (2, 0)
    events = await world.announced(ReviewAssigned)
    assert len(events) == 6
    assert all(len(event.person_ids) == 2 for event in events)
    assert len(await world.announced(ReviewGiven)) == 6
    assert await world.announced(StaffReviewNeeded) == []


async def test_feedback_must_name_an_example_and_an_action(world) -> None:
    cohort_id = await world.running_cohort()
    pairs = [await world.submitted_pair(cohort_id) for _ in range(2)]
    (review,) = await world.to_give(pairs[0])
    for field in ("specific_example", "suggested_action"):
        answer = await world.post(
            f"/reviews/{review['id']}", pairs[0].ada, {**world.feedback, field: "fine"}
        )
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["pointer"] == f"/{field}"
    assert await received(world, pairs[1]) == []


async def test_a_review_is_given_once(world) -> None:
    cohort_id = await world.running_cohort()
    pairs = [await world.submitted_pair(cohort_id) for _ in range(2)]
    (review,) = await world.to_give(pairs[0])
    await world.do(f"/reviews/{review['id']}", pairs[0].ada, world.feedback)
    answer = await world.post(f"/reviews/{review['id']}", pairs[0].can, world.feedback)
    assert (answer.status_code, answer.json()["type"]) == (409, "review-already-given")


async def test_an_overdue_review_passes_on_and_may_still_be_given(world) -> None:
    cohort_id = await world.running_cohort()
    pairs = [await world.submitted_pair(cohort_id) for _ in range(4)]
    absent = pairs[0]
    late = await world.to_give(absent)
    assert late
    await give_all(world, *pairs[1:])
    with clock.travelled(timedelta(days=6)):
        await world.tick()
        await give_all(world, *pairs[1:])
        for pair in pairs:
            assert len(await received(world, pair)) >= 2
        await world.do(f"/reviews/{late[0]['id']}", absent.ada, world.feedback)
        assert 3 in [len(await received(world, pair)) for pair in pairs]


async def test_a_drop_out_leaves_nobody_without_reviews_and_keeps_what_it_gave(world) -> None:
    cohort_id = await world.running_cohort()
    pairs = [await world.submitted_pair(cohort_id) for _ in range(4)]
    gone, left = pairs[0], pairs[1:]
    await give_all(world, gone)
    before = sum([len(await received(world, pair)) for pair in left])
    assert before == 2
    await world.hear(gone.dissolved())
    await give_all(world, *left)
    for pair in left:
        assert len(await received(world, pair)) >= 2


async def test_a_review_that_somebody_has_opened_is_not_taken_away(world) -> None:
    cohort_id = await world.running_cohort()
    pairs = [await world.submitted_pair(cohort_id) for _ in range(2)]
    begun = [(await world.to_give(pair))[0]["id"] for pair in pairs]
    for pair, review_id in zip(pairs, begun, strict=True):
        await world.read(f"/reviews/{review_id}", pair.ada)
    for _ in range(3):
        await world.submitted_pair(cohort_id)
    for pair, review_id in zip(pairs, begun, strict=True):
        await world.do(f"/reviews/{review_id}", pair.ada, world.feedback)


async def test_a_lonely_plan_is_reviewed_by_staff_after_three_days(world) -> None:
    cohort_id = await world.running_cohort()
    lonely = await world.submitted_pair(cohort_id)
    tutor = principal(None, Grant(Role.TUTOR, cohort_id))
    await world.hear(world.person(tutor, "Tom"))
    await world.tick()
    assert await world.announced(StaffReviewNeeded) == []
    with clock.travelled(timedelta(days=3, minutes=1)):
        await world.tick()
        asked = await world.announced(StaffReviewNeeded)
        assert [event.person_ids for event in asked] == [(tutor.person_id,)] * 2
        mine = (await world.read("/me/reviews", tutor))["staff"]
        for review in mine:
            await world.do(f"/reviews/{review['id']}", tutor, world.feedback)
        assert [one["by_staff"] for one in await received(world, lonely)] == [True, True]


async def test_staff_are_not_asked_twice_for_the_same_gap(world) -> None:
    cohort_id = await world.running_cohort()
    await world.submitted_pair(cohort_id)
    with clock.travelled(timedelta(days=4)):
        await world.tick()
        await world.hear((await world.learning_pair(cohort_id)).dissolved())
        await world.tick()
    assert len(await world.announced(StaffReviewNeeded)) == 2


async def test_peers_who_come_later_take_the_place_of_staff(world) -> None:
    cohort_id = await world.running_cohort()
    first = await world.submitted_pair(cohort_id)
    with clock.travelled(timedelta(days=4)):
        await world.tick()
        assert len((await world.read("/me/reviews", world.lead))["staff"]) == 2
        others = [await world.submitted_pair(cohort_id) for _ in range(2)]
        assert (await world.read("/me/reviews", world.lead))["staff"] == []
        await give_all(world, *others)
        assert [one["by_staff"] for one in await received(world, first)] == [False, False]


async def test_reviewers_read_what_was_handed_in_and_not_whose_it_is(world) -> None:
    cohort_id = await world.running_cohort()
    pairs = [await world.submitted_pair(cohort_id) for _ in range(2)]
    await world.put_plan(pairs[1], pairs[1].ada, 2, title="Typed on meanwhile")
    (review,) = await world.to_give(pairs[0])
    page = await world.read(f"/reviews/{review['id']}", pairs[0].can)
    assert page["plan"]["title"] == "Whose tap water?"
    assert str(pairs[1].id) not in str(page)


async def test_a_review_of_others_does_not_exist_for_me(world) -> None:
    cohort_id = await world.running_cohort()
    pairs = [await world.submitted_pair(cohort_id) for _ in range(2)]
    (review,) = await world.to_give(pairs[0])
    for stranger in (principal(), pairs[1].ada, world.lead):
        assert (await world.get(f"/reviews/{review['id']}", stranger)).status_code == 404


async def test_two_partnerships_of_one_teacher_do_not_review_each_other(world) -> None:
    cohort_id = await world.running_cohort()
    first = await world.submitted_pair(cohort_id)
    second = await world.learning_pair(cohort_id, ada=first.ada)
    await world.put_plan(second, second.can, 1)
    await world.do(f"/partnerships/{second.id}/plan/submit", second.can)
    assert await world.announced(ReviewAssigned) == []


async def test_who_has_gone_on_to_the_project_long_ago_is_not_asked_any_more(world) -> None:
    cohort_id = await world.running_cohort()
    earlier = await world.submitted_pair(cohort_id)
    await world.do(
        f"/partnerships/{earlier.id}/plan/approve", world.lead, {"note": "", "version": 2}
    )
    await world.advance(cohort_id, "project")
    with clock.travelled(timedelta(days=29)):
        await world.submitted_pair(cohort_id)
    assert await world.announced(ReviewAssigned) == []
