"""The logs of an installation: one file per process, cut when it grows too long."""

from pathlib import Path

import structlog

from meridian.layout import Home

LONGEST = 20_000_000


def keep_short(home: Home) -> None:
    """At each start, a log that has grown too long becomes the one before."""
    for log in home.logs.glob("*.log"):
        if log.stat().st_size > LONGEST:
            log.replace(log.with_suffix(".log.1"))


def log_to(path: Path) -> None:
    """The supervisor's own log lines go to a file; the terminal is for people."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a", buffering=1)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(file),
        cache_logger_on_first_use=False,
    )
