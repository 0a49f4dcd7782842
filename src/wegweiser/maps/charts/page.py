"""The page of ways and levers as one self-contained HTML file, and charts as files of their own."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from wegweiser.i18n import Language, message, read
from wegweiser.maps.charts import findings, tables
from wegweiser.maps.charts.bars import funnel_bars
from wegweiser.maps.charts.dots import lever_dots
from wegweiser.maps.charts.findings import Told
from wegweiser.maps.charts.grid import flow_graph
from wegweiser.maps.charts.rows import Ways
from wegweiser.maps.charts.sankey import sankey
from wegweiser.maps.charts.tables import Table
from wegweiser.maps.render.figures import customers, day, period
from wegweiser.maps.render.resources import TEMPLATES, font_faces

_OWN = Path(__file__).parent / "templates"
_WORDS = {
    "page": "Ways and levers",
    "simulated": "simulated data",
    "figures": "Figures as a table",
    "notes": "About the data",
    "nothing": "Nobody moves yet: there is nothing to draw.",
    "suppressed": "under 20 people: not shown",
}
_TOKEN = re.compile(r"--([a-z0-9-]+):light-dark\((#[0-9a-f]+),(#[0-9a-f]+)\)")


class Section(msgspec.Struct, frozen=True):
    """A chart with its headline, how to read it, and its figures."""

    id: str
    told: Told
    svg: Markup
    table: Table
    half: bool = False


def page(ways: Ways, language: Language) -> str:
    """Return the page; it asks for nothing from outside and runs no script."""
    goal = ways.steps.goal if ways.steps else None
    title = message("Ways to the goal {goal}", language, goal=goal) if goal else message("Ways and levers", language)
    body = (
        _environment()
        .get_template("flow.html")
        .render(
            language=language,
            title=title,
            of=read(ways.title, language),
            facts=_facts(ways, language),
            simulated=ways.data.simulated,
            sections=_sections(ways, language),
            notes=[read(note, language) for note in (*ways.notes, ways.data.note) if read(note, language)],
            imprint=_imprint(ways, language),
            words={name: message(msgid, language) for name, msgid in _WORDS.items()},
        )
    )
    return body.replace("/*fonts*/", font_faces(body), 1)


def standalone(svg: str, *, dark: bool = False) -> str:
    """Return a chart as a file of its own: fonts within, and colours written out for tools that know no variables."""
    drawn = coloured(svg, dark=dark)
    ground = f'<rect width="100%" height="100%" fill="{_colours(dark=dark)["paper"]}"/>'
    return drawn.replace("</desc>", f"</desc><style>{font_faces(drawn)}</style>{ground}", 1) + "\n"


def coloured(svg: str, *, dark: bool = False) -> str:
    """Return a chart with its colours written out in place of the names of tokens."""
    colours = _colours(dark=dark)
    return re.sub(r"var\(--([a-z0-9-]+)\)", lambda found: colours[found[1]], svg)


def _colours(*, dark: bool) -> dict[str, str]:
    return {name: night if dark else day_ for name, day_, night in _TOKEN.findall(_styles())}


def _sections(ways: Ways, language: Language) -> list[Section]:
    """Return the charts there is data for."""
    found = []
    if ways.steps and ways.steps.links:
        told, table = findings.of_steps(ways.steps, language), tables.of_steps(ways.steps, language)
        found.append(Section("steps", told, Markup(sankey(ways.steps, language)), table))  # noqa: S704  (drawn here)
    if ways.graph and ways.graph.nodes:
        told, table = findings.of_graph(ways.graph, language), tables.of_graph(ways.graph, language)
        found.append(Section("graph", told, Markup(flow_graph(ways.graph, language)), table))  # noqa: S704
    if ways.funnel and ways.funnel.stages:
        told, table = findings.of_funnel(ways.funnel, language), tables.of_funnel(ways.funnel, language)
        found.append(Section("funnel", told, Markup(funnel_bars(ways.funnel, language)), table, half=True))  # noqa: S704
    if ways.levers:
        phases = {column.id: column.name for column in ways.graph.columns} if ways.graph else {}
        told = findings.of_levers(ways.levers, language)
        table = tables.of_levers(ways.levers, phases, language)
        drawn = Markup(lever_dots(findings.folded(ways.levers), phases, language))  # noqa: S704
        found.append(Section("levers", told, drawn, table, half=True))
    return found


def _facts(ways: Ways, language: Language) -> list[str]:
    """Return what the page is about: how many customers, when, from which sources, of which map."""
    counted = message("{n} customers", language, n=customers(ways.customers, language))
    sources = ", ".join(read(source, language) for source in ways.data.sources)
    facts = (counted, period(ways.data.since, ways.data.until, language), sources, read(ways.title, language))
    return list(dict.fromkeys(fact for fact in facts if fact))


def _imprint(ways: Ways, language: Language) -> list[str]:
    parts = (
        message("as of {day}", language, day=day(ways.as_of, language)) if ways.as_of else "",
        message("snapshot {hash}", language, hash=ways.snapshot) if ways.snapshot else "",
        f"Wegweiser {ways.version}".strip(),
    )
    return [part for part in parts if part]


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader([_OWN, TEMPLATES]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _styles() -> str:
    return (TEMPLATES / "base.css").read_text(encoding="utf-8").replace("#fff,", "#ffffff,")
