"""What feeds the steps: which event parts and identities reach which partition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from wegweiser.collect import tables as collected
from wegweiser.identity import PROFILE_OF
from wegweiser.warehouse import Part, Query, Table, Warehouse

_SHIFT = 56


@dataclass(frozen=True)
class Feed:
    """The event parts with the partitions they reach and the signatures they use, and a digest of identities."""

    events: tuple[Part, ...]
    reached: Mapping[str, frozenset[int]]
    """By part key, the partitions its events land in."""
    codes: Mapping[str, frozenset[int]]
    """By part key, the signatures of its events."""
    signatures: Mapping[int, int]
    """By signature, how many events."""
    identities: Mapping[int, str]
    """By partition, a digest of the profiles that touch it."""
    identified: bool

    def parts(self, partition: int) -> list[Part]:
        """Return the event parts that reach a partition."""
        return [part for part in self.events if partition in self.reached[part.key]]


def feed(warehouse: Warehouse) -> Feed:
    """Return what feeds each partition."""
    events = tuple(part for part in warehouse.parts(collected.EVENT.kind) if part.rows)
    profiles = warehouse.table(PROFILE_OF)
    identities = _identities(warehouse, profiles)
    reached = {part.key: {i for i, n in enumerate(part.details["partitions"]) if n} for part in events}
    codes: dict[str, set[int]] = {part.key: set() for part in events}
    signatures: dict[int, int] = defaultdict(int)
    if events:
        for row in warehouse.run(_used(warehouse, events)).rows():
            codes[events[row["part"]].key].add(row["signature"])
            signatures[row["signature"]] += row["n"]
    if events and identities:
        for row in warehouse.run(_crossings(warehouse, events, profiles)).rows():
            reached[events[row["part"]].key].add(row["partition"])
    return Feed(
        events,
        {key: frozenset(found) for key, found in reached.items()},
        {key: frozenset(found) for key, found in codes.items()},
        dict(signatures),
        identities,
        identified=bool(identities),
    )


def latest(warehouse: Warehouse) -> datetime | None:
    """Return the time of the last event in the data; None without events."""
    events = warehouse.table(collected.EVENT)
    row = warehouse.run(Query("journeys_latest", f"select max(occurred_at) as latest from {events}")).one()
    moment: datetime | None = row["latest"]
    return moment and moment.replace(tzinfo=UTC)


def _used(warehouse: Warehouse, events: Sequence[Part]) -> Query:
    """How often each part uses each signature."""
    branches = (
        f"""select {i} as part, signature, count(*) as n from {warehouse.table(collected.EVENT, [part])}
            group by signature"""
        for i, part in enumerate(events)
    )
    return Query("journeys_used", " union all ".join(branches))


def _crossings(warehouse: Warehouse, events: Sequence[Part], profiles: Table) -> Query:
    """Which partitions a part reaches through profiles other than its events' subjects."""
    branches = (
        f"""select distinct {i} as part, p.profile_id >> {_SHIFT} as partition
            from {warehouse.table(collected.EVENT, [part])} e join {profiles} p on p.subject_id = e.subject_id"""
        for i, part in enumerate(events)
    )
    return Query("journeys_crossings", " union all ".join(branches))


def _identities(warehouse: Warehouse, profiles: Table) -> dict[int, str]:
    """Return a digest of the profile rows that touch each partition, as subject or as profile."""
    # Every engine has to give the same digest, and each writes times and truth values its own way.
    dialect, began = warehouse.dialect, warehouse.dialect.timestamp(datetime(1970, 1, 1, tzinfo=UTC))
    ids = [f"cast({name} as varchar)" for name in ("subject_id", "profile_id")]
    times = [
        f"coalesce(cast(cast({dialect.seconds(began, name)} * 1e6 as bigint) as varchar), '-')"
        for name in ("valid_from", "valid_to")
    ]
    text = f"concat_ws('/', {', '.join(ids + times)})"
    digest = f"cast(sum(cast({dialect.id_of(text)} as decimal(38, 0))) as varchar)"
    query = Query(
        "journeys_identities",
        f"""select touched, count(*) as n, {digest} as digest from (
                select *, profile_id >> {_SHIFT} as touched from {profiles}
                union all
                select *, subject_id >> {_SHIFT} as touched from {profiles}
                where subject_id >> {_SHIFT} <> profile_id >> {_SHIFT}) as touching
            group by touched order by touched""",
    )
    return {row["touched"]: f"{row['n']}:{row['digest']}" for row in warehouse.run(query).rows()}
