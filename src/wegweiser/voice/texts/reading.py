"""Reads every text sentence by sentence: what it is, which touchpoint it speaks of, how it feels."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegweiser.progress import Progress, silent
from wegweiser.voice.reader import Reader
from wegweiser.voice.tables import SAID, SENTENCE
from wegweiser.voice.texts.asking import kind_of
from wegweiser.voice.texts.placing import Places
from wegweiser.voice.texts.sentences import sentences
from wegweiser.voice.texts.spec import TextKind
from wegweiser.warehouse import Part, Query, Table, Warehouse

RULES = "rules 2"
"""The model of what is read by rules alone; grows with them."""
_SLICE = 20_000
_STAGE = "Read sentences"
_SAID = "text_id, kind, touchpoint, phase, language, topic, text"
_TYPES = {"BIGINT": pa.int64(), "INTEGER": pa.int32(), "VARCHAR": pa.string(), "DOUBLE": pa.float64()}
_FIELDS = pa.schema([(name, _TYPES[kind]) for name, kind in SENTENCE.columns.items()])
_FELT = ("feeling", "negative", "neutral", "positive")


@dataclass(frozen=True)
class Read:
    """How many texts were read into how many sentences, and how many of these a model was sure enough to feel."""

    texts: int
    sentences: int
    felt: int
    parts: int
    """Parts read now; those that had been read before are left as they are."""


def read(warehouse: Warehouse, places: Places, reader: Reader | None = None, *, progress: Progress = silent) -> Read:
    """Return how every text was read into sentences; what was read before by the same rules and model stays.

    Without a reader the sentences say what they are and what they speak of, and nothing of feelings; search terms and
    the notes of agents never do.
    """
    said, done = warehouse.parts(SAID.kind), {part.key: part for part in warehouse.parts(SENTENCE.kind)}
    how = _how(places, reader)
    added, whole = [], max(1, sum(part.rows for part in said))
    passed = 0
    for part in said:
        inputs = hashlib.sha256(f"{part.inputs}\x1f{part.path}\x1f{part.rows}\x1f{how}".encode()).hexdigest()
        if part.key not in done or done[part.key].inputs != inputs:
            added.append(_read(warehouse, part, (places, reader), inputs))
            warehouse.publish([added[-1]])
        passed += part.rows
        progress(_STAGE, passed, whole)
    gone = [part for key, part in done.items() if key not in {one.key for one in said}]
    if gone:
        warehouse.publish(removed=gone)
    counted = warehouse.run(
        Query("sentences_counted", f"select count(*) as n, count(feeling) as felt from {warehouse.table(SENTENCE)}")
    ).one()
    return Read(sum(part.rows for part in said), counted["n"], counted["felt"], len(added))


def _how(places: Places, reader: Reader | None) -> str:
    said = (
        RULES,
        reader.name if reader else "",
        places.whole,
        places.starts,
        places.ends,
        places.phrases,
        places.phases,
    )
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _read(warehouse: Warehouse, part: Part, by: tuple[Places, Reader | None], inputs: str) -> Part:
    """Read one part slice by slice, so that memory holds no more than a slice of texts."""
    said = warehouse.table(SAID, [part])
    slices = max(1, -(-part.rows // _SLICE))
    tables = []
    for place in range(slices):
        chosen = Query("texts_read", f"select {_SAID} from {said} where text_id % {slices} = {place} order by text_id")
        tables.append(_sentences(warehouse.run(chosen).rows(), *by))
    name = "sentences_read"
    with warehouse.scratch(name):
        found: Table = warehouse.offer(name, pa.concat_tables(tables))
        query = Query("sentences", f"select * from {found}")
        return warehouse.seal(SENTENCE, part.key, query, inputs=inputs, details=_brief(part))


def _brief(part: Part) -> dict[str, Any]:
    return {"source": part.details.get("source"), "file": part.details.get("file")}


def _sentences(rows: Sequence[dict[str, Any]], places: Places, reader: Reader | None) -> pa.Table:
    columns: dict[str, list[Any]] = {name: [] for name in SENTENCE.columns if name not in (*_FELT, "model")}
    spoken: list[bool] = []
    for row in rows:
        cut = sentences(row["text"])
        named = _carried([places.find(sentence) for sentence in cut]) if row["touchpoint"] is None else ()
        spoken += [TextKind(row["kind"]).spoken] * len(cut)
        for place, sentence in enumerate(cut):
            touchpoint = row["touchpoint"] or named[place]
            columns["text_id"].append(row["text_id"])
            columns["place"].append(place)
            columns["text"].append(sentence)
            columns["language"].append(row["language"])
            columns["touchpoint"].append(touchpoint)
            columns["phase"].append(row["phase"] or places.phases.get(touchpoint or ""))
            columns["topic"].append(row["topic"])
            columns["kind"].append(kind_of(sentence, row["kind"]))
    felt = _felt(columns, np.flatnonzero(spoken), reader)
    arrays = [pa.array(felt.get(f.name, columns.get(f.name)), f.type, from_pandas=True) for f in _FIELDS]
    return pa.table(arrays, schema=_FIELDS)


def _felt(columns: dict[str, list[Any]], spoken: NDArray[np.intp], reader: Reader | None) -> dict[str, Any]:
    """Return how the spoken sentences feel; null where the reader was not sure, and throughout where nobody reads."""
    count = len(columns["text"])
    felt: dict[str, Any] = {name: np.full(count, np.nan) for name in _FELT} | {"model": [RULES] * count}
    if reader is None or not len(spoken):
        return felt
    read = reader.read(*([columns[name][place] for place in spoken] for name in ("text", "language")))
    for name in _FELT:
        felt[name][spoken] = getattr(read, name)
    topics = list(columns["topic"])
    for place, found in zip(spoken, read.topics, strict=True):
        felt["model"][place] = reader.name
        # A label that came with the text is known, what the model finds is guessed.
        topics[place] = topics[place] or found
    return felt | {"topic": topics}


def _carried(named: Sequence[str | None]) -> list[str | None]:
    """Return the touchpoint of each sentence: its own, else that of the one before, else the text's first.

    Example:
        >>> _carried([None, "delivery", None, "hotline"])
        ['delivery', 'delivery', 'delivery', 'hotline']
    """
    current = next((touchpoint for touchpoint in named if touchpoint is not None), None)
    carried = []
    for touchpoint in named:
        current = touchpoint or current
        carried.append(current)
    return carried
