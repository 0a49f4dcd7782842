"""What one side of a comparison counts: hits and cases of each share, by bucket of customers.

Two tables each: hits by the share's key, and cases by the part of the key they are the same for, with the customers
behind them.
"""

from __future__ import annotations

from dataclasses import dataclass

from wegweiser.journeys import flow
from wegweiser.journeys.counting import Tables
from wegweiser.journeys.patterns import Way, reached
from wegweiser.warehouse import Query, Table


@dataclass(frozen=True)
class Counts:
    """The two queries, the columns of the key, how many of them the cases go by, and whether customers repeat."""

    hits: Query
    cases: Query
    key: tuple[str, ...]
    of: int = 0
    clustered: bool = True


def transitions(tables: Tables, goal_id: int | None, *, ends: bool) -> Counts:
    """Moves from a source to a target, of all that leave the source."""
    leg = flow.legs(tables, goal_id, ends=ends)
    named = Query(
        "differences_leg",
        f"""select {_bucket(tables, "l.profile_id")} as bucket, l.profile_id,
                   coalesce(a.id, '(start)') as source, coalesce(b.id, '(end)') as target
            from {leg} l left join {tables.touchpoint} a on a.touchpoint_id = l.source_id
            left join {tables.touchpoint} b on b.touchpoint_id = l.target_id""",
        (leg,),
    )
    return Counts(
        _counted("differences_hits", named, "bucket, source, target", "count(*) as hits"),
        _counted("differences_cases", named, "bucket, source", _CASES),
        ("source", "target"),
        of=1,
    )


def touchpoints(tables: Tables) -> Counts:
    """Customers with a contact at a touchpoint, of all customers."""
    met = Query(
        "differences_met",
        f"""select distinct {_bucket(tables, "s.profile_id")} as bucket, s.profile_id, t.id as touchpoint
            from {tables.step} s join {tables.touchpoint} t on t.touchpoint_id = s.touchpoint_id""",
    )
    everyone = Query(
        "differences_everyone",
        f"select {_bucket(tables, 'profile_id')} as bucket, profile_id from {tables.step} where seq = 1",
    )
    return Counts(
        _counted("differences_hits", met, "bucket, touchpoint", "count(*) as hits"),
        _counted("differences_cases", everyone, "bucket", _CASES),
        ("touchpoint",),
        clustered=False,
    )


def goals(tables: Tables) -> Counts:
    """Converted journeys of a goal, of its closed ones."""
    closed = Query(
        "differences_closed",
        f"""select j.bucket, j.profile_id, g.id as goal, j.state from {tables.journey} j
            join {tables.goal} g on g.goal_id = j.goal_id where j.state <> 'open'""",
    )
    hits = "count(case when state = 'converted' then 1 end) as hits"
    return Counts(
        _counted("differences_hits", closed, "bucket, goal", hits),
        _counted("differences_cases", closed, "bucket, goal", _CASES),
        ("goal",),
        of=1,
    )


def paths(tables: Tables, goal_id: int | None, wanted: Table) -> Counts:
    """Journeys that took one of the wanted paths (place, path), of all journeys."""
    ways = flow.whole(tables, goal_id, collapse=False)
    walked = Query(
        "differences_walked",
        f"""select {_bucket(tables, "w.profile_id")} as bucket, w.profile_id, p.place
            from {ways} w left join {wanted} p on p.path = w.path""",
        (ways,),
    )
    named = Query("differences_named", f"select * from {walked} where place is not null", (walked,))
    return Counts(
        _counted("differences_hits", named, "bucket, place", "count(*) as hits"),
        _counted("differences_cases", walked, "bucket", _CASES),
        ("place",),
        clustered=goal_id is not None,
    )


def funnel(tables: Tables, way: Way, *, clustered: bool) -> Counts:
    """Units that get to each place of a way, of those that get to the first."""
    rows, places = reached(tables, way), range(1, len(way.pattern.elements) + 1)
    best = Query(
        "differences_best",
        f"""select {_bucket(tables, "profile_id")} as bucket, profile_id, unit,
                   {", ".join(f"max(case when begun_{p} is not null then 1 else 0 end) as got_{p}" for p in places)}
            from {rows} group by profile_id, unit""",
        (rows,),
    )
    gone = Query(
        "differences_gone",
        " union all ".join(f"select bucket, profile_id, {p} as place from {best} where got_{p} = 1" for p in places),
        (best,),
    )
    entered = Query("differences_entered", f"select bucket, profile_id from {best} where got_1 = 1", (best,))
    return Counts(
        _counted("differences_hits", gone, "bucket, place", "count(*) as hits"),
        _counted("differences_cases", entered, "bucket", _CASES),
        ("place",),
        clustered=clustered,
    )


def shared(here: Tables, there: Tables) -> Query:
    """One row: how many customers are in both groups."""
    return Query(
        "differences_shared",
        f"""select count(*) as n from {here.step} a join {there.step} b on b.profile_id = a.profile_id
            where a.seq = 1 and b.seq = 1""",
    )


_CASES = "count(*) as cases, count(distinct profile_id) as people"


def _bucket(tables: Tables, profile: str) -> str:
    return tables.dialect.shifted(profile, 52)


def _counted(name: str, rows: Query, key: str, counted: str) -> Query:
    return Query(name, f"select {key}, {counted} from {rows} group by {key} order by {key}", (rows,))
