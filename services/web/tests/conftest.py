"""Pages over ASGI. The five services are faked where they would be: at the HTTP boundary."""

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any
from uuid import UUID

import httpx
import pytest
import respx
from fastapi import FastAPI

from web.app import create_app
from web.i18n import catalogue
from web.reader import Reader, read_as
from web.settings import Settings

ME = UUID("01900000-0000-7000-8000-000000000001")
SESSION = "a-session-that-is-long-enough"


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in ("PUBLIC_URL", "CLOCK_FILE", "ACCOUNTS_URL", "PARTNERING_URL"):
        monkeypatch.delenv(f"MERIDIAN_WEB_{name}", raising=False)
    return Settings(log_level="error")


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    catalogue.cache_clear()
    read_as(Reader())
    return create_app(settings)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A browser: it says where its requests come from, and keeps cookies."""
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app),
            base_url="http://127.0.0.1:8400",
            headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "en"},
        ) as browser,
    ):
        yield browser


@pytest.fixture
def services() -> Iterator[respx.MockRouter]:
    """What the services answer; whatever is not named cannot be reached."""
    with respx.mock(assert_all_called=False) as router:
        yield router


@pytest.fixture
def sign_in(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings
) -> Callable[..., None]:
    """Gives the browser a session of a person with these roles."""

    def signed_in(
        *roles: str, language: str = "en", zone: str = "Europe/Istanbul", **more: Any
    ) -> None:
        client.cookies.set("meridian", SESSION)
        held = [{"role": role, "cohort_id": None} for role in ("teacher", *roles)]
        person = {
            "id": str(ME),
            "name": "Ayşe Yılmaz",
            "language": language,
            "zone": zone,
            "roles": held,
            "verified": True,
            "email_confirmed": True,
            "second_factor_missing": False,
            **more,
        }
        services.post(f"{settings.accounts_url}/v1/tokens").respond(
            json={"access_token": "a-token", "expires_in": 60, "person": person}
        )

        services.get(f"{settings.notifications_url}/v1/me/notifications/unread").respond(
            json={"unread": 0, "waiting": 0}
        )
        services.get(f"{settings.partnering_url}/v1/me/blocks").respond(json=[])

    return signed_in
