"""Open pages of one person: few streams, one question per hint, one join."""

import asyncio
from contextlib import AsyncExitStack
from typing import Any

import httpx

from web.live.news import MOST_STREAMS, News
from web.live.routes import _stream
from web.session import SessionEnded


class Tokens:
    def __init__(self) -> None:
        self.forgotten: list[str] = []
        self.ended: set[str] = set()

    async def for_service(self, session: str, *_asked: Any) -> Any:
        if session in self.ended:
            raise SessionEnded
        return type("Access", (), {"token": "t"})()

    def forget(self, session: str) -> None:
        self.forgotten.append(session)


class Notifications:
    """Counts what it is asked; the upstream stays open."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.unread = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(f"{request.method} {request.url.path}")
        await asyncio.sleep(0.01)
        if request.url.path == "/v1/me/live":
            return httpx.Response(200, stream=Upstream())
        return httpx.Response(200, json={"unread": self.unread})

    def count(self, what: str) -> int:
        return sum(one.startswith(what) for one in self.asked)


class Upstream(httpx.AsyncByteStream):
    async def __aiter__(self) -> Any:
        yield b'data: {"about": "channel", "channel": "key"}\n\n'
        await asyncio.sleep(3600)


async def test_a_hint_costs_one_question_however_many_streams_a_person_has() -> None:
    service = Notifications()
    async with httpx.AsyncClient(transport=httpx.MockTransport(service)) as client:
        news = News(client, Tokens(), "http://notifications.test")  # type: ignore[arg-type]
        async with AsyncExitStack() as pages:
            opened = [
                await pages.enter_async_context(news.listening("ayse", "s"))
                for _ in range(MOST_STREAMS)
            ]
            await asyncio.sleep(0.1)
            assert service.count("PUT") == 1
            for one in opened:
                one.woken.clear()
            service.asked.clear()
            service.unread = 1
            news.forget("ayse")
            assert all(one.woken.is_set() for one in opened)
            answers = await asyncio.gather(*(news.waits_for("ayse", "s") for _ in opened))
            assert answers == [True] * MOST_STREAMS
            assert service.count("GET /v1/me/notifications/unread") == 1
        await news.close()


async def test_an_answer_from_before_a_hint_is_not_remembered() -> None:
    service = Notifications()
    async with httpx.AsyncClient(transport=httpx.MockTransport(service)) as client:
        news = News(client, Tokens(), "http://notifications.test")  # type: ignore[arg-type]
        early = asyncio.create_task(news.waits_for("ayse", "s"))
        await asyncio.sleep(0)
        news.forget("ayse")
        service.unread = 1
        late = await news.waits_for("ayse", "s")
        await early
        assert late
        assert await news.waits_for("ayse", "s")


async def test_the_oldest_stream_ends_when_a_person_opens_too_many() -> None:
    service = Notifications()
    async with httpx.AsyncClient(transport=httpx.MockTransport(service)) as client:
        news = News(client, Tokens(), "http://notifications.test")  # type: ignore[arg-type]
        others = _stream(news, "bora", "b")
        assert "news" in await anext(others)
        streams = [_stream(news, "ayse", "s") for _ in range(MOST_STREAMS + 2)]
        for one in streams:
            assert "news" in await anext(one)
        for one in streams[:2]:
            rest = [words async for words in one]
            assert rest[-1].startswith("retry: ")
        assert len(news._listeners["ayse"]) == MOST_STREAMS
        assert len(news._listeners["bora"]) == 1
        for one in (*streams[2:], others):
            await one.aclose()  # type: ignore[attr-defined]
        assert news._listeners == {}
        await news.close()


async def test_streams_of_a_person_end_when_a_session_of_theirs_is_over() -> None:
    tokens = Tokens()
    async with httpx.AsyncClient(transport=httpx.MockTransport(Notifications())) as client:
        news = News(client, tokens, "http://notifications.test")  # type: ignore[arg-type]
        streams = [_stream(news, "ayse", session) for session in ("a", "b")]
        other = _stream(news, "bora", "c")
        for one in (*streams, other):
            assert "news" in await anext(one)
        tokens.forgotten.clear()
        await news._heard({"about": "access", "person_id": "ayse"})
        for one in streams:
            rest = [words async for words in one]
            assert not [words for words in rest if words.startswith("retry")]
        assert sorted(tokens.forgotten) == ["a", "b"]
        assert list(news._listeners) == ["bora"]
        await other.aclose()  # type: ignore[attr-defined]
        await news.close()


async def test_a_session_that_ended_while_nothing_was_heard_ends_its_stream_at_the_next_start() -> (
    None
):
    tokens = Tokens()
    async with httpx.AsyncClient(transport=httpx.MockTransport(Notifications())) as client:
        news = News(client, tokens, "http://notifications.test")  # type: ignore[arg-type]
        streams = [
            _stream(news, "ayse", "a"),
            _stream(news, "ayse", "b"),
            _stream(news, "bora", "c"),
        ]
        for one in streams:
            assert "news" in await anext(one)
        tokens.ended.add("a")
        await news._heard({"about": "channel", "channel": "anew"})
        assert list(news._listeners) == ["bora"]
        for one in streams:
            await one.aclose()  # type: ignore[attr-defined]
        await news.close()
