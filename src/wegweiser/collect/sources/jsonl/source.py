"""Reads JSON lines: top-level keys are columns, keys of nested objects are named with a dot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from wegweiser.collect.delimited import write_records
from wegweiser.collect.fields import Fields, mapped
from wegweiser.collect.proposing import guessed
from wegweiser.collect.records import Record, unreadable
from wegweiser.collect.rows import NOTHING, Guess, Rows, Source
from wegweiser.collect.sampling import ROWS, Sample
from wegweiser.collect.scratch import scratch
from wegweiser.collect.spec import SourceSpec
from wegweiser.collect.texts import FIELD_LIMIT, RAW_LIMIT, encoding_of, physical_lines, text_of
from wegweiser.errors import SourceProblem
from wegweiser.warehouse import Query, Warehouse

_MOST_COLUMNS = 500
_DEPTH = 3


@dataclass(frozen=True)
class JsonlSource:
    """One JSON object per line."""

    format: str = "jsonl"
    endings: tuple[str, ...] = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")
    special: bool = False

    def guess(
        self, warehouse: Warehouse, file: Path, name: str, zone: str, told: Mapping[str, str] = NOTHING
    ) -> Guess | None:
        """Return what the keys mean; None for other files."""
        del warehouse
        if not file.name.lower().endswith(self.endings):
            return None
        encoding = encoding_of(file)
        rows = _first(file, encoding)
        names = _names(rows)

        def everything(place: int) -> Iterable[str]:
            return (
                text for _, values, _, _ in _objects(file, encoding) if (text := values.get(names[place], "").strip())
            )

        sample = Sample(names, tuple(tuple(row.get(n, "") for n in names) for row in rows), everything)
        found = guessed(sample, file, SourceSpec(name, self.format), zone, told)
        text = msgspec.structs.replace(found.spec.text, encoding=encoding)
        return Guess(msgspec.structs.replace(found.spec, text=text), found.sentences)

    def read(self, warehouse: Warehouse, spec: SourceSpec, file: Path) -> Rows:
        """Return the rows in canonical columns.

        Raises:
            SourceProblem: the file cannot be opened.
        """
        names = _names(values for _, values, _, _ in _objects(file, spec.text.encoding))
        target = scratch(warehouse, "objects.parquet")
        count = write_records(_records(file, spec.text.encoding, names), len(names), target)
        source = f"read_parquet({warehouse.dialect.text(str(target))})"
        fields = Fields(Query("received", f"select * exclude (raw) from {source}"), names)
        canonical = mapped(fields, spec, warehouse.dialect)
        raw = Query("lines", f"select line, raw from {source}")
        return Rows(canonical.query, canonical.columns, raw, count, header="")


def _first(file: Path, encoding: str) -> list[dict[str, str]]:
    """Return the first objects of a file that holds at least one."""
    lines = list(islice(_objects(file, encoding), ROWS))
    if not lines:
        raise SourceProblem(f"The file {file} is empty.")
    rows = [values for _, values, problem, _ in lines if not problem]
    if not rows:
        raise SourceProblem(
            f"No line of {file} is a JSON object; JSON lines hold one on each, "
            'such as {"customer": "Ana", "time": "2026-10-31T10:00:00Z", "event": "visit"}.'
        )
    return rows


def _names(rows: Iterable[Mapping[str, str]]) -> tuple[str, ...]:
    """Return the keys in the order they first appear; of a file with endless keys, the first 500."""
    names: dict[str, None] = {}
    for row in rows:
        if len(names) < _MOST_COLUMNS:
            names.update(dict.fromkeys(row))
    return tuple(islice(names, _MOST_COLUMNS))


def _records(file: Path, encoding: str, names: tuple[str, ...]) -> Iterator[Record]:
    for number, values, problem, line in _objects(file, encoding):
        fields = () if problem else tuple(values.get(name, "") for name in names)
        text = line[:RAW_LIMIT].replace("\0", "\u2400").encode("utf-8", "replace").decode()
        yield Record(number, fields, problem, text)


def _objects(file: Path, encoding: str) -> Iterator[tuple[int, dict[str, str], str | None, str]]:
    """Yield line, flat values, problem and text of every line that is not blank."""
    decoder = msgspec.json.Decoder()
    with text_of(file, encoding) as stream:
        for number, ended in enumerate(physical_lines(stream), 1):
            line = ended.strip()
            if not line:
                continue
            problem = "oversized_field" if len(line) > FIELD_LIMIT else unreadable(line)
            values: dict[str, str] = {}
            if problem is None:
                try:
                    found = decoder.decode(line)
                except msgspec.DecodeError:
                    found = None
                problem = None if isinstance(found, dict) else "malformed_json"
                values = _flat(found) if isinstance(found, dict) else {}
            yield number, values, problem, line


def _flat(found: Mapping[str, Any], prefix: str = "", depth: int = _DEPTH) -> dict[str, str]:
    values: dict[str, str] = {}
    for key, value in found.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and depth > 1:
            values |= _flat(value, f"{name}.", depth - 1)
        elif value is not None:
            values[name] = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return {name: value.replace("\0", "\u2400") for name, value in values.items()}


SOURCE: Source = JsonlSource()
