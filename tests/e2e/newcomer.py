"""What somebody new does alone at the pages, until others can find them."""

import re

from meridian.demo.client import Person

from ..conftest import Programme
from . import crowd
from .conftest import Arrive
from .visitor import Visitor, mailed_link

PASSWORD = "rivers run to the sea"
CLASS = {
    "name": "6B of the river school",
    "pupils_age_from": 11,
    "pupils_age_to": 12,
    "size": 24,
    "subjects": ["science"],
    "topics": ["water", "climate"],
    "availability.1.from": "09:00",
    "availability.1.to": "13:00",
}


def address(programme: Programme) -> str:
    return f"{programme.seed}.ayse@school.example"


async def registers(programme: Programme, arrive: Arrive, js: bool) -> Visitor:
    ayse = await arrive("/preview", js=js)
    await ayse.fill(
        {"country": "TR", "language": "en", "age_from": 11, "age_to": 13}  # no account yet
    )
    await ayse.press("Show how many")
    await ayse.sees("could fit")
    await ayse.follow("Register and meet them")
    await ayse.press("Register", status=422)
    await ayse.sees("Check these answers")
    await ayse.fill(
        {
            "name": "Ayşe Demir",
            "email": address(programme),
            "country": "TR",
            "language": "en",
            "code_of_conduct": True,
        }
    )
    await ayse.press("Register")
    await ayse.sees("Check your email", address(programme))
    await ayse.go(await mailed_link(programme.services, address(programme), "/confirm"))
    await ayse.fill({"password": PASSWORD})
    await ayse.press("Confirm and sign in")
    return ayse


async def proves_to_be_a_teacher(ayse: Visitor, lead: Person, email: str) -> None:
    await ayse.go("/settings/verification")
    await ayse.fill({"evidence_kind": "school_page", "evidence": "https://river.example/staff"})
    await ayse.press("Send")
    await ayse.until("Your request waits for course staff", "/settings/verification")
    await crowd.recognise(lead, email)


async def signs_in(visitor: Visitor, email: str, password: str) -> None:
    await visitor.fill({"email": email, "password": password})
    await visitor.press("Sign in")
    await visitor.sees("Hello")


async def describes_herself(ayse: Visitor) -> None:
    """The task list says what is missing, and each saved step is done there."""
    await ayse.go("/profile")
    await ayse.follow(re.compile("Write a few words about you"))
    await ayse.fill({"headline": "We measure our river", "about": "Twenty-four curious pupils."})
    await ayse.press("Save")
    await ayse.go("/profile/languages")
    await ayse.fill({"languages.0.language": "en", "languages.0.level": "B2"})
    await ayse.press("Save")
    await ayse.go("/profile/wishes")
    await ayse.fill({"wishes.group_size": "either"})
    await ayse.press("Save")
    await ayse.go("/classes/new")
    await ayse.fill({"name": "The river school", "place": "İzmir", "country": "TR"})
    await ayse.press("Add the school")
    await ayse.fill(CLASS)
    await ayse.press("Save")
    await ayse.sees("Your class is described")


async def joins(ayse: Visitor, cohort: str) -> None:
    await ayse.go(f"/cohorts/{cohort}")
    await ayse.follow("Join with a class")
    await ayse.fill({"how": "alone"})
    await ayse.press("Join")
    await ayse.sees("You are in. These teachers could fit.")
