"""Commands that make, feed and run a workspace."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from wegweiser import demo as shipped_demo
from wegweiser.bootstrap import create_workspace, new_map, open_workspace, workspace_at
from wegweiser.cli.options import HERE, Engine, Folder, Formats, Json, Lang, Shown
from wegweiser.cli.report import show_report
from wegweiser.cli.shown import as_json, bars, say, table_of
from wegweiser.domain.journey_maps import View
from wegweiser.errors import SourceProblem, UnknownName
from wegweiser.i18n import LANGUAGES, Language, message, read
from wegweiser.maps import templates
from wegweiser.workspace import ALL_FORMATS, WANTS_A_LOOK, Config, Outputs, Workspace

MAPS, DEMO = Path("maps"), Path("wegweiser-demo")
_ALL = ",".join(ALL_FORMATS)
_ZONES: dict[Language, str] = {"en": "UTC", "de": "Europe/Berlin"}
Out = Annotated[Path, typer.Option("--out", help="The folder to write to; it becomes a workspace.")]
Files = Annotated[list[Path], typer.Argument(help="Files with events: CSV, TSV, JSONL or Parquet, also .gz.")]

new = typer.Typer(help="Begin something new.", no_args_is_help=True)


def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make.")],
    name: Annotated[str | None, typer.Option(help="What the workspace is called; default: the folder's name.")] = None,
    phases: Annotated[str, typer.Option(help="The phase model: five, aida, decision or service.")] = "five",
    lang: Annotated[str, typer.Option("--lang", help="en or de.")] = "en",
    timezone: Annotated[
        str | None,
        typer.Option(help="The IANA zone customers live in; default: Europe/Berlin with --lang de, else UTC."),
    ] = None,
) -> None:
    """Make a workspace: a folder with wegweiser.toml and a place to drop files in."""
    tongue = language(lang)
    config = Config(
        name=name or folder.resolve().name, phases=phases, language=tongue, timezone=timezone or _ZONES[tongue]
    )
    create_workspace(folder, config)
    say(message("{folder} is ready. Drop files into {data} and run: wegweiser run -C {folder}", config.language,
                folder=str(folder), data=str(folder / "data")))  # fmt: skip


def add(files: Files, folder: Folder = HERE, json: Json = False) -> None:
    """Point the workspace at files where they lie; how they are read is guessed, printed and written down."""
    with open_workspace(folder) as ws:
        guessed = ws.add(files)
        if json:
            as_json({"sources": [spec.name for spec, _ in guessed]})
            return
        for spec, sentences in guessed:
            say(spec.name, style="bold")
            for sentence in sentences:
                say(f"  {read(sentence, ws.config.language)}")


def run(
    *,
    folder: Folder = HERE,
    lang: Lang = None,
    formats: Formats = _ALL,
    view: Shown = View.WORKING,
    engine: Engine = None,
    json: Json = False,
) -> None:
    """Do the main job: load what is new, follow the journeys, find personas, draw the map into `maps`.

    In a folder that `wegweiser map` made, the map there is drawn anew.
    """
    with open_workspace(folder, engine=engine) as ws:
        _run(ws, Outputs(ws.maps, languages(lang, ws), chosen(formats), view), json=json)


def map_files(
    files: Files,
    *,
    out: Out = MAPS,
    lang: Lang = None,
    formats: Formats = _ALL,
    view: Shown = View.WORKING,
    json: Json = False,
) -> None:
    """Draw a map of files in one go; the output folder is a workspace whose guesses can be corrected."""
    for file in files:
        if not file.exists():
            raise SourceProblem(f"The file {file} does not exist.")
    spoken = "en" if lang in {None, "both"} else language(str(lang))
    with workspace_at(out, Config(name=files[0].name.split(".")[0], language=spoken)) as ws:
        guessed = ws.add(files)
        if not json:
            for _, sentences in guessed:
                for sentence in sentences:
                    say(read(sentence, ws.config.language))
        _run(ws, Outputs(out, languages(lang, ws), chosen(formats), view), json=json)


def demo(
    *,
    out: Out = DEMO,
    lang: Annotated[str, typer.Option("--lang", help="en, de or both.")] = "both",
    formats: Formats = _ALL,
    view: Shown = View.WORKING,
    simulated: Annotated[bool, typer.Option("--simulated", help="Make up a company with planted truths.")] = False,
    customers: Annotated[int, typer.Option(min=1, help="How many customers to make up.")] = 5000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes up the same company.")] = 7,
    json: Json = False,
) -> None:
    """Run the main job on a grocery retailer's published year (needs the extra `demo`), or on a made-up company."""
    plan = shipped_demo.simulate(out, customers, seed) if simulated else shipped_demo.plan()
    with workspace_at(out, Config.of_demo(plan)) as ws:
        _run(ws, Outputs(out / "maps", languages(lang, ws), chosen(formats), view), json=json)


def status(folder: Folder = HERE, json: Json = False) -> None:
    """Show what is loaded, what waits, and what stands in quarantine; exit code 1 when something wants a look."""
    with open_workspace(folder) as ws:
        standing, unmapped, ended = ws.status(), ws.unmapped(), ws.ended()
        if json:
            as_json(standing | {"unmapped": unmapped})
        else:
            rows = [{"what": what, "count": count} for what, count in standing.items()]
            spoken = ws.config.language
            rows += [
                {"what": "  " + message("no touchpoint takes '{name}'", spoken, name=name), "count": n}
                for name, n in unmapped.items()
            ]
            table_of(rows, ("what", "count"), spoken)
            if ended:
                say(read(ended, spoken), style="dim")
    if any(standing[what] for what in WANTS_A_LOOK):
        raise typer.Exit(1)


@new.command("map")
def map_from_template(
    template: Annotated[str, typer.Option("--template", help="The template's name; without one they are listed.")] = "",
    out: Annotated[Path, typer.Option("--out", help="The folder to write to; it may not hold a map yet.")] = MAPS,
    lang: Annotated[str, typer.Option("--lang", help="en, de or both.")] = "both",
    formats: Formats = "html,pdf,svg,png,json",
    view: Shown = View.WORKING,
) -> None:
    """Draw a map without data from a template: every statement on it is marked as an assumption."""
    if not template:
        for name in templates():
            say(name)
        return
    for path in new_map(template, Outputs(out, languages(lang, None), chosen(formats), view)):
        say(str(path))


def language(text: str) -> Language:
    """Return the language a person named.

    Raises:
        UnknownName: it is none of ours.
    """
    for known in LANGUAGES:
        if text == known:
            return known
    raise UnknownName("language", text, [*LANGUAGES, "both"])


def languages(text: str | None, ws: Workspace | None) -> tuple[Language, ...]:
    """Return the languages to write: the ones named, or the workspace's own."""
    if text == "both":
        return LANGUAGES
    if text is None:
        return (ws.config.language if ws else "en",)
    return (language(text),)


def chosen(text: str) -> tuple[str, ...]:
    """Return the output formats named in a comma-separated text.

    Raises:
        UnknownName: one of them is not a format we write.
    """
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in ALL_FORMATS:
            raise UnknownName("format", name, ALL_FORMATS)
    return names


def _run(ws: Workspace, outputs: Outputs, *, json: bool) -> None:
    with bars(shown=not json) as progress:
        report = ws.run(outputs, progress)
    if json:
        as_json(report)
    else:
        show_report(report, ws.config.language)


__all__: Sequence[str] = ("add", "demo", "init", "map_files", "new", "run", "status")
