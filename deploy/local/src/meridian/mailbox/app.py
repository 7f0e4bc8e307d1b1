"""The mailbox over HTTP: a page for people and the core of Mailpit's API for programs."""

import sqlite3
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Query, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from meridian.mailbox import page
from meridian.mailbox.store import Store, read, text_of
from shared.http.head import HeadAsGet

Start = Annotated[int, Query(ge=0)]
Limit = Annotated[int, Query(ge=1, le=1000)]


class Selection(BaseModel):
    """Which messages to delete; none named means all."""

    IDs: list[str] = []


def _people(message: EmailMessage, header: str) -> list[dict[str, str]]:
    found = getaddresses([str(value) for value in message.get_all(header, [])])
    return [{"Name": name, "Address": address} for name, address in found if address]


def _nobody() -> dict[str, str]:
    return {"Name": "", "Address": ""}


def _summary(row: sqlite3.Row) -> dict[str, Any]:
    message = read(row["raw"])
    return {
        "ID": row["id"],
        "MessageID": str(message.get("message-id", "")).strip("<>"),
        "Read": False,
        "From": next(iter(_people(message, "from")), _nobody()),
        "To": _people(message, "to"),
        "Cc": _people(message, "cc"),
        "Bcc": [],
        "ReplyTo": _people(message, "reply-to"),
        "Subject": str(message.get("subject", "")),
        "Created": row["created"],
        "Size": len(row["raw"]),
        "Attachments": sum(1 for _ in message.iter_attachments()),
        "Snippet": " ".join(text_of(message, "plain").split())[:250],
    }


def create_app(store: Store) -> FastAPI:
    """The page at `/` and the API under `/api/v1`."""
    app = FastAPI(title="Mailbox", docs_url=None, redoc_url=None)
    app.add_middleware(HeadAsGet)

    def found(query: str, start: int, limit: int) -> dict[str, Any]:
        total, rows = store.search(query, start, limit)
        return {
            "total": total,
            "count": len(rows),
            "messages_count": total,
            "start": start,
            "messages": [_summary(row) for row in rows],
        }

    def one(message_id: str) -> sqlite3.Row:
        row = store.get(message_id)
        if row is None:
            raise HTTPException(404, "no such message")
        return row

    @app.get("/livez")
    @app.get("/readyz")
    def healthy() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/api/v1/messages")
    def messages(start: Start = 0, limit: Limit = 50) -> dict[str, Any]:
        return found("", start, limit)

    @app.get("/api/v1/search")
    def search(query: str, start: Start = 0, limit: Limit = 50) -> dict[str, Any]:
        return found(query, start, limit)

    @app.get("/api/v1/message/{message_id}")
    def message(message_id: str) -> dict[str, Any]:
        row = one(message_id)
        content = read(row["raw"])
        return {
            **_summary(row),
            "Date": row["created"],
            "Text": text_of(content, "plain"),
            "HTML": text_of(content, "html"),
        }

    @app.get("/api/v1/message/{message_id}/raw")
    def raw(message_id: str) -> Response:
        return Response(one(message_id)["raw"], media_type="text/plain; charset=utf-8")

    @app.get("/api/v1/message/{message_id}/headers")
    def headers(message_id: str) -> dict[str, list[str]]:
        content = read(one(message_id)["raw"])
        return {name: [str(v) for v in content.get_all(name, [])] for name in content}

    @app.delete("/api/v1/messages")
    def delete(selection: Selection | None = None) -> str:
        store.delete(selection.IDs if selection and selection.IDs else None)
        return "ok"

    @app.delete("/api/v1/search")
    def delete_found(query: str) -> str:
        store.delete_found(query)
        return "ok"

    @app.get("/", response_class=HTMLResponse)
    def index(query: str = "", start: Start = 0) -> str:
        return page.index(query, found(query, start, page.PAGE), start)

    @app.get("/message/{message_id}", response_class=HTMLResponse)
    def shown(message_id: str) -> str:
        row = one(message_id)
        return page.message(_summary(row), text_of(read(row["raw"]), "plain"))

    return app
