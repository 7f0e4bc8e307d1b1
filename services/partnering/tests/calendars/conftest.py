"""Makes the words for entering holidays importable by the tests of this folder."""

import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from entering import Staff


@pytest.fixture
def staff(session: Any) -> Staff:
    """Enters holidays as staff would."""
    return Staff(session)
