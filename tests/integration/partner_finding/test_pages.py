"""Two teachers find each other through the pages, without JavaScript."""

import re
from typing import Any

import httpx

from shared.http import Role
from shared.ids import new_id

Town = Any


async def test_two_teachers_find_each_other_without_javascript(town: Town) -> None:
    await town.open_cohort()
    ayse = await town.arrives("Ayşe", "TR", "Europe/Istanbul")
    bianca = await town.arrives("Bianca", "IT", "Europe/Rome")
    assert "Write a few words about you" in await ayse.get("/profile")
    for somebody in (ayse, bianca):
        await town.settles(somebody)
        await town.joins(somebody)

    visitor = httpx.AsyncClient(
        transport=httpx.ASGITransport(town.web), base_url="http://127.0.0.1:8400"
    )
    async with visitor:
        preview = await visitor.get(
            "/preview?country=TR&language=en&age_from=11&age_to=13&subject=science"
        )
    assert "1 teacher in 1 country could fit" in preview.text
    assert "They work in English" in preview.text
    assert "%(" not in preview.text

    page = await ayse.get(f"/cohorts/{town.cohort_id}/join")
    find = town.found(r'href="(/find/[^"]+)"', page)
    results = await ayse.get(find)
    assert "Bianca measures rivers" in results
    assert "You both work in English (B2)" in results
    assert "60 minutes in common each week" in results
    blocked = await ayse.get(f"{find}?country=ES")
    assert "Most in the way: the country" in blocked

    card_address = town.found(r'href="(/people/[^"]+)"', results).replace("&amp;", "&")
    card = await ayse.get(card_address)
    sender = town.found(r'name="from_enrolment_id" value="([^"]+)"', card)
    invite = card_address.split("?")[0] + "/invite"
    refused = await ayse.send(invite, 422, from_enrolment_id=sender, message="")
    assert "Write a message to this teacher." in refused
    sent = await ayse.send(invite, from_enrolment_id=sender, message="Shall we measure together?")
    assert "You have invited Bianca" in sent

    inbox = await bianca.get("/invitations")
    invitation = town.found(r'href="(/invitations/[0-9a-f-]{36})"', inbox)
    asked = await bianca.send(f"{invitation}/ask", question="Which river?")
    assert "Which river?" in asked
    assert "Which river?" in await ayse.get(invitation)
    accepted = await bianca.browser.post(
        f"{invitation}/accept", data={"_key": str(new_id())}, follow_redirects=False
    )
    assert re.fullmatch(r"/partnerships/[0-9a-f-]{36}/handshake", accepted.headers["location"])
    assert "Accepted" in await ayse.get("/invitations?box=sent")


async def test_a_kind_no_is_one_form_and_the_sender_reads_it(town: Town) -> None:
    await town.open_cohort()
    ayse = await town.arrives("Ayşe", "TR", "Europe/Istanbul")
    bianca = await town.arrives("Bianca", "IT", "Europe/Rome")
    for somebody in (ayse, bianca):
        await town.settles(somebody)
        await town.joins(somebody)
    find = town.found(r'href="(/find/[^"]+)"', await ayse.get(f"/cohorts/{town.cohort_id}/join"))
    card_address = town.found(r'href="(/people/[^"]+)"', await ayse.get(find)).replace("&amp;", "&")
    sender = town.found(r'name="from_enrolment_id" value="([^"]+)"', await ayse.get(card_address))
    await ayse.send(
        card_address.split("?")[0] + "/invite", from_enrolment_id=sender, message="Shall we?"
    )
    invitation = town.found(
        r'href="(/invitations/[0-9a-f-]{36})"', await bianca.get("/invitations")
    )
    await bianca.send(f"{invitation}/decline", reason_code="timing", text="Write me in spring!")
    answer = await ayse.get(invitation)
    assert "Declined kindly" in answer
    assert "Write me in spring!" in answer


async def test_two_who_come_together_go_straight_to_the_handshake(town: Town) -> None:
    await town.open_cohort()
    ayse = await town.arrives("Ayse", "TR", "Europe/Istanbul")
    bianca = await town.arrives("Bianca", "IT", "Europe/Rome")
    for somebody in (ayse, bianca):
        await town.settles(somebody)
    await town.joins(ayse, how="partner", with_person_email="bianca@school.example")
    page = await bianca.get(f"/cohorts/{town.cohort_id}/join")
    class_id = town.found(r'name="class_id" value="([^"]+)"', page)
    answer = await bianca.browser.post(
        f"/cohorts/{town.cohort_id}/join",
        data={
            "_key": str(new_id()), "class_id": class_id, "how": "partner",
            "with_person_email": "ayse@school.example",
        },
    )  # fmt: skip
    assert answer.headers["location"].endswith("/handshake")


async def test_who_finds_no_seat_reads_the_place_in_the_queue(town: Town) -> None:
    await town.open_cohort(seats=1)
    ayse = await town.arrives("Ayse", "TR", "Europe/Istanbul")
    bianca = await town.arrives("Bianca", "IT", "Europe/Rome")
    for somebody in (ayse, bianca):
        await town.settles(somebody)
    await town.joins(ayse)
    assert "Waiting list, place 1" in await town.joins(bianca)
    page = await ayse.get(f"/cohorts/{town.cohort_id}/join")
    await ayse.browser.post(
        town.found(r'action="(/enrolments/[^"]+/leave)"', page), data={"_key": str(new_id())}
    )
    assert "Looks for a partner" in await bianca.get(f"/cohorts/{town.cohort_id}/join")


