"""Every request has an id that its answer and its log lines share, whatever happens."""

import httpx
import pytest
from fastapi import FastAPI, Response

from shared.http import problems
from shared.http.middleware import RequestContext
from shared.observability import configure_logging

QUOTED = {"X-Request-Id": "quote-this-one"}


@pytest.fixture
def app() -> FastAPI:
    configure_logging("test", "json", "info")
    app = FastAPI()

    @app.get("/broken")
    async def read_broken() -> None:
        raise RuntimeError("nobody thought of this")

    problems.install(app)
    app.add_middleware(RequestContext, service="test")
    return app


async def test_an_unexpected_error_has_one_request_id_in_answer_header_and_log(
    app: FastAPI, capsys: pytest.CaptureFixture[str]
) -> None:
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://service.test"
    ) as client:
        answer = await client.get("/broken", headers=QUOTED)
    assert answer.status_code == 500
    assert answer.headers["x-request-id"] == answer.json()["request_id"] == "quote-this-one"
    assert "nobody thought" not in answer.text
    told = next(line for line in capsys.readouterr().out.splitlines() if "unexpected_error" in line)
    assert "quote-this-one" in told


async def test_no_answer_is_kept_unless_its_route_says_so(app: FastAPI) -> None:
    @app.get("/kept")
    async def read_kept(response: Response) -> None:
        response.headers["Cache-Control"] = "max-age=60"

    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://service.test"
    ) as client:
        said = [(await client.get(path)).headers["cache-control"] for path in ("/none", "/kept")]
    assert said == ["no-store", "max-age=60"]
