"""`make faults ARGS="--short|--full --seed N"`: break a whole installation, and check what is left of it."""

import argparse
import json
import random
import sys
import time
from pathlib import Path

import uvloop
from rich.console import Console
from tests.bench.__main__ import _table
from tests.bench.row import Row

from .nemesis import FULL, SHORT
from .run import run

FILE = Path(".meridian/faults.json")
HISTORIES = Path(".meridian/faults")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make faults")
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--short", action="store_true", help="5,000 commands, 24 kills")
    size.add_argument("--full", action="store_true", help="100,000 commands, 240 kills")
    parser.add_argument("--commands", type=int, help="a part of a full run: as many faults fewer")
    parser.add_argument("--seed", type=int, help="which faults; drawn anew when not named")
    chosen = parser.parse_args()
    if chosen.seed is None:
        chosen.seed = random.randrange(1, 1_000_000)
        print(f"Seed {chosen.seed}, drawn for this run.", flush=True)
    name, how_much = ("full", FULL) if chosen.full else ("short", SHORT)
    if chosen.commands:
        name, how_much = f"{name}-{chosen.commands}", how_much.part(chosen.commands)
    HISTORIES.mkdir(parents=True, exist_ok=True)
    path = HISTORIES / f"{name}-seed{chosen.seed}.jsonl"
    began = time.monotonic()
    rows, judged = uvloop.run(run(name, how_much, chosen.seed, path))
    _write(rows, f"faults.{name}.seed{chosen.seed}.")
    Console().print(_table(rows))
    print(f"{time.monotonic() - began:.0f} s in all; history: {path}")
    for finding in judged.findings[:40]:
        print(f"  {finding}")
    said = [word for word in sys.argv[1:] if "--seed" not in word and word != str(chosen.seed)]
    again = f'make faults ARGS="{" ".join([*said, "--seed", str(chosen.seed)])}"'
    if judged.broken or not all(row["holds"] in {True, None} for row in rows):
        sys.exit(f"Broken promises: {judged.broken}. Once more with: {again}")
    print(f"Nothing lost, nothing twice, in order. Once more with: {again}")


def _write(found: list[Row], prefix: str) -> None:
    """Replace the rows of this size and seed, keep the others."""
    earlier: list[Row] = json.loads(FILE.read_text()) if FILE.exists() else []
    kept = [row for row in earlier if not row["name"].startswith(prefix)]
    FILE.write_text(json.dumps(kept + found, indent=1) + "\n")


if __name__ == "__main__":
    main()
