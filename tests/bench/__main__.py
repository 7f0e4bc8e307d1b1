"""Runs the areas, prints one table, writes `.meridian/bench.json`."""

import argparse
import importlib
import json
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table
from tests.bench.row import Row

AREAS = ("bus", "foreign", "matching", "system", "web")
FILE = Path(".meridian/bench.json")


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--only", choices=AREAS, help="one area")
    only = parser.parse_args().only
    areas = (only,) if only else AREAS
    # A pipe has no width: whole names are worth more there than a narrow table.
    console = Console() if sys.stdout.isatty() else Console(width=140)
    found: list[Row] = []
    for area in areas:
        console.print(f"Measuring {area} …")
        found += importlib.import_module(f"tests.bench.bench_{area}").rows()
    _write(found, areas)
    console.print(_table(found))


def _write(found: list[Row], areas: tuple[str, ...]) -> None:
    """Keep the rows of areas that were not measured this time."""
    earlier: list[Row] = json.loads(FILE.read_text()) if FILE.exists() else []
    kept = [row for row in earlier if row["name"].split(".")[0] not in areas]
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps(kept + found, indent=1) + "\n")


def _table(found: list[Row]) -> Table:
    table = Table("figure", "value", "unit", "goal", "holds", title="Figures of this machine")
    for row in found:
        holds = {True: "yes", False: "NO", None: ""}[row["holds"]]
        goal = "" if row["goal"] is None else str(row["goal"])
        table.add_row(row["name"], str(row["value"]), row["unit"], goal, holds)
    return table


if __name__ == "__main__":
    main()
