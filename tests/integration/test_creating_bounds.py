"""How much one person can make: every POST of a teacher is listed with what bounds it.

A route that is not in the table fails here. Bounds by day are tried in
`services/partnering/tests/safety/test_contact_matrix.py`, the others where they are made.
"""

import csv
from pathlib import Path

ROUTES = Path(__file__).with_name("route_matrix.csv")
SERVICES = ("partnering", "course", "projects", "notifications")
BY_DAY = "a number for each person and day"
ANSWER = "changes or closes what is there, and makes nothing"

# fmt: off
BOUNDS: dict[str, str] = {
    "course /v1/partnerships/{partnership_id}/check-in": ANSWER,
    "course /v1/partnerships/{partnership_id}/extension": "one open request for each partnership",
    "course /v1/partnerships/{partnership_id}/plan/submit": "once for each version of one plan",
    "course /v1/partnerships/{partnership_id}/plan/versions/{number}/restore": "sections of one plan",
    "course /v1/partnerships/{partnership_id}/steps/{step_id}/done": "one mark for each step",
    "course /v1/partnerships/{partnership_id}/steps/{step_id}/undone": ANSWER,
    "course /v1/reviews/{review_id}": "one for each review that was allotted",
    "notifications /v1/me/notifications/read-all": ANSWER,
    "notifications /v1/me/notifications/{notification_id}/read": ANSWER,
    "partnering /v1/cohorts/{cohort_id}/enrolments": BY_DAY,
    "partnering /v1/enrolments/{enrolment_id}/saved-searches": "five for each person",
    "partnering /v1/invitations": BY_DAY,
    "partnering /v1/invitations/{invitation_id}/accept": ANSWER,
    "partnering /v1/invitations/{invitation_id}/decline": ANSWER,
    "partnering /v1/invitations/{invitation_id}/questions": BY_DAY,
    "partnering /v1/invitations/{invitation_id}/withdraw": ANSWER,
    "partnering /v1/me/blocks": BY_DAY,
    "partnering /v1/me/calendar-proposals": BY_DAY,
    "partnering /v1/me/classes": BY_DAY,
    "partnering /v1/meetings/{meeting_id}/accept": "one for each meeting and member",
    "partnering /v1/meetings/{meeting_id}/cancel": ANSWER,
    "partnering /v1/meetings/{meeting_id}/decline": "one for each meeting and member",
    "partnering /v1/partnerships/{partnership_id}/agreement/sign": "one for each version and member",
    "partnering /v1/partnerships/{partnership_id}/confirm": ANSWER,
    "partnering /v1/partnerships/{partnership_id}/decisions": BY_DAY,
    "partnering /v1/partnerships/{partnership_id}/leave": ANSWER,
    "partnering /v1/partnerships/{partnership_id}/links": BY_DAY,
    "partnering /v1/partnerships/{partnership_id}/meetings": BY_DAY,
    "partnering /v1/partnerships/{partnership_id}/messages": BY_DAY,
    "partnering /v1/partnerships/{partnership_id}/object": ANSWER,
    "partnering /v1/partnerships/{partnership_id}/seat-offers": BY_DAY,
    "partnering /v1/partnerships/{partnership_id}/tasks": BY_DAY,
    "partnering /v1/reports": BY_DAY,
    "partnering /v1/schools": BY_DAY,
    "partnering /v1/seat-offers/{offer_id}/agree": ANSWER,
    "partnering /v1/seat-offers/{offer_id}/decline": ANSWER,
    "partnering /v1/seat-offers/{offer_id}/refuse": ANSWER,
    "partnering /v1/seat-offers/{offer_id}/take": ANSWER,
    "partnering /v1/seat-offers/{offer_id}/withdraw": ANSWER,
    "partnering /v1/tasks/{task_id}/done": ANSWER,
    "partnering /v1/tasks/{task_id}/undone": ANSWER,
    "projects /v1/checkpoints/{checkpoint_id}": "one for each checkpoint and member",
    "projects /v1/milestones/{milestone_id}/reached": ANSWER,
    "projects /v1/milestones/{milestone_id}/reopened": ANSWER,
    "projects /v1/partnerships/{partnership_id}/milestones": "forty for each project",
    "projects /v1/partnerships/{partnership_id}/result/preview": ANSWER,
    "projects /v1/partnerships/{partnership_id}/result/submit": "one result for each project",
    "projects /v1/partnerships/{partnership_id}/result/take-back": ANSWER,
    "projects /v1/partnerships/{partnership_id}/result/withdraw": ANSWER,
}
# fmt: on


def test_every_route_on_which_a_teacher_makes_something_names_its_bound() -> None:
    with ROUTES.open(newline="") as file:
        rows = [row for row in csv.reader(file) if row[1] == "POST" and row[0] in SERVICES]
    assert {f"{row[0]} {row[2]}" for row in rows if row[3].startswith("own")} == set(BOUNDS)
