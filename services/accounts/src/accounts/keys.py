"""The two secrets of accounts: one signs access tokens, one seals and derives."""

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any
from uuid import UUID

from joserfc import jwe, jwt
from joserfc.jwk import OctKey, OKPKey

from shared.http.auth import ALGORITHM, TOKEN_TYPE


class Signer:
    """Signs access tokens with the private Ed25519 key of the installation."""

    def __init__(self, key_file: Path) -> None:
        self._key = OKPKey.import_key(json.loads(key_file.read_text()))
        self._kid = str(self._key.kid or self._key.thumbprint())

    def sign(self, claims: dict[str, Any]) -> str:
        header = {"alg": ALGORITHM, "typ": TOKEN_TYPE, "kid": self._kid}
        return jwt.encode(header, claims, self._key, algorithms=[ALGORITHM])


class Vault:
    """Seals what must be read again (TOTP secrets), derives what must not be stored (links)."""

    def __init__(self, key_file: Path) -> None:
        content = key_file.read_bytes().strip()
        if len(content) < 32:
            raise ValueError(f"{key_file} holds fewer than 32 bytes")
        self._content = content
        self._key = OctKey.import_key(hashlib.sha256(b"meridian seal\n" + content).digest())

    def seal(self, secret: str) -> str:
        return jwe.encrypt_compact({"alg": "dir", "enc": "A256GCM"}, secret, self._key)

    def unseal(self, sealed: str) -> str:
        opened = jwe.decrypt_compact(sealed, self._key, algorithms=["dir", "A256GCM"])
        if opened.plaintext is None:
            raise ValueError("nothing was sealed")
        return opened.plaintext.decode()

    def link_token(self, mail_id: UUID) -> str:
        """256 bits that only this mail carries; sending it again after a crash tells the same."""
        digest = hmac.digest(self._content, b"mail link\n" + mail_id.bytes, "sha256")
        return _text(digest)

    def mark(self, purpose: str, words: str) -> str:
        """What only this installation can have written about these words."""
        text = f"{purpose}\n{words}".encode("utf-8", "replace")
        return _text(hmac.digest(self._content, text, "sha256"))


def _text(digest: bytes) -> str:
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
