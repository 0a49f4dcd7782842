"""A look at a file: its columns, its first rows, and a way to ask one column for all its values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from wegweiser.collect.delimited import names_of, read_records
from wegweiser.collect.records import records
from wegweiser.collect.spec import TextRule
from wegweiser.collect.texts import encoding_of, physical_lines, text_of
from wegweiser.errors import SourceProblem

ROWS = 20_000
_LOOKED_AT = 200
_SEPARATORS = (",", ";", "\t", "|")


@dataclass(frozen=True)
class Sample:
    """Columns and first rows of a file as text; `everything` gives all values of the column at a place."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    everything: Callable[[int], Iterable[str]]
    text: TextRule = field(default_factory=TextRule)

    def values(self, column: str) -> list[str]:
        """Return the values of a column that are not empty, stripped."""
        place = self.columns.index(column)
        return [value for row in self.rows if (value := row[place].strip())]


def sampled_text(file: Path) -> Sample:
    """Return a sample of delimited text, its encoding and separator guessed.

    Raises:
        SourceProblem: the file is empty or cannot be opened.
    """
    encoding = encoding_of(file)
    rule = TextRule(encoding=encoding)
    with text_of(file, encoding) as stream:
        head = list(islice(physical_lines(stream), _LOOKED_AT))
    if not head:
        raise SourceProblem(f"The file {file} is empty.")
    rule = TextRule(encoding=encoding, separator=separator_of(head, rule))
    rows = tuple(r.fields for r in islice(read_records(file, rule), ROWS) if not r.problem)

    def everything(place: int) -> Iterator[str]:
        return (r.fields[place].strip() for r in read_records(file, rule) if not r.problem)

    return Sample(names_of(file, rule), rows, everything, rule)


def separator_of(head: list[str], rule: TextRule) -> str:
    r"""Return the separator that gives most rows the width of the header, the widest at a tie.

    Example:
        >>> separator_of(["a;b;c\n", "1,5;2;x\n"], TextRule())
        ';'
    """
    scores: dict[str, tuple[float, int]] = {}
    for separator in _SEPARATORS:
        tried = TextRule(separator=separator, quote=rule.quote)
        widths = [len(r.fields) for r in records(head, tried) if not r.problem]
        if widths and widths[0] > 1:
            agreeing = Counter(widths)[widths[0]]
            scores[separator] = (round(agreeing / len(widths), 1), widths[0])
    return max(scores, key=lambda s: scores[s]) if scores else ","
