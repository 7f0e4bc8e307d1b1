"""Measures, prints a table and writes `.meridian/bench.json`: `python -m tests.bench [--only AREA]`."""

import argparse
import importlib
import json
import sys
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from tests.bench import installation

from meridian.failure import Failure
from meridian.layout import Home

Row = dict[str, Any]


def areas() -> list[str]:
    """Every `bench_<area>.py` beside this file, each with a function `rows`."""
    return sorted(
        path.stem.removeprefix("bench_") for path in Path(__file__).parent.glob("bench_*.py")
    )


def measure(area: str) -> list[Row]:
    rows: list[Row] = importlib.import_module(f"tests.bench.bench_{area}").rows()
    return rows


def show(rows: list[Row]) -> None:
    table = Table("figure", "value", "unit", "goal", "holds")
    words = {True: "yes", False: "NO", None: ""}
    for row in rows:
        goal = "" if row["goal"] is None else str(row["goal"])
        table.add_row(row["name"], str(row["value"]), row["unit"], goal, words[row["holds"]])
    Console().print(table)


def keep(rows: list[Row], file: Path) -> None:
    """Rows measured now replace those of the same name; the others stay."""
    before: list[Row] = json.loads(file.read_text()) if file.exists() else []
    new = {row["name"] for row in rows}
    kept = [row for row in before if row["name"] not in new] + rows
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(sorted(kept, key=lambda row: row["name"]), indent=2) + "\n")


def main() -> int:
    """Exit code 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="tests.bench")
    parser.add_argument("--only", choices=areas())
    only = parser.parse_args().only
    rows: list[Row] = []
    try:
        for area in [only] if only else areas():
            rows += measure(area)
    except Failure as failure:
        sys.stderr.write(f"bench: {failure}\n")
        return 1
    finally:
        installation.finish()
    show(rows)
    keep(rows, Home.default().path / "bench.json")
    return 1 if any(row["holds"] is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
