"""Loads one file: rows to events and quarantine, sealed and published in one step."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from wegweiser.clock import Clock, SystemClock
from wegweiser.collect import sealing
from wegweiser.collect.codes import codes_for
from wegweiser.collect.judging import TEMPORARY, judged
from wegweiser.collect.places import place_of, stood_in
from wegweiser.collect.rows import Rows
from wegweiser.collect.scratch import cleared
from wegweiser.collect.sources import source_of
from wegweiser.collect.spec import SourceSpec
from wegweiser.collect.tables import COUNTED_PATH, EVENT, IDENTIFIER, LINK, QUARANTINE, TRAIT
from wegweiser.collect.taking import Taken, take
from wegweiser.collect.texts import fingerprint
from wegweiser.progress import Progress, silent
from wegweiser.warehouse import Part, Query, Warehouse

_STAGES = 3
_LAYOUT = "1"
# A file whose rows were known from one that is replaced now is read again when its turn comes.
_STALE = "stale"
_KINDS = (EVENT, IDENTIFIER, LINK, TRAIT, QUARANTINE, COUNTED_PATH)


@dataclass(frozen=True)
class Loaded:
    """What became of a file's rows: rows = events + known + quarantined + folded (+ paths, for counted paths).

    `known` rows were already there, `folded` ones went into another row's event, `derived` events were computed
    beside the rows. `skipped`: the same content had been loaded under the same spec, nothing changed.
    `replaced`: an earlier load of the file was replaced. `reasons` counts the quarantined rows by code,
    `files` says the same by file where a source is made of several.
    """

    file: str
    source: str
    rows: int
    events: int = 0
    known: int = 0
    quarantined: int = 0
    folded: int = 0
    derived: int = 0
    paths: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    since: str | None = None
    until: str | None = None
    skipped: bool = False
    replaced: bool = False


@dataclass(frozen=True)
class Job:
    """One file to be loaded: under which key, from which inputs."""

    warehouse: Warehouse
    spec: SourceSpec
    file: Path
    key: str
    inputs: str
    progress: Progress

    def earlier(self) -> list[Part]:
        """Parts of this content, and of what stood in this file before."""
        prefix = f"{self.spec.name}/"
        return [
            part
            for schema in _KINDS
            for part in self.warehouse.parts(schema.kind)
            if part.key == self.key
            or part.key.startswith(f"{self.key}~")
            or (part.key.startswith(prefix) and stood_in(self.warehouse, part, self.file))
        ]

    def others(self, gone: AbstractSet[str]) -> list[Part]:
        """Event parts of the same source that stay."""
        prefix = f"{self.spec.name}/"
        found = self.warehouse.parts(EVENT.kind)
        return [part for part in found if part.key.startswith(prefix) and part.key not in gone and part.rows]


def load(
    warehouse: Warehouse, spec: SourceSpec, file: Path, *, clock: Clock | None = None, progress: Progress = silent
) -> Loaded:
    """Return what became of a file's rows; every one is an event, known already, or in quarantine with its reason.

    The same content under the same spec changes nothing; under a changed spec its parts are replaced, as are
    those of what stood in this file before.

    Raises:
        SourceProblem: the file cannot be read at all.
        InvalidSetting: the spec does not say where time or event come from.
        UnknownName: the spec names a column the file does not have.
    """
    key = f"{spec.name}/{fingerprint(file)[:32]}"
    job = Job(warehouse, spec, file, key, inputs_of(spec), progress)
    for schema in (EVENT, COUNTED_PATH):
        for part in warehouse.parts(schema.kind):
            if part.key == key and part.inputs == job.inputs:
                return replace(_stated(part.details), skipped=True, replaced=False)
    job.progress(f"Read {file.name}", 0, _STAGES)
    with cleared(warehouse):
        rows = source_of(spec.format).read(warehouse, spec, file)
        with warehouse.scratch(*TEMPORARY, *rows.scratch):
            if rows.paths is not None:
                return _load_paths(job, rows)
            return _load_events(job, rows, (clock or SystemClock()).now())


def inputs_of(spec: SourceSpec) -> str:
    """Return the digest of what decides how a file is read."""
    told = msgspec.json.encode(msgspec.structs.replace(spec, files=()), order="deterministic")
    return hashlib.sha256(_LAYOUT.encode() + told).hexdigest()


def _load_events(job: Job, rows: Rows, now: datetime) -> Loaded:
    earlier = job.earlier()
    gone = {part.key for part in earlier}
    added, details = sealed(job, rows, now, gone)
    others = job.others(gone) if earlier else []
    stale = [replace(part, inputs=_STALE) for part in others if part.details.get("known")]
    _publish(job, [*added, *stale], earlier)
    return _stated(details)


def sealed(job: Job, rows: Rows, now: datetime, gone: AbstractSet[str]) -> tuple[list[Part], dict[str, Any]]:
    """Seal the parts of a file's rows, not yet published, and return them with the account of the rows.

    Parts with a key in `gone` are about to be replaced: what stands in them is not known already.
    """
    warehouse, dialect = job.warehouse, job.warehouse.dialect
    taken = take(warehouse, rows, job.spec, now)
    job.progress(f"Check {job.file.name}", 1, _STAGES)
    rows_judged = judged(warehouse, taken, job.others(gone))
    details = _counted(job, taken, rows_judged) | {"replaced": bool(gone), "header": rows.header}
    signature, codes = codes_for(warehouse, job.spec.name, sealing.signatures(rows_judged, taken))
    job.progress(f"Seal {job.file.name}", 2, _STAGES)
    queries = [
        (EVENT, sealing.events(rows_judged, taken, codes, dialect)),
        (IDENTIFIER, sealing.identifiers(rows_judged, taken)),
        (LINK, sealing.links(rows_judged, taken)),
    ]
    traits = sealing.traits(rows_judged, taken, dialect)
    if traits is not None:
        queries.append((TRAIT, traits))
    if details["quarantined"]:
        queries.append((QUARANTINE, sealing.quarantined(rows_judged, taken, str(job.file), dialect)))
    brief = {name: details[name] for name in ("source", "file", "path", "place", "header")}
    added = [
        warehouse.seal(schema, job.key, query, inputs=job.inputs, details=details if schema is EVENT else brief)
        for schema, query in queries
    ]
    return [*added, *([signature] if signature else [])], details


def _counted(job: Job, taken: Taken, rows_judged: Query) -> dict[str, Any]:
    """Return the account of the file's rows."""
    own = "extra is null" if "extra" in taken.columns else "true"
    account = job.warehouse.run(
        Query(
            "account",
            f"select state, {own} as own, subject_id >> 56 as partition, count(*) as n, "
            "min(time) filter (where state is null) as since, max(time) filter (where state is null) as until "
            f"from {rows_judged} group by all order by all",
            (rows_judged,),
        )
    ).rows()
    per_state: dict[str | None, int] = {}
    partitions = [0] * 16
    events = [row for row in account if row["state"] is None]
    for row in account:
        per_state[row["state"]] = per_state.get(row["state"], 0) + (row["n"] if row["own"] else 0)
    for row in events:
        partitions[row["partition"]] += row["n"]
    known, good = per_state.pop("known", 0), per_state.pop(None, 0)
    reasons = {str(code): n for code, n in sorted(per_state.items(), key=lambda item: str(item[0])) if n}
    return {
        **_place(job),
        "rows": max(taken.rows.rows, taken.count),
        "events": good,
        "known": known,
        "quarantined": sum(reasons.values()),
        "folded": max(taken.rows.rows - taken.count, 0),
        "derived": sum(row["n"] for row in events if not row["own"]),
        "reasons": reasons,
        "files": {name: dict(account) for name, account in taken.rows.accounts.items()},
        "since": min((row["since"].isoformat() for row in events), default=None),
        "until": max((row["until"].isoformat() for row in events), default=None),
        "partitions": partitions,
    }


