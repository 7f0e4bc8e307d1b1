"""Whose request this is when proxies pass it on, and which addresses are one network."""

import json
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from pydantic_settings import NoDecode

Address = IPv4Address | IPv6Address


def client_address(peer: str, forwarded: Sequence[str], trusted: Sequence[str]) -> str:
    """Return the address nearest to us that is no trusted proxy.

    `forwarded` are the X-Forwarded-For headers as they came. Each proxy adds on the right whom it
    heard, so they are read from the right and believed as long as a trusted proxy wrote them. What
    stands left of the first stranger was written by the stranger.
    """
    nearest = _parsed(peer)
    if nearest is None:
        return peer
    written = [one for line in forwarded for one in line.split(",")]
    for text in reversed(written):
        if not _trusts(nearest, tuple(trusted)):
            break
        farther = _parsed(text)
        if farther is None:
            break
        nearest = farther
    return str(nearest)


def network_of(address: str) -> str:
    """Return what one connection owns: an IPv4 address, or the /64 of an IPv6 address."""
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((parsed, 64), strict=False))
    return address if parsed is None else str(parsed)


def _parsed(text: str) -> Address | None:
    """An address as proxies write it: also with a port, in brackets, or mapped into IPv6."""
    text = text.strip().strip('"')
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return (isinstance(found, IPv6Address) and found.ipv4_mapped) or found


@lru_cache(maxsize=4096)
def _trusts(address: Address, trusted: tuple[str, ...]) -> bool:
    return any(address in ip_network(network, strict=False) for network in trusted)


def _listed(value: Any) -> Any:
    """Settings may be a JSON list or words with spaces or commas between them."""
    if not isinstance(value, str):
        return value
    return json.loads(value) if value.lstrip().startswith("[") else value.replace(",", " ").split()


def _networks(value: list[str]) -> list[str]:
    for network in value:
        ip_network(network, strict=False)
    return value


Proxies = Annotated[list[str], NoDecode, BeforeValidator(_listed), AfterValidator(_networks)]
"""A setting: the networks whose word about a client's address is believed."""
