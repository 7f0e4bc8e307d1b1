"""Partners, staff, time and erasure act in random order; every promise holds after each act."""

import asyncio
import os

import pytest
from acting import Programme
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from sqlalchemy import select, update
from staff_ways import N, StaffWays, pick

from partnering.enrolments.actions import join_cohort, leave_cohort
from partnering.enrolments.schemas import Joining
from partnering.handover import actions as handover
from partnering.handover.model import SeatOffer
from partnering.handover.schemas import SeatOfferIn
from partnering.invitations import actions as invitations
from partnering.invitations.model import Invitation
from partnering.invitations.schemas import Decline, InvitationRequest
from partnering.partnerships.actions import confirm_partnership, object_to_partnership
from partnering.partnerships.leaving import leave_partnership
from partnering.people.blocking import block_person, unblock_person
from partnering.profiles.model import Profile
from shared.db import Database

EXAMPLES = int(os.environ.get("MERIDIAN_RANDOM_WAYS", "6"))
"""More by hand: MERIDIAN_RANDOM_WAYS=500."""


class Ways(StaffWays):
    """What partners do."""

    @rule(a=N, b=N, final=st.booleans())
    def find_each_other(self, a, b, final):
        async def act(programme):
            free = await programme.enrolments("free")
            one, other = pick(free, a), pick(free, b)
            if one is None or one.id == other.id:
                return
            wish = InvitationRequest(
                from_enrolment_id=one.id, to_enrolment_id=other.id, message="Shall we?"
            )
            await programme.do(invitations.send_invitation, programme.who(one.person_id), wish)
            (sent,) = await programme.all(
                select(Invitation).where(
                    Invitation.from_enrolment_id == one.id,
                    Invitation.to_enrolment_id == other.id,
                    Invitation.status == "open",
                )
            ) or [None]
            if sent is None or not final:
                return
            await programme.do(
                invitations.accept_invitation, programme.who(other.person_id), sent.id
            )
            for group in await programme.partnerships("handshake"):
                for seat in group.present:
                    who = programme.who(seat.person_id)
                    await programme.do(confirm_partnership, who, group.id)

        self.then(act)

    @rule(n=N, how=st.sampled_from(["accept", "decline", "withdraw"]))
    def answer_an_invitation(self, n, how):
        async def act(programme):
            one = pick(await programme.all(select(Invitation).order_by(Invitation.id)), n)
            if one is None:
                return
            to, sender = programme.who(one.to_person_id), programme.who(one.from_person_id)
            if how == "accept":
                await programme.do(invitations.accept_invitation, to, one.id)
            elif how == "decline":
                await programme.do(invitations.decline_invitation, to, one.id, Decline())
            else:
                await programme.do(invitations.withdraw_invitation, sender, one.id)

        self.then(act)

    @rule(n=N, m=N, yes=st.integers(0, 4))
    def answer_a_handshake(self, n, m, yes):
        async def act(programme):
            group = pick(await programme.partnerships("handshake", "confirmed"), n)
            seat = pick(group.present, m) if group else None
            if seat is None:
                return
            who = programme.who(seat.person_id)
            if yes:
                await programme.do(confirm_partnership, who, group.id)
            else:
                await programme.do(object_to_partnership, who, group.id, "")

        self.then(act)

    @rule(n=N, m=N)
    def leave(self, n, m):
        async def act(programme):
            group = pick(await programme.partnerships("confirmed", "finished"), n)
            seat = pick(group.present, m) if group else None
            if seat is not None:
                who = programme.who(seat.person_id)
                await programme.do(leave_partnership, who, group.id, "")

        self.then(act)

    @rule(n=N)
    def leave_the_cohort(self, n):
        async def act(programme):
            one = pick(await programme.enrolments("free", "waiting_list", "partnered"), n)
            if one is not None:
                await programme.do(leave_cohort, programme.who(one.person_id), one.id)

        self.then(act)

    @rule(n=N)
    def join(self, n):
        async def act(programme):
            person_id = pick(await programme.here(), n)
            teacher = programme.teachers[person_id] if person_id else None
            if teacher is None:
                return

            wish = Joining(class_id=teacher.class_id)
            await programme.do(join_cohort, teacher.who, programme.cohort_id, wish)

        self.then(act)

    @rule(n=N, m=N)
    def hand_over(self, n, m):
        async def act(programme):
            group = pick(await programme.partnerships("confirmed"), n)
            seat = pick(group.present, m) if group else None
            if seat is None:
                return
            first, *_, colleague = programme.teachers.values()
            sits = first.who.person_id == seat.person_id
            to = colleague if sits else first
            await programme.do(
                handover.offer_seat,
                programme.who(seat.person_id),
                group.id,
                SeatOfferIn(email=to.email),
            )

        self.then(act)

    @rule(n=N, m=N, how=st.sampled_from(["take", "agree", "agree", "refuse", "withdraw"]))
    def answer_an_offer(self, n, m, how):
        async def act(programme):
            offer = pick(await programme.all(select(SeatOffer).order_by(SeatOffer.id.desc())), n)
            who = programme.who(pick(await programme.here(), m)) if offer else None
            if who is None:
                return
            acts = {
                "take": handover.take_seat,
                "agree": handover.agree_to_colleague,
                "refuse": handover.refuse_colleague,
                "withdraw": handover.withdraw_offer,
            }
            await programme.do(acts[how], who, offer.id)

        self.then(act)

    @rule(n=N, m=N, back=st.booleans())
    def block(self, n, m, back):
        async def act(programme):
            who = pick(await programme.here(), n)
            card = pick(await programme.enrolments("free", "partnered"), m)
            if who is not None and card is not None:
                act_ = unblock_person if back else block_person
                await programme.do(act_, programme.who(who), card.id)

        self.then(act)

    @rule(n=N, willing=st.booleans())
    def offer_a_third_seat(self, n, willing):
        async def act(programme):
            person_id = pick(await programme.here(), n)
            await programme.session.execute(
                update(Profile).where(Profile.person_id == person_id).values(willing_third=willing)
            )

        self.then(act)


async def _settled(database, inhabit):
    async with database.transaction() as session:
        return await Programme(session, inhabit(session)).settle()


@pytest.mark.timeout(0 if EXAMPLES > 20 else 120)
def test_whatever_happens_in_whatever_order_every_promise_holds(
    settings_env, schemas, service, inhabit
):
    loop = asyncio.new_event_loop()
    try:
        loop.run_until_complete(schemas.prepare(service))
        loop.run_until_complete(schemas.empty(service))
        database = Database(settings_env[f"MERIDIAN_{service.upper()}_POSTGRES_DSN"])
        base = loop.run_until_complete(_settled(database, inhabit))
        machine = type("Walk", (Ways,), {"loop": loop, "database": database, "base": base})
        run_state_machine_as_test(
            machine, settings=settings(max_examples=EXAMPLES, stateful_step_count=30)
        )
        loop.run_until_complete(database.close())
    finally:
        loop.close()
