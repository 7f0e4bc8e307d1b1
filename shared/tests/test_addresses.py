"""Addresses: one mailbox has one key, two mailboxes never share one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from shared.identity.addresses import Email, address_key, mailable, readable

EMAIL: TypeAdapter[str] = TypeAdapter(Email)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ada@gymnasium-weiß.example", "ada@gymnasium-weiss.example"),
        ("ada@οδυσσευς.example", "ada@οδυσσευσ.example"),
        ("ada@ſchool.example", "ada@school.example"),
        ("ada@schооl.example", "ada@school.example"),  # Cyrillic о
        ("ada@ﬁsh.example", "ada@fish.example"),
        ("ada@istanbul.example", "ada@İstanbul.example"),
        ("ada@ıstanbul.example", "ada@istanbul.example"),
        ("straße@school.example", "strasse@school.example"),
        ("ſam@school.example", "sam@school.example"),
        ("İlknur@school.example", "ilknur@school.example"),
        ("ÖZGE@school.example", "özge@school.example"),
        ("ada+course@school.example", "ada@school.example"),
        ("a.da@school.example", "ada@school.example"),
        ("ada%40school@school.example", "ada@school@school.example"),
        ('"ada"@school.example', "ada@school.example"),
        ("ada@mail.school.example", "ada@school.example"),
    ],
)
def test_two_mailboxes_never_share_a_key(one: str, other: str) -> None:
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada@School.EXAMPLE", "ada@school.example"),
        ("ada@BÜCHER.example", "ada@bücher.example"),
        ("ada@XN--BCHER-KVA.example", "ada@bücher.example"),
        ("ada@gymnasium-weiß.example", "ada@xn--gymnasium-wei-ndb.example"),
        ("ada@ΣΧΟΛΗΣ.example", "ada@σχοληΣ.example"),
        ("ada@school.example.", "ada@school.example"),
        (" ada@school.example ", "ada@school.example"),
        ("jose\u0301@school.example", "josé@school.example"),
    ],
)
def test_spellings_of_one_mailbox_share_a_key(one: str, other: str) -> None:
    assert address_key(one) == address_key(other)


def test_mail_goes_to_the_domain_of_idna_2008() -> None:
    assert mailable("Ada@gymnasium-weiß.example") == "Ada@xn--gymnasium-wei-ndb.example"
    # Python's codec would write to a school of another name.
    assert "gymnasium-weiß".encode("idna") == b"gymnasium-weiss"


def test_a_key_is_shown_in_the_script_of_its_domain() -> None:
    assert readable("ada@xn--gymnasium-wei-ndb.example") == "ada@gymnasium-weiß.example"


@pytest.mark.parametrize(
    "typed",
    [
        "ada",
        "@school.example",
        "ada@",
        "ada@school..example",
        "ada@ſchool.example",
        "ada@school_.example",
        "ada@-school.example",
        "ada@xn--a.example",
        f"ada@{'x' * 64}.example",
        f"ada@{'ü' * 60}.example",
        f"{'x' * 321}@school.example",
        '"ada"@school.example',
        "ada@[192.0.2.1]",
        "Ada <ada@school.example>",
        "ada@school.example\nBcc: all@school.example",
        "ada\x00@school.example",
        "ada@sch\u200bool.example",
        "ada@☃.example",
    ],
)
def test_what_no_mail_server_would_take_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError, match="valid email address"):
        EMAIL.validate_python(typed)


@given(st.emails())
def test_a_taken_address_keeps_its_key(typed: str) -> None:
    try:
        taken = EMAIL.validate_python(typed)
    except ValidationError:
        return
    assert address_key(taken) == address_key(typed) == address_key(address_key(typed))
    assert address_key(mailable(taken)) == address_key(readable(taken)) == address_key(taken)


@given(st.text())
def test_every_text_has_a_key_and_it_is_stable(text: str) -> None:
    assert address_key(address_key(text)) == address_key(text)
