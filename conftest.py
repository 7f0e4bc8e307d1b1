"""Gives every test in the repository the real servers of `meridian.testing`."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, settings
from xdist.scheduler import LoadScopeScheduling

pytest_plugins = ["meridian.testing"]

# How long an example takes says how busy the machine is, and nothing about the code.
settings.register_profile(
    "any-machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any-machine")


@pytest.fixture(autouse=True)
def _logs_are_not_configured() -> None:
    """A service that a test started configures logging for the whole process, its level included."""
    structlog.reset_defaults()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-route-matrix",
        action="store_true",
        help="record the routes and their policies as they are now",
    )


class Scheduling(LoadScopeScheduling):
    """A module runs in one process; modules that name a group run in one process together.

    xdist's own loadgroup is silently without effect under pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        return group_of(self.config.rootpath / nodeid.partition("::")[0])


@cache
def group_of(module: Path) -> str:
    group = re.search(r"xdist_group\(\"(\w+)\"\)", module.read_text())
    return group[1] if group else str(module)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling | None:
    return Scheduling(config, log) if config.getvalue("dist") == "loadscope" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests of the whole system come first, because they take longest."""
    items.sort(key=lambda item: item.get_closest_marker("xdist_group") is None)
