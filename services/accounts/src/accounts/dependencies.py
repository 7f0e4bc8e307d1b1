"""What the routes of accounts ask for besides a transaction and a principal."""

from typing import Annotated

from fastapi import Depends, Header, Request

from accounts.keys import Signer, Vault
from accounts.limits.actions import RateLimits
from accounts.settings import Settings
from shared.db import Database
from shared.http import Permission, Principal, Scoped, allow, allow_in, own
from shared.http.clients import client_address, network_of
from shared.http.erased import Admitted


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _vault(request: Request) -> Vault:
    vault: Vault = request.app.state.vault
    return vault


def _signer(request: Request) -> Signer:
    signer: Signer = request.app.state.signer
    return signer


def _limits(request: Request) -> RateLimits:
    return RateLimits(request.app.state.database, request.app.state.settings)


def _database(request: Request, _admitted: Admitted) -> Database:
    database: Database = request.app.state.database
    return database


def _client(request: Request) -> str:
    """The network of the browser. `web` is believed; anybody else speaks for themselves."""
    peer = request.client.host if request.client else ""
    forwarded = request.headers.getlist("x-forwarded-for")
    trusted = request.app.state.settings.trusted_proxies
    return network_of(client_address(peer, forwarded, trusted))


def _device(
    user_agent: Annotated[str, Header(max_length=2000)] = "",
    meridian_device: Annotated[str, Header(max_length=2000)] = "",
) -> str:
    text = meridian_device or user_agent
    return "".join(c for c in text if c.isprintable())[:200]


def _device_tokens(
    meridian_known_device: Annotated[str, Header(max_length=1000)] = "",
) -> tuple[str, ...]:
    return tuple(meridian_known_device.split("~"))


Conf = Annotated[Settings, Depends(_settings)]
Seal = Annotated[Vault, Depends(_vault)]
Sign = Annotated[Signer, Depends(_signer)]
Limits = Annotated[RateLimits, Depends(_limits)]
Db = Annotated[Database, Depends(_database)]
"""For actions that hash or wait: they open their transactions themselves, after the work."""
Client = Annotated[str, Depends(_client)]
Device = Annotated[str, Depends(_device)]
"""`web` passes the browser's description on in `Meridian-Device`."""
DeviceTokens = Annotated[tuple[str, ...], Depends(_device_tokens)]
"""By which a browser is known to accounts that it has signed in to."""
SessionToken = Annotated[str | None, Header(alias="Meridian-Session", max_length=200)]

Anyone = Annotated[Principal, own()]
Verifier = Annotated[Principal, allow(Permission.VERIFY_TEACHERS)]
PeopleReader = Annotated[Principal, allow(Permission.LIST_PEOPLE)]
IdentityChecker = Annotated[Principal, allow(Permission.ISSUE_SIGN_IN_CODES)]
# A borrowed session of staff reads, but decides nothing about who others are.
CodeIssuer = Annotated[Principal, allow(Permission.ISSUE_SIGN_IN_CODES, fresh=True)]
TeacherJudge = Annotated[Principal, allow(Permission.VERIFY_TEACHERS, fresh=True)]
Granter = Annotated[Principal, allow(Permission.GRANT_ROLES, fresh=True)]
AuditReader = Annotated[Principal, allow_in(Permission.READ_AUDIT_LOG, Scoped.LISTED)]
