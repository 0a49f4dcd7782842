"""Templates: one environment whose words, numbers and icons follow the visit that is being answered."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_timedelta
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from wegweiser.i18n import Amount, Between, Count, Day, Short, Signed, Span, Text, message, read
from wegweiser.i18n import Share as Percent
from wegweiser.maps.render import GLYPHS, figures
from wegweiser.web.frame.branding import brand_of
from wegweiser.web.frame.navigation import groups
from wegweiser.web.frame.site import Visit

WEB = Path(__file__).parent.parent
STATIC, TEMPLATES = WEB / "static", WEB / "templates"
_VISIT: ContextVar[Visit] = ContextVar("visit")


def render(template: str, visit: Visit, **given: object) -> str:
    """Return a page or a fragment for a visit; everything given is escaped unless it was drawn here."""
    with _speaking(visit):
        return environment().get_template(template).render(visit=visit, **given)


@contextmanager
def _speaking(visit: Visit) -> Iterator[None]:
    token = _VISIT.set(visit)
    try:
        yield
    finally:
        _VISIT.reset(token)


@cache
def environment() -> Environment:
    """Return the environment of all templates; `t`, filters and icons work in macros, too."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    made.globals |= {
        "t": _t,
        "icon": _icon,
        "glyph": _glyph,
        "csrf": _csrf,
        "brand": lambda: brand_of(_VISIT.get().site),
        "asset": asset,
        "nav": lambda: groups(_VISIT.get()),
        "now": lambda: _VISIT.get().now,
        "unread": _unread,
    }
    filters: dict[str, Callable[..., Any]] = {
        "read": lambda text: read(text, _VISIT.get().language),
        "count": lambda n: Count(n).shown(_VISIT.get().language),
        "short": lambda n: Short(n).shown(_VISIT.get().language),
        "share": lambda value, digits=None: Percent(value, digits).shown(_VISIT.get().language),
        "signed": lambda value, digits=1: Signed(value, digits).shown(_VISIT.get().language),
        "amount": lambda value, digits=2: Amount(value, digits=digits).shown(_VISIT.get().language),
        "interval": _interval,
        "span": lambda value: Span(_length(value)).shown(_VISIT.get().language),
        "day": _day,
        "moment": _moment,
        "ago": _ago,
        "days_past": _days_past,
    }
    made.filters |= filters
    return made


def _t(msgid: str, **values: Any) -> str:  # noqa: ANN401  (whatever i18n shows)
    return message(msgid, _VISIT.get().language, **values)


def _icon(name: str, label: str = "") -> Markup:
    """Return an icon of the sprite; without a label it is decoration."""
    href = asset("icons.svg") + "#" + name
    if label:
        return Markup('<svg class="i" role="img" aria-label="{}"><use href="{}"/></svg>').format(label, href)
    return Markup('<svg class="i" aria-hidden="true"><use href="{}"/></svg>').format(href)


def _glyph(status: str) -> Markup:
    return Markup(f'<svg class="gl" viewBox="0 0 12 12" aria-hidden="true">{GLYPHS[status]}</svg>')  # noqa: S704


def _csrf() -> Markup:
    return Markup('<input type="hidden" name="csrf" value="{}">').format(_VISIT.get().csrf)


def _unread() -> int:
    """Return how many comments call the visitor and were not seen by her."""
    visit = _VISIT.get()
    return len(visit.site.store.comments.unread(visit.person.id)) if visit.person else 0


def _interval(value: Any, digits: int | None = None, form: str = "", *, times: float = 1) -> str:  # noqa: ANN401
    """Return the ends of an interval as every screen writes them; `form` is signed, amount, short or share."""
    language = _VISIT.get().language
    if not form:
        return figures.interval(value, language, digits)
    forms: dict[str, Callable[[float], Any]] = {
        "signed": lambda end: Signed(end, 1 if digits is None else digits, fixed=True),
        "amount": lambda end: Amount(end, digits=2 if digits is None else digits, fixed=True),
        "short": Short,
        "share": lambda end: Percent(end, Percent(value.value).precision()),
    }
    return Between(forms[form](value.lo * times), forms[form](value.hi * times)).shown(language)


def _length(value: timedelta | float) -> timedelta:
    return value if isinstance(value, timedelta) else timedelta(seconds=value)


def _day(value: date | None) -> str:
    if value is None:
        return ""
    return Day(_local(value) if isinstance(value, datetime) else value).shown(_VISIT.get().language)


def _moment(value: datetime | None) -> Markup:
    """Return day and time on the workspace's clock, the exact one in its attribute."""
    if value is None:
        return Markup("")
    pattern = "d MMM yyyy, HH:mm" if _VISIT.get().language == "en" else "dd.MM.yyyy, HH:mm"
    shown = format_datetime(_local(value), pattern, locale=_VISIT.get().language)
    return Markup('<time datetime="{}">{}</time>').format(value.isoformat(), shown)


def _ago(value: datetime | None) -> Markup:
    """Return how long ago something was, the exact time in its title."""
    if value is None:
        return Markup("")
    visit = _VISIT.get()
    shown = format_timedelta(value - visit.now, add_direction=True, locale=visit.language)
    title = escape(_moment(value).striptags())
    return Markup('<time datetime="{}" title="{}">{}</time>').format(value.isoformat(), title, shown)


def _days_past(days: int) -> str:
    """Return how long ago a day was, of which only the day is known."""
    return format_timedelta(timedelta(days=-days), "day", threshold=2, add_direction=True, locale=_VISIT.get().language)


def _local(value: datetime) -> datetime:
    return value.astimezone(ZoneInfo(_VISIT.get().site.config.timezone))


@cache
def asset(name: str) -> str:
    """Return the address of a static file with a mark of its content, so that it can be kept for a year."""
    from wegweiser.web.frame.assets import content  # noqa: PLC0415  (assets draw with this module's folders)

    return f"/static/{name}?v={hashlib.sha256(content(name)).hexdigest()[:10]}"


def text_of(value: Text, visit: Visit) -> str:
    """Return a translatable text in the visitor's language."""
    return read(value, visit.language)
