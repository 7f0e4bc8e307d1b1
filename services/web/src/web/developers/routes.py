"""All interfaces, rendered by our own templates: nothing is loaded from elsewhere."""

import json
from typing import Any

import httpx
from fastapi import Response

from shared import asyncapi
from web.api import NotThere
from web.developers.documents import Field, endpoints, fields, openapi_of
from web.pages import Anyone, Page, router

routes = router()
SERVICES = ("accounts", "partnering", "course", "projects", "notifications")
EVENTS = "meridian.asyncapi.json"


def _client(page: Page) -> httpx.AsyncClient:
    client: httpx.AsyncClient = page.request.app.state.client
    return client


@routes.get("/developers")
async def developers(page: Anyone) -> Response:
    return page.render(
        "developers/index.html", services=SERVICES, events=len(asyncapi.event_classes())
    )


@routes.get("/developers/events")
async def events(page: Anyone) -> Response:
    document = asyncapi.document()
    producers: dict[str, list[dict[str, Any]]] = {}
    for name, message in document["components"]["messages"].items():
        producers.setdefault(message["name"].split(".")[0], []).append(
            {
                "name": name,
                "subject": message["name"],
                "meaning": message["summary"],
                "aggregate": message["x-aggregate"],
                "fields": _payload(document, message),
            }
        )
    return page.render("developers/events.html", producers=producers, document=EVENTS)


def _payload(document: dict[str, Any], message: dict[str, Any]) -> list[Field]:
    return fields(document, message["payload"])


@routes.get("/developers/documents/{name}")
async def download(page: Anyone, name: str) -> Response:
    """A document as it is, for tools."""
    if name == EVENTS:
        document = asyncapi.document()
    else:
        service = name.removesuffix(".openapi.json")
        document = await openapi_of(_client(page), service, page.settings.upstreams())
    return Response(
        json.dumps(document, indent=2, ensure_ascii=False), media_type="application/json"
    )


@routes.get("/developers/{service}")
async def service_interface(page: Anyone, service: str) -> Response:
    document = await openapi_of(_client(page), service, page.settings.upstreams())
    return page.render(
        "developers/service.html",
        service=service,
        about=document["info"].get("description", ""),
        rooms=endpoints(document),
        document=f"{service}.openapi.json",
    )


@routes.get("/developers/{service}/{room}")
async def room_interface(page: Anyone, service: str, room: str) -> Response:
    document = await openapi_of(_client(page), service, page.settings.upstreams())
    found = endpoints(document, room).get(room)
    if found is None:
        raise NotThere
    return page.render("developers/room.html", service=service, room=room, operations=found)
