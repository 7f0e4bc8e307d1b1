"""Fails when a source file has outgrown its room: past 300 lines there is a second one in it."""

import subprocess
import sys
from pathlib import Path

LIMIT = 300
RECORDED = ("/migrations/versions/", "/snapshots/")
"""Written by a tool: their length says nothing about the code."""


def main() -> int:
    listing = [
        "git",
        "ls-files",
        "--cached",
        "--others",
        "--exclude-standard",
        "-z",
        "--",
        "*.py",
        "*.html",
    ]
    listed = subprocess.run(listing, check=True, capture_output=True, text=True)  # noqa: S603
    names = listed.stdout.split("\0")
    files = [Path(name) for name in names if name and not any(part in name for part in RECORDED)]
    long = [
        (count, path)
        for path in files
        if path.is_file() and (count := len(path.read_text().splitlines())) > LIMIT
    ]
    for count, path in sorted(long, reverse=True):
        sys.stdout.write(f"{path}: {count} lines, at most {LIMIT} are allowed\n")
    sys.stdout.write(f"file sizes: {len(files)} files, {len(long)} too long\n")
    return 1 if long else 0


if __name__ == "__main__":
    sys.exit(main())
