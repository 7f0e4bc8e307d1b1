"""What a person could do now, from what the services answered."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from shared import clock
from web.i18n import _
from web.i18n.formats import calendar_day, country
from web.today import alone, beginnings, behind, paused
from web.vocabulary import known

CHECKPOINT_SEEN = timedelta(days=7)
"""A checkpoint is worth a thought a week before it is due."""
RUNNING = frozenset({"on_track", "checkpoint_due", "overdue", "needs_help"})


@dataclass(frozen=True)
class Thing:
    """One thing to do or to wait for. `due` is a moment or a day; `urgency` orders: low comes first."""

    title: str
    text: str
    href: str
    label: str
    icon: str
    urgency: int
    minutes: int = 0
    due: str = ""
    zone: str = ""
    whose: str = ""
    due_label: str = ""


@dataclass
class Facts:
    """The answers this page is made of; a part that does not answer is empty."""

    profile: dict[str, Any]
    enrolments: list[dict[str, Any]]
    received: list[dict[str, Any]]
    sent: list[dict[str, Any]]
    partnerships: list[dict[str, Any]]
    courses: list[dict[str, Any]]
    reviews: dict[str, Any]
    projects: list[dict[str, Any]]
    me: dict[str, Any] = field(default_factory=dict)
    """What accounts knows, asked for only while the person is not recognised as a teacher."""
    staff: str = ""
    """"operator" or "course" for those with a staff role."""


def partner_of(partnership: dict[str, Any]) -> dict[str, Any]:
    """The first other member who is still there, for whose zone a time is shown too."""
    others = [
        one
        for one in partnership.get("members", [])
        if not one.get("you") and one.get("present", True)
    ]
    found = others[0] if others else {"name": "", "zone": "", "country": ""}
    return {**found, "name": known(found["name"], "start")}


def to_do(facts: Facts, me: str) -> list[Thing]:
    """Everything that waits for this person, the most urgent first."""
    resting = paused.paused_ids(facts.partnerships)
    left = alone.alone_ids(facts.partnerships, facts.courses) - resting
    own = [alone.without_joint_step(one, left) for one in facts.courses]
    found = [
        *(Thing(**paused.thing(one)) for one in sorted(resting)),
        *(Thing(**alone.thing(one)) for one in sorted(left)),
        *_handshakes(facts),
        *_invitations(facts),
        *_reviews(facts),
        *_courses(paused.going(own, resting), me),
        *_projects(paused.going(facts.projects, resting)),
        *_beginnings(facts),
    ]
    return sorted(found, key=lambda thing: (thing.urgency, thing.due or "9", thing.title))


def _handshakes(facts: Facts) -> list[Thing]:
    found = []
    for one in facts.partnerships:
        if one["state"] == "handshake" and one.get("your_answer") == "waiting":
            partner = partner_of(one)
            found.append(
                Thing(
                    title=_("Say whether you will work together"),
                    text=_(
                        "%(name)s in %(country)s could be your partner. No answer sets both of you free again.",
                        name=partner["name"],
                        country=country(partner["country"]),
                    ),
                    href=f"/partnerships/{one['id']}/handshake",
                    label=_("View suggested partner"),
                    icon="handshake",
                    urgency=1,
                    minutes=5,
                    due=one.get("reply_by") or "",
                    zone=partner["zone"],
                    whose=partner["name"],
                )
            )
    return found


def _invitations(facts: Facts) -> list[Thing]:
    return [
        Thing(
            title=_("Answer %(name)s", name=known(one["sender"]["name"])),
            text=_(
                "An invitation from %(country)s. You can decline without giving a reason.",
                country=country(one["sender"]["country"]),
            ),
            href=f"/invitations/{one['id']}",
            label=_("Read the invitation"),
            icon="mail-open",
            urgency=2,
            minutes=5,
            due=one["expires_at"],
        )
        for one in facts.received
        if one["status"] == "open" and one.get("can_answer", True)
    ]


def _reviews(facts: Facts) -> list[Thing]:
    listed = [
        *(r for part in facts.reviews.get("partnerships", []) for r in part["to_give"]),
        *facts.reviews.get("staff", []),
    ]
    return [
        Thing(
            title=_("Review a plan: %(title)s", title=one["plan_title"]),
            text=_("Name one strength, one example and one action."),
            href=f"/reviews/{one['id']}",
            label=_("Write the review"),
            icon="message-square-text",
            urgency=4,
            minutes=25,
            due=one["due_at"],
            due_label=_("Please by"),
        )
        for one in listed
        if one["status"] == "assigned"
    ]


def _courses(courses: list[dict[str, Any]], me: str) -> list[Thing]:
    found = []
    for one in courses:
        address = f"/partnerships/{one['partnership_id']}"
        if one.get("check_in_asked"):
            found.append(
                Thing(
                    title=_("Will you continue?"),
                    text=_("Your answer tells your partner whether you will continue."),
                    href=f"{address}/course",
                    label=_("Send answer"),
                    icon="hand",
                    urgency=1,
                    minutes=1,
                )
            )
        if one.get("plan_status") == "returned":
            found.append(
                Thing(
                    title=_("Change your plan"),
                    text=_("Course staff requested changes."),
                    href=f"{address}/plan",
                    label=_("Open the plan"),
                    icon="map",
                    urgency=3,
                    minutes=20,
                )
            )
        found += [Thing(**behind.thing(one, address))] if one.get("behind") else []
        step = one.get("next_step")
        if step and one["phase"] == "course":
            waits = not step["waits_for"] or me in step["waits_for"]
            found.append(
                Thing(
                    title=step["title"],
                    text=_("Week %(week)s: a step that you do together.", week=step["week"])
                    if step["kind"] == "joint"
                    else _("Week %(week)s: a step for yourself.", week=step["week"]),
                    href=f"{address}/course/steps/{step['step_id']}",
                    label=_("Open the step"),
                    icon="notebook-pen",
                    urgency=5 if waits else 7,
                    minutes=step["minutes"],
                )
            )
    return found


def _projects(projects: list[dict[str, Any]]) -> list[Thing]:
    found = []
    for one in projects:
        address, due = f"/partnerships/{one['partnership_id']}", one.get("next_due_on")
        soon = due and calendar_day(due) <= clock.today() + CHECKPOINT_SEEN
        if one.get("next_checkpoint_id") and soon:
            found.append(
                Thing(
                    title=_("Write a short progress report"),
                    text=one["title"],
                    href=f"{address}/checkpoints/{one['next_checkpoint_id']}",
                    label=_("Write it"),
                    icon="flag-triangle-right",
                    urgency=3,
                    minutes=10,
                    due=str(due),
                )
            )
        if one.get("result_status") == "returned":
            found.append(
                Thing(
                    title=_("Go through your result once more"),
                    text=one["title"],
                    href=f"{address}/result",
                    label=_("Open the result"),
                    icon="gallery-vertical-end",
                    urgency=3,
                    minutes=15,
                )
            )
        elif one["state"] == "finished" and one.get("result_status") == "published":
            found.append(
                Thing(
                    title=_("Your result is in the showcase"),
                    text=one["title"],
                    href="/certificates",
                    label=_("See your certificate"),
                    icon="award",
                    urgency=8,
                )
            )
        elif one["state"] in RUNNING and one.get("next_milestone"):
            found.append(
                Thing(
                    title=_("Reach the next milestone: %(title)s", title=one["next_milestone"]),
                    text=one["title"],
                    href=f"{address}/project",
                    label=_("Open the project"),
                    icon="sprout",
                    urgency=6,
                    due=one.get("next_milestone_due_on") or "",
                )
            )
        elif one["state"] in RUNNING and one.get("result_status") in {"none", "draft"}:
            found.append(
                Thing(
                    title=_("Show what you made"),
                    text=one["title"],
                    href=f"{address}/result",
                    label=_("Write the result"),
                    icon="gallery-vertical-end",
                    urgency=6,
                    minutes=30,
                )
            )
    return found


def _beginnings(facts: Facts) -> list[Thing]:
    """The way in: the task list, then a partner."""
    found = []
    for urgency, task in beginnings.tasks(facts):
        title, why = beginnings.words(task)
        found.append(
            Thing(
                title=title,
                text=why,
                href=task.href,
                label=_("Do it now"),
                icon=task.icon,
                urgency=urgency,
                minutes=task.minutes,
            )
        )
    if room := beginnings.staff_room(facts):
        found.append(Thing(*room, icon="layout-dashboard", urgency=9))
    asked = {one["sender"]["enrolment_id"] for one in facts.sent if one["status"] == "open"}
    found += [
        Thing(
            title=_("Find a partner for %(name)s", name=one["class_name"]),
            text=_("You can search already. You can invite once staff have verified you.")
            if facts.me
            else one["cohort_title"],
            href=f"/find/{one['id']}",
            label=_("See who fits"),
            icon="search",
            urgency=30 if facts.me else 7,
            minutes=10,
        )
        for one in facts.enrolments
        if one["status"] == "free" and one["id"] not in asked
    ]
    return found
