"""`wegweiser survey …`: what was asked, how it is read, and where each question stands in every wave."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wegweiser.bootstrap import open_workspace
from wegweiser.cli.options import HERE, Folder, Json
from wegweiser.cli.shown import as_json, say, show
from wegweiser.i18n import message, read

app = typer.Typer(help="Surveys of others: add an export, see how its questions are read.", no_args_is_help=True)


@app.command()
def add(
    file: Annotated[Path, typer.Argument(help="The export: CSV, TSV, XLSX or Parquet, a row for each person.")],
    folder: Folder = HERE,
    dictionary: Annotated[
        Path | None, typer.Option("--dictionary", help="What names its questions and codes: XLSX or CSV.")
    ] = None,
    name: Annotated[str | None, typer.Option("--name", help="The survey's name.", show_default="the file's")] = None,
    json: Json = False,
) -> None:
    """Add a survey's export, or a further wave of it; its questions are proposed and written down."""
    with open_workspace(folder) as ws:
        language = ws.config.language
        added = ws.add_survey(file, dictionary=dictionary, name=name)
        if added is None:
            text = (
                "{file} holds no answers: a survey has a header, and a row for each person."
                if _bare(file)
                else (
                    "{file} does not look like a survey: give its dictionary, or add it as events with `wegweiser add`."
                )
            )
            if json:
                as_json({"survey": None})
            else:
                say(message(text, language, file=str(file)))
            raise typer.Exit(1)
        spec, sentences = added
        if json:
            as_json({"survey": spec.name, "files": spec.files})
            return
        say(spec.name, style="bold")
        for sentence in sentences:
            say(f"  {read(sentence, language)}")


def _bare(file: Path) -> bool:
    """Return whether a file of text has nothing but a header, if that."""
    if file.suffix not in {".csv", ".tsv", ".txt"}:
        return not file.stat().st_size
    with file.open("rb") as lines:
        return sum(bool(line.strip()) for line, _ in zip(lines, range(10), strict=False)) < 2


@app.command("show")
def shown(
    folder: Folder = HERE,
    name: Annotated[str | None, typer.Option("--name", help="Only this survey.")] = None,
    json: Json = False,
) -> None:
    """Show every question: its columns in each wave, what it was taken for, its scale, codes and touchpoint."""
    with open_workspace(folder) as ws:
        show(ws.survey_questions(name), json=json, language=ws.config.language)
