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
from wegweiser.web.frame.headers import POLICY
from wegweiser.web.frame.language import accepted

_HERE = Path(__file__).parent.parent
_MAPS = Path(str(files("wegweiser"))) / "maps" / "render"
FONTS = _MAPS / "fonts"
"""The fonts of the map; the survey looks like it."""


def language_of(request: Request, default: Language) -> Language:
    """Return the language asked for: by `lang`, else the first we speak in Accept-Language, else the default."""
    asked = [request.query_params.get("lang", "")]
    asked += accepted(request.headers.get("accept-language", ""))
    return next((known for name in asked for known in get_args(Language) if known == name), default)


def page(template: str, language: Language, *, status: int = 200, **given: object) -> HTMLResponse:
    """Return a rendered page; everything given is escaped."""
    body = _environment().get_template(template).render(language=language, **given)
    return HTMLResponse(
        body, status, {"content-language": language, "vary": "accept-language", "content-security-policy": POLICY}
    )


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
