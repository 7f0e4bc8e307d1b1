"""Today of somebody whose partner has gone."""

from web.today.things import to_do

from .test_today import ME, facts, partnership


def test_whoever_is_left_alone_is_told_and_not_sent_to_steps_for_two() -> None:
    left = partnership("confirmed", "confirmed")
    left["members"][1]["present"] = False
    step = {"title": "Hello", "week": 1, "step_id": "s1", "minutes": 5, "waits_for": []}
    course = {"partnership_id": "p1", "phase": "course", "cohort_phase": "course"}

    def shown(kind: str, **more: str) -> list[str]:
        running = {**course, "next_step": {**step, "kind": kind}, **more}
        return [one.href for one in to_do(facts(partnerships=[left], courses=[running]), ME)]

    assert shown("joint") == ["/partnerships/p1"]
    assert shown("own") == ["/partnerships/p1/course/steps/s1", "/partnerships/p1"]
    # After the close one finishes alone, and nobody looks for a partner.
    assert shown("joint", cohort_phase="closed") == ["/partnerships/p1/course/steps/s1"]
