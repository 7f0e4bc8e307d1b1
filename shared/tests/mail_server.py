"""A real mail server for tests: with a password, in each mode, behind a certificate of its own CA."""

import datetime
import ipaddress
import ssl
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from meridian.ports import free_ports

USER, PASSWORD = "meridian", "pässwörd with spaces"


class Postbox:
    """What the server takes; `says` answers a recipient, `data` a whole mail."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.says: dict[str, str] = {}
        self.sender = self.data = ""

    async def handle_MAIL(self, _s: Any, _c: Any, envelope: Any, by: str, options: Any) -> str:  # noqa: N802
        envelope.mail_from, envelope.mail_options = by, options
        return self.sender or "250 OK"

    async def handle_RCPT(self, _s: Any, _c: Any, envelope: Any, to: str, _o: Any) -> str:  # noqa: N802
        if to not in self.says:
            envelope.rcpt_tos.append(to)
        return self.says.get(to, "250 OK")

    async def handle_DATA(self, _s: Any, _c: Any, envelope: Any) -> str:  # noqa: N802
        if not self.data:
            self.taken.append((envelope.rcpt_tos[0], envelope.content))
        return self.data or "250 taken"


def authenticated(_server: Any, _session: Any, _envelope: Any, _how: str, given: Any) -> AuthResult:
    right = (given.login, given.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=right, handled=False)


class Implicit(Controller):
    """TLS from the first byte on."""

    def factory(self) -> SMTP:
        server = super().factory()
        server._tls_protocol = True  # It is; aiosmtpd only knows of STARTTLS.
        return server


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that is its own CA, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a school's own CA")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("ca")
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    (folder / "ca.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return folder


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


Served = Callable[..., AbstractContextManager[int]]


@pytest.fixture
def served(certificate: Path, postbox: Postbox) -> Served:
    @contextmanager
    def serve(mode: str, *, utf8: bool = True, password: bool = True) -> Iterator[int]:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate / "ca.pem", certificate / "key.pem")
        (port,) = free_ports(1)
        options: dict[str, Any] = {"enable_SMTPUTF8": utf8}
        if password:
            options |= {"authenticator": authenticated, "auth_required": True}
            options |= {"auth_require_tls": mode != "none"}
        if mode == "starttls":
            options |= {"tls_context": context, "require_starttls": True}
        kind = Implicit if mode == "tls" else Controller
        if mode == "tls":
            options |= {"ssl_context": context}
        controller = kind(postbox, hostname="127.0.0.1", port=port, **options)
        controller.start()
        try:
            yield port
        finally:
            controller.stop()

    return serve
