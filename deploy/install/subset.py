"""Prints the part of requirements.lock that the named distributions need, hashes included.

Usage: subset.py requirements.lock ROOT…, where a root is a distribution of this repository or a
package of the lock. The lock itself says who needs what, in its "via" comments.
"""

import re
import sys
from pathlib import Path

PINNED = re.compile(r"^([A-Za-z0-9._-]+)==")
VIA = re.compile(r"^    #(?: via|  )\s+([A-Za-z0-9._-]+)")


def read(lock: str) -> tuple[dict[str, list[str]], dict[str, set[str]]]:
    """Each package's lines, and who needs it.

    A package stands in the lock twice where its version depends on that of Python.
    """
    lines: dict[str, list[str]] = {}
    needed_by: dict[str, set[str]] = {}
    name = ""
    for line in lock.splitlines():
        if pinned := PINNED.match(line):
            name = pinned[1].lower()
            lines.setdefault(name, []).append(line)
            needed_by.setdefault(name, set())
        elif via := VIA.match(line):
            needed_by[name].add(via[1].lower())
        elif name and line.startswith("    --hash"):
            lines[name].append(line)
    return lines, needed_by


def closure(roots: set[str], needed_by: dict[str, set[str]]) -> set[str]:
    wanted = set(roots)
    while more := {name for name, by in needed_by.items() if name not in wanted and by & wanted}:
        wanted |= more
    return wanted


def part(lock: str, roots: set[str]) -> str:
    """The lines of a lock that the roots need."""
    lines, needed_by = read(lock)
    wanted = closure({root.lower() for root in roots}, needed_by)
    return "".join("\n".join(lines[name]) + "\n" for name in sorted(wanted & lines.keys()))


def main() -> int:
    sys.stdout.write(part(Path(sys.argv[1]).read_text(), set(sys.argv[2:])))
    return 0


if __name__ == "__main__":
    sys.exit(main())
