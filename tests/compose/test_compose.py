"""The installation in containers: it comes up, lets people in through one door, and is walled inside."""

import json
import os
import re
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from meridian.ports import free_ports
from meridian.testing.servers import docker_answers

pytestmark = [
    pytest.mark.full,
    pytest.mark.timeout(1500),
    pytest.mark.skipif(not docker_answers(), reason="Docker does not answer on this machine."),
]
ROOT = Path(__file__).resolve().parents[2]
SERVICES = ("accounts", "partnering", "course", "projects", "notifications")


class Compose:
    """One project of its own: no data of another installation is touched."""

    def __init__(self, web: int, mailbox: int) -> None:
        self.web = f"http://127.0.0.1:{web}"
        self.mailbox = f"http://127.0.0.1:{mailbox}"
        self.environment = {
            **os.environ,
            "COMPOSE_PROJECT_NAME": "meridian-smoke",
            "MERIDIAN_PORT": str(web),
            "MERIDIAN_MAILBOX_PORT": str(mailbox),
            "MERIDIAN_PUBLIC_URL": self.web,
        }

    def run(self, *arguments: str, check: bool = True) -> str:
        done = subprocess.run(
            ["docker", "compose", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            pytest.fail(
                f"docker compose {' '.join(arguments)}:\n{(done.stdout + done.stderr)[-4000:]}"
            )
        return done.stdout

    def python(self, service: str, code: str) -> str:
        return self.run("exec", "-T", service, "python", "-c", code)


@pytest.fixture(scope="module")
def compose() -> Iterator[Compose]:
    project = Compose(*free_ports(2))
    try:
        project.run("up", "--build", "--detach")
        wait_until_healthy(project)
        yield project
    finally:
        project.run("down", "--volumes", "--timeout", "5", check=False)


def containers(compose: Compose) -> list[dict[str, Any]]:
    return [json.loads(line) for line in compose.run("ps", "--format", "json").splitlines()]


def wait_until_healthy(compose: Compose, patience: float = 300) -> None:
    deadline = time.monotonic() + patience
    while True:
        unwell = {
            c["Service"]: c["Status"] for c in containers(compose) if c["Health"] != "healthy"
        }
        unwell.pop("mailpit", None)
        if not unwell and len(containers(compose)) >= 10:
            return
        if time.monotonic() > deadline:
            pytest.fail(f"not healthy: {unwell}\n{compose.run('logs', '--tail=20')[-4000:]}")
        time.sleep(1)


def test_up_wait_returns_well(compose: Compose) -> None:
    compose.run("up", "--wait", "--wait-timeout", "240")


def test_the_pages_answer_through_the_one_door(compose: Compose) -> None:
    answer = httpx.get(compose.web, trust_env=False)
    assert answer.status_code == 200
    assert "Meridian" in answer.text
    assert "uvicorn" not in answer.headers.get("server", "")


def test_only_the_proxy_publishes_a_port_and_only_on_loopback(compose: Compose) -> None:
    published = {
        (container["Service"], publisher["URL"])
        for container in containers(compose)
        for publisher in container["Publishers"]
        if publisher["PublishedPort"]
    }
    assert published == {("caddy", "127.0.0.1")}


def test_a_registration_sends_a_mail_whose_link_confirms_it(compose: Compose) -> None:
    person = {
        "email": "smoke@okul.example",
        "name": "Smoke Öğretmen",
        "country": "TR",
        "language": "en",
        "zone": "Europe/Istanbul",
        "code_of_conduct": True,
    }
    code = f"""
import json, urllib.request
request = urllib.request.Request(
    "http://accounts:8000/v1/registrations", json.dumps({person!r}).encode(),
    {{"Content-Type": "application/json", "Idempotency-Key": "smoke-1"}})
print(urllib.request.urlopen(request).status)
"""
    assert compose.python("web", code).strip() == "202"
    link = confirmation_link(compose, person["email"])
    assert link.startswith(f"{compose.web}/confirm?token=")
    assert httpx.get(link, trust_env=False).status_code == 200


def confirmation_link(compose: Compose, email: str) -> str:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        search = {"query": f"to:{email}"}
        found = httpx.get(f"{compose.mailbox}/api/v1/search", params=search, trust_env=False).json()
        if found["messages"]:
            key = found["messages"][0]["ID"]
            address = f"{compose.mailbox}/api/v1/message/{key}"
            text = httpx.get(address, trust_env=False).json()["Text"]
            link = re.search(r"http://\S+/confirm\?token=\S+", text)
            assert link, text
            return link[0]
        time.sleep(0.5)
    pytest.fail("no mail came")


def test_the_operator_makes_the_first_person(compose: Compose) -> None:
    arguments = ("create-person", "--email", "op@okul.example", "--role", "operator")
    said = compose.run("exec", "-T", "accounts", "admin", *arguments)
    assert f"link {compose.web}/reset?token=" in said


def test_there_is_no_demo_data_unless_asked(compose: Compose) -> None:
    code = """
import json, urllib.request
print(json.load(urllib.request.urlopen("http://course:8000/v1/cohorts"))["items"])
"""
    assert compose.python("web", code).strip() == "[]"


@pytest.mark.parametrize("service", [*SERVICES, "web"])
def test_a_service_is_nobody_and_can_write_nowhere(compose: Compose, service: str) -> None:
    code = """
import os
status = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
assert os.getuid() == 10001
assert int(status["CapEff"], 16) == 0 and int(status["CapBnd"], 16) == 0
assert status["NoNewPrivs"].strip() == "1"
for path in ("/app/x", "/venv/x", "/run/meridian/x"):
    try:
        open(path, "w")
    except OSError:
        continue
    raise SystemExit(f"{path} is writable")
print("walled")
"""
    assert compose.python(service, code).strip() == "walled"


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_sees_no_secret_of_another(compose: Compose, service: str) -> None:
    code = """
import os, pathlib
print(sorted(p.name for p in pathlib.Path("/run/meridian").iterdir()))
print([v for v in pathlib.Path("/run/meridian/environment").read_text().splitlines()])
"""
    seen = compose.python(service, code)
    for other in SERVICES:
        if other != service:
            assert f"MERIDIAN_{other.upper()}" not in seen
            assert f"{other}.seed" not in seen
    assert "migrator" not in seen
    assert ("signing-key.json" in seen) == (service == "accounts")


def test_the_database_is_out_of_reach_of_the_pages(compose: Compose) -> None:
    code = """
import socket
for host, port in (("postgres", 5432), ("nats", 4222)):
    try:
        socket.create_connection((host, port), 2)
    except OSError:
        continue
    raise SystemExit(host)
print("out of reach")
"""
    assert compose.python("web", code).strip() == "out of reach"


def test_a_killed_service_comes_back(compose: Compose) -> None:
    identifier = compose.run("ps", "--quiet", "projects").strip()
    inspect = ["docker", "inspect", "-f", "{{.State.Pid}}", identifier]
    pid = subprocess.run(inspect, capture_output=True, text=True, check=True).stdout.strip()
    killed = subprocess.run(["kill", "-9", pid], check=False, capture_output=True)
    if killed.returncode:
        pytest.skip("The container's process is not ours to kill: Docker runs elsewhere.")
    wait_until_healthy(compose, patience=90)
    assert compose.run("ps", "--quiet", "projects").strip() == identifier


def test_a_second_start_keeps_secrets_and_data(compose: Compose) -> None:
    read = "print(hash(open('/run/meridian/environment').read()))"
    before = compose.run("exec", "-T", "-e", "PYTHONHASHSEED=0", "course", "python", "-c", read)
    compose.run("stop", "--timeout", "20")
    compose.run("up", "--detach")
    wait_until_healthy(compose)
    after = compose.run("exec", "-T", "-e", "PYTHONHASHSEED=0", "course", "python", "-c", read)
    assert after == before
