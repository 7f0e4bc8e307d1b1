"""Taking the close of a cohort back: what the close alone had earned is withdrawn, and nothing else."""

from typing import Any

import pytest
from sqlalchemy import select

from projects.certificates.model import Certificate
from shared.contracts.extensions import PartnershipsMoved
from shared.contracts.projects import CertificateIssued, CertificateWithdrawn

from .test_certificates import certificates, do_share

CLOSED = {"phase": "closed", "from_phase": "project"}
BACK = {"phase": "project", "from_phase": "closed", "undone": True}


async def closed_with_share(programme: Any, pair: Any) -> str:
    """The cohort has closed, and Ada has a certificate for her share. Answers its code."""
    await programme.begin(pair)
    await do_share(programme, pair, pair.ada)
    await programme.hear(pair.advanced(**CLOSED))
    await programme.tick()
    code: str = (await certificates(programme, pair.ada))["items"][0]["code"]
    return code


async def verified(programme: Any, code: str) -> Any:
    return (await programme.get(f"/certificates/{code}")).json()


async def test_a_certificate_that_only_the_close_had_earned_is_withdrawn_when_staff_take_it_back(
    programme: Any, pair: Any
) -> None:
    code = await closed_with_share(programme, pair)
    assert (await verified(programme, code))["withdrawn_at"] is None
    await programme.hear(pair.advanced(**BACK))
    await programme.tick()
    (withdrawn,) = await programme.announced(CertificateWithdrawn)
    assert (withdrawn.person_id, withdrawn.code) == (pair.ada.person_id, code)
    shown = await verified(programme, code)
    assert (shown["name"], shown["withdrawn_at"] is None) == ("Ada Wiśniewska", False)
    (ahead,) = (await certificates(programme, pair.ada))["ahead"]
    assert ahead["share_done"] is True


async def test_it_is_valid_again_under_its_code_when_the_cohort_closes_again(
    programme: Any, pair: Any
) -> None:
    code = await closed_with_share(programme, pair)
    for way in (BACK, CLOSED):
        await programme.hear(pair.advanced(**way))
        await programme.tick()
    shown = await verified(programme, code)
    assert shown["withdrawn_at"] is None
    assert [one.code for one in await programme.announced(CertificateIssued)] == [code, code]


async def test_a_published_result_keeps_its_certificates_when_the_close_is_taken_back(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    await programme.publish(pair)
    await programme.hear(pair.advanced(**CLOSED))
    await programme.tick()
    await programme.hear(pair.advanced(**BACK))
    await programme.tick()
    assert await programme.announced(CertificateWithdrawn) == []


async def test_who_left_with_their_share_done_before_the_close_keeps_the_certificate(
    programme: Any, pair: Any
) -> None:
    await programme.begin(pair)
    await do_share(programme, pair, pair.can)
    await programme.hear(pair.without_can())
    await programme.tick()
    for way in (CLOSED, BACK):
        await programme.hear(pair.advanced(**way))
        await programme.tick()
    assert await programme.announced(CertificateWithdrawn) == []


async def test_what_staff_have_granted_is_not_taken_back_with_the_close(
    programme: Any, pair: Any, lead: Any
) -> None:
    await programme.begin(pair)
    await programme.hear(pair.advanced(**CLOSED))
    await programme.tick()
    grant = {"person_id": str(pair.ada.person_id), "reason": "Did all of the course alone."}
    path = f"/partnerships/{pair.id}/certificates"
    assert (await programme.post(path, lead, grant)).status_code == 201
    await programme.hear(pair.advanced(**BACK))
    await programme.tick()
    assert await programme.announced(CertificateWithdrawn) == []


async def test_staff_may_grant_what_was_withdrawn_with_the_close(
    programme: Any, pair: Any, lead: Any
) -> None:
    code = await closed_with_share(programme, pair)
    await programme.hear(pair.advanced(**BACK))
    await programme.tick()
    grant = {"person_id": str(pair.ada.person_id), "reason": "Her school needs it today."}
    path = f"/partnerships/{pair.id}/certificates"
    assert (await programme.post(path, lead, grant)).status_code == 201
    assert (await verified(programme, code))["withdrawn_at"] is None
    for way in (CLOSED, BACK):
        await programme.hear(pair.advanced(**way))
        await programme.tick()
    assert (await verified(programme, code))["withdrawn_at"] is None


async def test_a_certificate_lifted_by_a_result_after_the_close_is_not_withdrawn(
    programme: Any, pair: Any
) -> None:
    code = await closed_with_share(programme, pair)
    await programme.publish(pair)
    await programme.tick()
    await programme.hear(pair.advanced(**BACK))
    await programme.tick()
    shown = await verified(programme, code)
    assert (shown["kind"], shown["withdrawn_at"]) == ("project", None)


async def test_who_is_held_again_after_following_loses_the_certificate_of_following_alone(
    programme: Any, pair: Any
) -> None:
    other = type(pair)(cohort_id=pair.cohort_id)
    for one in (pair, other):
        await programme.begin(one)
        await do_share(programme, one, one.ada)
    await programme.hear(pair.advanced(**CLOSED, held=(pair.id,)))
    await programme.tick()
    await programme.hear(pair.advanced(phase="closed", from_phase="closed"))
    await programme.tick()
    await programme.hear(
        PartnershipsMoved(
            cohort_id=pair.cohort_id,
            from_phase="closed",
            phase="closed",
            partnership_ids=(pair.id,),
            undone=True,
        )
    )
    await programme.tick()
    withdrawn = await programme.announced(CertificateWithdrawn)
    assert [one.person_id for one in withdrawn] == [pair.ada.person_id]


@pytest.mark.parametrize("ticks", [0, 1])
async def test_closing_and_taking_it_back_at_once_leaves_no_valid_certificate(
    programme: Any, pair: Any, ticks: int
) -> None:
    await programme.begin(pair)
    await do_share(programme, pair, pair.ada)
    await programme.hear(pair.advanced(**CLOSED))
    for _ in range(ticks):
        await programme.tick()
    await programme.hear(pair.advanced(**BACK))
    await programme.tick()
    async with programme.database.reading() as session:
        rows = (await session.scalars(select(Certificate))).all()
    assert len(rows) == ticks
    told = len(await programme.announced(CertificateIssued))
    assert told == len(await programme.announced(CertificateWithdrawn)) == ticks


async def test_an_undo_that_names_those_who_go_back_touches_only_their_boards(
    programme: Any, pair: Any
) -> None:
    other = type(pair)(cohort_id=pair.cohort_id)
    for one in (pair, other):
        await programme.begin(one)
    await programme.hear(
        pair.advanced("course", "project", undone=True, named_apart=True),
        PartnershipsMoved(
            cohort_id=pair.cohort_id,
            from_phase="project",
            phase="course",
            partnership_ids=(pair.id,),
            undone=True,
        ),
    )

    async def states() -> list[str]:
        return [
            (await programme.get(f"/partnerships/{one.id}/project", one.ada)).json()["state"]
            for one in (pair, other)
        ]

    assert await states() == ["waiting", "on_track"]
    await programme.hear(pair.advanced("project"))
    await programme.tick()
    # Nobody was held back before, so that taking it back holds nobody back either.
    assert await states() == ["on_track", "on_track"]
