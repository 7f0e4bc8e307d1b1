"""The supervisor, on everything for real: six services, Postgres, NATS and the mailbox."""

import json
import os
import re
import shlex
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from deploy.local.tests.running import Running

from meridian.layout import SERVICES, Home
from meridian.testing.servers import scratch_folder

pytestmark = pytest.mark.timeout(400)
ARRIVED = "Everything announced has arrived."
STOPPED = 60
BACK_WITHIN = 120.0


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    with scratch_folder() as folder:
        installation = Running(Home(folder / "home"))
        # Somebody else has the usual port of the pages.
        with socket.socket() as squatter:
            squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                squatter.bind(("127.0.0.1", 8400))
                squatter.listen()
            except OSError:
                pass  # Somebody else has it already, which is just as good.
            installation.start()
        try:
            yield installation
        finally:
            if installation.process is not None and installation.process.poll() is None:
                installation.stop(signal.SIGTERM)


def kill(pids: list[int]) -> None:
    assert len(pids) == 1
    os.kill(pids[0], signal.SIGKILL)


def test_a_taken_port_is_replaced_and_named(running: Running) -> None:
    assert "Port 8400 is taken: web uses" in running.said()
    assert not running.where()["web"].endswith(":8400")


def test_everything_answers_where_the_file_says(running: Running) -> None:
    assert running.all_ready()
    assert f"Meridian is ready: {running.where()['web']}" in running.said()
    assert httpx.get(running.where()["web"], trust_env=False).status_code == 200
    assert json.loads(running.home.endpoints.read_text()).keys() >= {*SERVICES, "mailbox", "smtp"}


def test_without_a_demo_the_command_that_makes_the_first_lead_is_printed(running: Running) -> None:
    command = re.search(r"create the first lead: .venv/bin/meridian (.*)", running.said())
    assert command is not None
    done = running.command(*shlex.split(command[1]))
    assert done.returncode == 0, done.stderr
    link = done.stdout.split("link ")[1].strip()
    answer = httpx.get(link, trust_env=False)
    assert answer.status_code == 200
    assert "password" in answer.text.lower()


def test_status_says_so(running: Running) -> None:
    done = running.command("status")
    assert done.returncode == 0
    assert done.stdout.count("ready") == len(SERVICES) + 1


def test_a_second_instance_is_refused_in_one_line(running: Running) -> None:
    done = running.command("up")
    assert done.returncode == 1
    assert done.stderr.startswith("meridian: Meridian is already running here")
    assert len(done.stderr.splitlines()) == 1


def test_data_in_use_are_not_deleted(running: Running) -> None:
    done = running.command("reset", "--yes")
    assert done.returncode == 1
    assert "Stop it with Ctrl-C first" in done.stderr
    assert running.home.endpoints.exists()


def test_secrets_are_for_their_owner_alone(running: Running) -> None:
    public = {"jwks.json"}
    files = [path for path in running.home.secrets.rglob("*") if path.is_file()]
    assert len(files) > 15
    assert {path.name for path in files if path.stat().st_mode & 0o077} == public


def test_time_passes_in_steps(running: Running) -> None:
    done = running.command("clock", "advance", "1d", "--step", "12h")
    assert done.returncode == 0, done.stderr
    assert "(2 steps)" in done.stdout
    assert "1 day, 0:00:00 from real time" in running.command("clock", "show").stdout


def test_a_wrong_span_is_one_line(running: Running) -> None:
    done = running.command("clock", "advance", "tomorrow")
    assert done.returncode == 1
    assert done.stderr.startswith("meridian: 'tomorrow' is not a span of time")


def test_nothing_is_parked_and_everything_arrived(running: Running) -> None:
    assert running.command("parked", "list").stdout == "Nothing is parked.\n"
    status = running.command("bus", "status")
    assert ARRIVED in status.stdout
    assert "broker_disconnected" not in status.stdout + status.stderr


def test_a_person_made_by_the_operator_is_known_everywhere(running: Running) -> None:
    arguments = ("create-person", "--email", "op@example.org", "--role", "operator")
    done = running.command("admin", *arguments)
    assert done.returncode == 0, done.stderr
    assert f"link {running.where()['web']}/" in done.stdout
    assert running.command("clock", "advance", "1s").returncode == 0


