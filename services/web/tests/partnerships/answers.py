"""What partnering answers about one partnership and one matching run."""

from typing import Any

PARTNERSHIP = "01900000-0000-7000-8000-0000000000aa"
RUN = "01900000-0000-7000-8000-0000000000bb"
COHORT = "01900000-0000-7000-8000-0000000000cc"
ME = "01900000-0000-7000-8000-000000000001"
MAYA = "01900000-0000-7000-8000-000000000002"
REASON = {
    "aspect": "language",
    "code": "shared_language",
    "points": 25,
    "out_of": 30,
    "values": ["en", "B2"],
}
CAUTION = {
    "aspect": "calendar",
    "code": "calendar_unknown",
    "points": 0,
    "out_of": 6,
    "values": [],
}
PAIR = {
    "enrolment_ids": [ME, MAYA],
    "total": 25,
    "contributions": [REASON, CAUTION],
    "reasons": [REASON],
    "caution": CAUTION,
}
EXPLANATION = {
    "total": 25,
    "out_of": 36,
    "contributions": [REASON, CAUTION],
    "pairs": [PAIR],
    "reasons": [REASON],
    "caution": CAUTION,
}


def member(person_id: str, name: str, country: str, zone: str) -> dict[str, Any]:
    return {
        "enrolment_id": person_id,
        "person_id": person_id,
        "name": name,
        "you": person_id == ME,
        "present": True,
        "class_name": "5b",
        "subjects": ["science"],
        "pupils_age_from": 11,
        "pupils_age_to": 13,
        "class_size": 22,
        "school_name": "River School",
        "place": "Town",
        "country": country,
        "zone": zone,
        "local_time": "2026-11-22T10:00:00Z",
        "calendar_known": False,
        "answer": "waiting",
    }


def partnership(**changes: Any) -> dict[str, Any]:
    return {
        "id": PARTNERSHIP,
        "cohort_id": COHORT,
        "state": "handshake",
        "phase": "partnering",
        "origin": "run",
        "language": "en",
        "reply_by": "2030-11-25T10:00:00Z",
        "your_answer": "waiting",
        "confirmed_at": None,
        "created_at": "2026-11-22T10:00:00Z",
        "members": [
            member(ME, "Ayşe", "TR", "Europe/Istanbul"),
            member(MAYA, "Maya", "NP", "Asia/Kathmandu"),
        ],
        "ended_at": None,
        "end_reason": None,
        "explanation": EXPLANATION,
        "contact_paused": False,
        "starters": [
            {"code": "common_topics", "values": ["climate"]},
            {"code": "ask_school_holidays", "values": []},
        ],
        **changes,
    }


