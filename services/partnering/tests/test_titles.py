"""Class names are plain names, and titles are one visible line, whoever writes them."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from pydantic import TypeAdapter, ValidationError

from partnering.calendars.schemas import Edit, Renaming
from partnering.classes.schemas import ClassName
from partnering.posts.schemas import PostIn
from partnering.room.schemas import NewMeeting, NewTask

CLASS_NAME: TypeAdapter[str] = TypeAdapter(ClassName)


@pytest.mark.parametrize(
    "name",
    [
        "5b/2",
        "3.A",
        "6B & 6C",
        "7-A",
        "10/a",
        "Klasse 5a",
        "1ère S",
        "高一3班",
        "Robotics 🤖",
        "9. sınıf",
    ],
)
def test_class_names_of_real_schools_are_taken_as_they_are(name: str) -> None:
    assert CLASS_NAME.validate_python(name) == name


def test_a_year_and_its_word_get_the_space_between_them() -> None:
    assert CLASS_NAME.validate_python("10.sınıf") == "10. sınıf"


@pytest.mark.parametrize(
    "name",
    [
        "evil.example/x",
        '=HYPERLINK("x")',
        "＝1+1",
        "5b\n=1",
        "5b\u2028c",
        "5b\u202ec",
        "\u200b",
        "evil\u2022com",
        "@evil 5b",
        "see http://x",
    ],
)
def test_a_class_is_not_called_by_an_address_a_formula_or_unseen_signs(name: str) -> None:
    with pytest.raises(ValidationError):
        CLASS_NAME.validate_python(name)


@pytest.mark.parametrize("words", ["Winter\nbreak", "Winter\u2028break", "Winter\u202ebreak"])
def test_titles_that_stand_on_cards_and_in_mails_are_one_visible_line(words: str) -> None:
    day = "2026-12-24"
    starts_at = datetime.now(UTC) + timedelta(days=1)
    for model, fields in (
        (NewMeeting, {"title": words, "starts_at": starts_at}),
        (NewMeeting, {"title": "Kick-off", "place": words, "starts_at": starts_at}),
        (NewTask, {"title": words, "assignee_id": uuid4()}),
        (PostIn, {"title": words, "text": "A project about water in our towns."}),
        (Renaming, {"region": words}),
        (Edit, {"now": {"name": words, "starts_on": day, "ends_on": day}}),
    ):
        with pytest.raises(ValidationError, match=r"one line|cannot be shown"):
            model.model_validate(fields)
        model.model_validate(_with(fields, words, "Winter break ❄️"))


def _with(fields: dict, old: str, new: str) -> dict:
    return {
        name: _with(value, old, new) if isinstance(value, dict) else new if value == old else value
        for name, value in fields.items()
    }
