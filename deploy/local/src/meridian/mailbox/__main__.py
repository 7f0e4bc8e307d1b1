"""Runs the mailbox: `python -m meridian.mailbox --store FILE --port N --smtp-port N`."""

import argparse
from pathlib import Path

import uvicorn
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from meridian.mailbox.app import create_app
from meridian.mailbox.store import Store


class Sink:
    """Accepts every message for everybody and keeps it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name.
        del server, session
        content = envelope.content
        raw = content if isinstance(content, bytes) else (content or "").encode()
        self._store.add(raw, [str(address) for address in envelope.rcpt_tos])
        return "250 Kept"


def main() -> None:
    parser = argparse.ArgumentParser(prog="meridian.mailbox")
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--smtp-port", type=int, required=True)
    arguments = parser.parse_args()
    store = Store(arguments.store)
    sink = Controller(Sink(store), hostname="127.0.0.1", port=arguments.smtp_port)
    sink.start()
    try:
        uvicorn.run(
            create_app(store),
            host="127.0.0.1",
            port=arguments.port,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=2,
            http="shared.http.protocol:BoundedHttp",
            ws="none",
        )
    finally:
        sink.stop()


if __name__ == "__main__":
    main()