def _place(job: Job) -> dict[str, Any]:
    return {"source": job.spec.name, **place_of(job.warehouse, job.file)}


def _load_paths(job: Job, rows: Rows) -> Loaded:
    """Load counted paths: no people, no events; bad rows go to quarantine as everywhere."""
    warehouse, dialect = job.warehouse, job.warehouse.dialect
    earlier = job.earlier()
    inputs = (rows.paths,) if isinstance(rows.paths, Query) else ()
    paths = warehouse.create(Query("paths", f"select * from {rows.paths}", inputs))
    found = warehouse.run(
        Query("path account", f"select problem, count(*) as n from {paths} group by problem order by problem")
    ).rows()
    reasons = {row["problem"]: row["n"] for row in found if row["problem"]}
    details = {
        **_place(job),
        "rows": rows.rows,
        "paths": sum(row["n"] for row in found if not row["problem"]),
        "quarantined": sum(reasons.values()),
        "reasons": reasons,
        "replaced": bool(earlier),
    }
    name = dialect.text(job.spec.name)
    good = Query(
        "good paths", f"select {name} as source, path, conversions, value, nulls from {paths} where problem is null"
    )
    bad = Query("bad", f"select line, problem as code from {paths} where problem is not null")
    added = [warehouse.seal(COUNTED_PATH, job.key, good, inputs=job.inputs, details=details)]
    if reasons:
        aside = sealing.set_aside(bad, rows.raw, (job.spec.name, str(job.file)), dialect)
        added.append(warehouse.seal(QUARANTINE, job.key, aside, inputs=job.inputs, details=_place(job)))
    warehouse.drop(paths)
    _publish(job, added, earlier)
    return _stated(details)


def _publish(job: Job, added: list[Part], earlier: list[Part]) -> None:
    job.warehouse.publish(added, earlier)
    job.progress(f"Seal {job.file.name}", _STAGES, _STAGES)


def _stated(details: Mapping[str, Any]) -> Loaded:
    known = {f.name for f in fields(Loaded)}
    return Loaded(**{name: value for name, value in details.items() if name in known})
