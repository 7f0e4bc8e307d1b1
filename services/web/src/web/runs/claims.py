"""What a run claims, in plain words: the proof and for which pairs, the fit, whom to recruit."""

from collections.abc import Mapping
from typing import Any

from web.i18n import N_, gettext, ngettext
from web.i18n.formats import country, language, number, percent


def proof(run: Mapping[str, Any]) -> str:
    """The certificate in plain words, for the run as a whole."""
    result = run["result"]
    certificate = result["certificate"]
    alone_now = result["teachers"] - result["placed"]
    least = certificate["unmatched_at_least"]
    if alone_now == 0:
        return gettext(N_("Everybody has a partner. More is not possible."))
    if not certificate["reached"]:
        return ngettext(
            "One stays without a partner. Whether there is room for that one is not known.",
            "%(num)s teachers have no partner. It is proved that at least %(least)s of them cannot "
            "have one. At most %(missed)s more could be placed.",
            alone_now,
            least=least,
            missed=alone_now - least,
        )
    if certificate.get("by_prices"):
        return ngettext(
            "We counted with every possible pair and trio. In every matching one teacher has no "
            "partner.",
            "We counted with every possible pair and trio. No matching leaves fewer than %(num)s "
            "teachers without a partner.",
            least,
        )
    if not certificate["bottleneck"]:
        if all(len(one) == 1 for one in certificate["needy"]):
            return ngettext(
                "One teacher has nobody at all who could work with them by these rules, and "
                "exactly this one has no partner.",
                "%(num)s teachers have nobody at all who could work with them by these rules, "
                "and exactly these have no partner.",
                least,
            )
        return ngettext(
            "One circle of teachers who fit only each other has an odd number, and nobody outside "
            "it can help. So one of them has no partner in any matching.",
            "%(num)s circles of teachers who fit only each other, or nobody, have odd numbers, and "
            "nobody outside them can help. So one of each has no partner in any matching.",
            least,
        )
    helpers, needy = len(certificate["bottleneck"]), len(certificate["needy"])
    if certificate["country"]:
        why = ngettext(
            "%(needy)s teachers of %(country)s can only work with the same teacher abroad, named "
            "below, who can take %(help)s of them.",
            "%(needy)s teachers of %(country)s can only work with the same teachers abroad "
            "(%(num)s, named below), who can take %(help)s of them.",
            helpers,
            needy=needy,
            country=country(certificate["country"]),
            help=certificate["help_available"],
        )
    else:
        without = ngettext(
            "Without the teacher named below, the others fall into circles that fit only each "
            "other.",
            "Without the %(num)s teachers named below, the others fall into circles that fit "
            "only each other.",
            helpers,
        )
        odd = gettext(
            N_(
                "%(needy)s of these circles are odd and need help from outside, and help is "
                "there for %(help)s."
            ),
            needy=needy,
            help=certificate["help_available"],
        )
        why = f"{without} {odd}"
    so = ngettext(
        "So at least one has no partner in any matching, and here it is exactly one.",
        "So at least %(num)s have no partner in any matching, and here it is exactly %(num)s.",
        least,
    )
    return f"{why} {so}"


def scope(result: Mapping[str, Any]) -> str:
    """For which pairs the proof holds, where those are not all."""
    if result["all_pairs_considered"]:
        return ""
    return gettext(
        N_(
            "This cohort is too large to compare all classes with each other. We compared each class "
            "with its best candidates. What we say here is proved for these %(pairs)s pairs."
        ),
        pairs=number(result["candidate_pairs"]),
    )


def fit_bound(result: Mapping[str, Any]) -> str:
    """How near the total fit comes to what no matching could exceed, where the run has proved it."""
    most = result["certificate"].get("fit_upper_bound")
    if most is None:
        return ""
    if result["points"] >= most:
        return gettext(
            N_("The total fit is %(points)s points, and no matching could have more."),
            points=number(result["points"]),
        )
    return gettext(
        N_(
            "The total fit is %(points)s points. No matching of as many teachers could have more "
            "than %(most)s: at most %(gap)s are missing."
        ),
        points=number(result["points"]),
        most=number(most),
        gap=percent((most - result["points"]) / most if most else 0.0),
    )


def advice(item: Mapping[str, Any] | None) -> str:
    """Whom to recruit. In large cohorts nothing is tried, and in middle ones the number is not exact."""
    if not item:
        return ""
    if not item["tried"]:
        words = N_(
            "To place more teachers, invite teachers outside %(country)s who speak %(language)s, with "
            "pupils of %(first)s to %(last)s years. In a cohort of this size we do not calculate how "
            "many."
        )
    elif item.get("estimate"):
        words = N_(
            "An estimate: about %(count)s more outside %(country)s who speak %(language)s, with pupils "
            "of %(first)s to %(last)s years, would leave about %(leaves)s without a partner."
        )
    else:
        words = N_(
            "%(count)s more outside %(country)s who speak %(language)s, with pupils of %(first)s "
            "to %(last)s years, would leave %(leaves)s without a partner."
        )
    return gettext(
        words,
        count=item["count"],
        country=country(item["outside"]),
        language=language(item["language"]),
        first=item["age_from"],
        last=item["age_to"],
        leaves=item["leaves"],
    )
