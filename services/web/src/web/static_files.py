"""Our CSS and JavaScript under addresses that change with their content, so they are kept for ever."""

import gzip
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import Request, Response
from fastapi.routing import APIRouter

FOLDER = Path(__file__).parent / "static"
VENDOR = FOLDER / "vendor"
HTMX = ("htmx.min.js", "hx-sse.min.js", "hx-csp.min.js")
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".png": "image/png",
    ".txt": "text/plain; charset=utf-8",
}
FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True)
class Asset:
    """One file as it is sent."""

    url: str
    content: bytes
    packed: bytes
    media_type: str


def squeezed_css(text: str) -> str:
    """The same rules without comments and idle space."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    return re.sub(r"\s*([{};,>])\s*", r"\1", text).replace(";}", "}").strip()


def _asset(name: str, content: bytes) -> Asset:
    digest = hashlib.sha256(content).hexdigest()[:12]
    return Asset(
        url=f"/static/{digest}/{name}",
        content=content,
        packed=gzip.compress(content, 9, mtime=0),
        media_type=TYPES.get(Path(name).suffix, "application/octet-stream"),
    )


@cache
def assets() -> dict[str, Asset]:
    """Every file by its plain name. The layers of CSS become one file, and so does htmx."""
    css = "\n".join(p.read_text("utf-8") for p in sorted((FOLDER / "css").glob("*.css")))
    found = {"meridian.css": _asset("meridian.css", squeezed_css(css).encode())}
    for folder in ("js", "images"):
        for path in sorted((FOLDER / folder).glob("*.*")):
            found[path.name] = _asset(path.name, path.read_bytes())
    if all((VENDOR / name).exists() for name in HTMX):
        scripts = b";\n".join((VENDOR / name).read_bytes() for name in HTMX)
        found["htmx.js"] = _asset("htmx.js", scripts)
    world = VENDOR / "land-110m.json"
    if world.exists():
        from web.worldmap.land import land_svg

        found["world.svg"] = _asset("world.svg", land_svg(json.loads(world.read_text())).encode())
    return found


def static_url(name: str) -> str:
    """Where the file is; "" when it is not there (vendor files may be missing, pages work without)."""
    asset = assets().get(name)
    return asset.url if asset else ""


routes = APIRouter(include_in_schema=False)


@routes.get("/static/{digest}/{name}")
async def static_file(request: Request, digest: str, name: str) -> Response:
    """One file. An address of an older release still answers, with what there is now, and unkept."""
    asset = assets().get(name)
    if asset is None:
        return Response(status_code=404)
    headers = {
        "Cache-Control": FOREVER if f"/static/{digest}/{name}" == asset.url else "no-cache",
        "Vary": "Accept-Encoding",
    }
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        return Response(asset.packed, media_type=asset.media_type, headers=headers)
    return Response(asset.content, media_type=asset.media_type, headers=headers)
