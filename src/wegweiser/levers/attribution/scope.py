"""What a basis means in this warehouse: whose paths, which contacts count, under which names."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa

from wegweiser.collect import tables as collected
from wegweiser.domain.attribution import Basis, By
from wegweiser.errors import InvalidSetting, UnknownName, WorkspaceProblem
from wegweiser.journeys import JOURNEY, Registry
from wegweiser.stats.deferred import Deferred
from wegweiser.warehouse import Query, Warehouse

if TYPE_CHECKING:
    import pyarrow.compute as pc
else:
    pc = Deferred("pyarrow.compute")

_DIRECT = "direct"


@dataclass(frozen=True)
class Scope:
    """The paths of a basis and the items, touchpoints or channels, that share the credit.

    `paths` has profile_id, journey, bucket, opened_at, path, offsets (seconds since it opened), ending (seconds from
    there to the end), conversions, nulls and value; one row is one journey, or one counted path. `won` is those of
    them that converted.
    """

    basis: Basis
    paths: Query
    won: Query
    names: tuple[str, ...]
    """What each item is called, at the place of its number."""
    item_of: dict[int, int]
    """The item of each code in a path; a code without one does not count."""
    excluded: tuple[str, ...]
    direct: frozenset[int]
    people: bool
    """False for counted paths: nobody knows whose they are, or when."""

    def within(self, first: int, last: int) -> Scope:
        """Return the scope with only the paths of these buckets; whole files of others are never opened."""
        paths, won = (
            Query(f"{query.name}_within", f"select * from {query} where bucket between {first} and {last}", (query,))
            for query in (self.paths, self.won)
        )
        return replace(self, paths=paths, won=won)


def scope(warehouse: Warehouse, registry: Registry, basis: Basis, zone: str = "UTC") -> Scope:
    """Return what a basis means: the journeys of its goal, or the counted paths where it names none.

    Raises:
        UnknownName: the goal, or something left out, is not known.
        WorkspaceProblem: no goal is named and there are no counted paths.
        InvalidSetting: the basis asks counted paths for times.
    """
    if basis.goal is not None:
        return _journeys(registry, basis, _closed(warehouse, registry, basis, zone))
    if basis.timed:
        raise InvalidSetting("Counted paths", ["they have no times: neither a lookback, nor sessions, nor a period"])
    return _counted(warehouse, basis)


def _journeys(registry: Registry, basis: Basis, paths: Query) -> Scope:
    known = {t.id for t in registry.touchpoints} | {t.channel for t in registry.touchpoints}
    _refuse_unknown(basis, known)
    reaching, left = set(registry.goal_touchpoints(registry.goal(str(basis.goal)))), set(basis.without)
    counting = {
        code: touchpoint.channel if basis.by is By.CHANNEL else touchpoint.id
        for code, touchpoint in enumerate(registry.touchpoints)
        if code not in reaching and not touchpoint.structural and not {touchpoint.id, touchpoint.channel} & left
    }
    names = tuple(sorted(set(counting.values())))
    direct = {counting[c] for c, t in enumerate(registry.touchpoints) if c in counting and _DIRECT in {t.channel, t.id}}
    return Scope(
        basis,
        paths,
        # By the state itself: that is known of whole row groups before a path is read.
        Query("credit_converted", f"{paths.sql} and state = 'converted'", paths.inputs),
        names,
        {code: names.index(item) for code, item in counting.items()},
        tuple(t.id for c, t in enumerate(registry.touchpoints) if c not in counting),
        frozenset(map(names.index, direct)),
        people=True,
    )


def _closed(warehouse: Warehouse, registry: Registry, basis: Basis, zone: str) -> Query:
    """The closed journeys of a goal; a lost one ended with its last contact, one lookback before it was closed."""
    dialect, name = warehouse.dialect, str(basis.goal)
    lookback = round(registry.goal(name).lookback.total_seconds())
    ended = [f"goal_id = {registry.goal_id(name)}", "state <> 'open'"]
    if basis.since is not None:
        ended.append(f"closed_at >= {dialect.timestamp(_midnight(basis.since, zone))}")
    if basis.until is not None:
        ended.append(f"closed_at < {dialect.timestamp(_midnight(basis.until + timedelta(days=1), zone))}")
    return Query(
        "credit_paths",
        f"""select profile_id, journey, bucket, opened_at, path, offsets,
                   floor({dialect.seconds("opened_at", "closed_at")})
                       - case when state = 'lost' then {lookback} else 0 end as ending,
                   cast(case when state = 'converted' then 1 else 0 end as double) as conversions,
                   cast(case when state = 'converted' then 0 else 1 end as double) as nulls,
                   coalesce(value, cast(0 as double)) as value
            from {warehouse.table(JOURNEY)} where {" and ".join(ended)}""",
    )


def _midnight(day: date, zone: str) -> datetime:
    """Return when a day begins where the customers are."""
    return datetime.combine(day, time(), ZoneInfo(zone))


def _counted(warehouse: Warehouse, basis: Basis) -> Scope:
    table = warehouse.table(collected.COUNTED_PATH)
    found = warehouse.run(Query("counted_path", f"select path, conversions, value, nulls from {table}")).to_arrow()
    if not len(found):
        raise WorkspaceProblem("No goal is named, and no counted paths are loaded. Name a goal with --goal.")
    split = pc.split_pattern(found["path"].combine_chunks(), ">")
    words = pc.utf8_trim_whitespace(split.flatten())
    known = sorted(set(words.unique().to_pylist()) - {""})
    _refuse_unknown(basis, set(known))
    codes = pc.index_in(words, pa.array(known, pa.string())).cast(pa.int16())
    offered = _offered(warehouse, found, pa.ListArray.from_arrays(split.offsets, codes))
    names = tuple(name for name in known if name not in basis.without)
    item_of = {code: names.index(name) for code, name in enumerate(known) if name in names}
    direct = frozenset(place for place, name in enumerate(names) if name.lower() == _DIRECT)
    left = tuple(name for name in known if name not in names)
    won = Query("credit_converted", f"select * from {offered} where conversions > 0", (offered,))
    return Scope(basis, offered, won, names, item_of, left, direct, people=False)


def _offered(warehouse: Warehouse, found: pa.Table, path: pa.ListArray) -> Query:
    """Offer the counted paths as journeys of nobody, spread over the buckets in the order of their texts."""
    n = len(found)
    places = np.empty(n, dtype=np.int64)
    places[pc.sort_indices(found, [(name, "ascending") for name in found.column_names]).to_numpy()] = np.arange(n)
    rows = pa.table(
        {
            "profile_id": pa.array(places),
            "path": path,
            "offsets": pa.nulls(n, pa.list_(pa.int32())),
            "opened_at": pa.nulls(n, pa.timestamp("us")),
            "ending": pa.nulls(n, pa.float64()),
            "conversions": pc.fill_null(found["conversions"], 0.0),
            "nulls": pc.fill_null(found["nulls"], 0.0),
            "value": pc.fill_null(found["value"], 0.0),
        }
    )
    table = warehouse.offer("credit_counted", rows)
    return Query("credit_paths", f"select *, 1 as journey, profile_id % 256 as bucket from {table}")


def _refuse_unknown(basis: Basis, known: set[str]) -> None:
    for name in basis.without:
        if name not in known:
            raise UnknownName("touchpoint or channel", name, known)
