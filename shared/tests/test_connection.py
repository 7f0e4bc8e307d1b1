"""The connection to the broker is loud when it breaks, and silent when it is closed on purpose."""

from structlog.testing import capture_logs

from shared.bus import Bus

from .conftest import World


async def test_closing_on_purpose_is_no_disconnection(world: World) -> None:
    bus = Bus(world.at.nats_url, "accounts", world.at.keys.broker_seed_file("accounts"))
    with capture_logs() as logs:
        await bus.connect()
        await bus.close()
    assert logs == []
