"""Names: one visible line, for people of all scripts, and nothing that deceives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.identity.names import PersonName, one_line, plain_name

NAME: TypeAdapter[str] = TypeAdapter(PersonName)


@pytest.mark.parametrize(
    "name",
    [
        "Ö",
        "O'Brien",
        "İlknur Işık",
        "Łukasz",
        "أمل",
        "עִבְרִית",
        "李小龍",
        "김 연아",
        "Nguyễn Thị Ánh",
        "สุดารัตน์",
        "नरेन्द्र क्षत्रिय",
        "علی‌رضا",
        "ශ්‍රී",
        "J. R. R. Tolkien",
        "J.R.R. Tolkien",
        "Dr. Öz-Şahin, M.Sc.",
        "Ada Lovelace (6B)",
        "<script>",
        "{{7*7}}",
        "Louis XIV",
        "Mª José",
        "A.B.",
        "A.B.Yılmaz",
        "A.Kaya",
        "J. Li",
        "Ph. D. Öz",
        "Ada M.Sc.",
        "عبدﷲ",
        "三郎",
        "Ada 2026",
        "ﬁona",
        "x" * 80,
        "J. R. Núñez",
        "D'Arcy",
        "Ana-Maria",
        "Gal·la Puig",
        "Gal\u2027la",
        "マリア・ガルシア",
        "Dr. Page",
        "Dr. Li",
        "Li/Ng",
    ],
)
def test_names_of_people_are_taken_as_they_are(name: str) -> None:
    assert NAME.validate_python(name) == name


def test_spaces_of_all_kinds_become_one() -> None:
    assert NAME.validate_python(" Ada\u00a0\u2003 Lovelace\u3000") == "Ada Lovelace"


@pytest.mark.parametrize(
    "name",
    [
        "",
        "   ",
        "\u3164",
        "\u3164\u3164 \u3164",
        "\u2800\u2800",
        "\u115f\u1160",
        "\uffa0",
        "Ada\u3164",
        "\u00ad\u00ad",
        "A\u00adda",
        "Ada\u2800Lovelace",
        "\u200d",
        "Ada\u200d",
        "\u200cAda",
        "Ada \u200d Lovelace",
        "\u034f",
        "\u061c",
        "\u180e",
        "\u2062\u2063",
        "Ada\ufe0f",
        "Ada\U000e0041",
        "Ada\U000e0100",
        "Ada\ue000",
        "Ada\u202egnitaeb",
        "Ada\u2066x\u2069",
        "\u200eAda",
        "Ada\nLovelace",
        "Ada\tLovelace",
        "Ada\u2028Lovelace",
        "Ada\x00",
        "Ada\x1b[31m",
        "\u0301",
        "\u0301Ada",
        "Ada \u0301",
        "-\u0301-",
        "A" + "\u0335" * 6,
        "A" + "\u0e49" * 30,
        "---",
        "!!!",
        "😀",
        "x" * 81,
        "http://evil.example",
        "Ada https://evil.example",
        "evil.example",
        "t.co/x",
        "X.COM",
        "my-evil.example",
        "Visit EVIL.COM now",
        "Visit evil。com",
        "Visit evil．com",
        "Visit ｅｖｉｌ.ｃｏｍ",
        "www.evil",
        "a.evil.example/x",
        "bücher.example",
        "ada@school.example",
        "10.20.30.40",
        "1.1.1.1",
        "Win now v.gd/AbC",
        "x.ai",
        "X.AI",
        "a.de",
        "g.cn/x",
        "g.рф",
        "x.中国",
        "z.com",
        "a-b.de",
        "v。gd",
        "ｖ.ｇｄ",
        "g.page/ada",
        "m.sc/x",
        "a.kaya/x",
        "\ufdfa" * 80,
        "\ufdfa",
        "\ufdf2" * 80,
        "A\ufdfd",
        "\U0001242b" * 80,
        "A\U00012000",
        "A\U00013000",
        "A\u2e3b",
        "Ada ㍿㌖",
        "Ada 😀",
        "Call 0555 123 45 67",
        "Call ٠٥٥٥١٢٣",
        "Call ⓪⑤⑤⑤①②",
        "Call ０５５５１２３",
        "Ada 12345",
        *(
            f"evil{dot}com"
            for dot in "\u2027\ua4f8\u2e33\u06d4\u066b\u2022\u2219\u22c5\u30fb\u00b7"
        ),
        *(f"evil {dot} example" for dot in "\u2027\ua4f8\u2022\uff0e\u3002"),
        "evil\u2022de",
        "evil .com",
        "evil . com",
        "evil. com",
        "evil \uff0ecom",
        "evil/com",
        "@evil Ana",
        "Ana @evil",
        "http:x Ana",
        "mailto:x Ana",
        "=HYPERLINK(A1)",
    ],
)
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        NAME.validate_python(name)


@pytest.mark.parametrize("name", ["Школа № 7", "Liceum nr 12345", "ZŠ a MŠ 602 00"])
def test_a_schools_name_may_hold_a_number_sign_and_digits(name: str) -> None:
    assert plain_name(name) == name


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Kick-off: ❤️ and 👩\u200d🏫", "Kick-off: ❤️ and 👩\u200d🏫"),
        (" https://meet.example/a  b\n", "https://meet.example/a b"),
        ("", ""),
        ("علی\u200cرضا", "علی\u200cرضا"),
    ],
)
def test_a_title_is_one_line_and_may_hold_pictures_and_addresses(title: str, shown: str) -> None:
    assert one_line(title) == shown


@pytest.mark.parametrize(
    "title", ["a\nb", "a\u2028b", "a\x00b", "a\u202eb", "\u200bab", "\ufe0fab", "a\u3164", "a\tb"]
)
def test_a_title_with_a_line_break_or_unseen_signs_is_refused(title: str) -> None:
    with pytest.raises(ValueError, match=r"one line|cannot be shown"):
        one_line(title)


@given(st.text(max_size=90))
def test_a_taken_name_is_one_line_and_taken_again(text: str) -> None:
    try:
        name = NAME.validate_python(text)
    except ValidationError:
        return
    assert name.splitlines() == [name]
    assert NAME.validate_python(name) == name
