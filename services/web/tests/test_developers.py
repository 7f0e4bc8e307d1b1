"""The pages that describe all interfaces."""

from collections.abc import Callable

import httpx
import respx

from web.settings import Settings

SignIn = Callable[..., None]


async def test_every_event_is_described_and_the_document_can_be_taken_along(
    client: httpx.AsyncClient,
) -> None:
    page = (await client.get("/developers/events")).text
    assert "partnering.partnership.confirmed.v1" in page
    assert "members[].school_name" in page
    document = (await client.get("/developers/documents/meridian.asyncapi.json")).json()
    assert document["asyncapi"] == "3.0.0"


async def test_a_service_is_described_from_its_own_document(
    client: httpx.AsyncClient, services: respx.MockRouter, settings: Settings
) -> None:
    document = {
        "info": {"title": "x", "description": "Phase 1."},
        "paths": {
            "/v1/invitations": {
                "post": {
                    "operationId": "send_invitation",
                    "tags": ["invitations"],
                    "description": "Ask somebody.",
                    "security": [{"accessToken": []}],
                    "x-roles": ["teacher"],
                    "requestBody": {
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Ask"}}
                        }
                    },
                    "responses": {"201": {"description": "made"}},
                }
            }
        },
        "components": {
            "schemas": {
                "Ask": {
                    "type": "object",
                    "required": ["text"],
                    "properties": {"text": {"type": "string", "description": "Your words"}},
                }
            }
        },
    }
    services.get(f"{settings.partnering_url}/openapi.json").respond(json=document)
    page = (await client.get("/developers/partnering")).text
    assert "Ask somebody." in page
    assert "Your words" not in page
    page = (await client.get("/developers/partnering/invitations")).text
    assert "Ask somebody." in page
    assert "Your words" in page
    assert "For these roles: teacher." in page
    assert (await client.get("/developers/nonsense")).status_code == 404
    assert (await client.get("/developers/partnering/nonsense")).status_code == 404
    assert (await client.get("/developers")).status_code == 200
