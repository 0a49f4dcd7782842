"""Writing what was drawn: every file appears whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from wegweiser import maps
from wegweiser.domain.journey_maps import JourneyMap, View
from wegweiser.domain.personas import PersonaSet
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Language
from wegweiser.maps import charts, render, sedcards
from wegweiser.maps.charts import rows
from wegweiser.personas.telling import compare
from wegweiser.progress import Progress, silent
from wegweiser.workspace.report import Outputs

_PLAIN = sedcards.Backdrop()
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
    behind: sedcards.Backdrop = _PLAIN,
) -> tuple[Path, ...]:
    """Draw the map, the sedcards and the page of ways in every language and format, and return the files written.

    `behind` holds what sedcards show beside the personas: portraits somebody uploaded, and names of touchpoints.
    """
    outputs.folder.mkdir(parents=True, exist_ok=True)
    jobs = [*_jobs(journey_map, personas, outputs), *_cards(journey_map, personas, outputs, behind)]
    jobs += _pages(ways, outputs)
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
    if "json" in outputs.formats:
        yield "journey-map.json", partial(maps.document.encode, journey_map)
        if personas is not None:
            yield "personas.json", partial(maps.document.pretty, personas)


def _cards(
    journey_map: JourneyMap, personas: PersonaSet | None, outputs: Outputs, behind: sedcards.Backdrop
) -> Iterator[tuple[str, Callable[[], str | bytes]]]:
    """Yield sedcards on screen, on A4 and A3, as slides, and side by side where there are several."""
    if personas is None or not personas.personas:
        return
    names = {phase.id: phase.name for phase in journey_map.phases}
    behind = replace(behind, phases=names, simulated=journey_map.data.simulated)
    for language in outputs.languages:
        if "sedcards" in outputs.formats:
            yield f"personas.{language}.html", partial(sedcards.sedcards_html, personas, language, behind)
            yield f"personas.{language}.pdf", partial(sedcards.sedcards_pdf, personas, language, behind)
            yield f"personas-a3.{language}.pdf", partial(sedcards.sedcards_pdf, personas, language, behind, "a3")
            if len(personas.personas) > 1:
                side = compare(personas)
                yield f"personas-compared.{language}.html", partial(sedcards.compared_html, side, language, behind)
        if "pptx" in outputs.formats:
            yield f"personas.{language}.pptx", partial(sedcards.sedcards_pptx, personas, language, behind)


def portraits(folder: Path, personas: PersonaSet) -> dict[str, bytes]:
    """Return the uploaded pictures that stand in the workspace, by the path a persona names.

    Raises:
        InvalidSetting: a persona names a picture that is not there.
    """
    named = [persona.portrait for persona in personas.personas if persona.portrait]
    inside = {path for path in named if (folder / path).resolve().is_relative_to(folder.resolve())}
    gone = [
        f"the portrait '{p}' is not in the workspace" for p in named if p not in inside or not (folder / p).is_file()
    ]
    if gone:
        raise InvalidSetting("personas.yaml", gone)
    return {path: (folder / path).read_bytes() for path in named}


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
