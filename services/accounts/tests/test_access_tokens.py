"""Forged and stale access tokens: all are refused alike."""

import base64
import json
import time
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from shared.ids import new_id
from shared.testing import signing_key


def _claims(**changes: object) -> dict[str, Any]:
    claims: dict[str, Any] = {
        "iss": "meridian",
        "aud": "accounts",
        "sub": str(new_id()),
        "sid": str(new_id()),
        "roles": ["operator"],
        "verified": True,
        "auth_time": int(time.time()),
        "exp": int(time.time()) + 60,
        **changes,
    }
    return {name: value for name, value in claims.items() if value is not None}


def _signed(claims: dict[str, Any], key: Any = None, **header: object) -> str:
    full = {"alg": "Ed25519", "typ": "at+jwt", "kid": "test", **header}
    return jwt.encode(full, claims, key or signing_key(), algorithms=["Ed25519", "HS256"])


def _part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _none() -> str:
    return f"{_part({'alg': 'none', 'typ': 'at+jwt', 'kid': 'test'})}.{_part(_claims())}."


def _hs256_with_the_public_key() -> str:
    public = json.dumps(signing_key().as_dict(private=False)).encode()
    return _signed(_claims(), OctKey.import_key(public), alg="HS256")


def _tampered() -> str:
    head, _, signature = _signed(_claims(roles=["teacher"])).split(".")
    return f"{head}.{_part(_claims())}.{signature}"


FORGED = {
    "no algorithm": _none,
    "HS256 with the public key": _hs256_with_the_public_key,
    "a key we do not know": lambda: _signed(
        _claims(), OKPKey.generate_key("Ed25519", {"kid": "other"}), kid="other"
    ),
    "a key of ours named on a foreign signature": lambda: _signed(
        _claims(), OKPKey.generate_key("Ed25519", {"kid": "test"})
    ),
    "expired": lambda: _signed(_claims(exp=int(time.time()) - 30)),
    "never expires": lambda: _signed(_claims(exp=None)),
    "another audience": lambda: _signed(_claims(aud="course")),
    "no audience": lambda: _signed(_claims(aud=None)),
    "another issuer": lambda: _signed(_claims(iss="elsewhere")),
    "another type": lambda: _signed(_claims(), typ="JWT"),
    "an unknown role": lambda: _signed(_claims(roles=["king"])),
    "a subject that is no id": lambda: _signed(_claims(sub="1 OR 1=1")),
    "changed claims": _tampered,
    "not a token": lambda: "abc.def.ghi",
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED.keys())
async def test_a_forged_token_is_refused(api: Any, forge: Any) -> None:
    answer = await api.get("/v1/audit", headers={"Authorization": f"Bearer {forge()}"})
    assert (answer.status_code, answer.json()["type"]) == (401, "invalid-token")


async def test_the_same_claims_well_signed_are_let_in(api: Any) -> None:
    answer = await api.get("/v1/audit", headers={"Authorization": f"Bearer {_signed(_claims())}"})
    assert answer.status_code == 200


async def test_identity_headers_without_a_token_count_for_nothing(api: Any) -> None:
    answer = await api.get("/v1/me", headers={"X-User": str(new_id()), "X-Role": "operator"})
    assert answer.json()["type"] == "sign-in-required"
