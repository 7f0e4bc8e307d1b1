"""The picture of a second factor's secret."""

import segno


def qr_picture(otpauth_uri: str) -> str:
    """A QR code as a data address; black on white also in the dark theme, so that phones read it."""
    code = segno.make(otpauth_uri[:600], error="m", micro=False)
    return code.svg_data_uri(scale=5, border=4, dark="#000", light="#fff")


def is_ours(otpauth_uri: str) -> bool:
    """The address comes back through a form: only what we could have sent is drawn again."""
    return otpauth_uri.startswith("otpauth://totp/") and otpauth_uri.isascii()
