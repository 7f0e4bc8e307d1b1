"""Choosing ports: the remembered one, else the usual one, else any that is free."""

import socket
import sys
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress

_claims: dict[int, socket.socket] = {}


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        with suppress(OSError):
            probe.bind((host, port))
            return True
    return False


def claim(port: int) -> bool:
    """Keep other installations of this machine from choosing the port until this process ends.

    A port is chosen some seconds before its server listens; without a claim, two installations
    that start together would both find it free. The kernel gives an abstract name back by itself.
    """
    if port in _claims or sys.platform != "linux":
        return True
    name = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        name.bind(f"\0meridian-port-{port}")
    except OSError:
        name.close()
        return False
    _claims[port] = name
    return True


def free_ports(count: int, host: str = "127.0.0.1") -> list[int]:
    """Distinct free ports: all are held open together, so that none is handed out twice."""
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind((host, 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def choose(
    wanted: Mapping[str, int], avoid: Iterable[int] = ()
) -> tuple[dict[str, int], dict[str, int]]:
    """Ports for every name, and of these the ones that replace a taken port: `{name: refused port}`."""
    chosen: dict[str, int] = {}
    replaced: dict[str, int] = {}
    used = set(avoid)
    for name, port in wanted.items():
        if port in used or not is_free(port) or not claim(port):
            replaced[name] = port
            continue
        chosen[name] = port
        used.add(port)
    for name in replaced:
        while (port := free_ports(1)[0]) in chosen.values() or not claim(port):
            pass
        chosen[name] = port
    return {name: chosen[name] for name in wanted}, replaced
