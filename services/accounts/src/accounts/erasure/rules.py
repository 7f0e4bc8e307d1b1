"""Pure rules: who has to answer an erasure."""

from typing import Final

SERVICES: Final = ("partnering", "course", "projects", "notifications")