async def test_the_unverified_see_no_names_and_cannot_invite(town: Town) -> None:
    await town.open_cohort()
    new = await town.arrives("Newcomer", "TR", "Europe/Istanbul", verified=False)
    bianca = await town.arrives("Bianca", "IT", "Europe/Rome")
    for somebody in (new, bianca):
        await town.settles(somebody)
        await town.joins(somebody)
    find = town.found(r'href="(/find/[^"]+)"', await new.get(f"/cohorts/{town.cohort_id}/join"))
    results = await new.get(find)
    assert "A teacher in Italy" in results
    assert "Bianca" not in results
    card = await new.get(town.found(r'href="(/people/[^"]+)"', results).replace("&amp;", "&"))
    assert "Bianca" not in card
    assert "Send the invitation" not in card


async def test_wrong_times_are_marked_beside_their_day_and_words_are_kept(town: Town) -> None:
    ayse = await town.arrives("Ayse", "TR", "Europe/Istanbul")
    page = await ayse.send(
        "/classes/schools", name="Lise", place="İzmir", country="TR", region="",
        zone="Europe/Istanbul",
    )  # fmt: skip
    school_id = town.found(r'name="school_id" value="([^"]+)"', page)
    answer = await ayse.send(
        "/classes", 422, school_id=school_id, name="7A", size="20", pupils_age_from="12",
        pupils_age_to="13", subjects="science", availability__3__from="11:00",
        availability__3__to="10:00",
    )  # fmt: skip
    assert 'value="7A"' in answer
    assert "Enter an end that is after the start." in answer


async def test_who_wants_no_contact_sees_and_is_seen_no_more_until_taken_back(town: Town) -> None:
    await town.open_cohort()
    ayse = await town.arrives("Ayse", "TR", "Europe/Istanbul")
    bianca = await town.arrives("Bianca", "IT", "Europe/Rome")
    find = {}
    for somebody in (ayse, bianca):
        await town.settles(somebody)
        await town.joins(somebody)
        page = await somebody.get(f"/cohorts/{town.cohort_id}/join")
        find[somebody.name] = town.found(r'href="(/find/[^"]+)"', page)
    card = town.found(r'href="(/people/[^"?]+)', await ayse.get(find["Ayse"]))
    await ayse.browser.post(f"{card}/block", data={"_key": str(new_id())})
    assert "Bianca measures" not in await ayse.get(find["Ayse"])
    assert "Ayse measures" not in await bianca.get(find["Bianca"])
    taken_back = town.found(r'action="(/people/unblock/[^"]+)"', await ayse.get("/profile"))
    await ayse.send(taken_back)
    assert "Bianca measures" in await ayse.get(find["Ayse"])


async def test_a_class_moves_to_another_school_and_keeps_everything_else(town: Town) -> None:
    ayse = await town.arrives("Ayse", "TR", "Europe/Istanbul")
    await town.settles(ayse)
    address = town.found(r'href="(/classes/[0-9a-f-]{36})"', await ayse.get("/classes"))
    page = await ayse.get(f"{address}/school?query=nothing")
    assert "No school with these words" in page
    moved = await ayse.send(
        "/classes/schools", name="New School", place="Bursa", country="TR", region="",
        zone="Europe/Istanbul", chosen=town.found(r'name="chosen" value="([^"]+)"', page),
    )  # fmt: skip
    assert "New School, Bursa" in moved
    assert 'value="6B"' in moved
    school_id = town.found(r'name="school_id" value="([^"]+)"', moved)
    saved = await ayse.send(
        address, school_id=school_id, name="6B", size="22", pupils_age_from="11",
        pupils_age_to="12", subjects="science",
    )  # fmt: skip
    assert "New School, Bursa" in saved


async def test_addresses_with_nonsense_in_them_lead_nowhere(town: Town) -> None:
    ayse = await town.arrives("Ayse", "TR", "Europe/Istanbul")
    for address in (
        "/classes/new?school=../me/profile",
        f"/classes/{new_id()}",
        f"/find/{new_id()}",
        f"/people/{new_id()}",
        f"/invitations/{new_id()}",
        f"/cohorts/{new_id()}/join",
        "/profile/nothing",
        "/find/not-an-id",
    ):
        assert (await ayse.browser.get(address)).status_code == 404, address
    answer = await ayse.send("/classes", 404, name="6B", school_id="")
    assert "%(" not in answer


async def test_staff_see_participants_and_take_a_safe_table_away(town: Town) -> None:
    await town.open_cohort()
    lead = await town.arrives("Lead", "TR", "Europe/Istanbul", Role.PROGRAMME_LEAD)
    bianca = await town.arrives("=Bianca()", "IT", "Europe/Rome")
    await town.settles(bianca)
    await town.joins(bianca)
    address = f"/staff/cohorts/{town.cohort_id}/participants"
    assert "School of =Bianca()" in await lead.get(f"{address}?country=IT")
    assert "Nobody here" in await lead.get(f"{address}?country=ES")
    table = await lead.get(f"{address}.csv")
    assert "'=Bianca()" in table
    assert (await bianca.browser.get(address)).status_code == 403
