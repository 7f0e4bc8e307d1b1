"""What was typed is read without trust and never lost."""

import pytest

from web.api import Refused, field_name
from web.forms import Form
from web.reader import Reader, read_as


@pytest.fixture(autouse=True)
def _in_english() -> None:
    read_as(Reader())


def test_rows_are_read_in_order_without_the_empty_ones() -> None:
    form = Form(
        [
            ("languages.10.language", "fr"),
            ("languages.2.language", "en"),
            ("languages.2.level", "B2"),
            ("languages.3.language", " "),
            ("languages.x.language", "no"),
        ]
    )
    assert form.rows("languages") == [{"language": "en", "level": "B2"}, {"language": "fr"}]


def test_what_a_service_answered_fills_a_form_that_reads_the_same() -> None:
    answer = {
        "headline": "Hi",
        "first": True,
        "third": False,
        "note": None,
        "topics": ["a", "b"],
        "rows": [{"x": 1}],
    }
    form = Form.of(answer)
    assert form.text("headline") == "Hi"
    assert (form.flag("first"), form.flag("third")) == (True, False)
    assert form.many("topics") == ["a", "b"]
    assert form.rows("rows") == [{"x": "1"}]
    assert form.text("note") == ""


def test_a_pointer_marks_the_field_it_means() -> None:
    assert field_name("/languages/0/level") == "languages.0.level"
    form = Form([("size", "many")])
    form.refused(Refused(422, "invalid-input", "Look again", errors={"size": "Field required"}))
    assert form.error("size") == "This is needed."
    assert form.status == 422
    assert form.problem == ""


def test_a_number_that_is_none_is_marked_and_kept() -> None:
    form = Form([("size", "twenty")])
    assert form.number("size") is None
    assert form.invalid
    assert form.value("size") == "twenty"


def test_a_refused_form_gets_a_new_key_and_an_unanswered_one_keeps_it() -> None:
    form = Form([("_key", "k1")], sent=True)
    assert form.key == "k1"
    form.refused(Refused(429, "rate-limited", "Slow down"))
    assert form.key == "k1"
    form.refused(Refused(409, "invitation-already-answered", "Done"))
    assert form.key != "k1"
    assert form.problem == "This invitation has already been answered."


def test_a_group_is_wrong_when_it_or_one_of_its_fields_is() -> None:
    form = Form()
    form.refuse("languages.1.level", "This is needed.")
    form.refuse("timeline", "This is needed.")
    assert form.wrong("languages")
    assert form.wrong("timeline")
    assert not form.wrong("language")
