"""HTTP as every service speaks it."""

from shared.http.app import service_app
from shared.http.auth import Grant, Principal, Role, allow, public
from shared.http.etag import IfMatch, etag
from shared.http.idempotency import Created, Once
from shared.http.models import Input, Output
from shared.http.pagination import Page, page_of
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

__all__ = [
    "Conflict",
    "Created",
    "Forbidden",
    "Grant",
    "IfMatch",
    "Input",
    "Invalid",
    "NotFound",
    "Once",
    "Output",
    "Page",
    "Principal",
    "Problem",
    "Reading",
    "Role",
    "StaleVersion",
    "Transaction",
    "Unauthorized",
    "Unavailable",
    "allow",
    "etag",
    "page_of",
    "public",
    "router",
    "service_app",
]
