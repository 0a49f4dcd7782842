"""How the command line shows things: tables and bars for people, JSON for programs, colour only on a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.table import Table

from wegweiser.cli.few import LESS, few, group, hidden, marked
from wegweiser.cli.headings import heading
from wegweiser.cli.words import word
from wegweiser.i18n import Amount, Count, Language, Share, Span, message, read
from wegweiser.progress import Progress, silent
from wegweiser.warehouse import Result

_LONGEST_CELL = 60
_PIPED_WIDTH = 240
_SHARES = {
    *("share", "rate", "lo", "hi", "on", "on_lo", "on_hi", "derived", "of_previous", "share_of_previous", "expected"),
    "step_expected",
    *("leaving", "leaving_lo", "leaving_hi", "leaving_expected"),
    *("difference", "difference_lo", "difference_hi", "relative", "size", "median_size", "p90_size"),
    *("cumulative", "rate_lo", "rate_hi", "others_rate", "others_lo", "others_hi", "share_a", "share_b"),
    *("reach", "reach_lo", "reach_hi", "top3"),
    *(f"{side}_{end}" for side in ("later", "reached_next", "reached_later") for end in ("share", "lo", "hi")),
    *("p", "q"),
    *("participation", "participation_lo", "participation_hi", "p_first", "p_top3", "effect", "overlap"),
    *("share_min", "share_max", "spread", "spread_lo", "spread_hi"),
    *(f"{role}{end}" for role in ("opener", "assist", "closer", "alone", "return") for end in ("", "_lo", "_hi")),
    *("return_rate", "return_difference", "return_difference_lo", "return_difference_hi"),
    *("km", "km_lo", "km_hi", "once", "once_lo", "once_hi"),
}
"""Columns that hold a share between 0 and 1; programs get it as it is (--json)."""


def console(*, error: bool = False) -> Console:
    """Return a console for now's stdout or stderr; colour and the terminal's width only where there is one."""
    file = sys.stderr if error else sys.stdout
    return Console(file=file, highlight=False, soft_wrap=True, width=None if file.isatty() else _PIPED_WIDTH)


def say(text: str, *, style: str | None = None) -> None:
    """Print a line for a person; text from data is never read as markup."""
    console().print(text, style=style, markup=False)


def as_json(thing: object) -> None:
    """Print a value as one JSON document for programs."""
    encoded = msgspec.json.encode(thing, enc_hook=str, order="sorted")
    sys.stdout.write(msgspec.json.format(encoded, indent=2).decode() + "\n")


def show(result: Result, *, json: bool, language: Language = "en", people: bool = True) -> None:
    """Print a result as a table with its definition below, or as JSON rows.

    Figures of fewer than 20 people are not shown, and marked as `suppressed` in JSON; `people` is False where the
    rows count something else.
    """
    rows, counting = result.rows(), group(result.columns) if people else ()
    if json:
        as_json({"name": result.name, "note": read(result.note, language), "rows": marked(rows, counting)})
        return
    table_of(rows, result.columns, language, counting=counting)
    if result.note:
        console().print(read(result.note, language), style="dim", markup=False)


def table_of(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], language: Language, *, counting: Sequence[str] = ()
) -> None:
    """Print rows as a table; figures stand right, long texts are cut, ids of columns and closed lists are words.

    `counting` names what counts the people of a row; those of fewer than 20 have no figures, and a line says so.
    """
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        figures = all(isinstance(row[column], int | float | None) for row in rows) and bool(rows)
        table.add_column(_cut(heading(column, language)), justify="right" if figures else "left")
    for row in (hidden(row, counting) for row in rows):
        table.add_row(*(_cell(column, row[column], language) for column in columns))
    console().print(table if rows else message("Nothing found.", language))
    if any(few(row, counting) for row in rows):
        say_few(language)


def say_few(language: Language) -> None:
    """Say why figures are missing."""
    say(
        message("{few}: fewer than 20 people, so no figures are shown; --json has them.", language, few=LESS),
        style="dim",
    )


def _cell(column: str, value: object, language: Language) -> str:
    """Write one cell as a person reads it: shares in percent, times in their own unit, paths with arrows."""
    if value is None:
        return ""
    told = word(column, value, language)
    if told is not None:
        return told
    if isinstance(value, str):
        return _cut(str(value))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, int | float):
        return _figure(column, value, language)
    return _cut(" > ".join(map(str, value)) if isinstance(value, list) else str(value))


def _figure(column: str, value: float, language: Language) -> str:
    if column.endswith("_s"):
        return Span(timedelta(seconds=value)).shown(language)
    if column in _SHARES and isinstance(value, float):
        return Share(value, 1).shown(language)
    return Count(value).shown(language) if isinstance(value, int) else Amount(value, digits=1).shown(language)


def _cut(text: str) -> str:
    text = text.replace("[", "\\[")
    return text if len(text) <= _LONGEST_CELL else text[: _LONGEST_CELL - 1] + "…"


@contextmanager
def bars(*, shown: bool) -> Iterator[Progress]:
    """Yield a progress callback that draws one bar per stage on stderr, or none where nobody looks."""
    if not shown:
        yield silent
        return
    columns = (TextColumn("{task.description:<34}"), BarColumn(30), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=console(error=True), refresh_per_second=4) as drawn:
        tasks: dict[str, Any] = {}

        def progress(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                for earlier in drawn.tasks:
                    drawn.update(earlier.id, completed=earlier.total)
                tasks[stage] = drawn.add_task(stage, total=total)
            drawn.update(tasks[stage], completed=done, total=total)

        yield progress
