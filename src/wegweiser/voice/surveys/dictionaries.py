"""Dictionary files: what each field of an export asks, and what its codes mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from wegweiser.collect import plain

_HEADER = re.compile(r"(field|column|variable|name|feld|spalte)s?\b", re.IGNORECASE)
_TIDY = {"code", "value", "wert"}
_NUMBER = re.compile(r"-?\d+(\.\d+)?$")
_QUESTION = re.compile(r"q\d", re.IGNORECASE)
_BETWEEN = re.compile(r"(?<=\d)[\W_]+(?=\d)")
_SIGNS = re.compile(r"[^\w]|(?<!\d)_|_(?!\d)")
_STEM = 4


@dataclass(frozen=True)
class Field:
    """One field of an export: its question, the section it stands in, and the labels of its codes."""

    name: str
    text: str
    section: str = ""
    levels: dict[str, str] = field(default_factory=dict)


def bare(name: str) -> str:
    """Return a column's name without what waves spell differently: case, spaces and signs.

    Example:
        >>> bare("*RESPNUM"), bare("NETPRO  "), bare("Q13 COUNTY"), bare("Q8-1")
        ('respnum', 'netpro', 'q13county', 'q8_1')
    """
    return _SIGNS.sub("", _BETWEEN.sub("_", name.casefold()))


def read_dictionary(path: Path) -> dict[str, Field]:
    """Return the fields of a dictionary file (XLSX or CSV), by bare name.

    Its rows are a field with its question, below it a row for each code with its label. A code list belongs to all
    fields named right above it that are of one kind; a row with a text alone is a heading.

    Raises:
        SourceProblem: the file is not there or cannot be read.
    """
    rows = [tuple(cell.strip() for cell in row) for row in plain.sheet(path)]
    rows = [row for row in rows if any(row)]
    found = _tidy(rows) if rows and _TIDY & {cell.casefold() for cell in rows[0]} else _listed(rows)
    return {bare(one.name): one for one in found}


def _tidy(rows: Sequence[tuple[str, ...]]) -> Iterator[Field]:
    """Read rows of field, question, code, label, each under a name in the header."""
    header = [cell.casefold() for cell in rows[0]]
    code = next(place for place, cell in enumerate(header) if cell in _TIDY)
    fields: dict[str, Field] = {}
    last = ""
    for row in rows[1:]:
        cells = (*row, *[""] * (code + 2))
        last = cells[0] or last
        known = fields.setdefault(last, Field(last, cells[1] if code > 1 else ""))
        if cells[code]:
            known.levels[cells[code]] = cells[code + 1]
    yield from fields.values()


def _listed(rows: Sequence[tuple[str, ...]]) -> Iterator[Field]:
    """Read fields with their codes below them: block by block, each ending with its code list."""
    block: list[Field] = []
    section, codes = "", False
    skip = 1 if rows and _HEADER.match(rows[0][0]) else 0
    for place, row in enumerate(rows[skip:], skip):
        name, said, label = (*row, "", "")[:3]
        is_code = bool(label) or (not name and _NUMBER.match(said) is not None)
        if name:
            if codes and not is_code:
                yield from _settled(block)
                block, section, codes = [], "" if not block or block[0].section == section else section, False
            text = said if not is_code else (block[-1].text if block else "")
            block.append(Field(name, text, section))
        elif not is_code and said and not _opens_codes(rows, place):
            yield from _settled(block)
            block, section, codes = [], said, False
        if is_code and block:
            codes = True
            block[-1].levels.setdefault(said, label)
    yield from _settled(block)


def _opens_codes(rows: Sequence[tuple[str, ...]], place: int) -> bool:
    """Tell whether a heading stands within a code list: a code follows it, and no field."""
    following = rows[place + 1] if place + 1 < len(rows) else ("",)
    return not following[0] and place > 0


def _settled(block: Sequence[Field]) -> Iterator[Field]:
    """Give the codes of a block to all its fields that are of the last one's kind."""
    levels: dict[str, str] = {}
    for one in block:
        levels |= one.levels
    for one in block:
        yield replace(one, levels=dict(levels)) if block and _kin(one, block[-1]) else one


def _kin(one: Field, last: Field) -> bool:
    if one.section and one.section == last.section:
        return True
    if _QUESTION.match(one.name) and _QUESTION.match(last.name):
        return True
    return bare(one.name)[:_STEM] == bare(last.name)[:_STEM]
