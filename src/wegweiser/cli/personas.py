"""`wegweiser personas …`: who customers are, to which persona a customer belongs, and what people say of them."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated

import typer

from wegweiser.bootstrap import open_workspace
from wegweiser.cli.options import HERE, Folder, Json
from wegweiser.cli.report import show_personas, shown
from wegweiser.cli.shown import as_json, say, table_of
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Proportion
from wegweiser.domain.personas import Cell, PersonaSet, Row
from wegweiser.i18n import Amount, Between, Count, Language, Share, Shown, message, read

app = typer.Typer(
    help="Personas: found in the data, written by hand, compared and tested.", invoke_without_command=True
)
Ids = Annotated[list[str] | None, typer.Argument(help="Ids or names of personas; all of them where none is named.")]
_ROUND = 100
_FAITHFUL = "The rules put {share} of people they were not made from where the model does."
_INFERRED = {"text": "inferred from texts", "behaviour": "inferred from behaviour"}
_VERDICTS = {"supported": "supported", "contradicted": "contradicted", "unclear": "unclear", "": "not measured"}


@app.callback()
def personas(context: typer.Context, folder: Folder = HERE, json: Json = False) -> None:
    """Show the personas found in the data with share, interval and what sets them apart."""
    if context.invoked_subcommand is not None:
        return
    with open_workspace(folder) as ws:
        found = ws.personas()
        if json:
            as_json(found)
            return
        show_personas(found, ws.config.language)
        _show_rules(found, ws.config.language)
        _show_changes(found, ws.config.language)
        for line in ws.unwritten(found).splitlines()[:1]:
            say(message("personas.yaml has no entry yet for: {entry} …", ws.config.language, entry=line.strip()))


@app.command()
def assign(
    folder: Folder = HERE,
    out: Annotated[Path | None, typer.Option("--out", help="Write a CSV with each customer's persona here.")] = None,
    least_contacts: Annotated[
        int | None, typer.Option(min=1, help="Fewest contacts a customer needs to be assigned.", show_default="3")
    ] = None,
    json: Json = False,
) -> None:
    """Assign every customer to a persona by the model of the last run; those who came since are included."""
    with open_workspace(folder) as ws:
        rows = ws.assign(least_contacts=least_contacts)
        names = {persona.id: persona.name for persona in ws.personas().personas}
        language = ws.config.language
        if out is not None:
            _write(out, rows)
            say(str(out))
            return
        counted = Counter(str(row["persona_id"]) for row in rows)
        table = [
            {"persona": key, "name": read(names.get(key, key), language), "customers": n}
            for key, n in sorted(counted.items())
        ]
        if json:
            as_json(table)
        else:
            table_of(table, ("persona", "name", "customers"), language)


def _write(out: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Write one line a customer; a number with a comma in it stands in quotes."""
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("customer", "profile", "persona", "probability"))
        writer.writerows(
            [row[name] for name in ("customer", "profile_id", "persona_id", "probability")] for row in rows
        )


@app.command()
def compare(ids: Ids = None, folder: Folder = HERE, json: Json = False) -> None:
    """Show personas side by side: what sets them apart, figures, channels, times, who they are, feelings."""
    with open_workspace(folder) as ws:
        found = ws.compare(tuple(ids or ()))
        if json:
            as_json(found)
            return
        language = ws.config.language
        heads = [f"{read(name, language)} ({key})" for key, name in zip(found.personas, found.names, strict=True)]
        for part, title in found.parts.items():
            say(read(title, language), style="bold")
            rows = [
                {"": _row_name(row, language)}
                | {head: _value(cell, language) for head, cell in zip(heads, row.cells, strict=True)}
                for row in found.rows
                if row.part == part
            ]
            table_of(rows, ("", *heads), language)


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="What the persona is called.")],
    folder: Folder = HERE,
) -> None:
    """Add a persona made by hand to personas.yaml, as a template to fill in; nothing that stands there changes."""
    with open_workspace(folder) as ws:
        path, key = ws.new_persona(name)
        say(
            message(
                "{path} has a new entry {key}: say who belongs to it, then run: wegweiser personas test",
                ws.config.language,
                path=str(path),
                key=key,
            )
        )


