"""Figures are for whoever holds the token of the installation."""

from pathlib import Path

import httpx
import pytest

from meridian.environment import Installation
from shared.http import service_app
from shared.testing import api_client

from .conftest import World, settings_of


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("Bearer the-token", 200),
        ("bearer the-token", 200),
        ("Bearer the-token-and-more", 404),
        ("Bearer ", 404),
        ("Basic the-token", 404),
        ("Bearer ş", 404),
        (None, 404),
    ],
)
async def test_metrics_are_there_only_with_the_token(
    header: str | None, status: int, world: World, ground: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "metrics.token"
    file.write_text("the-token\n")
    settings = settings_of(ground, "notifications").model_copy(update={"metrics_token_file": file})
    async with api_client(service_app(settings, title="Test", routers=[])) as client:
        headers = httpx.Headers({"Authorization": header}, encoding="utf-8") if header else None
        answer = await client.get("/metrics", headers=headers)
        assert answer.status_code == status
        assert ("meridian_http_request_seconds" in answer.text) == (status == 200)


@pytest.mark.parametrize("content", [None, ""])
async def test_without_a_token_nobody_reads_metrics(
    content: str | None, world: World, ground: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "metrics.token"
    if content is not None:
        file.write_text(content)
    settings = settings_of(ground, "notifications").model_copy(
        update={"metrics_token_file": file if content is not None else None}
    )
    async with api_client(service_app(settings, title="Test", routers=[])) as client:
        for header in ("Bearer ", "Bearer", ""):
            answer = await client.get("/metrics", headers={"Authorization": header})
            assert answer.status_code == 404
