"""Whatever arrives over HTTP gets a clear answer: generated requests and raw bytes, no 5xx, no hang."""

import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from meridian.environment import Installation, variables
from meridian.layout import DOMAIN_SERVICES
from meridian.ports import free_ports
from meridian.testing.tables import Schemas
from shared.http import Role
from shared.testing import bearer, principal

pytestmark = [pytest.mark.full, pytest.mark.timeout(300)]

REQUESTS = 2000
SECONDS = 90
STREAMS = {"/v1/me/live"}
"""Answers that never end on purpose."""


@contextmanager
def served(at: Installation, service: str, log: Path) -> Iterator[str]:
    """One service, alone, as the supervisor would start it but without its worker."""
    (port,) = free_ports(1)
    command = [sys.executable, "-m", "uvicorn", "--factory", f"{service}.app:create_app"]
    command += ["--port", str(port), "--log-level", "warning", "--no-access-log"]
    command += ["--http", "shared.http.protocol:BoundedHttp", "--ws", "none"]
    role = {f"MERIDIAN_{service.upper()}_ROLE": "http"}
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            env={**os.environ, **variables(at, service), **role},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(f"http://127.0.0.1:{port}/readyz", log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def _wait(address: str, log: Path) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            if httpx.get(address, timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    pytest.fail(log.read_text()[-2000:])


class Hammer:
    """Sends generated requests as somebody who holds every role."""

    def __init__(self, service: str, address: str) -> None:
        self.service = service
        self.address = address
        self.who = principal(None, *Role)
        self.answers: Counter[int] = Counter()
        self.failures: list[str] = []
        self.until = time.monotonic() + SECONDS
        self.http = httpx.Client(timeout=20)

    def strike(self, operation: Any, mode: GenerationMode, times: int) -> None:
        @settings(
            max_examples=times,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def send(case: schemathesis.Case) -> None:
            if time.monotonic() < self.until:
                self._send(case)

        send()

    def _send(self, case: schemathesis.Case) -> None:
        headers = bearer(self.who, self.service)
        try:
            answer = case.call(base_url=self.address, headers=headers, timeout=20)
        except (ValueError, OSError) as error:
            # What a client library refuses to send never reaches us; silence would be ours.
            if "timed out" in str(error).lower():
                self.failures.append(f"{case.method} {case.path}: no answer")
            return
        self.answers[answer.status_code] += 1
        if answer.status_code >= 500:
            self.failures.append(
                f"{case.as_curl_command()}\n  {answer.status_code} {answer.text[:300]}"
            )


@pytest.mark.parametrize("service", DOMAIN_SERVICES)
async def test_no_generated_request_makes_a_service_fail(
    service: str,
    installation: Installation,
    schemas: Schemas,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    await schemas.prepare(service)
    await schemas.empty(service)
    with served(installation, service, tmp_path / "log") as address:
        document = httpx.get(f"{address}/openapi.json").json()
        # Ours is the valid token; without this half of the requests would end at the door.
        signed_in = {"generation": {"with-security-parameters": False}}
        config = schemathesis.config.SchemathesisConfig.from_dict(signed_in)
        schema = schemathesis.openapi.from_dict(document, config=config)
        operations = [one.ok() for one in schema.get_all_operations()]
        operations = [one for one in operations if one.path not in STREAMS]
        hammer = Hammer(service, address)
        times = -(-REQUESTS // (2 * len(operations)))
        for mode in (GenerationMode.NEGATIVE, GenerationMode.POSITIVE):
            for operation in operations:
                try:
                    hammer.strike(operation, mode, times)
                except Exception as error:
                    # Some operations have nothing to get wrong.
                    if "Unsatisfiable" not in type(error).__name__:
                        raise
        with capsys.disabled():
            told = ", ".join(
                f"{status}: {count}" for status, count in sorted(hammer.answers.items())
            )
            print(f"\n{service}: {hammer.answers.total()} requests, {told}")
        log = (tmp_path / "log").read_text()
    assert hammer.failures == [], "\n".join(hammer.failures[:5]) + log[-3000:]
    assert hammer.answers.total() > 200


RAW = {
    "nothing": b"",
    "half a request line": b"GET /v1/coh",
    "not HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,
    "no version": b"GET /\r\n\r\n",
    "a body that never comes": b"POST /v1/cohorts HTTP/1.1\r\nHost: x\r\n"
    b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
    "two lengths": b"POST /v1/cohorts HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n"
    b"Content-Length: 6\r\n\r\nabcdef",
    "a negative length": b"POST /v1/cohorts HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "a chunk of letters": b"POST /v1/cohorts HTTP/1.1\r\nHost: x\r\n"
    b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
    "a huge address": b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "a huge header": b"GET /v1/cohorts HTTP/1.1\r\nHost: x\r\nX-Big: "
    + b"a" * 300_000
    + b"\r\n\r\n",
    "many headers": b"GET /v1/cohorts HTTP/1.1\r\nHost: x\r\n"
    + b"".join(b"X-%d: 1\r\n" % number for number in range(5000))
    + b"\r\n",
    "a NUL in the address": b"GET /v1/cohorts/%00?x=\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
    "bytes that are no UTF-8": b"GET /v1/cohorts/%ff%fe?slug=%c3%28 HTTP/1.1\r\nHost: x\r\n\r\n",
    "an unknown method": b"BREW /v1/cohorts HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
}


@pytest.mark.parametrize("kind", RAW)
async def test_raw_bytes_neither_fail_nor_hang_a_service(
    kind: str, raw_target: str, installation: Installation
) -> None:
    host, port = raw_target.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as wire:
        try:
            wire.sendall(RAW[kind])
            wire.shutdown(socket.SHUT_WR)
            answer = wire.recv(65536)
        except ConnectionError:
            answer = b""
    status = answer.split(b" ", 2)[1:2]
    assert not status or status[0] < b"500", answer[:300]
    assert httpx.get(f"{raw_target}/livez", timeout=10).status_code == 200


async def test_slow_senders_keep_nobody_else_waiting(raw_target: str) -> None:
    host, port = raw_target.removeprefix("http://").split(":")
    start = b"POST /v1/cohorts HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n"
    slow = [socket.create_connection((host, int(port)), timeout=10) for _ in range(100)]
    try:
        for _ in range(3):
            for wire in slow:
                wire.sendall(start)
            start = b" "
            asked = time.monotonic()
            assert httpx.get(f"{raw_target}/v1/cohorts", timeout=10).status_code == 200
            assert time.monotonic() - asked < 5
    finally:
        for wire in slow:
            wire.close()


@pytest.fixture(scope="module")
def raw_target(
    installation: Installation, schemas: Schemas, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    import asyncio
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, schemas.prepare("course")).result()
    with served(installation, "course", tmp_path_factory.mktemp("course") / "log") as address:
        yield address
