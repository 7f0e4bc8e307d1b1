"""A copy of one's data carries much: each person gets one at a time."""

from typing import Any

from accounts.app import create_app
from shared.testing import answered_already, behind_a_bulkhead

COPY = "/v1/me/export"


def test_the_copy_of_ones_data_takes_turns(settings_env: dict[str, str]) -> None:
    assert settings_env
    assert behind_a_bulkhead(create_app()) == {f"POST {COPY}": "copies"}


async def test_who_asks_for_too_many_copies_is_refused_and_others_are_not(
    app: Any, api: Any, people: Any, browser: Any, other_browser: Any
) -> None:
    ada, ben = await people.make("Ada"), await people.make("Ben")
    await browser.sign_in(ada.email)
    await other_browser.sign_in(ben.email)
    async with answered_already(app, "copies", ada.id):
        mine = await api.post(COPY, json={}, headers=await browser.headers())
        theirs = await api.post(COPY, json={}, headers=await other_browser.headers())
    assert (mine.status_code, mine.headers["Retry-After"]) == (429, "5")
    assert theirs.status_code == 200
