"""The queries friction is looked for in: what happened in each visit, by day and by segment, and who was concerned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from wegweiser.collect import tables as collected
from wegweiser.identity import PROFILE_OF
from wegweiser.journeys.asking import Asking
from wegweiser.journeys.counting import Tables
from wegweiser.journeys.reasons.slicing import Slice
from wegweiser.warehouse import Dialect, Query, Table

NOBODY = -1
"""The code that stands for no touchpoint: the whole visit as a source, its end as a target."""
FACT = "friction_fact"
_PEOPLE = ("visits", "turned_visits", "quick_visits", "customers", "turned_customers", "quick_customers")


class Fact(IntEnum):
    """What can be true of a visit: `a` is the touchpoint it is about, `b` the one it leads to."""

    MET = 0
    GOAL = 1
    """It reaches the goal, after its first contact with `a` where there is one."""
    EXIT = 2
    BACK = 3
    """It goes from `a` straight to `b`."""
    SLOW = 4
    """It stays at `a` for longer than 19 of 20 visits do."""


@dataclass(frozen=True)
class Segmenting:
    """Properties of events and traits of customers with few distinct values; `visit` comes with every log."""

    properties: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What visits are told apart by, each at the place of its column."""
        return (*self.properties, *self.traits, "visit")

    def shown(self, row: str) -> str:
        """Return the columns of the segments, of a row known by a name."""
        return ", ".join(f"{row}.s{place}" for place in range(len(self.names)))


def samples(asking: Asking, most: int = 4000) -> Query:
    """A sample of the events' properties, and of the traits by name; ids are hashes, so their order is a lottery."""
    return Query(
        "friction_sample",
        f"""select properties from {asking.events()} where properties is not null
            order by event_id, properties limit {int(most)}""",
    )


def derived(asking: Asking) -> Query:
    """The touchpoints whose contacts were mostly computed from other data: nobody was seen to act there."""
    return Query(
        "friction_derived",
        f"""select touchpoint_id from
              (select r.touchpoint_id, count(*) as contacts,
                      count(case when v.origin = 'derived' then 1 end) as computed
               from {asking.events()} v join {asking.rules()} r on r.code = v.signature
               group by r.touchpoint_id) counted
            where computed * 2 > contacts order by touchpoint_id""",
    )


def trait_values(asking: Asking) -> Query:
    """The names of traits, how many values each has, and of how many subjects."""
    return Query(
        "friction_trait",
        f"""select name, count(distinct value) as distinct_values, count(distinct subject_id) as subjects
            from {asking.warehouse.table(collected.TRAIT)} where value is not null group by name order by name""",
    )


def made(pieces: Sequence[Slice]) -> list[str]:
    """Return the names of the tables that are made on the way."""
    sliced = [f"friction_{name}_{piece.number}" for name in ("walked", "found", "fact") for piece in pieces]
    return [*sliced, "friction_visit", "friction_slow"]


def walked(tables: Tables, piece: Slice) -> Query:
    """Every contact with the next touchpoint of its visit (none where it ends) and the seconds to it.

    `turned` says whether the contact after that one is with the same touchpoint again.
    """
    timed = Query(
        "friction_timed",
        f"""select profile_id, session, seq, touchpoint_id,
                   {tables.dialect.seconds("occurred_at", "next_at")} as seconds
            from {tables.step} where {piece.held}""",
    )
    return Query(
        f"friction_walked_{piece.number}",
        f"""select profile_id, session, seq, touchpoint_id as a,
                   cast(coalesce(lead(touchpoint_id) over w, {NOBODY}) as smallint) as b,
                   case when lead(touchpoint_id) over w is not null then seconds end as seconds,
                   cast(case when lead(touchpoint_id, 2) over w = touchpoint_id then 1 else 0 end as smallint) as turned
            from {timed} window w as (partition by profile_id, session order by seq)""",
        (timed,),
    )


def moves(steps: Table, watched: Watched, quick: float) -> Query:
    """Per pair of touchpoints and bucket of customers: moves, those straight back, and quick ones.

    For the watched sources, and for what is repeated in quick succession, also the visits and customers of each:
    telling those apart costs more than all the rest.
    """
    # What happens in one moment is one act: several coupons at the till, or a source that knows only the day.
    hurried = f"seconds > 0 and seconds <= {float(quick)!r}"
    fast = f"case when {hurried} then 1 else 0 end"
    counted = Query(
        "friction_counted",
        f"""select a, b, profile_id >> 52 as bucket, count(*) as moves, cast(sum(turned) as bigint) as turned,
                   cast(sum({fast}) as bigint) as quick
            from {steps} group by a, b, profile_id >> 52""",
    )
    visited = Query(
        "friction_moved",
        f"""select a, b, profile_id, session, max(turned) as turned, max({fast}) as quick from {steps}
            where a in ({_codes(watched.steps)}) or (a = b and {hurried})
            group by a, b, profile_id, session""",
    )
    told = _movers(visited)
    return Query(
        "friction_moves",
        f"""select c.a, c.b, c.bucket, c.moves, c.turned, c.quick,
                   {", ".join(f"cast(coalesce(t.{name}, 0) as bigint) as {name}" for name in _PEOPLE)}
            from {counted} c left join {told} t on t.a = c.a and t.b = c.b and t.bucket = c.bucket
            order by c.a, c.b, c.bucket""",
        (counted, told),
    )


