"""The short run of `make faults`, as a test: 5,000 commands while each part is killed three times.

The faults are others in each run; what a run found is repeated with the seed that it prints.
"""

import asyncio
import random
from pathlib import Path

import pytest

from .nemesis import SHORT
from .run import run

pytestmark = [pytest.mark.full, pytest.mark.xdist_group("system"), pytest.mark.timeout(600)]


def test_the_short_run_loses_nothing_and_does_nothing_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seed = random.randrange(1, 1_000_000)
    with capsys.disabled():
        print(f'\nAgain with: make faults ARGS="--short --seed {seed}"')
        rows, judged = asyncio.run(run("short", SHORT, seed, tmp_path / "history.jsonl"))
    assert judged.findings == []
    assert [row for row in rows if row["holds"] is False] == []
