"""Templates, their language and their one stylesheet."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from wegweiser.i18n import Language, message, read

_HERE = Path(__file__).parent
_MAPS = Path(str(files("wegweiser"))) / "maps" / "render"
FONTS = _MAPS / "fonts"
"""The fonts of the map; the survey looks like it."""


def language_of(request: Request, default: Language) -> Language:
    """Return the language asked for: by `lang`, else the first we speak in Accept-Language, else the default."""
    asked = [request.query_params.get("lang", "")]
    asked += _accepted(request.headers.get("accept-language", ""))
    return next((known for name in asked for known in get_args(Language) if known == name), default)


def _accepted(header: str) -> list[str]:
    """Return the languages of a header without their region, the most wanted first."""
    wanted = []
    for place, part in enumerate(header.split(",")[:20]):
        name, _, quality = part.partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        if weight > 0:
            wanted.append((-weight, place, name.strip().split("-")[0].lower()))
    return [name for _, _, name in sorted(wanted)]


def page(template: str, language: Language, *, status: int = 200, **given: object) -> HTMLResponse:
    """Return a rendered page; everything given is escaped."""
    body = _environment().get_template(template).render(language=language, **given)
    return HTMLResponse(body, status, {"content-language": language, "vary": "accept-language"})


@cache
def stylesheet() -> str:
    """Return the one stylesheet: the tokens of the map, then what the pages add."""
    return (_MAPS / "templates" / "base.css").read_text("utf-8") + (_HERE / "static" / "ask.css").read_text("utf-8")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["t"] = message
    made.filters["read"] = read
    return made
