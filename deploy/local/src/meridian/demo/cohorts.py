"""One cohort's life in the demo, day by day, as far as it has come."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from zlib import crc32

from meridian.demo import carrying_out, joining, learning, pairing, words
from meridian.demo.client import Services
from meridian.demo.joining import Member
from meridian.demo.phases import Plan
from meridian.demo.population import Teacher
from meridian.demo.progress import Progress
from meridian.demo.staff import Staff
from meridian.demo.together import together

Day = tuple[int, str, Callable[[], Awaitable[None]]]
WAITING_FOR_VERIFICATION = 4
INVITED_PAIRS = 5


class Cohort:
    """Drives one cohort through the public APIs."""

    def __init__(
        self,
        plan: Plan,
        people: list[Teacher],
        services: Services,
        staff: Staff,
        progress: Progress,
        secret: str,
    ) -> None:
        self.plan = plan
        self.services = services
        self.staff = staff
        self.progress = progress
        self.secret = secret
        self.teachers = people
        self._members: list[Member] = []

    def days(self) -> Iterator[Day]:
        """What happens when; what lies in the future does not happen."""
        plan = self.plan
        yield plan.partnering, "is announced and people register", self.open
        yield plan.partnering + 2, "first invitations", self.first_invitations
        if plan.course > 0:
            yield -4, "invitations of all kinds", self.more_invitations
            return
        yield plan.course - 8, "the rest is matched", self.match
        yield plan.course, "the course begins", self.begin_course
        for week in range(1, 5):
            if plan.course + 7 * week - 3 < 0:
                yield plan.course + 7 * week - 3, f"week {week}", self._week(week)
        if plan.project > 0:
            yield -3, "somebody has to stop", self.somebody_stops
            return
        yield plan.project - 5, "plans are reviewed and approved", self.review
        yield plan.project, "projects begin", self.begin_projects
        for turn in range(1, 5):
            day = plan.project + 14 * turn + 1
            if day < min(0, plan.closes):
                yield day, f"checkpoint {turn}", self._checkpoint(turn)
        if plan.closes < 0:
            yield plan.closes - 9, "results are written", self.write_results
            yield plan.closes - 6, "results are published", self.publish
            yield plan.closes, "the cohort is closed", self.close

    # Phase 1

    async def open(self) -> None:
        cohort_id = self.progress.get(f"{self.plan.name}/cohort") or await self._create()
        await learning.advance(self.staff.lead, cohort_id, "partnering")
        await self._register(cohort_id)

    async def _create(self) -> str:
        dates = {name: str(day) for name, day in self.plan.dates().items()}
        title = f"{self.plan.name.capitalize()} cohort"
        cohort_id = await self.staff.lead.create(
            "course",
            "/v1/cohorts",
            {
                "template": "four-weeks-fixed",
                "title": title,
                "slug": self.plan.slug,
                "description": "Four weeks together, then a project with your pupils.",
                "languages": ["en", "tr", "fr", "es", "de", "it"],
                "seats": max(self.plan.size + 8, 30),
                **dates,
            },
            self.plan.slug,
        )
        self.progress.note(f"{self.plan.name}/cohort", cohort_id)
        return cohort_id

    async def _register(self, cohort_id: str) -> None:
        fresh = not self.progress.done(f"{self.plan.name}/arriving")
        self.progress.note(f"{self.plan.name}/arriving")
        people = await joining.register_all(self.services, self.teachers, self.secret, fresh=fresh)
        pairs = list(zip(people, self.teachers, strict=True))
        await together([joining.ask_for_verification(person, teacher) for person, teacher in pairs])
        keep = WAITING_FOR_VERIFICATION if self.plan.course > 0 else 0
        await joining.verify_waiting(self.staff.lead, keep)
        for person in people:
            person.forget_tokens()
        await self._until_open(cohort_id)
        self._members = await together(
            [joining.introduce(person, teacher, cohort_id) for person, teacher in pairs]
        )
        enrolments = {one.teacher.key: one.enrolment_id for one in self._members}
        self.progress.note(f"{self.plan.name}/enrolments", enrolments)

    async def _until_open(self, cohort_id: str) -> None:
        """Partnering hears of the cohort by event; nobody can join before."""
        path = f"/v1/cohorts/{cohort_id}/seats"
        for _ in range(200):
            seats = await self.staff.lead.read("partnering", path, accept=(404,))
            if seats.status_code == 200 and seats.json()["open_for_partnering"]:
                return
            await asyncio.sleep(0.1)

    async def first_invitations(self) -> None:
        """The quickest find each other by search and invitation."""
        members = await self.members()
        await pairing.pair_by_invitation(members, self.cohort_id, INVITED_PAIRS, self._hero())
        await pairing.confirm_all(await pairing.partnerships_of(members))

    async def more_invitations(self) -> None:
        """Open and declined invitations; the demo's teacher has two to answer."""
        members = await self.members()
        await pairing.invite_to_hero(members, self.cohort_id, members[self._hero()])
        await pairing.invite_around(members[40:64], members, self.cohort_id, self._hero())

    async def match(self) -> None:
        await pairing.match_the_rest(self.staff.lead, self.cohort_id)
        await pairing.confirm_all(await pairing.partnerships_of(await self.members()))

    # Phase 2

    async def begin_course(self) -> None:
        await learning.advance(self.staff.lead, self.cohort_id, "course")
        await self._talk("start")

    def _week(self, week: int) -> Callable[[], Awaitable[None]]:
        async def learn(number: int, members: Sequence[Member]) -> None:
            await learning.do_steps(members, 1.0 if number % 5 else 0.8)
            if week == 1 and number % 4:
                await learning.agree(members)
            if week == 2:
                begun, days = self.plan.project < 0, self.plan.project_days()
                await learning.write_plan(members, number, whole=begun, project=days)
            if week == 3:
                await learning.submit_plan(members[0])

        async def pass_week() -> None:
            await self._each(learn, but_the_last=self.one_is_silent)
            await self._talk(f"week-{week}")

        return pass_week

    async def somebody_stops(self) -> None:
        """One teacher leaves in the middle of the course: staff find a repair ready to apply."""
        found = await self._partnerships()
        pairs = [members for members in found[:-1] if len(members) == 2]
        noted = f"{self.plan.name}/leaver"
        key = self.progress.get(noted) or pairs[0][0].teacher.key
        self.progress.note(noted, key)
        leaver = next((one for one in await self.members() if one.teacher.key == key), None)
        if leaver is not None and leaver.partnership_id:
            await pairing.leave(leaver, words.LEAVING)

    async def review(self) -> None:
        async def hand_in(_: int, members: Sequence[Member]) -> None:
            await learning.do_steps(members)
            await learning.submit_plan(members[0])

        async def read(_: int, members: Sequence[Member]) -> None:
            await learning.give_reviews(members)

        await self._each(hand_in)
        await self._each(read)
        await learning.approve_plans(self.staff.lead, self.cohort_id)

    # Phase 3

    async def begin_projects(self) -> None:
        await learning.advance(self.staff.lead, self.cohort_id, "project")

    def _checkpoint(self, turn: int) -> Callable[[], Awaitable[None]]:
        async def work(number: int, members: Sequence[Member]) -> None:
            await carrying_out.work(members, turn, needs_help=number == 3 and turn == 2)

        async def report() -> None:
            await self._each(work, but_the_last=self.plan.closes > 0)
            await self._talk(f"checkpoint-{turn}")

        return report

    async def write_results(self) -> None:
        async def finish(number: int, members: Sequence[Member]) -> None:
            await carrying_out.work(members, 9)
            await carrying_out.write_result(members, number)

        await self._each(finish)

    async def publish(self) -> None:
        await carrying_out.publish_results(self.staff.lead)

    async def close(self) -> None:
        await learning.advance(self.staff.lead, self.cohort_id, "closed")

    # What the stages share

    @property
    def cohort_id(self) -> str:
        return str(self.progress.get(f"{self.plan.name}/cohort"))

    @property
    def one_is_silent(self) -> bool:
        """In the cohort that takes the course now, one pair has gone quiet."""
        return self.plan.project > 0

    def _hero(self) -> int:
        """The demo's teacher: the first from Türkiye with enough English to be found."""
        return next(
            index
            for index, one in enumerate(self.teachers)
            if one.country.code == "TR" and dict(one.languages).get("en") in {"B1", "B2", "C1"}
        )

    def demo_teacher(self) -> str:
        return self.teachers[self._hero()].email

    async def partnered_teacher(self) -> str:
        """Somebody who works together with a partner who answers."""
        return (await self._partnerships())[0][0].teacher.email

    async def members(self) -> list[Member]:
        """Everybody of this cohort, signed in again after an interruption."""
        if not self._members:
            people = await joining.register_all(
                self.services, self.teachers, self.secret, fresh=False
            )
            enrolments = self.progress.get(f"{self.plan.name}/enrolments")
            self._members = [
                Member(teacher, person, enrolments[teacher.key])
                for teacher, person in zip(self.teachers, people, strict=True)
            ]
        return self._members

    async def _partnerships(self) -> list[Sequence[Member]]:
        found = await pairing.partnerships_of(await self.members())
        return [members for _, members in sorted(found.items()) if len(members) > 1]

    async def _each(
        self,
        act: Callable[[int, Sequence[Member]], Awaitable[None]],
        *,
        but_the_last: bool = False,
    ) -> None:
        """Several partnerships at a time do the same."""
        found = await self._partnerships()
        doing = found[:-1] if but_the_last else found
        await together([act(number, members) for number, members in enumerate(doing)])

    async def _talk(self, occasion: str) -> None:
        begin = crc32(occasion.encode())

        async def talk(number: int, members: Sequence[Member]) -> None:
            for turn, member in enumerate(members):
                text = words.MESSAGES[(begin + number + turn) % len(words.MESSAGES)]
                await pairing.say(member, text, f"{occasion}/{member.teacher.key}")

        await self._each(talk, but_the_last=self.one_is_silent)