def _movers(visited: Query) -> Query:
    """Per pair of touchpoints and bucket the visits and the customers behind the moves of visits."""
    people = Query(
        "friction_mover",
        f"""select a, b, profile_id, count(*) as visits, sum(turned) as turned_visits, sum(quick) as quick_visits
            from {visited} group by a, b, profile_id""",
        (visited,),
    )
    visits = ", ".join(f"cast(sum({name}) as bigint) as {name}" for name in ("visits", "turned_visits", "quick_visits"))
    return Query(
        "friction_movers",
        f"""select a, b, profile_id >> 52 as bucket, {visits}, count(*) as customers,
                   sum(case when turned_visits > 0 then 1 else 0 end) as turned_customers,
                   sum(case when quick_visits > 0 then 1 else 0 end) as quick_customers
            from {people} group by a, b, profile_id >> 52""",
        (people,),
    )


@dataclass(frozen=True)
class Watched:
    """Which touchpoints are asked what: codes for the goal, and for those whose visits are followed up."""

    goal: tuple[int, ...]
    steps: tuple[int, ...]
    """Those whose exits, ways back and completion are watched."""
    places: tuple[int, ...]
    """Where customers act: a visit without any of them is only us writing to somebody, and cannot reach a goal."""


@dataclass(frozen=True)
class Told:
    """The SQL that tells the segments of a row: columns s0, s1, ..., the joins they need, and what those read."""

    columns: str
    joins: str
    inputs: tuple[Query, ...]


def segment_columns(asking: Asking, segmenting: Segmenting, row: str) -> Told:
    """Return the segments of rows that have profile_id, session and event_id (of a first contact)."""
    dialect = asking.warehouse.dialect
    traits = tuple(_trait(asking, name, place) for place, name in enumerate(segmenting.traits))
    columns = [dialect.json_text("e.properties", name) for name in segmenting.properties]
    columns += [f"k{place}.value" for place in range(len(traits))]
    columns.append(f"case when {row}.session = 1 then 'first' else 'again' end")
    joins = [
        f"left join {known} k{place} on k{place}.profile_id = {row}.profile_id" for place, known in enumerate(traits)
    ]
    if segmenting.properties:
        joins.insert(0, f"left join {asking.events()} e on e.event_id = {row}.event_id")
    return Told(", ".join(f"{column} as s{place}" for place, column in enumerate(columns)), " ".join(joins), traits)


def slow(steps: Sequence[Table], dialect: Dialect) -> Query:
    """Per touchpoint the seconds that 19 of 20 contacts take before the visit goes on."""
    every = " union all ".join(f"select a, seconds from {table} where b <> {NOBODY}" for table in steps)
    return Query(
        "friction_slow",
        f"select a, {dialect.quantile('seconds', 0.95)} as limit_s from ({every}) walked group by a",
    )


def found(tables: Tables, watched: Watched, piece: Slice) -> Query:
    """One row per visit in which a customer acts: its first contact and its last one with the goal."""
    return Query(
        f"friction_found_{piece.number}",
        f"""select profile_id, session, min(seq) as first_seq, min(occurred_at) as opened_at,
                   max(case when touchpoint_id in ({_codes(watched.goal)}) then seq end) as goal_seq
            from {tables.step} where {piece.held} group by profile_id, session
            having max(case when touchpoint_id in ({_codes(watched.places)}) then 1 else 0 end) = 1""",
    )


def visits(asking: Asking, parts: Sequence[Table], segmenting: Segmenting) -> Query:
    """The visits of all slices: each with its day, its last contact with the goal and its segments."""
    tables = asking.tables()
    opened = Query("friction_opened", " union all ".join(f"select * from {table}" for table in parts))
    if segmenting.properties:
        opened = Query(
            "friction_begun",
            f"""select o.profile_id, o.session, o.goal_seq, o.opened_at, s.event_id from {opened} o
                join {tables.step} s on s.profile_id = o.profile_id and s.seq = o.first_seq""",
            (opened,),
        )
    told = segment_columns(asking, segmenting, "o")
    return Query(
        "friction_visit",
        f"""select o.profile_id, o.session, o.goal_seq,
                   cast({tables.dialect.local("o.opened_at", asking.zone)} as date) as day, {told.columns}
            from {opened} o {told.joins}""",
        (opened, *told.inputs),
    )


@dataclass(frozen=True)
class Walks:
    """The tables facts are read from: a slice's contacts, every visit, and what is slow at each touchpoint."""

    steps: Table
    visit: Table
    slow: Table


