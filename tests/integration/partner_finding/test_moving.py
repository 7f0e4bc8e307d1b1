"""A teacher goes: a colleague takes the seat over, through the pages."""

from typing import Any

Town = Any


async def _partners(town: Town) -> tuple[Any, Any, str]:
    ayse = await town.arrives("Ayşe", "TR", "Europe/Istanbul")
    bianca = await town.arrives("Bianca", "IT", "Europe/Rome")
    for somebody, other in ((ayse, "bianca"), (bianca, "ayşe")):
        await town.settles(somebody)
        await town.joins(somebody, how="partner", with_person_email=f"{other}@school.example")
    page = await ayse.get("/partnerships")
    room = town.found(r'href="(/partnerships/[0-9a-f-]{36})/handshake"', page)
    for somebody in (ayse, bianca):
        await somebody.send(f"{room}/confirm")
    return ayse, bianca, room


async def test_a_colleague_takes_over_and_finds_everything_made_so_far(town: Town) -> None:
    await town.open_cohort()
    ayse, bianca, room = await _partners(town)
    await ayse.send(f"{room}/conversation", text="Our river is full of fish")
    assert f"{room}/moving" in await ayse.get(room)
    refused = await ayse.send(f"{room}/moving", 422, email="nobody")
    assert 'value="nobody"' in refused
    own = await ayse.send(f"{room}/moving", 422, email="ayşe@school.example")
    assert "your own address" in own
    asked = await ayse.send(f"{room}/moving", email="deniz@school.example", words="Please!")
    assert "deniz@school.example" in asked
    deniz = await town.arrives("Deniz", "TR", "Europe/Istanbul")
    seat = town.found(r'action="(/seats/[0-9a-f-]{36})/withdraw"', asked)
    offered = await deniz.get(seat)
    assert "Ayşe asks you to take over their class" in offered
    assert "Bianca" in offered
    taken = await deniz.send(f"{seat}/take")
    assert "Our river is full of fish" in taken
    again = await deniz.send(f"{seat}/take", 409)
    assert "already answered" in again
    assert "Deniz" in await bianca.get(room)
    missing = await bianca.browser.get(seat)
    assert missing.status_code == 404
