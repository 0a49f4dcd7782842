"""Addresses that keep what is asked, and figures as files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import msgspec

from wegweiser.errors import UnknownName
from wegweiser.i18n import Day, read
from wegweiser.maps.drawings import Figure, files
from wegweiser.web.frame import Download, Visit
from wegweiser.web.frame.branding import brand_of

FORMS = ("svg", "png", "pdf", "csv", "xlsx")
Figures = Mapping[str, Callable[[], Figure]]
"""Figures by their ids, each drawn when it is called."""


_KEPT: dict[tuple[object, ...], tuple[object, Figure]] = {}
_MOST_KEPT = 64


def drawn_once(source: object, key: tuple[object, ...], draw: Callable[[], Figure]) -> Figure:
    """Return a figure, drawn anew only where its source is another object than last time.

    Insights are one object until a run writes them anew, so that a page is drawn once for all who look at it.
    """
    known = _KEPT.get(key)
    if known is not None and known[0] is source:
        return known[1]
    figure = draw()
    if len(_KEPT) >= _MOST_KEPT:
        _KEPT.pop(next(iter(_KEPT)), None)
    _KEPT[key] = (source, figure)
    return figure


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """What an address asks, from which others follow that ask nearly the same."""

    def but(self, **changes: Any) -> str:  # noqa: ANN401  (fields of any kind)
        """Return the query that asks the same but for some changes; what is as by default is left out."""
        pairs = []
        for field in msgspec.structs.fields(self):
            value = changes.get(field.name, getattr(self, field.name))
            if value not in (field.default, None, "") and field.name not in {"figure", "form"}:
                pairs.append((field.name, value))
        query = urlencode(pairs, doseq=True)
        return f"?{query}" if query else ""

    def saves(self, path: str, figure: str) -> tuple[tuple[str, str], ...]:
        """Return the links to a figure's files, with their words."""
        return tuple((f"{path}/figures/{figure}/{form}{self.but()}", form.upper()) for form in FORMS)


def saved(visit: Visit, figures: Figures, figure: str, form: str) -> Download:
    """Return a figure as a file.

    Raises:
        UnknownName: there is no such figure, or no such form.
    """
    if figure not in figures:
        raise UnknownName("figure", figure, figures)
    if form not in FORMS:
        raise UnknownName("form", form, FORMS)
    index = visit.site.insights.index()
    parts = [brand_of(visit.site).name, *([read(index.title, visit.language)] if index else [])]
    if index and index.as_of:
        parts.append(visit.say("as of {day}", day=Day(index.as_of)))
    imprint = files.Imprint(" · ".join(part for part in parts if part), made=index.as_of if index else None)
    made = files.saved(figures[figure](), form, visit.language, imprint)
    return Download(made.name, made.media_type, made.content)
