"""A form filled on an older version: every word of both people is there to choose from."""

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from web.forms import Form
from web.reader import Reader, read_as
from web.stale import marks_of

PARTS = ("title", "roles", "subjects", "timeline")
WORDS = st.sampled_from(["", "eins", "δύο", "三"])
ANSWERS = st.fixed_dictionaries(
    {
        "title": WORDS,
        "roles": WORDS,
        "subjects": st.lists(st.sampled_from(["art", "maths", "ict"]), unique=True),
        "timeline": st.lists(st.fixed_dictionaries({"title": WORDS, "due_on": WORDS}), max_size=3),
    }
)


@pytest.fixture(autouse=True)
def _in_english() -> None:
    read_as(Reader())


def sent(answers: dict[str, Any], opened: dict[str, Any], **more: str) -> Form:
    """What a browser sends of a form that was opened with these answers."""
    marks = marks_of(Form.of(opened).values, PARTS)
    fields = [(name, one) for name, all_ in Form.of(answers).values.items() for one in all_]
    return Form([*fields, ("_was", json.dumps(marks)), *more.items()], sent=True)


def said(form: Form, part: str) -> str:
    return marks_of(form.values, [part])[part]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(opened=ANSWERS, mine=ANSWERS, theirs=ANSWERS)
def test_each_part_keeps_the_only_change_and_shows_both_of_two(
    opened: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    read_as(Reader())
    form, newest = sent(mine, opened), Form.of(theirs)
    form.meets(newest)
    for part in PARTS:
        was, my, their = (said(Form.of(one), part) for one in (opened, mine, theirs))
        assert (part in form.newer) == (my != was and their not in (was, my))
        assert said(form, part) == (their if my == was else my)


def test_what_a_browser_does_to_line_ends_is_no_change() -> None:
    form = sent({"title": "one\r\ntwo  "}, {"title": "one\ntwo"})
    form.meets(Form.of({"title": "newer"}))
    assert (form.text("title"), form.newer) == ("newer", {})
    assert form.taken == ["title"]


def test_a_form_without_marks_shows_every_part_that_differs() -> None:
    form = Form([("title", "mine"), ("roles", "same")], sent=True)
    form.meets(Form.of({"title": "theirs", "roles": "same", "status": "draft"}))
    assert form.text("title") == "mine"
    assert list(form.newer) == ["title"]


def test_choosing_the_newer_words_puts_them_into_the_form() -> None:
    fields = [["timeline.0.title", "theirs"], ["timeline.0.due_on", "2027-01-18"]]
    form = Form(
        [
            ("timeline.0.title", "mine"),
            ("timeline.1.title", "mine, too"),
            ("roles", "mine"),
            ("_newer.timeline", json.dumps(fields)),
            ("_newer.roles", json.dumps([["roles", "theirs"]])),
            ("_take", "timeline"),
        ],
        sent=True,
    )
    assert form.rows("timeline") == [{"title": "theirs", "due_on": "2027-01-18"}]
    assert form.text("roles") == "mine"
    assert not [name for name in form.values if name.startswith(("_newer", "_take"))]


@pytest.mark.parametrize(
    "odd", ["", "null", "[", '[["title"]]', '[["other","x"]]', "7", '{"title": "x"}']
)
def test_odd_choices_change_nothing(odd: str) -> None:
    form = Form([("title", "mine"), ("_newer.title", odd), ("_take", "title")], sent=True)
    assert form.text("title") == "mine"
    assert form.text("other") == ""


@pytest.mark.parametrize("odd", ["", "[]", "7", "{", '{"title": 7}'])
def test_odd_marks_are_no_marks(odd: str) -> None:
    form = Form([("title", "mine"), ("_was", odd)], sent=True)
    form.meets(Form.of({"title": "theirs"}))
    assert re.match("mine", form.text("title"))
    assert list(form.newer) == ["title"]
