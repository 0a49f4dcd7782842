"""The parts of one file as queries over its judged rows."""

from __future__ import annotations

from itertools import combinations

from wegweiser.collect.reasons import REASONS
from wegweiser.collect.taking import Taken
from wegweiser.collect.texts import RAW_LIMIT
from wegweiser.domain.events import Origin
from wegweiser.warehouse import Dialect, Query, Table

_EVENTS = "state is null"
_SIGNATURE = ("event", "channel", "campaign")


def events(judged: Query, taken: Taken, codes: Table, dialect: Dialect) -> Query:
    """Return the rows that are events, with the codes of their signatures."""
    has, name = taken.has, dialect.text(taken.spec.name)
    session = dialect.id_of(f"{dialect.text(taken.spec.name + chr(31))} || nullif(trim(session), '')")
    origin = f"coalesce({has('origin')}, {dialect.text(taken.spec.origin.value)})"
    event_id = "event_id"
    if "extra" in taken.columns:
        origin = f"case when extra is null then {origin} else '{Origin.DERIVED.value}' end"
        # Just above the row's own id, so that at one instant the row's event comes first.
        word = dialect.id_of("extra")
        event_id = f"case when extra is null then event_id else event_id + 1 + {word} % 1000000 end"
    parts = {
        "event_id": event_id,
        "source": name,
        "source_seq": "coalesce(seq, line)" if "seq" in taken.columns else "line",
        "occurred_at": "time",
        "signature": "codes.code",
        "subject_id": "subject_id",
        "session_hint": session if "session" in taken.columns else "null",
        "origin": origin,
    } | {column: has(column) for column in ("object", "value", "currency", "properties")}
    listed = ", ".join(f"{expression} as {column}" for column, expression in parts.items())
    same = " and ".join(f"codes.{c} = {f'j.{c}' if c in taken.columns else repr('')}" for c in _SIGNATURE)
    return Query("events", f"select {listed} from {judged} j join {codes} codes on {same} where {_EVENTS}", (judged,))


def signatures(judged: Query, taken: Taken) -> Query:
    """Return the distinct signatures of the rows that are events."""
    listed = ", ".join(f"{c if c in taken.columns else repr('')} as {c}" for c in _SIGNATURE)
    return Query("signatures", f"select distinct {listed} from {judged} where {_EVENTS} order by all", (judged,))


def identifiers(judged: Query, taken: Taken) -> Query:
    """Return every identifier of the events with its first and last time."""
    kinds = ("customer",) if taken.spec.rows_are_profiles else taken.kinds
    per_kind = " union all ".join(
        f"select {kind}_id as identifier_id, '{kind}' as kind, min({kind}) as value, min(time) as first_at, "
        f"max(time) as last_at, count(*) as events from {judged} "
        f"where {_EVENTS} and {kind} is not null group by {kind}_id"
        for kind in kinds
    )
    return Query(
        "identifiers", per_kind or _nothing("identifier_id, kind, value, first_at, last_at, events"), (judged,)
    )


def links(judged: Query, taken: Taken) -> Query:
    """Return every pair of identifiers that one event carries."""
    pairs = " union all ".join(
        f"select least({a}_id, {b}_id) as a, greatest({a}_id, {b}_id) as b, time from {judged} "
        f"where {_EVENTS} and {a} is not null and {b} is not null"
        for a, b in combinations(taken.kinds, 2)
    )
    found = f"select a, b, min(time) as first_at, max(time) as last_at, count(*) as events from ({pairs}) group by a, b"
    return Query("links", found if pairs else _nothing("a, b, first_at, last_at, events"), (judged,))


def traits(judged: Query, taken: Taken, dialect: Dialect) -> Query | None:
    """Return what the rows say of their persons: one row where it never changes, else one for every change."""
    selects = [_trait(judged, name, dialect) for name in taken.traits]
    inputs = [judged]
    stated = taken.rows.traits
    if stated is not None:
        subject = dialect.id_of("kind || ':' || trim(identifier)")
        selects.append(
            f"select {subject} as subject_id, name, value, occurred_at from {stated} where trim(identifier) <> ''"
        )
        inputs += [stated] if isinstance(stated, Query) else []
    return Query("traits", " union all ".join(selects), tuple(inputs)) if selects else None


def _trait(judged: Query, name: str, dialect: Dialect) -> str:
    column = dialect.identifier(f"trait:{name}")
    rows = f"from {judged} where {_EVENTS} and {column} is not null"
    steady = (
        f"select subject_id, {dialect.text(name)} as name, min({column}) as value, min(time) as occurred_at {rows} "
        f"group by subject_id having min({column}) = max({column})"
    )
    varying = f"select subject_id {rows} group by subject_id having min({column}) <> max({column})"
    changes = (
        f"select subject_id, time, {column} as value, lag({column}) over (partition by subject_id order by time, line) "
        f"as before {rows} and subject_id in ({varying})"
    )
    return (
        f"{steady} union all select subject_id, {dialect.text(name)}, value, time from ({changes}) "
        "where before is null or before <> value"
    )


def quarantined(judged: Query, taken: Taken, file: str, dialect: Dialect) -> Query:
    """Return the rows that are no events and not known, with reason and text."""
    own = "and extra is null" if "extra" in taken.columns else ""
    within = ", file" if "file" in taken.columns else ""
    bad = Query(
        "bad",
        f"select line{within}, state as code from {judged} where state is not null and state <> 'known' {own}",
        (judged,),
    )
    return set_aside(bad, taken.rows.raw, (taken.spec.name, file), dialect, several=bool(within))


def set_aside(
    bad: Query, raw: Query | Table, whence: tuple[str, str], dialect: Dialect, *, several: bool = False
) -> Query:
    """Return bad rows (`line`, `code`, and `file` where a source has several) as quarantine rows."""
    reason = " ".join(f"when {dialect.text(code)} then {dialect.text(text)}" for code, text in sorted(REASONS.items()))
    source, file = (dialect.text(word) for word in whence)
    name, also, same = (
        (f"coalesce(bad.file, {file})", ", file", "and said.file = bad.file") if several else (file, "", "")
    )
    return Query(
        "set aside",
        f"select {source} as source, {name} as file, bad.line as line, bad.code as code, "
        f"case bad.code {reason} else bad.code end as reason, substr(said.raw, 1, {RAW_LIMIT}) as raw "
        f"from {bad} bad left join (select line{also}, raw from {raw}) said on said.line = bad.line {same}",
        (bad, raw) if isinstance(raw, Query) else (bad,),
    )


def _nothing(columns: str) -> str:
    return f"select {', '.join(f'null as {c}' for c in columns.split(', '))} where false"
