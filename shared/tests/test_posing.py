"""Nobody is called like the programme or its staff; people keep their names."""

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.identity.names import PersonName

NAME: TypeAdapter[str] = TypeAdapter(PersonName)


@pytest.mark.parametrize(
    "name",
    [
        "Meridian",
        "MERIDIAN team",
        "Meridian Ekibi",
        "Méridian",
        "Ｍｅｒｉｄｉａｎ",
        "𝐌𝐞𝐫𝐢𝐝𝐢𝐚𝐧",
        "Merıdıan",
        "MERİDİAN",
        "Merldlan",
        "Mer1dian",
        "rneridian",
        "Меridiаn",
        "ΜERIDIAΝ",
        "ᴍᴇʀɪᴅɪᴀɴ",
        "ꓟꓰꓣꓲꓓꓲꓮꓠ",
        "M e r i d i a n",
        "M-e-r-i-d-i-a-n",
        "Meridian_Support",
        "MeridianTeam",
        "Ada (Meridian)",
        "Ada, moderator",
        "Moderatör",
        "Ayşe Yönetici",
        "Support",
        "5upport",
        "Course Staff",
        "Staff",
        "Destek Ekibi",
        "Yardım",
        "Safeguarding Officer",
        "Güvenlik Görevlisi",
        "Admin",
    ],
)
def test_a_name_does_not_pose_as_the_programme_or_its_staff(name: str) -> None:
    with pytest.raises(ValidationError, match="belongs to the programme"):
        NAME.validate_python(name)


@pytest.mark.parametrize(
    "name",
    [
        "Mentor Krasniqi",
        "Mehmet Akif Destek",
        "Anna Meridiani",
        "Leopold Staff",
        "Ada Officer",
        "Milan Merida",
        "Μαρία Ιωάννου",
        "Марина Иванова",
        "Armin Modrow",
        "Ali Kurs",
        "J. R. R. Tolkien",
        "A B",
    ],
)
def test_people_keep_names_that_only_hold_such_a_word(name: str) -> None:
    assert NAME.validate_python(name) == name
