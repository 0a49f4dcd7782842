"""Counts what touchpoints met and what every source brought, for the screens of touchpoints and data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from wegweiser import collect
from wegweiser.clock import wall_time
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Proportion
from wegweiser.domain.touchpoints import Touchpoint
from wegweiser.errors import SourceProblem
from wegweiser.journeys import STEP, Registry
from wegweiser.voice import tables as voice
from wegweiser.warehouse import Part, Query
from wegweiser.workspace.files import Spec
from wegweiser.workspace.ground import Ground
from wegweiser.workspace.insights import drifting, rows
from wegweiser.workspace.insights.masked import masked_row

_EXAMPLES = 20
_SIGNATURES = 2_000
_DAYS = 400
_ACCOUNTED = {
    "events": collect.tables.EVENT,
    "paths": collect.tables.COUNTED_PATH,
    "survey": voice.ANSWER,
    "texts": voice.SAID,
    "offers": collect.tables.OFFER,
}


def touchpoints(ws: Ground, registry: Registry) -> rows.Touchpoints:
    """Return the registry with whom its touchpoints met, and the events no rule takes."""
    met = {row["touchpoint"]: row for row in ws.journeys.touchpoints().rows()} if ws.events else {}
    seen = _last_seen(ws) if ws.events else {}
    unmapped = ws.journeys.unmapped().rows() if ws.events else []
    return rows.Touchpoints(
        touchpoints=tuple(
            _touchpoint(one, met.get(one.id), seen.get(code)) for code, one in enumerate(registry.touchpoints)
        ),
        unmapped=tuple(rows.Unmapped(row["event"], row["events"]) for row in unmapped),
        unmapped_events=sum(row["events"] for row in unmapped),
        seen=_signatures(ws) if ws.events else (),
    )


def _signatures(ws: Ground) -> tuple[rows.Seen, ...]:
    """Return what rules can see of the events, with how many look so."""
    table = ws.warehouse.table(collect.tables.EVENT)
    query = Query("signature_counts", f"select signature, count(*) as n from {table} group by signature order by 1")
    counted = {row["signature"]: row["n"] for row in ws.warehouse.run(query).rows()}
    known = [(one, counted.get(one.code, 0)) for one in ws.signatures]
    told = sorted((pair for pair in known if pair[1] >= SUPPRESSED_BELOW), key=lambda pair: -pair[1])
    return tuple(rows.Seen(one.source, one.event, one.channel, one.campaign, n) for one, n in told[:_SIGNATURES])


def _touchpoint(one: Touchpoint, met: Mapping[str, Any] | None, seen: date | None) -> rows.TouchpointRow:
    """Return a touchpoint; of fewer than 20 customers nothing is told."""
    row = rows.TouchpointRow.of(one)
    if met is None or met["customers"] < SUPPRESSED_BELOW:
        return row
    return msgspec.structs.replace(
        row,
        contacts=met["contacts"],
        customers=met["customers"],
        share=_reach(met),
        last_seen=seen,
    )


def _reach(row: Mapping[str, Any]) -> Proportion:
    share, hits = row["share"], row["customers"]
    return Proportion(share, row["lo"], row["hi"], hits, round(hits / share) if share else hits)


def _last_seen(ws: Ground) -> dict[int, date]:
    """Return the day each touchpoint was last met, by its code, in the customers' time zone."""
    zone, table = ZoneInfo(ws.config.timezone), ws.analysis.table(STEP)
    query = Query(
        "last_seen", f"select touchpoint_id, max(occurred_at) as last_at from {table} group by touchpoint_id order by 1"
    )
    found = ws.analysis.run(query).rows()
    return {row["touchpoint_id"]: wall_time(row["last_at"], zone).date() for row in found}


def data(ws: Ground) -> rows.Data:
    """Return every source with its files, what was set aside, what waits, how fresh it is, and how it changed."""
    config, quarantined = ws.config, _quarantined(ws)
    kinds: list[tuple[str, Spec]] = [
        *(("paths" if "path" in spec.columns else "events", spec) for spec in config.source),
        *(("survey", spec) for spec in config.survey),
        *(("texts", spec) for spec in config.text),
        *(("content", spec) for spec in config.content),
        *(("offers", spec) for spec in config.offers),
    ]
    parts = _parts(ws)
    last = max(
        (day for one in parts.values() for part in one if (day := _day(part.details.get("until")))), default=None
    )
    sources = [_source(ws, kind, spec, parts.pop((kind, spec.name), []), last) for kind, spec in kinds]
    # Sources nobody names any more: what was loaded from them stays until somebody decides.
    sources += [
        _loaded(name, kind, "", found, last) for (kind, name), found in sorted(parts.items()) if kind != "texts"
    ]
    return rows.Data(
        sources=tuple(_with_quarantine(one, quarantined.get(one.name, ())) for one in sources),
        dropped=tuple(ws.files.named(path) for path in _dropped(ws)),
        quarantined=sum(reason.rows for found in quarantined.values() for reason in found),
    )


def _with_quarantine(source: rows.SourceRow, found: Sequence[rows.Quarantined]) -> rows.SourceRow:
    """Return a source with what was set aside of its own files; a survey may be called like a source of events."""
    own = {row.file for row in source.files}
    return msgspec.structs.replace(source, quarantined=tuple(row for row in found if row.file in own))


def _dropped(ws: Ground) -> list[Path]:
    try:
        return ws.files.dropped(ws.config.reading)
    except SourceProblem:
        # A pattern that matches nothing is told at its source.
        return []


