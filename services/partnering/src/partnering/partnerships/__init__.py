"""Partnerships: from the handshake to the last day, who is in one and who left."""
