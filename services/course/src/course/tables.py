"""Every table of the service, imported once so that the metadata is complete."""

from course.cohorts.model import Advance, AdvanceMove, Cohort
from course.content.model import Step, StepText, Week, WeekText
from course.database import Base
from course.learning.model import StepDone
from course.partnerships.model import CourseWeek, Member, Partnership
from course.people.model import Person
from course.plans.model import Plan, PlanVersion
from course.reviews.model import Review

__all__ = [
    "Advance",
    "AdvanceMove",
    "Base",
    "Cohort",
    "CourseWeek",
    "Member",
    "Partnership",
    "Person",
    "Plan",
    "PlanVersion",
    "Review",
    "Step",
    "StepDone",
    "StepText",
    "Week",
    "WeekText",
]
