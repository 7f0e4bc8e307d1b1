"""Which facts of a fit speak against a pair, whatever points they gave."""

AGAINST = frozenset(
    {
        "no_shared_language",
        "ages_apart",
        "no_common_subjects",
        "no_common_topics",
        "avoided_topics",
        "time_unknown",
        "no_common_time",
        "calendar_unknown",
        "weeks_lost",
        "other_countries_wished",
        "no_help",
        "both_first_time",
    }
)
"""Facts that are never a reason for a pair: one lost week of four is one, though it gives points."""
TOO_LITTLE = frozenset(
    {"shared_language", "common_ages", "common_subjects", "common_topics", "common_time"}
)
"""Facts that speak for a pair, and against it when they give less than half of their points."""
