"""Who is asking, through proxies that are trusted and past those that are not."""

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.http.clients import Proxies, client_address, network_of

CADDY, TLS = "172.18.0.5", "192.0.2.10"
TRUSTED = ["172.18.0.0/16", "192.0.2.10"]


def test_through_two_proxies_the_teacher_is_the_client() -> None:
    assert client_address(CADDY, [f"198.51.100.7, {TLS}"], TRUSTED) == "198.51.100.7"


def test_each_proxy_may_write_a_header_of_its_own() -> None:
    assert client_address(CADDY, ["198.51.100.7", TLS], TRUSTED) == "198.51.100.7"


def test_what_a_client_writes_itself_is_not_believed() -> None:
    forged = f"203.0.113.1, 198.51.100.7, {TLS}"
    assert client_address(CADDY, [forged], TRUSTED) == "198.51.100.7"


def test_a_stranger_speaks_for_nobody_else() -> None:
    assert client_address("198.51.100.7", ["203.0.113.1"], TRUSTED) == "198.51.100.7"
    assert client_address("198.51.100.7", ["203.0.113.1"], []) == "198.51.100.7"


def test_without_the_second_proxy_in_the_list_it_is_the_client() -> None:
    assert client_address(CADDY, [f"198.51.100.7, {TLS}"], TRUSTED[:1]) == TLS


@pytest.mark.parametrize("word", ["", "unknown", "_hidden", "1.2.3", "198.51.100.7.evil", "\ud800"])
def test_a_word_that_is_no_address_ends_the_trail(word: str) -> None:
    assert client_address(CADDY, [f"203.0.113.1, {word}, {TLS}"], TRUSTED) == TLS


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("198.51.100.7:4711", "198.51.100.7"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ('"[2001:db8::1]"', "2001:db8::1"),
        ("2001:DB8::1", "2001:db8::1"),
        ("::ffff:198.51.100.7", "198.51.100.7"),
        ("fe80::1%eth0", "fe80::1"),
    ],
)
def test_addresses_are_read_as_proxies_write_them(written: str, meant: str) -> None:
    assert client_address(CADDY, [written], TRUSTED) == meant


def test_a_proxy_that_reaches_us_by_mapped_ipv4_is_the_same_proxy() -> None:
    assert client_address(f"::ffff:{CADDY}", ["198.51.100.7"], TRUSTED) == "198.51.100.7"


def test_one_ipv6_connection_is_one_network() -> None:
    assert network_of("2001:db8:1:2::1") == network_of("2001:db8:1:2:ffff::9")
    assert network_of("2001:db8:1:2::1") != network_of("2001:db8:1:3::1")
    assert network_of("198.51.100.7") != network_of("198.51.100.8")
    assert network_of("::ffff:198.51.100.7") == network_of("198.51.100.7")
    assert network_of("testclient") == "testclient"


def test_the_setting_is_a_list_in_json_or_words() -> None:
    setting: TypeAdapter[list[str]] = TypeAdapter(Proxies)
    expected = ["10.0.0.0/8", "192.0.2.1"]
    for text in ('["10.0.0.0/8", "192.0.2.1"]', "10.0.0.0/8 192.0.2.1", "10.0.0.0/8,192.0.2.1 "):
        assert setting.validate_python(text) == expected
    assert setting.validate_python("") == []
    with pytest.raises(ValidationError):
        setting.validate_python("caddy")
