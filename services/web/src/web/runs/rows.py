"""The matches of a run, and who stays alone, as its page lists them."""

from web.api import Json
from web.runs import words
from web.vocabulary import known


def by_reason(unmatched: list[Json]) -> list[tuple[str, list[Json]]]:
    """Who stays without a partner by the reason, the most frequent first."""
    groups: dict[str, list[Json]] = {}
    for one in unmatched:
        groups.setdefault(words.alone(one), []).append(one)
    return sorted(groups.items(), key=lambda group: -len(group[1]))


def with_words(match: Json) -> Json:
    """A match with its reasons and its weakness as sentences."""
    why = [words.reason(one) for one in match["reasons"]]
    return {**match, "why": why, "weakness": words.weakness(match["caution"])}


def names(run: Json, matches: Json) -> dict[str, str]:
    """Everybody whom this page knows, by enrolment."""
    seats = [seat for one in matches for seat in one["seats"]]
    seats += [one["seat"] for one in run["unmatched"]]
    return {seat["enrolment_id"]: known(seat["person_name"], "start") for seat in seats}
