"""What was typed is read without trust and never lost."""

import pytest

from web.api import Refused, field_name
from web.forms import Form
from web.reader import Reader, read_as
from web.rendering import environment


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
    form.refused(Refused(422, "invalid-input", "Search again", errors={"size": "is taken"}))
    assert form.error("size") == "This name is taken. Choose another one."
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
    form.refuse("languages.1.level", "Enter a day.")
    form.refuse("timeline", "Enter a day.")
    assert form.wrong("languages")
    assert form.wrong("timeline")
    assert not form.wrong("language")


@pytest.mark.parametrize(
    "message",
    [
        "Field required",
        "is still empty",
        "is needed",
        "String should have at least 1 character",
        "value is not a valid email address: An email address must have an @-sign.",
        "Input should be a valid date or datetime, input is too short",
        "Input should be a valid UUID, invalid length: expected length 32",
        "Input should be 'yes' or 'no'",
        "List should have at least 1 item after validation, not 0",
        "Value error, is not a country code such as TR or IT",
    ],
)
def test_a_field_without_an_answer_is_asked_for_by_its_name(message: str) -> None:
    form = Form([("town", " ")], sent=True)
    form.refused(Refused(422, "invalid-input", "Search again", errors={"town": message}))
    form.field("town", "Town of the school", "f-town", "Enter the town.")
    assert form.error("town") == "Enter the town."
    assert form.summary() == [("f-town", "Enter the town.")]


def test_a_wrong_answer_is_not_called_missing() -> None:
    form = Form([("size", "2,5"), ("colleagues", "ada@x, bob")], sent=True)
    wrong = {
        "size": "Input should be a valid integer, unable to parse string as an integer",
        "colleagues.1": "value is not a valid email address",
    }
    form.refused(Refused(422, "invalid-input", "Search again", errors=wrong))
    form.field("size", "Pupils", "f-size", "Enter the size.")
    form.field("colleagues", "Colleagues", "f-colleagues", "Enter an address.")
    assert form.summary() == [
        ("f-size", "Pupils: Enter a whole number, for example 24."),
        ("f-colleagues", "Colleagues: Enter an email address, for example name@school.org."),
    ]


def test_the_summary_follows_the_page_and_leads_to_the_nearest_field() -> None:
    form = Form(sent=True).miss("languages").miss("name").miss("secret")
    form.field("name", "Name", "f-name", "Enter your name.")
    form.field("languages.0.level", "Level", "f-level", "Choose a level.")
    assert form.summary() == [
        ("f-name", "Enter your name."),
        ("f-level", "Choose a level."),
        ("", "We could not save this. Reload the page and try again."),
    ]


def test_the_first_wrong_field_of_the_page_takes_the_focus_alone() -> None:
    form = Form(sent=True).miss("second").miss("first")
    assert [form.takes_focus(name) for name in ("fine", "first", "second")] == [False, True, False]


def page_with(form: Form, *macros: str) -> str:
    written = "".join(macros)
    return environment().from_string(written).render(form=form)


ONE = "{% call ui.form('/one', form) %}{{ ui.text(form, 'one', 'One thing') }}{% endcall %}"
TWO = "{% call ui.form('/two', form) %}{{ ui.text(form, 'two', 'Two things') }}{% endcall %}"


def test_the_summary_stands_once_and_at_the_form_whose_field_is_wrong() -> None:
    page = page_with(Form(sent=True).miss("two"), "{{ ui.problem(form) }}", ONE, TWO)
    assert page.count('id="errors"') == 1
    assert page.index('action="/two"') < page.index('id="errors"')
    assert '<a href="#f-two">Fill in “Two things”.</a>' in page


def test_what_no_field_is_to_blame_for_stands_once_at_the_top() -> None:
    form = Form(sent=True).refuse("", "This page has changed.")
    page = page_with(form, "{{ ui.problem(form) }}", ONE, TWO)
    assert page.count("This page has changed.") == 1
    assert page.index('id="errors"') < page.index('action="/one"')