CALENDAR = {
    "members": [
        {"person_id": ME, "name": "Ayşe"},
        {"person_id": MAYA, "name": "Maya"},
    ],
    "timetable_known": True,
    "weeks": [
        {
            "monday": "2026-11-23",
            "state": "lost",
            "lost_for": [MAYA],
            "unknown_for": [],
            "slots": [{"starts_at": "2026-11-24T08:00:00Z", "minutes": 60, "local_times": []}],
        },
        {
            "monday": "2026-11-30",
            "state": "unknown",
            "lost_for": [],
            "unknown_for": [ME],
            "slots": [],
        },
    ],
    "shifts": [{"on": "2026-10-25", "first": ME, "second": MAYA, "minutes": -60}],
    "asynchronous": False,
    "turns": [],
}
AGREEMENT = {
    "version": 1,
    "terms": {
        "language": "English",
        "reply_within_days": 3,
        "channel": "",
        "roles": "Maya films",
        "meetings": "",
        "privacy": "",
        "fallback": "",
        "other": "",
    },
    "written_by_name": "Maya",
    "written_at": "2026-11-22T10:00:00Z",
    "signatures": [
        {"person_id": ME, "name": "Ayşe", "signed_at": None},
        {"person_id": MAYA, "name": "Maya", "signed_at": "2026-11-22T10:00:00Z"},
    ],
    "signed_by_all": False,
    "versions": 1,
}
MESSAGES = {
    "items": [
        {
            "id": MAYA,
            "author_id": MAYA,
            "author_name": "Maya",
            "yours": False,
            "text": "Namaste <script>alert(1)</script>",
            "posted_at": "2026-11-22T10:00:00Z",
        }
    ],
    "next_cursor": None,
}
MEETING = {
    "id": MAYA,
    "title": "First call",
    "place": "",
    "starts_at": "2031-11-24T09:00:00Z",
    "minutes": 40,
    "proposed_by": MAYA,
    "local_times": [
        {
            "person_id": ME,
            "name": "Ayşe",
            "zone": "Europe/Istanbul",
            "starts_at": "2031-11-24T12:00:00+03:00",
        },
        {
            "person_id": MAYA,
            "name": "Maya",
            "zone": "Asia/Kathmandu",
            "starts_at": "2031-11-24T14:45:00+05:45",
        },
    ],
    "accepted_by": [MAYA],
    "accepted_by_all": False,
    "at_night_for": [],
    "on_holiday_for": ["Maya"],
}
TASK = {
    "id": MAYA,
    "title": "Choose a topic",
    "assignee_id": ME,
    "assignee_name": "Ayşe",
    "due_on": "2026-11-20",
    "overdue": True,
    "on_holiday_for": [],
    "done_at": None,
    "done_by_name": "",
    "created_by": MAYA,
}

SEATS = [
    {
        "enrolment_id": ME,
        "person_name": "Ayşe",
        "country": "TR",
        "class_name": "5b",
        "school_name": "River",
    },
    {
        "enrolment_id": MAYA,
        "person_name": "Maya",
        "country": "NP",
        "class_name": "6a",
        "school_name": "Hill",
    },
]


def run(**changes: Any) -> dict[str, Any]:
    row = {"kind": "TR", "teachers": 3, "placed": 1, "in_trios": 0, "mean_points": 70}
    return {
        "id": RUN,
        "cohort_id": COHORT,
        "status": "draft",
        "stage": "done",
        "round": 1,
        "created_at": "2026-11-22T10:00:00Z",
        "solved_at": "2026-11-22T10:00:02Z",
        "published_at": None,
        "teachers": 4,
        "placed": 2,
        "points": 70,
        "progress": {"stage": "done", "done": 1, "total": 1, "teachers": 4},
        "settings": {},
        "result": {
            "teachers": 4,
            "placed": 2,
            "pairs": 1,
            "trios": 0,
            "points": 70,
            "out_of": 100,
            "candidate_pairs": 3,
            "all_pairs_considered": True,
            "certificate": {
                "unmatched_at_least": 2,
                "reached": True,
                "bottleneck": [MAYA],
                "needy": [[ME], [RUN], [COHORT]],
                "help_available": 1,
                "country": "TR",
            },
            "histogram": [0, 0, 0, 0, 0, 0, 0, 1, 0, 0],
            "fairness": {
                "countries": [row],
                "languages": [{**row, "kind": "en"}],
                "experience": [{**row, "kind": "first_timer", "mean_points": None}],
            },
            "recruiting": {
                "count": 1,
                "outside": "TR",
                "language": "en",
                "age_from": 10,
                "age_to": 12,
                "leaves": 0,
                "tried": True,
            },
        },
        "unmatched": [
            {
                "seat": SEATS[0],
                "code": "too_many_for_too_few",
                "facts": {"waiting": 3, "help_available": 1, "possible_partners": 1},
            }
        ],
        "bottleneck": [SEATS[1]],
        "decisions": [],
        "stale": False,
        "problem": None,
        **changes,
    }


PROJECT = {
    "partnership_id": PARTNERSHIP,
    "title": "Two rivers",
    "state": "on_track",
    "next_milestone": "Measure the river",
    "next_milestone_due_on": "2031-01-20",
    "next_checkpoint_id": None,
    "next_due_on": None,
    "result_status": "none",
}
