"""The demo as the supervisor sees it: load it once, with limits raised meanwhile, and hand out its links."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any

from rich.console import Console

from meridian.environment import RATE_LIMITS, UNLIMITED, Installation, variables
from meridian.layout import Home


class Loading:
    """Whether the demo is wanted, whether it is there, and how it gets there."""

    def __init__(self, home: Home, *, wanted: bool, balanced: bool = False) -> None:
        self._marker = home.demo
        self.wanted = wanted and find_spec("meridian.demo") is not None
        self._balanced = balanced
        self.done = not self.wanted or self._marker.exists()

    def environment(self) -> Mapping[str, str]:
        """While 200 people register from one address, the limits against just that are raised."""
        if self.done:
            return {}
        return {f"MERIDIAN_ACCOUNTS_{name}": UNLIMITED for name in RATE_LIMITS}

    async def load(self, where: Mapping[str, str], at: Installation, console: Console) -> None:
        """Run the loader to its end. Interrupted, it resumes at the next start."""
        console.print("Loading the demo; this takes a few minutes once.")
        from meridian.demo.loader import load

        people = await load(where, at, console, balanced=self._balanced)
        self._marker.write_text(json.dumps(people, default=str, indent=2) + "\n")
        self.done = True

    async def links(self, at: Installation) -> dict[str, str]:
        """One-time sign-in links for the people the loader named: `{"teacher": address, …}`."""
        people: dict[str, Any] = json.loads(self._marker.read_text()) or {}
        made = await asyncio.gather(*(_link(at, str(email)) for email in people.values()))
        return {name: link for name, link in zip(people, made, strict=True) if link}


async def _link(at: Installation, email: str) -> str:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "accounts.admin", "sign-in-link", "--email", email),
        env={**os.environ, **variables(at, "accounts")},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await process.communicate()
    if process.returncode != 0:
        return f"(no link: {(errors.decode().strip().splitlines() or ['?'])[-1]})"
    lines = output.decode().splitlines()
    return next(line.removeprefix("link ") for line in lines if line.startswith("link "))
