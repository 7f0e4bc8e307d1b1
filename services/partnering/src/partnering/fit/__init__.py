"""How well two enrolments go together: pure rules, used by the search and by matching."""
