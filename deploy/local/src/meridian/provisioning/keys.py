"""The secrets of an installation: generated once, one file each, readable by their owner alone."""

import json
import os
import secrets
from base64 import urlsafe_b64encode
from pathlib import Path

import nkeys
from joserfc.jwk import KeySet, OKPKey

from meridian.layout import DOMAIN_SERVICES, Home

PROVISIONER = "provisioner"
"""The broker user that creates streams and durables; no service holds its key."""


def write_secret(path: Path, content: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _once(path: Path, content: str) -> str:
    if not path.exists():
        write_secret(path, content)
    return path.read_text()


def password() -> str:
    return secrets.token_urlsafe(32)


def _broker_seed() -> str:
    return bytes(nkeys.encode_seed(os.urandom(32), nkeys.PREFIX_BYTE_USER)).decode()


class Keys:
    """The secrets of one installation by name. What does not exist yet is made when first asked for."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @classmethod
    def of(cls, home: Home) -> "Keys":
        return cls(home.secrets)

    def installation_id(self) -> str:
        """What tells this installation from others. No secret."""
        return _once(self.folder / "installation", secrets.token_hex(8))

    def database_password(self, role: str) -> str:
        return _once(self.folder / "postgres" / role, password())

    def broker_seed_file(self, user: str) -> Path:
        path = self.folder / "nats" / f"{user}.seed"
        _once(path, _broker_seed())
        return path

    @property
    def provisioner_seed_file(self) -> Path:
        return self.broker_seed_file(PROVISIONER)

    def broker_public_key(self, user: str) -> str:
        pair = nkeys.from_seed(self.broker_seed_file(user).read_bytes())
        return bytes(pair.public_key).decode()

    @property
    def demo_secret(self) -> str:
        """What the passwords of the demo's people are made from; nobody ever types one."""
        return _once(self.folder / "demo.secret", password())

    @property
    def secret_key_file(self) -> Path:
        """What `accounts` encrypts second-factor secrets with."""
        path = self.folder / "accounts" / "secret.key"
        _once(path, urlsafe_b64encode(os.urandom(32)).decode())
        return path

    @property
    def cookie_key_file(self) -> Path:
        """What `web` seals the short messages in its cookies with."""
        path = self.folder / "web" / "cookie.key"
        _once(path, urlsafe_b64encode(os.urandom(32)).decode())
        return path

    @property
    def metrics_token_file(self) -> Path:
        """What lets Prometheus read the figures of every service."""
        path = self.folder / "metrics.token"
        _once(path, password())
        return path

    @property
    def signing_key_file(self) -> Path:
        """The private Ed25519 key of access tokens, as a JWK. Only `accounts` reads it."""
        path = self.folder / "accounts" / "signing-key.json"
        if not path.exists():
            key = OKPKey.generate_key("Ed25519", parameters={"alg": "Ed25519", "use": "sig"})
            key.ensure_kid()
            write_secret(path, _as_json(key.as_dict(private=True)))
        return path

    @property
    def jwks_file(self) -> Path:
        """The public half, which every service verifies tokens against. Not a secret."""
        path = self.folder / "jwks.json"
        if not path.exists():
            key = OKPKey.import_key(json.loads(self.signing_key_file.read_text()))
            public = KeySet([key]).as_dict(private=False)
            write_secret(path, _as_json(public))
            path.chmod(0o644)
        return path

    def generate_all(self) -> None:
        for user in (*DOMAIN_SERVICES, PROVISIONER):
            self.broker_seed_file(user)
        for service in DOMAIN_SERVICES:
            self.database_password(service)
            self.database_password(f"{service}_migrator")
        _ = self.secret_key_file, self.cookie_key_file, self.jwks_file, self.metrics_token_file
        _ = self.demo_secret, self.installation_id()


def _as_json(content: object) -> str:
    return json.dumps(content, indent=2) + "\n"
