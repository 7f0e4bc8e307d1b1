"""HTTP as every service speaks it."""

from shared.http.app import service_app
from shared.http.auth import Scoped, allow, allow_in, own, public
from shared.http.etag import IfMatch, IfMatchGiven, etag
from shared.http.idempotency import Created, Once
from shared.http.models import Input, Output
from shared.http.pagination import Cursor, Page, page_of
from shared.http.problems import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Problem,
    StaleVersion,
    Unauthorized,
    Unavailable,
)
from shared.http.routing import router
from shared.http.transactions import Reading, Transaction
from shared.identity.permissions import Permission
from shared.identity.principal import Principal
from shared.identity.roles import Grant, Role

__all__ = [
    "Conflict",
    "Created",
    "Cursor",
    "Forbidden",
    "Grant",
    "IfMatch",
    "IfMatchGiven",
    "Input",
    "Invalid",
    "NotFound",
    "Once",
    "Output",
    "Page",
    "Permission",
    "Principal",
    "Problem",
    "Reading",
    "Role",
    "Scoped",
    "StaleVersion",
    "Transaction",
    "Unauthorized",
    "Unavailable",
    "allow",
    "allow_in",
    "etag",
    "own",
    "page_of",
    "public",
    "router",
    "service_app",
]
