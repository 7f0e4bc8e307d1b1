"""Gives every test in the repository the real servers of `meridian.testing`."""

import pytest

pytest_plugins = ["meridian.testing"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-route-matrix",
        action="store_true",
        help="record the routes and their policies as they are now",
    )
