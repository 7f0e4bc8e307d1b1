"""The short run of `make faults`, as a test: 5,000 commands while each part is killed three times."""

import asyncio
from pathlib import Path

import pytest

from .nemesis import SHORT
from .run import run

pytestmark = [pytest.mark.full, pytest.mark.xdist_group("system"), pytest.mark.timeout(600)]

SEED = 20261122


def test_the_short_run_loses_nothing_and_does_nothing_twice(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        rows, judged = asyncio.run(run("short", SHORT, SEED, tmp_path / "history.jsonl"))
    assert judged.findings == []
    assert [row for row in rows if row["holds"] is False] == []
