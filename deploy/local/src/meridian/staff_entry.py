"""How staff get in where no demo was loaded: the sign-in page, or the command that makes the first lead."""

import asyncpg

from meridian.environment import Installation
from meridian.provisioning.database import DATABASE, in_database

FIRST_LEAD = (
    ".venv/bin/meridian admin create-person --role programme_lead "
    "--email you@example.org --name 'Your Name'"
)
LEADS = (
    "SELECT EXISTS (SELECT FROM accounts.role_grants"
    " WHERE role = 'programme_lead' AND cohort_id IS NULL)"
)


async def entry_for_staff(at: Installation) -> str:
    """Return where a lead signs in or, where there is none, the command that makes one and prints a link."""
    connection = await asyncpg.connect(in_database(at.superuser_dsn, DATABASE))
    try:
        led: bool = await connection.fetchval(LEADS)
    finally:
        await connection.close()
    return f"{at.public_url}/sign-in" if led else f"create the first lead: {FIRST_LEAD}"