@pytest.mark.full
def test_the_broker_can_be_rebuilt(running: Running) -> None:
    assert running.command("bus", "rebuild").returncode == 0
    assert running.command("clock", "advance", "1s").returncode == 0
    status = running.command("bus", "status")
    assert ARRIVED in status.stdout
    assert "broker_disconnected" not in status.stdout + status.stderr


@pytest.mark.full
@pytest.mark.parametrize("service", ["accounts", "web", "notifications"])
def test_a_killed_service_comes_back(running: Running, service: str) -> None:
    kill(running.processes(rf"{service}\.app:create_app"))
    news = f"{service} ended unexpectedly (killed by SIGKILL)"
    running.until(lambda: news in running.said(), BACK_WITHIN)
    running.until(lambda: running.ready(service), BACK_WITHIN)


@pytest.mark.full
def test_killed_postgres_comes_back_and_so_do_the_services(running: Running) -> None:
    kill(running.processes(r"bin/postgres -D"))
    running.until(lambda: "Postgres ended unexpectedly" in running.said(), BACK_WITHIN)
    running.until(running.all_ready, BACK_WITHIN)


@pytest.mark.full
def test_a_killed_broker_comes_back_and_events_flow(running: Running) -> None:
    kill(running.processes("nats-server"))
    running.until(lambda: "NATS ended unexpectedly" in running.said(), BACK_WITHIN)
    arguments = ("create-person", "--email", "second@example.org")
    assert running.command("admin", *arguments).returncode == 0
    done = running.command("clock", "advance", "1s")
    assert done.returncode == 0, done.stderr


@pytest.mark.full
def test_a_consumer_stopped_for_a_minute_catches_up_without_anybody(
    running: Running, capsys: pytest.CaptureFixture[str]
) -> None:
    (consumer,) = running.processes(r"notifications\.app:create_app")
    os.kill(consumer, signal.SIGSTOP)
    began = time.monotonic()
    try:
        for number in range(3):
            address = f"while-stopped-{number}@example.org"
            assert running.command("admin", "create-person", "--email", address).returncode == 0
        assert ARRIVED not in running.command("bus", "status").stdout
        time.sleep(max(0.0, began + STOPPED - time.monotonic()))
    finally:
        os.kill(consumer, signal.SIGCONT)
    again = time.monotonic()
    running.until(lambda: ARRIVED in running.command("bus", "status").stdout, BACK_WITHIN)
    assert running.processes(r"notifications\.app:create_app") == [consumer]
    with capsys.disabled():
        print(f"\nhealed in {time.monotonic() - again:.1f} s: a consumer stopped for {STOPPED} s")  # noqa: T201


def test_stopping_leaves_nothing_behind_and_a_second_start_finds_everything(
    running: Running,
) -> None:
    before = running.where()
    arguments = ("create-person", "--email", "kept@example.org")
    assert running.command("admin", *arguments).returncode == 0
    assert running.stop() == 0
    assert "Stopped. Everything is kept" in running.said()
    assert running.processes(".") == []
    assert running.command("status").returncode == 1
    running.start()
    assert running.where() == before
    assert "Migrated" not in running.said()
    assert f"staff         {before['web']}/sign-in" in running.said()
    assert running.command("admin", "sign-in-link", "--email", "kept@example.org").returncode == 0


@pytest.mark.full
def test_a_killed_supervisor_takes_everything_with_it(running: Running) -> None:
    assert running.process is not None
    children = running.processes(".")
    assert len(children) == len(SERVICES) + 3
    running.process.kill()
    running.process.wait()
    deadline = time.monotonic() + BACK_WITHIN
    while any(Path(f"/proc/{pid}").exists() for pid in children):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    running.start()


@pytest.mark.full
def test_a_broken_secret_ends_in_one_line_and_nothing_half_started(running: Running) -> None:
    assert running.stop(signal.SIGTERM) == 0
    password = running.home.secrets / "postgres" / "postgres"
    right = password.read_text()
    password.write_text("wrong")
    done = running.command("up", "--no-demo")
    password.write_text(right)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("meridian: ")
    assert not running.processes(".")
