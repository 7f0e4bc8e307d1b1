"""What the tests of the installation share."""

from pathlib import Path

import pytest
from deploy.install.tests.wheels import Repository, pip_wheel


@pytest.fixture(scope="session")
def pip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pip_wheel(tmp_path_factory.mktemp("pip"))


@pytest.fixture
def repository(tmp_path: Path, pip: Path) -> Repository:
    """One that was never installed, in a folder with a space in its name."""
    return Repository(tmp_path / "my clone", pip)
