"""Careful reading of delimited text: every physical line is accounted for, whatever stands in it."""

from __future__ import annotations

import csv
import re
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wegweiser.collect.spec import TextRule
from wegweiser.collect.texts import FIELD_LIMIT, RAW_LIMIT

_MOST_LINES = 1000
_SURROGATE = re.compile("[\udc80-\udcff]")

# The csv module's own limit is one per process; ours is checked row by row, with a reason.
csv.field_size_limit(sys.maxsize)


@dataclass(frozen=True)
class Record:
    """One row: the line it starts on, its fields or the problem that keeps it from having any, and its text."""

    line: int
    fields: tuple[str, ...]
    problem: str | None
    raw: str


def records(lines: Iterable[str], rule: TextRule, width: int | None = None) -> Iterator[Record]:
    r"""Yield every row that is not blank, the header among them.

    A quoted field may span lines. Where a quotation mark is never closed, only the line that opens it is lost:
    reading goes on with the next line.

    Example:
        >>> [(r.line, r.fields, r.problem) for r in records(['a,b\n', '1,"x\n', 'y"\n', '"2,\n', '3,4\n'], TextRule())]
        [(1, ('a', 'b'), None), (2, ('1', 'x\ny'), None), (4, (), 'unclosed_quote'), (5, ('3', '4'), None)]
    """
    ahead: deque[str] = deque()
    source = iter(lines)
    number = 0
    while (line := ahead.popleft() if ahead else next(source, None)) is not None:
        number += 1
        if not line.strip("\r\n"):
            continue
        taken, problem = [line], unreadable(line)
        fields: list[str] = []
        if rule.quote in line:
            taken, fields, found = _quoted(line, ahead, source, rule)
            problem = problem or found
        elif problem is None:
            fields = line.rstrip("\r\n").split(rule.separator)
        yield _record(number, taken, fields, problem, width)
        number += len(taken) - 1


def _quoted(
    line: str, ahead: deque[str], source: Iterator[str], rule: TextRule
) -> tuple[list[str], list[str], str | None]:
    """Read one row that holds quotation marks, looking ahead while a mark is open."""
    gathered, marks, size = [line], line.count(rule.quote), len(line)
    while marks % 2 and len(gathered) < _MOST_LINES and size <= FIELD_LIMIT:
        following = ahead.popleft() if ahead else next(source, None)
        if following is None:
            break
        gathered.append(following)
        marks, size = marks + following.count(rule.quote), size + len(following)
    reader = csv.reader(gathered, delimiter=rule.separator, quotechar=rule.quote, strict=True)
    try:
        fields = next(reader)
    except csv.Error:
        ahead.extendleft(reversed(gathered[1:]))
        return [line], [], "unclosed_quote" if line.count(rule.quote) % 2 else "malformed_row"
    used = reader.line_num
    ahead.extendleft(reversed(gathered[used:]))
    problem = next((p for p in map(unreadable, gathered[1:used]) if p), None)
    return gathered[:used], fields, problem


def unreadable(line: str) -> str | None:
    """Return the problem of a line whose text itself is broken, or None."""
    if "\0" in line:
        return "nul_byte"
    if not line.isascii() and _SURROGATE.search(line):
        return "unreadable_text"
    return None


def _record(number: int, taken: list[str], fields: list[str], problem: str | None, width: int | None) -> Record:
    if len(taken[0]) > FIELD_LIMIT and (problem or max(map(len, fields), default=0) > FIELD_LIMIT):
        problem = problem if problem == "nul_byte" else "oversized_field"
    elif problem is None and sum(map(len, taken)) > FIELD_LIMIT and max(map(len, fields)) > FIELD_LIMIT:
        problem = "oversized_field"
    if problem is None and width is not None and len(fields) != width:
        problem = "malformed_row"
    raw = "".join(part[:RAW_LIMIT] for part in taken[:_MOST_LINES])[:RAW_LIMIT].rstrip("\r\n")
    clean = raw.replace("\0", "\u2400").encode("utf-8", "replace").decode() if problem else raw
    return Record(number, () if problem else tuple(fields), problem, clean)
