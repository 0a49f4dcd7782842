"""Is this file a survey's export? Then how it is read, and what its columns are taken for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from wegweiser.domain.surveys import Item, Metric, Role
from wegweiser.errors import SourceProblem
from wegweiser.i18n import Count, Text, both
from wegweiser.voice.surveys import proposing, telling, waves
from wegweiser.voice.surveys.dictionaries import Field, bare, read_dictionary
from wegweiser.voice.surveys.spec import Layout, SurveySpec
from wegweiser.warehouse import Warehouse

_ENDINGS = (".csv", ".tsv", ".txt", ".parquet", ".xlsx", ".xlsm", ".gz")
_DICTIONARY = re.compile("dictionary|codebook|code_?book|code_?list|codeplan|datenkatalog|fragebogen", re.IGNORECASE)
_WAVE = re.compile(r"[-_. ]*(?:wave|welle)?[-_. ]*(?:19|20)\d\d(?:[-_ ]?(?:q[1-4]|\d\d)){0,2}[-_. ]*", re.IGNORECASE)
_RATED = frozenset({Metric.SATISFACTION, Metric.EFFORT, Metric.RECOMMEND, Metric.EXPECTATION, Metric.IMPORTANCE})
_LEAST_RATED, _LEAST_ROWS = 3, 10
_NAMED_BY, _LOOKED_AT = 0.5, 5000


@dataclass(frozen=True)
class Proposal:
    """How a survey would be read: its spec without files, its questions, and sentences that say what was guessed."""

    spec: SurveySpec
    items: tuple[Item, ...]
    sentences: tuple[Text, ...]


def guess(
    warehouse: Warehouse,
    path: Path,
    dictionary: Path | None = None,
    name: str | None = None,
    told: Mapping[str, str] | None = None,
) -> Proposal | None:
    """Return how a file is read as a survey, or None where it looks like something else.

    A survey has several questions on a scale (or one asking whether people recommend us, or a dictionary that knows
    its columns) and a row for each person. A dictionary that lies beside the file is found by itself. Where somebody
    says what columns hold (`told`, by their names), it is a survey, whatever it looks like.

    Raises:
        SourceProblem: the dictionary cannot be read, or the file cannot and a dictionary was given or columns told;
            a column said to hold scores holds none.
    """
    if not path.is_file() or not path.name.casefold().endswith(_ENDINGS) or _DICTIONARY.search(path.name):
        return None
    spec = telling.laid_out(SurveySpec(name or called(path), (path.name,), proposed=True), told or {})
    try:
        with warehouse.scratch(waves.GRID):
            wave = waves.wave_of(warehouse, spec, path, most=_LOOKED_AT)
    except SourceProblem:
        if dictionary is not None or told:
            raise
        return None
    names = [column.name for column in wave.columns]
    found = dictionary or beside(path, names)
    fields = read_dictionary(found) if found else {}
    items = proposing.propose(wave.columns, fields)
    if told:
        long = spec.layout is Layout.LONG
        said = telling.answers(items, wave.columns) if long else telling.with_told(items, wave.columns, told)
        items = tuple(proposing.placed(said))
    elif not (dictionary or _is_survey(items, wave.grid.rows, fields)):
        return None
    spec = replace(spec, dictionary=str(found) if found else "")
    return Proposal(spec, items, _sentences(items, found, wave))


def called(path: Path) -> str:
    """Return a survey's name by a file's, without the year of its wave.

    Example:
        >>> called(Path("sfo_2018.csv")), called(Path("2019-05 Kundenbefragung.xlsx"))
        ('sfo', 'Kundenbefragung')
    """
    stem = path.name.split(".")[0]
    told = _WAVE.sub("_", stem).strip("_-. ") or stem
    return "".join(c if c.isalnum() or c in "-_" else "_" for c in told)


def beside(path: Path, names: list[str]) -> Path | None:
    """Return the dictionary that lies in a file's folder and knows at least half of its columns, or None."""
    for other in sorted(path.parent.iterdir()):
        if other.is_file() and other.suffix in {".xlsx", ".csv"} and _DICTIONARY.search(other.name):
            known = read_dictionary(other)
            if sum(bare(name) in known for name in names) >= _NAMED_BY * len(names):
                return other
    return None


def _is_survey(items: tuple[Item, ...], rows: int, fields: dict[str, Field]) -> bool:
    rated = sum(item.role is Role.ANSWER and item.metric in _RATED for item in items)
    recommended = any(item.metric is Metric.RECOMMEND for item in items)
    return rows >= _LEAST_ROWS and (rated >= _LEAST_RATED or recommended or (bool(fields) and rated > 0))


def _sentences(items: tuple[Item, ...], dictionary: Path | None, wave: waves.Wave) -> tuple[Text, ...]:
    """Say what was guessed, in the order a reader would check it."""
    rated = [item for item in items if item.role is Role.ANSWER and item.metric in _RATED]
    chosen = [item for item in items if item.role is Role.ANSWER and item.metric not in _RATED]
    traits = [item for item in items if item.role is Role.TRAIT]
    told = [
        both(
            "A survey (wave {wave}): {rated} questions on a scale, {chosen} with a choice, {traits} traits.",
            wave=wave.name,
            rated=Count(len(rated)),
            chosen=Count(len(chosen)),
            traits=Count(len(traits)),
        )
    ]
    if dictionary:
        told.append(both("Questions and codes are named by {file}.", file=dictionary.name))
    for item in items:
        if item.metric is Metric.RECOMMEND:
            told.append(both("{column} asks how likely people are to recommend: NPS.", column=item.columns[0].strip()))
        if item.role is Role.WEIGHT:
            told.append(both("{column} weighs the answers.", column=item.columns[0].strip()))
    return tuple(told)
