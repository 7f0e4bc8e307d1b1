"""HEAD for pages, and no figures for the public."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import respx
from fastapi import FastAPI

from web.settings import Settings
from web.static_files import assets


@pytest.mark.parametrize(
    "path", ["/", "/sign-in", "/livez", "/readyz", "/nowhere", "/today", "css"]
)
async def test_a_page_answers_head_as_get(path: str, client: httpx.AsyncClient) -> None:
    path = assets()["meridian.css"].url if path == "css" else path
    headers = {"Accept-Encoding": "identity"}
    head, get = await client.head(path, headers=headers), await client.get(path, headers=headers)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers.get("content-length") == get.headers.get("content-length")
    assert "Content-Security-Policy" in head.headers


async def test_head_of_the_live_stream_ends_at_once(
    client: httpx.AsyncClient,
    sign_in: Callable[..., None],
    app: FastAPI,
    services: respx.MockRouter,
    settings: Settings,
) -> None:
    sign_in()
    services.get(f"{settings.notifications_url}/v1/me/live").respond(503)
    head = await asyncio.wait_for(client.head("/live"), 5)
    assert (head.status_code, head.content) == (200, b"")
    assert app.state.news._listeners == {}


async def test_the_public_reads_no_metrics(client: httpx.AsyncClient) -> None:
    answer = await client.get("/metrics")
    assert answer.status_code == 404
    assert "meridian_" not in answer.text


async def test_prometheus_reads_the_metrics_of_the_pages_with_its_token(
    client: httpx.AsyncClient, settings: Settings, tmp_path: Path
) -> None:
    settings.metrics_token_file = tmp_path / "token"
    settings.metrics_token_file.write_text("t")
    answer = await client.get("/metrics", headers={"Authorization": "Bearer t"})
    assert "meridian_http_request_seconds" in answer.text