def facts(walks: Walks, watched: Watched, segmenting: Segmenting, piece: Slice) -> Query:
    """One row per visit of a slice and thing that is true of it, with its day and its segments; see `Fact`."""
    goal, sources = _codes(watched.goal), _codes(watched.steps)
    visit = Query("friction_slice", f"select * from {walks.visit} where {piece.held}")
    met = Query(
        "friction_met",
        f"""select w.profile_id, w.session, w.a, min(w.seq) as first_seq,
                   max(case when w.b = {NOBODY} then 1 else 0 end) as ends,
                   max(case when w.seconds > s.limit_s then 1 else 0 end) as slow
            from {walks.steps} w left join {walks.slow} s on s.a = w.a group by w.profile_id, w.session, w.a""",
    )
    here = "v.profile_id = m.profile_id and v.session = m.session"
    known = Query(
        "friction_known",
        f"""select m.profile_id, m.a, m.ends, m.slow, case when v.goal_seq > m.first_seq then 1 else 0 end as reached,
                   v.day, {segmenting.shown("v")} from {met} m join {visit} v on {here}""",
        (met, visit),
    )
    back = Query(
        "friction_back",
        f"""select distinct a, b, profile_id, session from {walks.steps}
            where a in ({sources}) and b <> {NOBODY} and b <> a and b not in ({goal})""",
    )
    watching = f"m.a in ({sources})"
    true = {
        (Fact.MET, NOBODY, NOBODY): f"{visit} m",
        (Fact.GOAL, NOBODY, NOBODY): f"{visit} m where m.goal_seq is not null",
        (Fact.MET, "m.a", NOBODY): f"{known} m",
        (Fact.GOAL, "m.a", NOBODY): f"{known} m where m.reached = 1 and {watching}",
        (Fact.EXIT, "m.a", NOBODY): f"{known} m where m.ends = 1 and {watching}",
        (Fact.SLOW, "m.a", NOBODY): f"{known} m where m.slow = 1",
        (Fact.BACK, "m.a", "m.b"): f"{back} m join {visit} v on {here}",
    }
    shown = [
        f"""select cast({fact} as smallint) as fact, cast({a} as smallint) as a, cast({b} as smallint) as b,
                   m.profile_id, {"v" if fact == Fact.BACK else "m"}.day,
                   {segmenting.shown("v" if fact == Fact.BACK else "m")} from {source}"""
        for (fact, a, b), source in true.items()
    ]
    return Query(f"friction_fact_{piece.number}", " union all ".join(shown), (visit, known, back))


def _trait(asking: Asking, name: str, place: int) -> Query:
    """A trait per profile; the first value in order, where sources say several."""
    warehouse = asking.warehouse
    trait, profile = warehouse.table(collected.TRAIT), warehouse.table(PROFILE_OF)
    return Query(
        f"friction_trait_{place}",
        f"""select coalesce(p.profile_id, t.subject_id) as profile_id, min(t.value) as value
            from {trait} t left join {profile} p on p.subject_id = t.subject_id
            where t.name = {warehouse.dialect.text(name)} and t.value is not null
            group by coalesce(p.profile_id, t.subject_id)""",
    )


def by_day(fact: Table, segments: int) -> Query:
    """Per fact, segment and day the visits it is true of; segment -1 is everybody."""
    counted = [
        f"""select fact, a, b, {place} as property, {value} as value, day, count(*) as visits
            from {fact} {where} group by fact, a, b, {value}, day"""
        for place, value, where in (
            (-1, "''", ""),
            *((place, f"s{place}", f"where s{place} is not null") for place in range(segments)),
        )
    ]
    return Query(
        "friction_by_day",
        f"""select fact, a, b, property, value, day, visits from ({" union all ".join(counted)}) as counted
            order by fact, a, b, property, value, day""",
    )


def concerned(fact: Table, asked: Table, unknown: Table, segments: int) -> Query:
    """Per question, side (1 inside) and bucket: the visits a fact is true of, and their customers.

    Inside is the window and the segment; outside, for a question about a time, other days of the same segment, else
    other values of the same property. Days of `unknown` are on neither side of the questions with their mask.
    """
    values = " ".join(f"when {place} then f.s{place}" for place in range(segments))
    value = f"case q.property {values} else '' end"
    matched = Query(
        "friction_matched",
        f"""select q.id, f.profile_id, case when {value} = q.value then 1 else 0 end as same,
                   case when f.day between q.since and q.until then 1 else 0 end as during, q.timed
            from {asked} q join {fact} f on f.fact = q.fact and f.a = q.a and f.b = q.b
            left join {unknown} u on u.mask = q.mask and u.day = f.day
            where {value} is not null and u.mask is null""",
    )
    people = Query(
        "friction_person",
        f"""select id, same * during as inside, profile_id, count(*) as visits
            from {matched} where timed = 0 or same = 1 group by id, same * during, profile_id""",
        (matched,),
    )
    return Query(
        "friction_concerned",
        f"""select id, inside, profile_id >> 52 as bucket, cast(sum(visits) as bigint) as visits,
                   count(*) as customers
            from {people} group by id, inside, profile_id >> 52 order by id, inside, bucket""",
        (people,),
    )


def _codes(codes: Sequence[int]) -> str:
    """Return codes as a list for IN, which may not be empty."""
    return ", ".join(map(str, codes)) or "-2"
