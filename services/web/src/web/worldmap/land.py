"""Land as one SVG shape, decoded from TopoJSON and drawn flat (equirectangular)."""

from typing import Any

WIDTH, HEIGHT = 1000.0, 460.0
TOP, BOTTOM = 84.0, -57.0
"""Latitudes shown; the far south has no schools."""


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Degrees to the map's units."""
    x = (longitude + 180.0) / 360.0 * WIDTH
    y = (TOP - latitude) / (TOP - BOTTOM) * HEIGHT
    return x, y


def _arcs(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Quantised deltas to degrees."""
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * kx + tx, y * ky + ty))
        decoded.append(points)
    return decoded


def _ring(indexes: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Arcs joined into one ring; a negative index runs backwards."""
    ring: list[tuple[float, float]] = []
    for index in indexes:
        points = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(points[1:] if ring else points)
    return ring


def _rings(geometry: dict[str, Any]) -> list[list[int]]:
    if geometry["type"] == "GeometryCollection":
        return [ring for part in geometry["geometries"] for ring in _rings(part)]
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    return [ring for polygon in polygons for ring in polygon]


def _pieces(ring: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """A ring that jumps over ±180° is cut there, so that no line crosses the whole map."""
    pieces: list[list[tuple[float, float]]] = [[]]
    for previous, point in zip([ring[0], *ring], ring, strict=False):
        if abs(point[0] - previous[0]) > 180:
            pieces.append([])
        pieces[-1].append(point)
    return [piece for piece in pieces if len(piece) > 2]


def _path(piece: list[tuple[float, float]]) -> str:
    drawn: list[str] = []
    for longitude, latitude in piece:
        x, y = project(longitude, max(latitude, BOTTOM))
        point = f"{x:.1f} {y:.1f}"
        if not drawn or drawn[-1] != point:
            drawn.append(point)
    return f"M{'L'.join(drawn)}Z" if len(drawn) > 2 else ""


def land_svg(topology: dict[str, Any]) -> str:
    """An SVG file whose symbol `land` takes the colour of the page that uses it."""
    arcs = _arcs(topology)
    paths = [
        _path(piece)
        for indexes in _rings(topology["objects"]["land"])
        for piece in _pieces(_ring(indexes, arcs))
        if max(latitude for _longitude, latitude in piece) > BOTTOM
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:.0f} {HEIGHT:.0f}">'
        f'<path id="land" fill="currentColor" d="{"".join(paths)}"/></svg>'
    )
