"""How a command reaches the running installation."""

from meridian import endpoints
from meridian.environment import Installation
from meridian.failure import Failure
from meridian.layout import Home
from meridian.provisioning.keys import Keys
from meridian.servers.postgres import SUPERUSER
from meridian.supervisor.instance import is_running


def running_installation(home: Home) -> Installation:
    """The addresses and secrets of what runs. Raises `Failure` when nothing does."""
    if not is_running(home):
        raise Failure("Meridian is not running. Start it with `make run`.")
    where = endpoints.read(home)
    if not where:
        raise Failure("Meridian is still starting; try again in a moment.")
    keys = Keys.of(home)
    address = where["postgres"].removeprefix("postgresql://")
    password = keys.database_password(SUPERUSER)
    return Installation(
        keys=keys,
        superuser_dsn=f"postgresql://{SUPERUSER}:{password}@{address}",
        nats_url=where["nats"],
        clock_file=home.clock,
        public_url=where["web"],
        mailbox_url=where["mailbox"],
        service_urls=where,
        demo=home.demo_links.exists(),
    )
