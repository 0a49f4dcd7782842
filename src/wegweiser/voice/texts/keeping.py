"""Keeps what was said: masks it, tells its language, and writes it batch by batch; the original stays nowhere."""

from __future__ import annotations

import contextlib
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from wegweiser.domain.events import BLOCKED
from wegweiser.stats.deferred import Deferred
from wegweiser.voice.tables import SAID
from wegweiser.voice.texts import masking
from wegweiser.voice.texts.languages import languages_of
from wegweiser.voice.texts.spec import TextSpec
from wegweiser.warehouse import Query, Warehouse

if TYPE_CHECKING:
    import pyarrow.parquet as pq
else:
    pq = Deferred("pyarrow.parquet")

BATCH = 20_000
_LONGEST = 20_000
_TYPES = {"BIGINT": pa.int64(), "VARCHAR": pa.string(), "DOUBLE": pa.float64(), "TIMESTAMP": pa.timestamp("us")}
_FIELDS = pa.schema([(name, _TYPES[kind]) for name, kind in SAID.columns.items()])


@dataclass(frozen=True, slots=True)
class Comment:
    """One text as it came, with what is known beside it; what is None is taken from the source.

    `person` is an identifier of the kind the source names; `subject_id` one that is known already. `at` is in UTC,
    `score` the writer's own from -2 to +2.
    """

    line: int
    text: str
    person: str | None = None
    subject_id: int | None = None
    at: datetime | None = None
    score: float | None = None
    topic: str | None = None
    touchpoint: str | None = None
    phase: str | None = None
    kind: str | None = None
    consent: str | None = None
    origin: str | None = None


@dataclass(frozen=True)
class Kept:
    """What was kept: the query that reads it, and how many texts there are in each language; empty ones are left."""

    query: Query
    texts: int = 0
    empty: int = 0
    languages: Mapping[str, int] = field(default_factory=dict)


def kept(warehouse: Warehouse, spec: TextSpec, name: str, comments: Iterable[Comment]) -> Kept:
    """Return what comments say, masked and in a scratch file; call `forget` once it is sealed."""
    target = _scratch(warehouse)
    target.parent.mkdir(parents=True, exist_ok=True)
    source, told, empty = iter(comments), Counter[str](), 0
    with contextlib.closing(pq.ParquetWriter(target, _FIELDS, compression="zstd")) as writer:
        while batch := list(islice(source, BATCH)):
            said = [comment for comment in batch if comment.text.strip()]
            empty += len(batch) - len(said)
            table = _table(spec, name, said)
            told.update(table.column("language").to_pylist())
            writer.write_table(table)
    query = Query("said_kept", f"select * from read_parquet({warehouse.dialect.text(str(target))})")
    return Kept(query, told.total(), empty, dict(sorted(told.items())))


def forget(warehouse: Warehouse, *stems: str) -> None:
    """Remove the scratch files of a load: what was kept, and what a reader laid out beside it."""
    folder = _scratch(warehouse).parent
    _scratch(warehouse).unlink(missing_ok=True)
    for stem in stems:
        for ending in ("careful", "sheet"):
            (folder / f"{stem}.{ending}.parquet").unlink(missing_ok=True)


def subject(kind: str, person: str | None) -> int | None:
    """Return the id of a person by an identifier as events carry it; None where it names nobody.

    Example:
        >>> subject("email", " Ana@Example.org ") == subject("email", "ana@example.org"), subject("customer", "guest")
        (True, None)
    """
    value = (person or "").strip()
    if value.lower() in BLOCKED:
        return None
    return id_of(f"{kind}:{value.lower() if kind == 'email' else value}")


def id_of(text: str) -> int:
    """Return 60 bits of the text's md5, as the warehouse makes ids."""
    return int(hashlib.md5(text.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()[:15], 16)


def _scratch(warehouse: Warehouse) -> Path:
    return warehouse.folder / "scratch" / "said.masked.parquet"


def _table(spec: TextSpec, name: str, said: Sequence[Comment]) -> pa.Table:
    received = [comment.text.strip()[:_LONGEST] for comment in said]
    languages = languages_of(received, spec.languages)
    texts = [masking.mask(text, language) for text, language in zip(received, languages, strict=True)]
    ids = [id_of(f"{spec.name}\x1f{name}\x1f{c.line}\x1f{text}") for c, text in zip(said, texts, strict=True)]
    people = [
        comment.subject_id or subject(spec.person_kind, comment.person) or id_of(f"text:{own}")
        for comment, own in zip(said, ids, strict=True)
    ]
    columns: dict[str, Sequence[object]] = {
        "text_id": ids,
        "source": [spec.name] * len(said),
        "kind": [comment.kind or spec.kind.value for comment in said],
        "line": [comment.line for comment in said],
        "subject_id": people,
        "occurred_at": [comment.at for comment in said],
        "touchpoint": [comment.touchpoint or spec.touchpoint for comment in said],
        "phase": [comment.phase or spec.phase for comment in said],
        "language": languages,
        "score": [comment.score for comment in said],
        "topic": [comment.topic for comment in said],
        "text": texts,
        "consent": [comment.consent or spec.consent.value for comment in said],
        "origin": [comment.origin or spec.origin.value for comment in said],
    }
    return pa.table([pa.array(columns[one.name], one.type) for one in _FIELDS], schema=_FIELDS)
