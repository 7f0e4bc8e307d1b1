"""A teacher goes: a colleague takes the seat over, through the pages."""

from typing import Any

from shared.ids import new_id

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
    assert (await deniz.browser.get(seat)).status_code == 404
    await town.settles(deniz, school="School of Ayşe")
    offered = await deniz.get(seat)
    assert "Ayşe asks you to take over their class" in offered
    assert "Bianca" in offered
    assert (await bianca.browser.get(seat)).status_code == 404
    waiting = await deniz.send(f"{seat}/take")
    assert "Waiting until these partners agree: Bianca." in waiting
    question = await bianca.get(seat)
    assert "Deniz teaches at the same school and replaces Ayşe" in question
    assert "Please!" not in question
    changed = await bianca.send(f"{seat}/agree")
    assert "Deniz" in changed
    assert "Our river is full of fish" in await deniz.get(f"{room}/conversation")
    again = await deniz.send(f"{seat}/take", 409)
    assert "already answered" in again


async def test_blocking_a_partner_says_what_follows_and_keeps_the_room(town: Town) -> None:
    await town.open_cohort()
    ayse, bianca, room = await _partners(town)
    await ayse.send(f"{room}/conversation", text="Our river is full of fish")
    block = town.found(r'href="(/people/[0-9a-f-]{36}/block)"', await bianca.get(room))
    before = await bianca.get(block)
    for follows in ("You both keep your partnership", "Reminders stop", "We do not say who"):
        assert follows in before
    assert "Contact is blocked" in await bianca.send(block)
    for somebody in (ayse, bianca):
        page = await somebody.get(f"{room}/conversation")
        assert "Contact is paused" in page
        assert "Our river is full of fish" in page
        assert 'name="text"' not in page
    await ayse.send(f"{room}/conversation", 409, text="Why?")
    undo = town.found(r'action="(/people/unblock/[^"]+)"', await bianca.get("/profile"))
    await bianca.browser.post(undo, data={"_key": str(new_id())})
    assert 'name="text"' in await ayse.get(f"{room}/conversation")
