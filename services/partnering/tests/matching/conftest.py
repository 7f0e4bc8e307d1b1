"""Makes the random candidates, and the random pools of the solver, importable by these tests."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "matcher" / "tests")]
