"""The formats a map can be had in, and one function that writes any of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from wegweiser.domain.journey_maps import JourneyMap, View
from wegweiser.errors import UnknownName
from wegweiser.i18n import Language
from wegweiser.maps import document, render
from wegweiser.maps.exchange import cjml, plain_text
from wegweiser.maps.exchange.forms import File, Format, Subject
from wegweiser.maps.exchange.workbook import workbook
from wegweiser.maps.plan import Plan
from wegweiser.maps.render.house import PLAIN, House

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_UTF8 = "; charset=utf-8"


def _html(subject: Subject) -> bytes:
    return render.html(subject.map, subject.language, subject.view, subject.house).encode()


def _pdf(subject: Subject) -> bytes:
    return render.pdf(subject.map, subject.language, subject.view, subject.house)


def _svg(subject: Subject) -> bytes:
    return render.svg(subject.map, subject.language, subject.view, subject.house)


def _png(subject: Subject) -> bytes:
    return render.png(subject.map, subject.language, subject.view, subject.house)


def _json(subject: Subject) -> bytes:
    return document.encode(subject.map)


def _plan(subject: Subject) -> bytes:
    return subject.plan.yaml().encode()


def _pptx(subject: Subject) -> bytes:
    # two hundred milliseconds of imports that only slides need
    from wegweiser.maps.exchange.slides import slides  # noqa: PLC0415

    return slides(subject)


_ALL = (
    Format("pdf", "PDF, one A3 page", ".pdf", "application/pdf", _pdf),
    Format("svg", "SVG, a drawing", ".svg", "image/svg+xml", _svg),
    Format("png", "PNG, a picture", ".png", "image/png", _png),
    Format("html", "HTML, one file without requests", ".html", "text/html" + _UTF8, _html),
    Format("pptx", "PowerPoint, editable shapes", ".pptx", _PPTX, _pptx),
    Format("xlsx", "Excel, to be edited and imported again", ".xlsx", _XLSX, workbook, comes_back=True),
    Format("csv", "CSV, every statement a row", ".csv", "text/csv" + _UTF8, plain_text.claims_csv, comes_back=True),
    Format("json", "JSON, the whole map", ".json", "application/json", _json, comes_back=True),
    Format("yaml", "YAML, the plan people wrote", ".yaml", "application/yaml", _plan, comes_back=True),
    Format("cjml", "CJML, planned and actual journey", ".cjml.xml", "application/xml", cjml.write, comes_back=True),
    Format("mermaid", "Mermaid, a journey diagram", ".mmd", "text/plain" + _UTF8, plain_text.mermaid),
    Format("markdown", "Markdown, for a README", ".md", "text/markdown" + _UTF8, plain_text.markdown),
)
FORMATS: Mapping[str, Format] = MappingProxyType({one.id: one for one in _ALL})
"""Every format by its id, those people look at first."""


def export(
    journey_map: JourneyMap,
    plan: Plan,
    form: str,
    language: Language = "en",
    view: View = View.WORKING,
    *,
    house: House = PLAIN,
) -> File:
    """Return the map in a format, with a name to save it under; the same map always gives the same bytes.

    What people look at carries the name, colour and logo of the house; what programs read does not.

    Raises:
        UnknownName: there is no such format.
    """
    if form not in FORMATS:
        raise UnknownName("format", form, FORMATS)
    chosen = FORMATS[form]
    content = chosen.write(Subject(journey_map, plan, language, view, house))
    # an id may come from a file of somebody else's, and a name must not lead out of a folder
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", plan.id).strip("-")[:60] or "journey"
    return File(f"{stem}.{language}{chosen.ending}", chosen.media_type, content)
