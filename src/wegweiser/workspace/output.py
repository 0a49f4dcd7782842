"""Writing what was drawn: every file appears whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from wegweiser import maps
from wegweiser.domain.journey_maps import JourneyMap, View
from wegweiser.domain.personas import PersonaSet
from wegweiser.i18n import Language
from wegweiser.maps import charts, render
from wegweiser.maps.charts import rows
from wegweiser.progress import Progress, silent
from wegweiser.workspace.report import Outputs

_MAP: dict[str, Callable[[JourneyMap, Language, View], str | bytes]] = {
    "html": render.html,
    "pdf": render.pdf,
    "svg": render.svg,
    "png": render.png,
}


def write(
    journey_map: JourneyMap,
    personas: PersonaSet | None,
    outputs: Outputs,
    progress: Progress = silent,
    *,
    ways: rows.Ways | None = None,
) -> tuple[Path, ...]:
    """Draw the map, the sedcards and the page of ways in every language and format, and return the files written."""
    outputs.folder.mkdir(parents=True, exist_ok=True)
    jobs = [*_jobs(journey_map, personas, outputs), *_pages(ways, outputs)]
    written = []
    for done, (name, draw) in enumerate(jobs):
        progress("Draw the map", done, len(jobs))
        written.append(put(outputs.folder / name, draw()))
    progress("Draw the map", len(jobs), len(jobs))
    return tuple(written)


def _jobs(
    journey_map: JourneyMap, personas: PersonaSet | None, outputs: Outputs
) -> Iterator[tuple[str, Callable[[], str | bytes]]]:
    for language in outputs.languages:
        for form, draw in _MAP.items():
            if form in outputs.formats:
                yield f"journey-map.{language}.{form}", partial(draw, journey_map, language, outputs.view)
        if personas is not None and personas.personas and "sedcards" in outputs.formats:
            yield f"personas.{language}.html", partial(render.sedcards_html, personas, language)
            yield f"personas.{language}.pdf", partial(render.sedcards_pdf, personas, language)
    if "json" in outputs.formats:
        yield "journey-map.json", partial(maps.document.encode, journey_map)
        if personas is not None:
            yield "personas.json", partial(maps.document.pretty, personas)


def _pages(ways: rows.Ways | None, outputs: Outputs) -> Iterator[tuple[str, Callable[[], str | bytes]]]:
    if ways is not None and "flow" in outputs.formats:
        for language in outputs.languages:
            yield f"flow.{language}.html", partial(charts.page, ways, language)


def put(path: Path, content: str | bytes) -> Path:
    """Write a file beside its place and move it there, so that a killed run leaves the old one whole."""
    half = path.with_name(path.name + ".writing")
    half.write_bytes(content.encode() if isinstance(content, str) else content)
    half.replace(path)
    return path
