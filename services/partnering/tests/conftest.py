"""Who lives in these tests: cohorts, teachers of many countries and their classes."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from partnering.app import create_app
from partnering.classes.actions import add_class
from partnering.classes.model import SchoolClass
from partnering.classes.schemas import ClassIn
from partnering.cohorts.actions import remember_cohort
from partnering.cohorts.model import Cohort
from partnering.enrolments.actions import join_cohort
from partnering.enrolments.model import Enrolment
from partnering.enrolments.schemas import Joining
from partnering.partnerships.actions import confirm_partnership, open_partnership
from partnering.partnerships.model import Partnership
from partnering.people.actions import remember_person
from partnering.profiles.actions import save_profile
from partnering.profiles.schemas import ProfileIn
from partnering.schools.actions import add_school
from partnering.schools.model import School
from partnering.schools.schemas import NewSchool
from partnering.settings import Settings
from shared.contracts.accounts import PersonChanged
from shared.contracts.course import CohortChanged
from shared.db import Database
from shared.http import Principal
from shared.ids import new_id
from shared.testing import api_client, principal

COURSE_STARTS = date(2026, 11, 30)
ZONES = {
    "TR": "Europe/Istanbul",
    "IT": "Europe/Rome",
    "ES": "Europe/Madrid",
    "PL": "Europe/Warsaw",
    "NG": "Africa/Lagos",
    "NP": "Asia/Kathmandu",
    "US": "America/New_York",
}


@pytest.fixture(scope="session")
def service() -> str:
    return "partnering"


@dataclass(frozen=True)
class Teacher:
    """A person and what was stored for them."""

    who: Principal
    email: str
    class_id: UUID


class World:
    """Makes things through the actions, as the world would."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session
        self.count = 0

    async def cohort(self, *, seats: int = 100, pace: str = "fixed", **changes: Any) -> Cohort:
        values: dict[str, Any] = {
            "cohort_id": new_id(),
            "slug": "autumn",
            "title": "Autumn cohort",
            "pace": pace,
            "phase": "partnering",
            "languages": ("en",),
            "seats": seats,
            "partnering_starts_on": COURSE_STARTS - timedelta(days=28),
            "course_starts_on": COURSE_STARTS,
            "project_starts_on": COURSE_STARTS + timedelta(days=28),
            "closes_on": COURSE_STARTS + timedelta(days=200),
        }
        event = CohortChanged(**{**values, **changes})
        await remember_cohort(self.session, event)
        return await self.session.get_one(Cohort, event.cohort_id, populate_existing=True)

    async def teacher(
        self,
        country: str = "TR",
        *,
        name: str | None = None,
        verified: bool = True,
        languages: dict[str, str] | None = None,
        region: str = "",
        profile: dict[str, Any] | None = None,
        at: School | None = None,
        **class_values: Any,
    ) -> Teacher:
        self.count += 1
        who = principal(verified=verified)
        email = f"teacher{self.count}-{str(who.person_id)[-6:]}@school.example"
        await self.person(who, country, name or f"Teacher {self.count}", email)
        spoken = {"en": "B2"} if languages is None else languages
        await save_profile(
            self.session,
            who,
            ProfileIn.model_validate(
                {
                    "languages": [{"language": a, "level": b} for a, b in spoken.items()],
                    **(profile or {}),
                }
            ),
        )
        school = await add_school(
            self.session,
            who,
            NewSchool(
                name=at.name if at else f"School {self.count}",
                place=at.place if at else f"Town {self.count}",
                country=country,
                region=region,
                zone=ZONES[country],
            ),
        )
        values = {
            "name": f"Class {self.count}",
            "school_id": str(school.id),
            "subjects": ["science"],
            "topics": ["climate"],
            "pupils_age_from": 11,
            "pupils_age_to": 13,
            "size": 22,
            "availability": [{"weekday": 1, "from": "10:00", "to": "12:00"}],
        }
        added = await add_class(
            self.session, who, ClassIn.model_validate({**values, **class_values})
        )
        return Teacher(who, email, added.id)

    async def school_of(self, teacher: Teacher) -> UUID:
        group = await self.session.get_one(SchoolClass, teacher.class_id)
        return group.school_id

    async def colleague(self, teacher: Teacher, **how: Any) -> Teacher:
        """Another teacher, who enters the same school."""
        school = await self.session.get_one(School, await self.school_of(teacher))
        return await self.teacher(school.country, at=school, **how)

    async def person(self, who: Principal, country: str, name: str, email: str) -> None:
        await remember_person(
            self.session,
            PersonChanged(
                person_id=who.person_id,
                name=name,
                email=email,
                country=country,
                language="en",
                zone=ZONES[country],
                verification="verified" if who.verified else "pending",
            ),
        )

    async def joins(self, teacher: Teacher, cohort: Cohort, **how: Any) -> Enrolment:
        joining = Joining.model_validate({"class_id": teacher.class_id, **how})
        return await join_cohort(self.session, teacher.who, cohort.id, joining)

    async def enrolled(
        self, cohort: Cohort, country: str = "TR", **how: Any
    ) -> tuple[Teacher, Enrolment]:
        teacher = await self.teacher(country, **how)
        return teacher, await self.joins(teacher, cohort)

    async def paired(
        self, cohort: Cohort, *countries: str, **how: Any
    ) -> tuple[Partnership, list[tuple[Teacher, Enrolment]]]:
        """A confirmed partnership of teachers, one from Türkiye and one from Italy if not told."""
        chosen = countries or ("TR", "IT")
        people = [await self.enrolled(cohort, country, **how) for country in chosen]
        partnership = await open_partnership(
            self.session,
            cohort_id=cohort.id,
            enrolment_ids=[enrolment.id for _, enrolment in people],
            origin="run",
            language="en",
        )
        for teacher, _ in people:
            await confirm_partnership(self.session, teacher.who, partnership.id)
        return partnership, people

    async def phase(self, cohort: Cohort, phase: str) -> None:
        await self.session.execute(update(Cohort).where(Cohort.id == cohort.id).values(phase=phase))
        await self.session.refresh(cohort)


@pytest.fixture
def world(session: AsyncSession) -> World:
    """Everything in the test's own transaction."""
    return World(session)


@pytest.fixture
def inhabit() -> type[World]:
    """For tests with transactions of their own: `inhabit(session)` is a world in that one."""
    return World


@pytest.fixture
async def client(database: Database) -> AsyncIterator[httpx.AsyncClient]:
    """Talks HTTP to the service; sees what is committed."""
    async with api_client(create_app(Settings())) as opened:
        yield opened
