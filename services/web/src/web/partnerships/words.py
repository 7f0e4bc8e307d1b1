"""Words about partnerships: states, starters of a conversation, why these."""

from collections.abc import Mapping, Sequence
from typing import Any

from web.i18n import N_, gettext
from web.i18n.formats import listed
from web.runs import words as matching
from web.vocabulary import known, subject, topic

STATES = {
    "handshake": (N_("Waits for everybody's yes"), "waiting"),
    "confirmed": (N_("Confirmed"), "good"),
    "dissolved": (N_("Ended"), "quiet"),
    "finished": (N_("Finished"), "good"),
}
PHASES = {
    "partnering": N_("Before the course"),
    "course": N_("In the course"),
    "project": N_("Carrying out the project"),
}
ENDED = {
    "handshake_expired": N_("Not everyone confirmed in time. You can invite someone else."),
    "objected": N_("Not everyone confirmed. You can invite someone else."),
    "left": N_("A member left, and no two countries were left together."),
    "frozen": N_("It ended because contact with a member is paused."),
    "erased": N_("It ended because a member deleted their account."),
    "parted": N_("Course staff ended it because contact between members was paused."),
    "rescued": N_("Its members go on in another partnership."),
}
ANSWERS = {
    "waiting": (N_("Has not answered yet"), "waiting"),
    "confirmed": (N_("Said yes"), "good"),
    "objected": (N_("Said no"), "bad"),
}
STARTERS = {
    "common_topics": N_("You all named %(words)s: what would your pupils want to find out?"),
    "common_subjects": N_("You all teach %(words)s: which unit comes up in both schools?"),
    "different_subjects": N_("You teach different subjects: what would each of you bring?"),
    "ask_school_holidays": N_("A school calendar is not known yet: when are your holidays?"),
    "reply_time_and_channel": N_("How fast do you usually answer, and where do you like to write?"),
}


def state(code: str) -> tuple[str, str]:
    words, tone = STATES[code]
    return gettext(words), tone


def answer(code: str) -> tuple[str, str]:
    words, tone = ANSWERS[code]
    return gettext(words), tone


def phase(code: str) -> str:
    return gettext(PHASES[code])


def ended(code: str | None) -> str:
    return gettext(ENDED[code]) if code in ENDED else ""


def starter(item: Mapping[str, Any]) -> str:
    """A first thing to talk about, as a sentence."""
    name = topic if item["code"] == "common_topics" else subject
    return gettext(STARTERS[item["code"]], words=listed([name(one) for one in item["values"]]))


def aspect(code: str) -> str:
    return matching.aspect(code)


def about(contribution: Mapping[str, Any] | None) -> str:
    """What one aspect says, in the third person."""
    return matching.reason(contribution)


def missing(contribution: Mapping[str, Any] | None) -> str:
    """The weakness of others, in the third person."""
    return matching.weakness(contribution)


def of_all(contributions: Sequence[Mapping[str, Any]]) -> list[str]:
    """What holds for several people, in the third person."""
    return [about(one) for one in contributions]


def names_of(pair: Mapping[str, Any], members: Sequence[Mapping[str, Any]]) -> list[str]:
    """The two of a pair; the reader comes first."""
    both = [one for one in members if one["enrolment_id"] in pair["enrolment_ids"]]
    both.sort(key=lambda one: not one["you"])
    return [gettext(N_("You")) if one["you"] else known(one["name"]) for one in both]


def mine(pair: Mapping[str, Any], members: Sequence[Mapping[str, Any]]) -> bool:
    return any(one["you"] and one["enrolment_id"] in pair["enrolment_ids"] for one in members)
