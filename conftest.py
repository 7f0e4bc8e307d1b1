"""Gives every test in the repository the real servers of `meridian.testing`."""

import pytest

pytest_plugins = ["meridian.testing"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-route-matrix",
        action="store_true",
        help="record the routes and their policies as they are now",
    )


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What belongs together runs in one process: a module, or the group it names.

    The tests of the whole system are one group, so that only one system is started, and they come
    first, because they take longest.
    """
    for item in items:
        if "system" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("system"))
        elif item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
    items.sort(key=lambda item: "system" not in getattr(item, "fixturenames", ()))
