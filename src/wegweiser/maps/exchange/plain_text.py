"""A map as text: Mermaid and Markdown for READMEs, and its claims as CSV."""

from __future__ import annotations

import csv
import re
from io import StringIO

from wegweiser.domain.claims import Claim
from wegweiser.domain.journey_maps import JourneyMap, LaneType
from wegweiser.i18n import message, read
from wegweiser.maps.exchange.forms import Subject
from wegweiser.maps.exchange.safety import inert, plain
from wegweiser.maps.render.feelings import main_curve
from wegweiser.maps.render.figures import too_few
from wegweiser.maps.render.statements import Speaker

GLYPH = {
    "validated": "\u25cf",
    "measured": "\u25d5",
    "inferred": "\u25d1",
    "assumption": "\u25cb",
    "contradicted": "\u2715",
    "stale": "\u25cc",
}
"""One character for each standing, as the legend draws it."""
CLAIM_COLUMNS = (
    *("id", "lane", "lane_title", "phase", "phase_name", "text", "status", "n", "value", "low", "high"),
    *("as_of", "valid_until", "author", "kind", "impact", "evidence", "detail"),
)
_MERMAID = str.maketrans({":": "\u2236", ";": ",", "#": "\u266f", "<": "\u2039", ">": "\u203a", "%": "\u066a"})
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+!|~$-])")
_NEUTRAL = 3


def mermaid(subject: Subject) -> bytes:
    """Return the map as a Mermaid `journey`: steps by phase, feelings rounded to 1 to 5."""
    return _mermaid(subject).encode()


def _mermaid(subject: Subject) -> str:
    journey_map, language = subject.map, subject.language
    who = _label(read(journey_map.persona.name, language)) if journey_map.persona else ""
    who = who.replace(",", " ") or message("Customers", language)
    lines = ["journey", f"    title {_label(read(journey_map.title, language))}"]
    for phase in journey_map.phases:
        lines.append(f"    section {_label(read(phase.name, language))}")
        score = _score(journey_map, phase.id)
        names = [step.name for step in journey_map.steps if step.phase == phase.id] or [
            card.name for card in journey_map.touchpoints if card.phase == phase.id
        ]
        lines += [f"      {_label(read(name, language))}: {score}: {who}" for name in names or [phase.name]]
    return "\n".join(lines) + "\n"


def _label(text: str) -> str:
    """Return a text on one line without the marks Mermaid reads."""
    return " ".join(plain(text).translate(_MERMAID).split()) or "\u2013"


def _score(journey_map: JourneyMap, phase: str) -> int:
    """Return the feeling in a phase on Mermaid's scale of 1 to 5; 3 where nobody's is known."""
    place = [p.id for p in journey_map.phases].index(phase)
    here = [point.value for point in main_curve(journey_map) if int(point.x) == place]
    return min(max(round(sum(here) / len(here)) + _NEUTRAL, 1), 5) if here else _NEUTRAL


def markdown(subject: Subject) -> bytes:
    """Return the map as Markdown: a Mermaid picture, a table of phases and lanes, and the evidence."""
    journey_map, language = subject.map, subject.language
    speaker = Speaker(journey_map, language)
    lines = [f"# {_escaped(read(journey_map.title, language))}", ""]
    if journey_map.subtitle:
        lines += [_escaped(read(journey_map.subtitle, language)), ""]
    if journey_map.finding:
        lines += [f"**{_escaped(speaker.statement(journey_map.finding).text)}**", ""]
    lines += ["```mermaid", _mermaid(subject).rstrip("\n"), "```", ""]
    heads = ["", *(read(phase.name, language) for phase in journey_map.phases)]
    lines += [_row(heads), _row(["---"] * len(heads), raw=True)]
    for lane in journey_map.lanes:
        if subject.view in lane.views and lane.type is not LaneType.FEELING:
            cells = [_cell(subject, speaker, lane.type, lane.id, phase.id) for phase in journey_map.phases]
            lines.append(_row([f"**{_escaped(read(lane.title, language))}**", *cells], raw=True))
    lines += ["", " ".join(f"{GLYPH[status]} {name}" for status, name in speaker.legend())]
    if sources := speaker.sources():
        lines += ["", f"## {message('Evidence and sources', language)}", ""]
        lines += [f"{s.number}. {_escaped(s.name)} ({_escaped(s.kind)})" for s in sources]
    if imprint := " \u00b7 ".join((message("simulated data", language),) if journey_map.data.simulated else ()):
        lines += ["", imprint]
    return ("\n".join(lines) + "\n").encode()


def _cell(subject: Subject, speaker: Speaker, kind: LaneType, lane: str, phase: str) -> str:
    journey_map, language = subject.map, subject.language
    if kind is LaneType.TOUCHPOINTS:
        found = [_escaped(read(card.name, language)) for card in journey_map.touchpoints if card.phase == phase]
    elif kind is LaneType.STEPS:
        found = [_escaped(read(step.name, language)) for step in journey_map.steps if step.phase == phase]
    elif kind is LaneType.METRIC:
        found = [
            f"{_escaped(read(metric.name, language))}: {_escaped(read(metric.shown, language))}"
            for metric in journey_map.metrics
            if metric.phase == phase
        ]
    else:
        said = [speaker.statement(claim) for claim in journey_map.cell(lane, phase).claims]
        found = [f"{GLYPH[one.status]} {_escaped(one.text)}" for one in said]
    return "<br>".join(found)


def _row(cells: list[str], *, raw: bool = False) -> str:
    return "| " + " | ".join(cell if raw else _escaped(cell) for cell in cells) + " |"


def _escaped(text: str) -> str:
    """Return a text on one line in which Markdown and HTML read nothing."""
    line = " ".join(plain(text).split())
    line = line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKDOWN.sub(r"\\\1", line).replace("://", "&#58;//")


def claims_csv(subject: Subject) -> bytes:
    """Return every claim of the map as a row of CSV, as spreadsheets of the language open it: German ones by ;."""
    journey_map, language = subject.map, subject.language
    out, german = StringIO(), language == "de"
    writer = csv.writer(out, delimiter=";" if german else ",", lineterminator="\r\n")
    writer.writerow(CLAIM_COLUMNS)
    phases = {phase.id: phase.name for phase in journey_map.phases}
    lanes = {lane.id: lane.title for lane in journey_map.lanes}
    speaker = Speaker(journey_map, language)
    for cell in journey_map.cells:
        for claim in cell.claims:
            head = [claim.id, cell.lane, read(lanes.get(cell.lane, ""), language), cell.phase]
            row = [*head, read(phases.get(cell.phase, ""), language), *_facts(speaker, claim)]
            cells = [inert(plain(one)) if isinstance(one, str) else one for one in row]
            writer.writerow([str(one).replace(".", ",") if german and isinstance(one, float) else one for one in cells])
    return "\ufeff".encode() + out.getvalue().encode()


def _facts(speaker: Speaker, claim: Claim) -> list[str | int | float | None]:
    """Return what a claim says and rests on; figures of fewer than twenty people are left out."""
    said, few = speaker.statement(claim), too_few(claim.n)
    figure = None if few else claim.share or claim.estimate
    return [
        said.text,
        said.status,
        None if few else claim.n,
        figure.value if figure else None,
        figure.lo if figure else None,
        figure.hi if figure else None,
        claim.as_of.isoformat() if claim.as_of else "",
        claim.valid_until.isoformat() if claim.valid_until else "",
        claim.author,
        claim.kind,
        claim.impact,
        " ".join(claim.evidence),
        said.detail,
    ]
