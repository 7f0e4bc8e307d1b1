"""An advance ends the invitations of its cohort; taken back, they wait for an answer again."""

from datetime import timedelta
from typing import Any

import pytest

from partnering.cohorts.actions import advance_cohort
from partnering.invitations.actions import accept_invitation
from partnering.invitations.closing import expire_invitations
from partnering.invitations.model import Invitation
from partnering.invitations.reopening import ended_by_advance, reopen_invitations
from partnering.people.blocking import block_person
from shared import clock
from shared.contracts.course import CohortAdvanced
from shared.contracts.partnering import InvitationClosed, InvitationReopened
from shared.testing import announced

from .test_answering import invite


async def advance(
    session: Any, cohort: Any, first: str, then: str, *, undone: bool = False
) -> None:
    event = CohortAdvanced.model_validate(
        {
            "cohort_id": cohort.id,
            "title": cohort.title,
            "from_phase": first,
            "phase": then,
            "undone": undone,
        }
    )
    await advance_cohort(session, event)
    await reopen_invitations(session, event)
    await session.refresh(cohort)
    await expire_invitations(session)


@pytest.fixture
async def invited(session: Any, world: Any) -> Any:
    cohort = await world.cohort()
    people = [await world.enrolled(cohort, country) for country in ("TR", "IT", "ES")]
    return cohort, people, await invite(session, people[0], people[1])


async def status(session: Any, invitation: Invitation) -> str:
    await session.refresh(invitation)
    return invitation.status


async def test_an_invitation_waits_again_when_the_start_of_the_course_is_taken_back(
    session: Any, invited: Any
) -> None:
    cohort, people, invitation = invited
    named = await ended_by_advance(session, cohort.id, "course")
    await advance(session, cohort, "partnering", "course")
    assert await status(session, invitation) == "expired"
    told = [one for one in await announced(session) if isinstance(one, InvitationClosed)]
    assert [one.from_person_id for one in told] == list(named) == [people[0][0].who.person_id]
    await advance(session, cohort, "course", "partnering", undone=True)
    assert await status(session, invitation) == "open"
    (again,) = [one for one in await announced(session) if isinstance(one, InvitationReopened)]
    assert again.to_person_id == people[1][0].who.person_id
    accepted = await accept_invitation(session, people[1][0].who, invitation.id)
    assert accepted.partnership_id is not None


async def test_an_invitation_whose_seven_days_are_over_is_not_opened_again(
    session: Any, invited: Any
) -> None:
    cohort, _people, invitation = invited
    invitation.expires_at = clock.now() - timedelta(hours=1)
    await session.flush()
    await expire_invitations(session)
    await advance(session, cohort, "partnering", "course")
    await advance(session, cohort, "course", "partnering", undone=True)
    assert await status(session, invitation) == "expired"


async def test_an_invitation_stays_ended_when_a_side_has_found_somebody_or_blocked_the_other(
    session: Any, world: Any, invited: Any
) -> None:
    cohort, people, invitation = invited
    other = await invite(session, people[2], people[1])
    await advance(session, cohort, "partnering", "course")
    people[0][1].status = "left"
    await session.flush()
    await block_person(session, people[1][0].who, people[2][1].id)
    await advance(session, cohort, "course", "partnering", undone=True)
    assert await status(session, invitation) == await status(session, other) == "expired"


async def test_no_invitation_of_a_rolling_cohort_ends_before_it_closes(
    session: Any, world: Any
) -> None:
    cohort = await world.cohort(pace="rolling")
    people = [await world.enrolled(cohort, country) for country in ("TR", "IT")]
    await invite(session, *people)
    assert await ended_by_advance(session, cohort.id, "partnering") == ()
    assert list(await ended_by_advance(session, cohort.id, "closed")) == [
        people[0][0].who.person_id
    ]
