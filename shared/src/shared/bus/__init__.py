"""The broker, and the only place that speaks NATS."""

from shared.bus.connection import Bus
from shared.bus.message import Message
from shared.bus.reactions import Reaction, Reactions

__all__ = ["Bus", "Message", "Reaction", "Reactions"]