def _parts(ws: Ground) -> dict[tuple[str, str], list[Part]]:
    """Return the parts that account for files, by kind and source."""
    found = defaultdict(list)
    for kind, schema in _ACCOUNTED.items():
        for part in ws.warehouse.parts(schema.kind):
            if "file" in part.details and "rows" in part.details:
                found[kind, str(part.details["source"])].append(part)
    return found


def _source(ws: Ground, kind: str, spec: Spec, parts: Sequence[Part], last: date | None) -> rows.SourceRow:
    loaded = _loaded(spec.name, kind, getattr(spec, "format", ""), parts, last)
    # By name: a workspace that was moved or copied has its files elsewhere, and they are the same.
    files, known = _files_of(ws, spec), {Path(str(part.details["file"])).name for part in parts}
    there = {path.name for path in files}
    events = [part for part in parts if part.kind == collect.tables.EVENT.kind]
    return msgspec.structs.replace(
        loaded,
        files=tuple(
            msgspec.structs.replace(row, loaded_at=_sealed_at(ws, part), missing=row.file not in there)
            for row, part in zip(loaded.files, parts, strict=True)
        ),
        loaded_at=max((at for part in parts if (at := _sealed_at(ws, part))), default=None),
        waiting=() if kind == "content" else tuple(ws.files.named(path) for path in files if path.name not in known),
        drift=drifting.drift(ws.warehouse, events),
        daily=_daily(ws, events),
    )


def _files_of(ws: Ground, spec: Spec) -> list[Path]:
    try:
        return ws.files.of(spec)
    except SourceProblem:
        # Renamed or gone: every file loaded from it is told as missing.
        return []


def _loaded(name: str, kind: str, form: str, parts: Sequence[Part], last: date | None) -> rows.SourceRow:
    files = tuple(_file(part) for part in parts)
    until = max((row.until for row in files if row.until), default=None)
    return rows.SourceRow(
        name=name,
        kind=kind,
        format=form,
        files=files,
        rows=sum(row.rows for row in files),
        events=sum(row.events for row in files),
        since=min((row.since for row in files if row.since), default=None),
        until=until,
        days_silent=(last - until).days if last and until else None,
    )


def _file(part: Part) -> rows.FileRow:
    told = part.details

    def counted(name: str) -> int:
        return int(told.get(name) or 0)

    return rows.FileRow(
        file=Path(str(told["file"])).name,
        rows=counted("rows"),
        events=counted("events"),
        folded=counted("folded"),
        known=counted("known"),
        derived=counted("derived"),
        paths=counted("paths"),
        quarantined=int(told.get("quarantined", sum((told.get("reasons") or {}).values()))),
        since=_day(told.get("since")),
        until=_day(told.get("until")),
    )


def _day(text: object) -> date | None:
    return datetime.fromisoformat(text).date() if isinstance(text, str) and text else None


def _sealed_at(ws: Ground, part: Part) -> datetime | None:
    """Return when a part was written, which is when its file was loaded."""
    path = ws.warehouse.folder / "parts" / part.path
    return datetime.fromtimestamp(int(path.stat().st_mtime), UTC) if path.is_file() else None


def _daily(ws: Ground, parts: Sequence[Part]) -> dict[str, int]:
    """Return events per day of the last 400 days a source spoke; a day of fewer than 20 says 1."""
    if not any(part.rows for part in parts):
        return {}
    table, dialect = ws.warehouse.table(collect.tables.EVENT, parts), ws.warehouse.dialect
    local = dialect.local("occurred_at", ws.config.timezone)
    query = Query("daily", f"select cast({local} as date) as day, count(*) as n from {table} group by 1 order by 1")
    found = ws.warehouse.run(query).rows()
    first = found[-1]["day"] - timedelta(days=_DAYS)
    return {str(row["day"]): row["n"] if row["n"] >= SUPPRESSED_BELOW else 1 for row in found if row["day"] > first}


def _quarantined(ws: Ground) -> dict[str, tuple[rows.Quarantined, ...]]:
    """Return the rows set aside by source, each reason with up to 20 examples that name nobody."""
    specs = {spec.name: spec for spec in ws.config.source}
    headers = {
        (str(part.details["source"]), str(part.details["file"])): part.details.get("header")
        for part in ws.warehouse.parts(collect.tables.QUARANTINE.kind)
    }
    examples: dict[tuple[str, str, str], list[rows.Example]] = defaultdict(list)
    for row in _first_rows(ws):
        told = masked_row(row["raw"] or "", headers.get((row["source"], row["file"])), specs.get(row["source"]))
        examples[row["source"], row["file"], row["code"]].append(rows.Example(row["line"], told))
    found: dict[str, list[rows.Quarantined]] = defaultdict(list)
    for row in collect.quarantine.summary(ws.warehouse).rows():
        key = (row["source"], row["file"], row["code"])
        found[row["source"]].append(
            rows.Quarantined(
                file=Path(row["file"]).name,
                code=row["code"],
                reason=collect.quarantine.said(row["code"]),
                rows=row["n"],
                first_line=row["first_line"],
                examples=tuple(examples[key]),
            )
        )
    return {source: tuple(reasons) for source, reasons in found.items()}


def _first_rows(ws: Ground) -> list[dict[str, Any]]:
    """Return the first rows of every file and reason."""
    table = ws.warehouse.table(collect.tables.QUARANTINE)
    query = Query(
        "quarantine_examples",
        f"""select source, file, line, code, raw from
              (select *, row_number() over (partition by source, file, code order by line) as nth from {table}) q
            where nth <= {_EXAMPLES} order by source, file, code, line""",
    )
    return ws.warehouse.run(query).rows()
