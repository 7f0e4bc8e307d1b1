"""The tests of random ways import the world they walk in and its promises from this folder."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
