"""What staff, the course and time do in a random way; what partners do is beside it."""

import asyncio
from datetime import timedelta

from acting import LEAD, OFFICER, Programme
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from promises import check, look
from sqlalchemy import select

from partnering.matching.model import Run
from partnering.matching.publishing import publish_run
from partnering.partnerships.actions import confirm_partnership
from partnering.rescue import actions as rescue
from partnering.rescue.parting import part_partners
from partnering.safety.actions import freeze_contact, release_contact
from partnering.transfers.actions import transfer_partnership
from shared.db import Database

N = st.integers(0, 40)
ORDERS = st.permutations(range(9))


def pick(found, n):
    return found[n % len(found)] if found else None


class StaffWays(RuleBasedStateMachine):
    """Each rule looks for somebody who could do it, and does nothing where nobody can."""

    loop: asyncio.AbstractEventLoop
    database: Database
    base: Programme

    def run(self, work):
        return self.loop.run_until_complete(work)

    @initialize(phase=st.sampled_from(["partnering", "course", "project", "closed"]), order=ORDERS)
    def begin(self, phase, order):
        """Not every way begins at the beginning: some cohorts have come far."""
        self.session = self.database.sessions()
        self.run(self.session.begin())
        self.programme = self.base.copy(self.session)
        self.seen = self.run(look(self.programme))

        async def act(programme):
            if phase == "partnering":
                return
            free = [one.id for one in await programme.enrolments("free")]
            ids = [free[at] for at in order if at < len(free)]
            await programme.draft(ids[:2], ids[2:4], ids[4:7])
            await programme.do(publish_run, LEAD, (await programme.all(select(Run)))[0].id)
            for group in await programme.partnerships("handshake"):
                for seat in group.present:
                    await programme.do(confirm_partnership, programme.who(seat.person_id), group.id)
            await programme.advance(())
            if phase in ("project", "closed"):
                await programme.advance(())
            if phase == "closed":
                groups = await programme.partnerships("confirmed")
                await programme.advance(tuple(one.id for one in groups[:2]))

        self.then(act)

    def teardown(self):
        if not hasattr(self, "programme"):
            return
        self.programme.time.close()
        self.run(self.session.rollback())
        self.run(self.session.close())

    def then(self, act):
        async def acted():
            await act(self.programme)
            self.seen = await check(self.programme, self.seen)

        self.run(acted())

    @rule(order=ORDERS, trio=st.booleans())
    def solve_a_run(self, order, trio):
        async def act(programme):
            free = await programme.enrolments("free")
            free = [one for one in free if one.cohort_id == programme.cohort_id]
            ids = [free[at].id for at in order if at < len(free)]
            groups = [ids[:3]] if trio and len(ids) > 2 else []
            rest = ids[3:] if groups else ids
            groups += [rest[at : at + 2] for at in range(0, len(rest) - 1, 2)]
            await programme.draft(*groups)

        self.then(act)

    @rule(n=N)
    def publish_a_run(self, n):
        async def act(programme):
            run = pick(await programme.all(select(Run).order_by(Run.id.desc())), n)
            if run is not None:
                await programme.do(publish_run, LEAD, run.id)

        self.then(act)

    @rule(n=N, project=st.booleans())
    def begin_a_course(self, n, project):
        async def act(programme):
            group = pick(await programme.partnerships("confirmed"), n)
            if group is not None and await programme.phase() != "closed":
                await programme.begin_course(group, project=project)

        self.then(act)

    @rule(n=N, silent=st.sets(st.integers(0, 2), max_size=3))
    def fall_silent(self, n, silent):
        async def act(programme):
            group = pick(await programme.partnerships("confirmed", "finished", "dissolved"), n)
            if group is not None:
                people = [seat.person_id for seat in group.members]
                await programme.strand(group, [people[at] for at in silent if at < len(people)])

        self.then(act)

    @rule(n=N, how=st.sampled_from(["look_again", "apply", "apply", "close", "part", "part"]))
    def decide_a_case(self, n, how):
        async def act(programme):
            case = pick(await programme.cases(), n)
            if case is None:
                return
            if how == "look_again":
                await programme.do(rescue.look_again, LEAD, case.id)
            elif how == "apply":
                await programme.do(rescue.apply_rescue, LEAD, case.id)
            elif how == "part":
                apart = [one for one in await programme.cases() if one.kind == "contact_paused"]
                if (case := pick(apart, n)) is not None:
                    await programme.do(part_partners, LEAD, case.id)
            elif await programme.do(rescue.close_case, LEAD, case.id, "They manage."):
                programme.by_staff.add(case.partnership_id)

        self.then(act)

    @rule(n=N, back=st.booleans())
    def freeze(self, n, back):
        async def act(programme):
            person_id = pick(await programme.here(), n)
            if person_id is None:
                return
            if back:
                await programme.do(release_contact, OFFICER, person_id)
            else:
                await programme.do(freeze_contact, OFFICER, person_id, "A report")

        self.then(act)

    @rule(n=N)
    def erase(self, n):
        async def act(programme):
            person_id = pick(await programme.here(), n)
            if person_id is not None:
                await programme.erase(person_id)

        self.then(act)

    @rule(held=st.sets(N, max_size=3))
    def advance_the_cohort(self, held):
        async def act(programme):
            groups = await programme.partnerships("confirmed")
            await programme.advance(tuple({pick(groups, n).id for n in held if groups}))

        self.then(act)

    @rule(n=N)
    def a_last_day_is_over(self, n):
        async def act(programme):
            group = pick(await programme.partnerships("confirmed"), n)
            closed = await programme.phase() == "closed"
            if group is not None and closed and group.cohort_id == programme.cohort_id:
                await programme.end_apart(group)

        self.then(act)

    @rule(n=N)
    def move_to_another_cohort(self, n):
        async def act(programme):
            held = [
                one
                for one in await programme.partnerships("confirmed")
                if one.cohort_id == programme.cohort_id
            ]
            if (group := pick(held, n)) is not None:
                await programme.do(
                    transfer_partnership, LEAD, programme.cohort_id, group.id, programme.next_id
                )

        self.then(act)

    @rule()
    def undo_the_advance(self):
        self.then(lambda programme: programme.undo())

    @rule(hours=st.sampled_from([1, 24, 73, 24 * 8, 24 * 15]))
    def time_passes(self, hours):
        self.then(lambda programme: programme.pass_time(timedelta(hours=hours)))
