"""What the one-shot containers of a compose installation run."""

import os
from pathlib import Path

from meridian.failure import Failure
from meridian.provisioning import database
from meridian.provisioning.keys import Keys

SUPERUSER_DSN = "MERIDIAN_POSTGRES_SUPERUSER_DSN"
SECRETS = "MERIDIAN_SECRETS"


def from_environment(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise Failure(f"{name} is not set.")
    return value


async def provision() -> None:
    """Secrets, roles and schemas; running it again repairs what is missing."""
    keys = Keys(Path(from_environment(SECRETS)))
    keys.generate_all()
    await database.provision(from_environment(SUPERUSER_DSN), keys)