@app.command("test")
def hold(folder: Folder = HERE, json: Json = False) -> None:
    """Hold personas.yaml against the data: who fits, which statements hold; exit code 1 where one is contradicted."""
    with open_workspace(folder) as ws:
        found, language = ws.test_personas(), ws.config.language
    tested = [p for p in found.personas if p.by_hand or p.statements]
    rows = [
        {
            "persona": p.id,
            "statement": read(s.text, language),
            "here": s.here.value if s.here else None,
            "rest": s.rest.value if s.rest else None,
            "n": s.here.n if s.here else None,
            "needed": s.needed,
            "verdict": message(_VERDICTS[s.verdict or ""], language),
            "why": read(s.reason, language),
        }
        for p in tested
        for s in p.statements
    ]
    if json:
        as_json({"personas": tested, "statements": rows})
    elif not tested:
        say(message("Nothing is claimed yet. Make a persona by hand: wegweiser personas new NAME", language))
    else:
        for persona in tested:
            say(f"{read(persona.name, language)}  {shown(persona.share, language)}", style="bold")
        columns = ("persona", "statement", "here", "rest", "n", "needed", "verdict", "why")
        table_of([row | _in_percent(row, language) for row in rows], columns, language)
    if any(s.verdict == "contradicted" for p in tested for s in p.statements):
        raise typer.Exit(1)


def _in_percent(row: Mapping[str, object], language: Language) -> dict[str, str]:
    return {
        name: Share(value).shown(language)
        for name in ("here", "rest", "needed")
        if isinstance(value := row[name], float)
    }


def _row_name(row: Row, language: Language) -> str:
    """Return the name of a row; a feeling that nobody reported says so, as it stands beside the reported one."""
    name, inferred = read(row.name, language), _INFERRED.get(row.id.split(":")[0])
    return f"{name} ({message(inferred, language)})" if row.part == "feelings" and inferred else name


def _value(cell: Cell, language: Language) -> str:
    """Write one cell of a comparison with its interval; fewer than twenty people are not shown."""
    value = cell.value
    if value is None or (not isinstance(value, float) and value.n < SUPPRESSED_BELOW):
        return ""
    if isinstance(value, float):
        return Amount(value).shown(language)
    if cell.percent or isinstance(value, Proportion):
        return _between(Share(value.value), Share(max(0, value.lo)), Share(min(1, value.hi)), language)
    unit, digits = value.unit or None, 0 if abs(value.value) >= _ROUND else 1
    middle, lo, hi = (Amount(figure, unit, digits, fixed=True) for figure in (value.value, value.lo, value.hi))
    return _between(middle, lo, hi, language)


def _between(value: Shown, lo: Amount | Share, hi: Amount | Share, language: Language) -> str:
    return message("{value} ({within})", language, value=value, within=Between(lo, hi))


def _show_rules(found: PersonaSet, language: Language) -> None:
    """Print the rule that describes most of each persona's people, and how faithful the rules are."""
    if found.fidelity is None:
        return
    say("")
    say(message("How to tell them apart", language), style="bold")
    for persona in found.personas:
        for rule in persona.rules[:1]:
            covered = message(
                "{coverage} of them, {precision} of those it describes",
                language, coverage=Share(rule.coverage.value), precision=Share(rule.precision.value),
            )  # fmt: skip
            say(f"{read(persona.name, language)}: {read(rule.text, language)} ({covered})")
    say(message(_FAITHFUL, language, share=Share(found.fidelity.value)))


def _show_changes(found: PersonaSet, language: Language) -> None:
    """Print what happened to the personas since the search before, and how many things before that."""
    if found.changes:
        say("")
        say(message("What has changed", language), style="bold")
    for change in found.changes:
        say(f"· {read(change.text, language)}", style="yellow")
    if found.history:
        say(message("{n} earlier changes are kept in personas.json.", language, n=Count(len(found.history))))
