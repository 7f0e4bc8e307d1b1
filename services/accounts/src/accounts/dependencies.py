"""What the routes of accounts ask for besides a transaction and a principal."""

from ipaddress import ip_address, ip_network
from typing import Annotated

from fastapi import Depends, Header, Request

from accounts.keys import Signer, Vault
from accounts.limits.actions import RateLimits
from accounts.settings import Settings
from shared.http import Permission, Principal, Scoped, allow, allow_in, own


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


def _client(request: Request) -> str:
    """The address of the browser. Believed from `web` only; anybody else speaks for themselves."""
    peer = request.client.host if request.client else ""
    forwarded = request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip()
    try:
        networks = [ip_network(text) for text in request.app.state.settings.trusted_proxies]
        if forwarded and any(ip_address(peer) in network for network in networks):
            return str(ip_address(forwarded))
    except ValueError:
        pass
    return peer


def _device(
    user_agent: Annotated[str, Header(max_length=2000)] = "",
    meridian_device: Annotated[str, Header(max_length=2000)] = "",
) -> str:
    text = meridian_device or user_agent
    return "".join(c for c in text if c.isprintable())[:200]


Conf = Annotated[Settings, Depends(_settings)]
Seal = Annotated[Vault, Depends(_vault)]
Sign = Annotated[Signer, Depends(_signer)]
Limits = Annotated[RateLimits, Depends(_limits)]
Client = Annotated[str, Depends(_client)]
Device = Annotated[str, Depends(_device)]
"""`web` passes the browser's description on in `Meridian-Device`."""
SessionToken = Annotated[str | None, Header(alias="Meridian-Session", max_length=200)]

Anyone = Annotated[Principal, own()]
Verifier = Annotated[Principal, allow(Permission.VERIFY_TEACHERS)]
PeopleReader = Annotated[Principal, allow(Permission.LIST_PEOPLE)]
IdentityChecker = Annotated[Principal, allow(Permission.ISSUE_SIGN_IN_CODES)]
Granter = Annotated[Principal, allow(Permission.GRANT_ROLES)]
AuditReader = Annotated[Principal, allow_in(Permission.READ_AUDIT_LOG, Scoped.LISTED)]
