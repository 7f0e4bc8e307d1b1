"""The square code on a certificate, drawn as SVG without inline styles."""

import segno
from markupsafe import Markup, escape


def qr_code(address: str, title: str) -> Markup:
    """A QR code of the address; dark modules as one path in the colour of the text."""
    code = segno.make(address, error="m", micro=False)
    size = len(code.matrix)
    path = "".join(
        f"M{x} {y}h1v1h-1z"
        for y, row in enumerate(code.matrix)
        for x, dark in enumerate(row)
        if dark
    )
    # The white frame belongs to the code: readers need it on dark pages too.
    return Markup(  # noqa: S704 - numbers and an escaped title.
        f'<svg class="square-code" viewBox="-3 -3 {size + 6} {size + 6}" role="img" '
        f'aria-label="{escape(title)}"><rect x="-3" y="-3" width="{size + 6}" '
        f'height="{size + 6}" fill="#fff"/><path d="{path}" fill="#000"/></svg>'
    )
