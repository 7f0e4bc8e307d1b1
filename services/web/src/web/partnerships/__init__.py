"""My partnerships, and the handshake of a new one."""
