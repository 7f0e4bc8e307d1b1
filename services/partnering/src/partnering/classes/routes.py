"""HTTP of one's own classes."""

from typing import Annotated
from uuid import UUID

from fastapi import Response

from partnering.classes import actions, queries
from partnering.classes.schemas import ClassIn, ClassOut
from shared.http import (
    Created,
    IfMatchGiven,
    Once,
    Principal,
    Reading,
    Transaction,
    etag,
    own,
    router,
)

routes = router("classes")
Teacher = Annotated[Principal, own()]


@routes.get("/me/classes")
async def list_my_classes(who: Teacher, session: Reading) -> list[ClassOut]:
    return await queries.my_classes(session, who)


@routes.post("/me/classes", status_code=201)
async def add_class(body: ClassIn, who: Teacher, session: Transaction, once: Once) -> Created:
    added = await actions.add_class(session, who, body)
    return await once.created("/v1/me/classes", added.id)


@routes.get("/me/classes/{class_id}")
async def get_my_class(
    class_id: UUID, who: Teacher, session: Reading, response: Response
) -> ClassOut:
    found = await queries.my_class(session, who, class_id)
    response.headers["ETag"] = etag(found.version)
    return found


@routes.put("/me/classes/{class_id}")
async def change_class(
    *,
    class_id: UUID,
    body: ClassIn,
    who: Teacher,
    read: IfMatchGiven,
    session: Transaction,
    response: Response,
) -> ClassOut:
    """Change my class. With `If-Match`, 412 when it was changed meanwhile."""
    changed = await actions.change_class(session, who, class_id, body, read)
    response.headers["ETag"] = etag(changed.version)
    return await queries.describe(session, changed)
