"""Static files: scripts, styles and icons as they ship, the sprite made of every icon, compressed once."""

from __future__ import annotations

import gzip
import mimetypes
from functools import cache
from importlib.resources import files
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from wegweiser.maps import screen, sedcards

_HERE = Path(__file__).parent.parent / "static"
_RENDER = Path(str(files("wegweiser"))) / "maps" / "render"
_FONTS, _ICONS = _RENDER / "fonts", _RENDER / "icons"
_YEAR = "public, max-age=31536000, immutable"
_TEXT = {".js", ".css", ".svg"}
_TYPES = {".js": "text/javascript; charset=utf-8", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


@cache
def content(name: str) -> bytes:
    """Return a static file by its name below `/static`.

    Raises:
        FileNotFoundError: we ship none of that name.
    """
    if name == "icons.svg":
        return _sprite()
    if name == "css/map.css":
        return screen.stylesheet().encode()
    if name in {"css/sedcards.css", "css/compared.css"}:
        return sedcards.stylesheet(name[4:-4]).encode()
    if name.startswith("fonts/"):
        return _within(_FONTS, name.removeprefix("fonts/")).read_bytes()
    return _within(_HERE, name).read_bytes()


def _within(folder: Path, name: str) -> Path:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file() or path.suffix not in {*_TYPES, ".css"}:
        raise FileNotFoundError(name)
    return path


@cache
def _sprite() -> bytes:
    """Return every icon as a symbol of one file."""
    symbols = []
    for path in sorted(_ICONS.glob("*.svg")):
        svg = path.read_text("utf-8")
        inner = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")].strip()
        symbols.append(f'<symbol id="{path.stem}" viewBox="0 0 24 24">{inner}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>'.encode()


@cache
def _compressed(name: str) -> bytes:
    return gzip.compress(content(name), 9, mtime=0)


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    try:
        body = content(name)
    except (FileNotFoundError, ValueError) as gone:
        raise HTTPException(404) from gone
    suffix = Path(name).suffix
    media = _TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    headers = {"cache-control": _YEAR if "v" in request.query_params else "public, max-age=3600"}
    if suffix in _TEXT and "gzip" in request.headers.get("accept-encoding", ""):
        body = _compressed(name)
        headers |= {"content-encoding": "gzip", "vary": "accept-encoding"}
    return Response(body, media_type=media, headers=headers)


ROUTE = Route("/static/{name:path}", _static, methods=["GET"])
