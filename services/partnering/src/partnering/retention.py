"""Nothing is kept for ever: addresses and words go once nobody can need them any more."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.cohorts.model import Cohort
from partnering.enrolments.model import Companion, Enrolment
from partnering.handover.model import SeatOffer
from partnering.invitations.model import Invitation, Question
from partnering.partnerships.model import Partnership
from partnering.posts.model import PartnerPost
from partnering.room.model import Agreement, Meeting, Message, Note, Task
from partnering.safety.model import KEPT_FOR, Freeze
from partnering.search.model import SavedSearch
from shared import clock
from shared.retention import blank_batch, delete_batch

OFFERS_KEPT: Final = timedelta(days=90)
"""After they could last be answered: they hold the address of a colleague."""
POSTS_KEPT: Final = timedelta(days=120)
"""A post is read for a month at most; its class may ask what it said for three more."""
INVITATIONS_KEPT: Final = timedelta(days=400)
"""The words only. A whole cohort, and the next one."""
WISHES_KEPT: Final = timedelta(days=90)
"""Saved searches and named companions, after their cohort closed."""
ROOMS_KEPT: Final = timedelta(days=730)
"""After the cohort closed: partners come back to what they agreed for a second year."""


async def forget_old(session: AsyncSession) -> int:
    """Tick: a batch of each class of data that is older than it may be."""
    now = clock.now()
    done = await delete_batch(
        session, SeatOffer, SeatOffer.state != "open", SeatOffer.expires_at < now - OFFERS_KEPT
    )
    done += await delete_batch(session, PartnerPost, PartnerPost.posted_at < now - POSTS_KEPT)
    done += await _forget_invitations(session)
    # The reason of a freeze that stands is needed by whoever may release it.
    done += await blank_batch(
        session, Freeze, {"reason": ""}, Freeze.reason != "", Freeze.released_at < now - KEPT_FOR
    )
    return done + await _forget_closed_cohorts(session)


async def _forget_invitations(session: AsyncSession) -> int:
    before = clock.now() - INVITATIONS_KEPT
    done = await blank_batch(
        session,
        Invitation,
        {"message": "", "decline_text": ""},
        or_(Invitation.message != "", Invitation.decline_text != ""),
        Invitation.status != "open",
        Invitation.sent_at < before,
    )
    return done + await blank_batch(
        session, Question, {"text": ""}, Question.text != "", Question.asked_at < before
    )


async def _forget_closed_cohorts(session: AsyncSession) -> int:
    joined = select(Enrolment.id).where(Enrolment.cohort_id.in_(_closed_for(WISHES_KEPT)))
    done = await delete_batch(session, SavedSearch, SavedSearch.enrolment_id.in_(joined))
    done += await delete_batch(session, Companion, Companion.enrolment_id.in_(joined))
    rooms = select(Partnership.id).where(Partnership.cohort_id.in_(_closed_for(ROOMS_KEPT)))
    for table in (Message, Agreement, Meeting, Task, Note):
        done += await delete_batch(session, table, table.partnership_id.in_(rooms))
    return done


def _closed_for(period: timedelta) -> Select[UUID]:
    """Cohorts that staff closed, and whose last day is longer ago than this."""
    return select(Cohort.id).where(
        Cohort.phase == "closed", Cohort.closes_on < clock.today() - period
    )
