"""Whoever goes on after the close is certified after their last day, and held by name."""

from typing import Any

from shared.contracts.extensions import PartnershipsMoved
from shared.contracts.projects import CertificateIssued

from .test_certificates import do_share


async def test_after_its_last_day_whoever_did_their_share_is_certified(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    await do_share(programme, pair, pair.ada)
    await programme.hear(pair.advanced("closed", "project", held=(pair.id,)))
    await programme.tick()
    assert await programme.announced(CertificateIssued) == []
    over = PartnershipsMoved(
        cohort_id=pair.cohort_id, from_phase="project", phase="closed", partnership_ids=(pair.id,)
    )
    await programme.hear(over)
    await programme.tick()
    issued = await programme.announced(CertificateIssued)
    assert [one.person_id for one in issued] == [pair.ada.person_id]
    board = (await programme.get(f"/partnerships/{pair.id}/project", pair.ada)).json()
    assert board["state"] == "closed"


async def test_taking_back_that_the_held_followed_holds_only_them(
    programme: Any, pair: Any
) -> None:
    other = type(pair)(cohort_id=pair.cohort_id)
    for one in (pair, other):
        await programme.begin(one)
    await programme.hear(
        pair.advanced("closed", "project", held=(pair.id,)),
        pair.advanced("closed", "closed"),
        PartnershipsMoved(
            cohort_id=pair.cohort_id,
            from_phase="closed",
            phase="project",
            partnership_ids=(pair.id,),
            undone=True,
        ),
    )

    async def states() -> list[str]:
        return [
            (await programme.get(f"/partnerships/{one.id}/project", one.ada)).json()["state"]
            for one in (pair, other)
        ]

    assert [one == "closed" for one in await states()] == [False, True]
    await programme.hear(pair.advanced("project", "closed", held=(pair.id,), undone=True))
    assert "closed" not in await states()
    await programme.hear(pair.advanced("closed", "project"))
    assert await states() == ["closed", "closed"]
