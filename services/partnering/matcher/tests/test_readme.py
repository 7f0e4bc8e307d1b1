"""The example of the README runs as it stands, and prints what the README says."""

import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def test_the_example_prints_what_the_readme_says() -> None:
    text = README.read_text()
    example = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert example is not None
    assert len(re.findall(r"^\S", example[1], re.MULTILINE)) <= 10
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", example[1]],
        check=True,
        capture_output=True,
        text=True,
    )
    for line in done.stdout.splitlines():
        assert f"`{line}`" in text
    assert len(done.stdout.splitlines()) == 2
