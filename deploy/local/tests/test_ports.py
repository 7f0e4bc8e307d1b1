"""Ports: the wanted ones, unless somebody else has them."""

import socket
import subprocess
import sys

from meridian import endpoints
from meridian.layout import Home
from meridian.ports import choose, free_ports, is_free


def test_a_free_port_is_kept() -> None:
    (port,) = free_ports(1)
    assert choose({"web": port}) == ({"web": port}, {})


def test_a_taken_port_is_replaced_and_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        chosen, replaced = choose({"web": taken})
    assert replaced == {"web": taken}
    assert chosen["web"] != taken
    assert is_free(chosen["web"])


def test_two_names_never_share_a_port() -> None:
    (port,) = free_ports(1)
    chosen, replaced = choose({"web": port, "accounts": port})
    assert replaced == {"accounts": port}
    assert chosen["web"] != chosen["accounts"]


def test_the_ports_of_the_last_start_are_remembered(home: Home) -> None:
    ports = dict(zip(endpoints.PORTS, free_ports(len(endpoints.PORTS)), strict=True))
    endpoints.write(home, ports)
    assert endpoints.remembered_ports(home) == ports


def test_the_file_of_addresses_holds_no_secret(home: Home) -> None:
    endpoints.write(home, endpoints.PORTS)
    for address in endpoints.read(home).values():
        assert "@" not in address


def test_a_port_that_another_installation_chose_is_not_chosen_again() -> None:
    (port,) = free_ports(1)
    asked = f"from meridian.ports import choose; print(choose({{'web': {port}}})[1])"
    assert choose({"web": port}) == ({"web": port}, {})
    other = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    assert other.stdout.strip() == f"{{'web': {port}}}"
