"""What a member of a partnership may still do in it while contact is paused, and why."""

SELF, PARTNER, BLOCKED = "frozen oneself", "frozen partner", "blocked"
PAUSES = (SELF, PARTNER, BLOCKED)
Allowed = dict[str, str]
"""The pauses in which a command goes through, each with the reason. All others refuse it."""


def _always(reason: str) -> Allowed:
    return dict.fromkeys(PAUSES, reason)


# fmt: off
WORDS: Allowed = {}
SIGN: Allowed = {}
"""No words, but the others see who did it and when."""
GOES = _always("whoever wants to go may go; only staff read the reason")

COMMANDS: dict[str, Allowed] = {
    "POST /v1/meetings/{meeting_id}/accept": SIGN,
    "POST /v1/meetings/{own_meeting_id}/cancel": SIGN,
    "POST /v1/meetings/{meeting_id}/decline": SIGN,
    "POST /v1/partnerships/{partnership_id}/agreement/sign": SIGN,
    "POST /v1/partnerships/{handshake_id}/confirm": SIGN,
    "POST /v1/partnerships/{partnership_id}/decisions": WORDS,
    "POST /v1/partnerships/{partnership_id}/leave": GOES,
    "POST /v1/partnerships/{partnership_id}/links": WORDS,
    "POST /v1/partnerships/{partnership_id}/meetings": WORDS,
    "POST /v1/partnerships/{partnership_id}/messages": WORDS,
    "POST /v1/partnerships/{handshake_id}/object": GOES,
    "POST /v1/partnerships/{partnership_id}/seat-offers": {
        PARTNER: "a colleague takes over: a way on, and the words are for them",
        BLOCKED: "a colleague takes over: a way on, and the words are for them",
    },
    "POST /v1/partnerships/{partnership_id}/tasks": WORDS,
    "POST /v1/seat-offers/{offer_id}/agree": {
        PARTNER: "whoever offers the seat goes, and the colleague comes",
        BLOCKED: "whoever offers the seat goes, and the colleague comes",
    },
    "POST /v1/seat-offers/{offer_id}/refuse": _always("everything stays as it was"),
    "POST /v1/seat-offers/{own_offer_id}/withdraw": _always("everything stays as it was"),
    "POST /v1/tasks/{task_id}/done": SIGN,
    "POST /v1/tasks/{task_id}/undone": SIGN,
    "PUT /v1/partnerships/{partnership_id}/agreement": WORDS,
}

ELSEWHERE: dict[str, str] = {
    "DELETE /v1/enrolments/{enrolment_id}": "leaves a cohort; refused to partners, who leave above",
    "DELETE /v1/enrolments/{enrolment_id}/partner-post": "takes own words away",
    "DELETE /v1/me/blocks/{enrolment_id}": "safety",
    "DELETE /v1/me/saved-searches/{search_id}": "nobody sees it",
    "POST /v1/cohorts/{cohort_id}/enrolments": "told to nobody without contact: contact matrix",
    "POST /v1/enrolments/{enrolment_id}/saved-searches": "nobody sees it",
    "POST /v1/invitations": "contact matrix",
    "POST /v1/invitations/{invitation_id}/accept": "open invitations end with a pause",
    "POST /v1/invitations/{invitation_id}/decline": "contact matrix",
    "POST /v1/invitations/{invitation_id}/questions": "contact matrix",
    "POST /v1/invitations/{invitation_id}/withdraw": "open invitations end with a pause",
    "POST /v1/me/blocks": "safety",
    "POST /v1/me/calendar-proposals": "contact matrix",
    "POST /v1/me/classes": "contact matrix",
    "POST /v1/reports": "safety",
    "POST /v1/schools": "contact matrix",
    "POST /v1/seat-offers/{offer_id}/decline": "a colleague says no; it ends something",
    "POST /v1/seat-offers/{offer_id}/take": "a colleague who is no member yet; asks may_contact",
    "PUT /v1/enrolments/{enrolment_id}/partner-post": "contact matrix",
    "PUT /v1/me/classes/{class_id}": "contact matrix",
    "PUT /v1/me/profile": "contact matrix",
}
"""Commands of a teacher that are not given in a partnership, and where they are decided."""
# fmt: on
