"""What goes with converting: what journeys met in the same first stretch, and whose journeys they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegweiser.errors import InvalidSetting
from wegweiser.journeys.asking import Asking
from wegweiser.journeys.counting import Tables
from wegweiser.journeys.reasons.segmenting import segmenting_of
from wegweiser.journeys.reasons.visits import Segmenting, segment_columns
from wegweiser.stats.bootstrap import BUCKETS
from wegweiser.stats.testing import benjamini_hochberg, clustered, clustered_odds
from wegweiser.warehouse import Query, Result

_ALL, _MET, _TWICE, _SEGMENT, _BUSY = range(5)
Buckets = NDArray[np.float64]


@dataclass(frozen=True)
class Opening:
    """The stretch of a journey in which exposures count: its first `steps`, or the time `within` its opening.

    Raises:
        InvalidSetting: there is no first step, or no time; or the stretch is as long as journeys are followed.
    """

    follow: timedelta
    """How long every journey is followed from its opening; those that opened later than this are left out."""
    steps: int = 5
    within: timedelta | None = None

    def __post_init__(self) -> None:
        """Refuse a stretch in which nothing can be met, or after which nothing can follow."""
        problems = []
        if self.steps < 1 or (self.within is not None and self.within <= timedelta(0)):
            problems.append("they are looked for in the first stretch of a journey: name one above 0")
        if self.within is not None and self.within >= self.follow:
            problems.append(f"journeys are followed for {self.follow}; the first stretch has to be shorter")
        if problems:
            raise InvalidSetting("Drivers", problems)


@dataclass(frozen=True)
class Driver:
    """Journeys with something and without it, per bucket of customers: all of them, and those that converted."""

    kind: str
    name: str
    value: str
    hits: Buckets
    n: Buckets
    other_hits: Buckets
    other_n: Buckets


def steps_at_risk(tables: Tables, goal_id: int, opening: Opening) -> Query:
    """First steps of journeys that were followed for the same time and still ran at the end of their opening stretch.

    Closed journeys alone would not do: of those that opened late, only the ones that converted have closed. A journey
    without the goal and of exactly as many steps as the stretch has gone through all of it; a converted one has not,
    because its last step is the goal.
    """
    dialect = tables.dialect
    follow = f"j.opened_at + {dialect.interval(opening.follow)}"
    converted = f"j.state = 'converted' and j.closed_at <= {follow}"
    if opening.within is None:
        running = f"(j.state <> 'converted' and j.steps >= {opening.steps}) or j.steps > {opening.steps}"
        last, until = f"j.first_seq + {opening.steps - 1}", follow
    else:
        until = f"j.opened_at + {dialect.interval(opening.within)}"
        running, last = f"j.state <> 'converted' or j.closed_at > {until}", "j.last_seq"
    end = Query("driver_end", f"select max(occurred_at) as as_of from {tables.step}")
    risky = Query(
        "driver_risky",
        f"""select j.profile_id, j.journey, j.first_seq, {last} as last_seq, {until} as until_at,
                   case when {converted} then 1 else 0 end as converted
            from {tables.journey} j cross join {end} d
            where j.goal_id = {goal_id} and {follow} <= d.as_of and ({running})""",
        (end,),
    )
    return Query(
        "driver_step",
        f"""select r.*, s.seq, s.touchpoint_id, s.session, s.event_id,
                   case when s.occurred_at <= r.until_at then 1 else 0 end as early
            from {risky} r join {tables.journey_steps} s on s.profile_id = r.profile_id
             and s.seq between r.first_seq and r.last_seq""",
        (risky,),
    )


def journeys_at_risk(asking: Asking, steps: Query, segmenting: Segmenting) -> Query:
    """The journeys of these steps with what they can be told apart by, which the first of their steps tells."""
    opened = Query("driver_opened", f"select * from {steps} where seq = first_seq", (steps,))
    told = segment_columns(asking, segmenting, "o")
    return Query(
        "driver_journey",
        f"select o.profile_id, o.journey, o.converted, {told.columns} from {opened} o {told.joins}",
        (opened, *told.inputs),
    )


def exposures(steps: Query, journeys: Query, left_out: Sequence[int], segments: int) -> Query:
    """Per factor and bucket the journeys that have it and those of them that converted.

    Factors: all journeys, a touchpoint met, met twice or more, a segment, and how many different touchpoints.
    """
    codes = ", ".join(map(str, left_out)) or "-2"
    met = Query(
        "driver_met",
        f"""select profile_id, journey, touchpoint_id, max(converted) as converted, count(*) as contacts from {steps}
            where early = 1 and touchpoint_id not in ({codes}) group by profile_id, journey, touchpoint_id""",
        (steps,),
    )
    parts = [
        f"select {_ALL} as kind, 0 as code, '' as value, profile_id, converted from {journeys}",
        f"select {_MET}, touchpoint_id, '', profile_id, converted from {met}",
        f"select {_TWICE}, touchpoint_id, '', profile_id, converted from {met} where contacts > 1",
        f"""select {_BUSY}, 0, '', profile_id, max(converted) from {met}
            group by profile_id, journey having count(*) >= 3""",
    ]
    parts += [
        f"select {_SEGMENT}, {place}, s{place}, profile_id, converted from {journeys} where s{place} is not null"
        for place in range(segments)
    ]
    return Query(
        "drivers",
        f"""select kind, code, value, profile_id >> 52 as bucket, count(*) as journeys,
                   cast(sum(converted) as bigint) as converted
            from ({" union all ".join(parts)}) as factors
            group by kind, code, value, profile_id >> 52 order by kind, code, value, bucket""",
        (journeys, met),
    )


def drivers(asking: Asking, goal: str, opening: Opening, least: int) -> tuple[Result, int]:
    """Return everything that may go with converting, what is told apart most clearly first, and the number of tests."""
    segmenting = segmenting_of(asking)
    tables, goal_id = asking.tables(), asking.registry.goal_id(goal)
    items = asking.registry.touchpoints
    left_out = sorted(
        {
            *asking.reaching(goal),
            *(code for code, item in enumerate(items) if item.structural),
        }
    )
    steps = steps_at_risk(tables, goal_id, opening)
    journeys = journeys_at_risk(asking, steps, segmenting)
    counted = asking.warehouse.run(exposures(steps, journeys, left_out, len(segmenting.names)))
    found = _sides(counted, asking.names, segmenting)
    told = [one for one in found if min(one.n.sum(), one.other_n.sum()) >= least]
    return Result("drivers", _table(told), statement=counted.statement), len(told)


def _sides(counted: Result, names: Sequence[str], segmenting: Segmenting) -> list[Driver]:
    """Return each factor beside the journeys without it: the others, or those with another value of the property."""
    sums: dict[tuple[int, int, str], tuple[Buckets, Buckets]] = {}
    columns = map(counted.column, ("kind", "code", "value", "bucket", "converted", "journeys"))
    for kind, code, value, bucket, converted, journeys in zip(*columns, strict=True):
        hits, n = sums.setdefault((kind, code, value), (np.zeros(BUCKETS), np.zeros(BUCKETS)))
        hits[bucket], n[bucket] = converted, journeys
    every = sums.pop((_ALL, 0, ""), (np.zeros(BUCKETS), np.zeros(BUCKETS)))
    kinds = {
        _MET: "met",
        _TWICE: "met again",
        _BUSY: "different touchpoints",
        _SEGMENT: "segment",
    }
    found = []
    for (kind, code, value), (hits, n) in sums.items():
        all_hits, all_n = every
        if kind == _SEGMENT:
            values = [side for (k, c, _), side in sums.items() if (k, c) == (kind, code)]
            all_hits, all_n = (
                np.sum([s[0] for s in values], axis=0),
                np.sum([s[1] for s in values], axis=0),
            )
            # Of two values one says it all: the rarer one.
            if len(values) == 2 and 2 * n.sum() > all_n.sum():
                continue
        name = segmenting.names[code] if kind == _SEGMENT else "" if kind == _BUSY else names[code]
        shown = "3 or more" if kind == _BUSY else value
        found.append(Driver(kinds[kind], name, shown, hits, n, all_hits - hits, all_n - n))
    return found


def _table(told: Sequence[Driver]) -> pa.Table:
    compared = [clustered(one.hits, one.n, one.other_hits, one.other_n) for one in told]
    odds = [clustered_odds(one.hits, one.n, one.other_hits, one.other_n) for one in told]
    q = benjamini_hochberg([one.p for one in compared])
    rows: list[dict[str, Any]] = [
        {
            "kind": one.kind,
            "name": one.name,
            "value": one.value,
            "n": int(one.n.sum()),
            "rate": float(one.hits.sum() / one.n.sum()),
            "others_n": int(one.other_n.sum()),
            "others_rate": float(one.other_hits.sum() / one.other_n.sum()),
            "lift": _over(one.hits.sum() * one.other_n.sum(), one.other_hits.sum() * one.n.sum()),
            "difference": gap.value,
            "lo": gap.lo,
            "hi": gap.hi,
            "odds_ratio": ratio.value,
            "odds_lo": ratio.lo,
            "odds_hi": ratio.hi,
            "p": gap.p,
            "q": float(value),
            "goes_with": _goes_with(gap.value, float(value)),
        }
        for one, gap, ratio, value in zip(told, compared, odds, q, strict=True)
    ]
    rows.sort(
        key=lambda row: (
            row["q"],
            -abs(row["difference"]),
            row["kind"],
            row["name"],
            row["value"],
        )
    )
    return pa.Table.from_pylist(rows, _SCHEMA)


def _over(above: float, below: float) -> float | None:
    return float(above / below) if below else None


def _goes_with(gap: float, q: float) -> str:
    """Return what a factor goes with; never what it does."""
    if q > 0.05:
        return "neither"
    return "converting" if gap > 0 else "leaving"


_SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("kind", "name", "value")),
        ("n", pa.int64()),
        ("rate", pa.float64()),
        ("others_n", pa.int64()),
        *(
            (name, pa.float64())
            for name in (
                *("others_rate", "lift", "difference", "lo", "hi"),
                *("odds_ratio", "odds_lo", "odds_hi", "p", "q"),
            )
        ),
        ("goes_with", pa.string()),
    ]
)
