"""What the tests of the one-machine deployment share."""

from collections.abc import Iterator

import pytest

from meridian.layout import Home
from meridian.testing.servers import scratch_folder


@pytest.fixture
def home() -> Iterator[Home]:
    """An empty state folder."""
    with scratch_folder() as folder:
        yield Home(folder)
