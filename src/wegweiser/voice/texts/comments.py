"""Seals what was said: texts masked and rows set aside, published in one step."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa

from wegweiser.collect import places, plain, tables
from wegweiser.voice.tables import SAID
from wegweiser.voice.texts import keeping, masking
from wegweiser.voice.texts.keeping import Comment
from wegweiser.voice.texts.spec import TextSpec
from wegweiser.warehouse import Part, Query, Warehouse

RAW = "text_raw"
_VERSION = f"2.{masking.VERSION}"
_KINDS = (SAID, tables.QUARANTINE)


@dataclass(frozen=True)
class Loaded:
    """What became of a file's rows: texts by language, empty ones, scores nobody can read, and rows set aside."""

    source: str
    file: str
    rows: int
    texts: int
    empty: int = 0
    unread_scores: int = 0
    languages: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    skipped: bool = False

    @property
    def quarantined(self) -> int:
        """Rows set aside with their reason, and scores off their scale, whose texts are kept."""
        return sum(self.reasons.values())


@dataclass
class Count:
    """What is counted while the rows go by."""

    rows: int = 0
    unread: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    bad: list[tuple[int, str, str]] = field(default_factory=list)

    def aside(self, line: int, code: str, raw: str, language: str) -> None:
        """Set a row aside; what stood in it is masked as well."""
        self.reasons[code] += 1
        self.bad.append((line, code, masking.mask(raw, language)))


def load_comments(warehouse: Warehouse, spec: TextSpec, key: str, inputs: str, comments: Iterable[Comment]) -> Loaded:
    """Return what became of comments found elsewhere, such as in the rows of a survey; `inputs` says what they follow.

    Comments under the same key and the same inputs change nothing; under other inputs they are replaced.
    """
    whole = f"text:{spec.name}/{key}"
    follows = hashlib.sha256(f"{inputs}\x1f{inputs_of(spec, '')}".encode()).hexdigest()
    earlier = earlier_of(warehouse, whole)
    for part in earlier:
        if part.kind == SAID.kind and part.inputs == follows:
            return msgspec.convert({**part.details, "skipped": True}, Loaded)
    try:
        kept = keeping.kept(warehouse, spec, key, comments)
        stated = Loaded(spec.name, key, kept.texts + kept.empty, kept.texts, kept.empty, 0, kept.languages)
        publish(warehouse, Part(SAID.kind, whole, follows, "", 0, asdict(stated)), kept.query, Count(), earlier)
    finally:
        keeping.forget(warehouse)
    return stated


def publish(warehouse: Warehouse, stated: Part, query: Query, count: Count, earlier: list[Part]) -> None:
    """Seal what was kept, and what was set aside, and let both count instead of what was said earlier."""
    details = dict(stated.details)
    added = [warehouse.seal(SAID, stated.key, query, inputs=stated.inputs, details=details)]
    bad = _unheard(warehouse, count, str(details["file"]))
    if bad:
        lines, codes, raws = zip(*bad, strict=True)
        columns = {"line": pa.array(lines, pa.int64()), "code": pa.array(codes), "raw": pa.array(raws, pa.string())}
        table = warehouse.offer(RAW, pa.table(columns))
        set_aside = Query("text_bad", f"select line, code, raw from {table}")
        aside = plain.aside(set_aside, (details["source"], details["file"]), warehouse.dialect)
        brief: dict[str, Any] = {name: details[name] for name in ("source", "file", "path", "place") if name in details}
        added.append(warehouse.seal(tables.QUARANTINE, stated.key, aside, inputs=stated.inputs, details=brief))
    warehouse.publish(added, [part for part in earlier if part.kind != SAID.kind or part.key != stated.key])


def _unheard(warehouse: Warehouse, count: Count, file: str) -> list[tuple[int, str, str]]:
    """Return what is set aside, without the rows that stand in quarantine already as events of the same file."""
    name, parts = Path(file).name, warehouse.parts(tables.QUARANTINE.kind)
    parts = [p for p in parts if not p.key.startswith("text:") and Path(str(p.details.get("file"))).name == name]
    if not count.bad or not parts:
        return count.bad
    table = warehouse.table(tables.QUARANTINE, parts)
    asked = Query("text_aside", f"select line, code from {table} order by line, code")
    known = {(row["line"], row["code"]) for row in warehouse.run(asked).rows()}
    return [one for one in count.bad if one[:2] not in known]


def inputs_of(spec: TextSpec, zone: str) -> str:
    """Return the fingerprint of everything texts follow from besides their content: rules, zone and version."""
    said = msgspec.json.encode(msgspec.structs.replace(spec, files=(), proposed=False), order="deterministic")
    return hashlib.sha256(said + f"\x1f{zone}\x1f{_VERSION}".encode()).hexdigest()


def earlier_of(warehouse: Warehouse, key: str, start: str = "", file: Path | None = None) -> list[Part]:
    """Return the parts that a load replaces: those of the same content, and those of the same file."""
    parts = [part for schema in _KINDS for part in warehouse.parts(schema.kind)]
    return [
        p for p in parts if p.key == key or (file and p.key.startswith(start) and places.stood_in(warehouse, p, file))
    ]
