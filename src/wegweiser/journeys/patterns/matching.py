"""Who goes a way: a pattern as SQL, with one layer of windows per element.

A contact where the first k elements can end carries the latest time the first of them can have begun. Of two such
contacts the later one never has an earlier beginning, because what an arrow or a repetition looks back on only moves
forward with the contact it looks back from. So the latest contact before is the best in every respect, and maxima
over what came before find it: no feasible way is missed, and none is followed twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from wegweiser.journeys.counting import Tables
from wegweiser.journeys.patterns.kinds import condition
from wegweiser.journeys.patterns.language import Anything, Arrow, Kind, Pattern
from wegweiser.journeys.registry import Registry
from wegweiser.warehouse import Query

_ORDER = "partition by profile_id, unit order by seq rows between unbounded preceding and"


class Unit(StrEnum):
    """What has to go the way: a journey of the goal (without one: a customer's whole history), or a session."""

    JOURNEY = "journey"
    SESSION = "session"


@dataclass(frozen=True)
class Way:
    """A pattern with the registry's codes, and what has to go it."""

    pattern: Pattern
    registry: Registry
    goal_id: int | None = None
    unit: Unit = Unit.JOURNEY

    def fits(self, kind: Kind) -> str:
        """Return the condition contacts of a kind fulfil."""
        return condition(kind, self.registry)


def matched(tables: Tables, way: Way) -> Query:
    """The units that hold the way at least once: profile_id and unit, each once."""
    last = len(way.pattern.elements)
    ends = " and closes = 1" if way.pattern.ends else ""
    placed = reached(tables, way)
    return Query(
        "pattern_matched",
        f"select distinct profile_id, unit from {placed} where begun_{last} is not null{ends}",
        (placed,),
    )


def reached(tables: Tables, way: Way) -> Query:
    """The contacts a way is about; `begun_k` is set where its first k elements can end, to the latest beginning."""
    first = way.pattern.elements[0]
    opens = " and opens = 1" if way.pattern.starts else ""
    rows = _rows(tables, way)
    placed = Query(
        "pattern_1",
        f"select *, case when {way.fits(first.kind)}{opens} then occurred_at end as begun_1 from {rows}",
        (rows,),
    )
    placed = _repeated(tables, way, placed, 1)
    for place, arrow in enumerate(way.pattern.arrows, start=2):
        placed = _repeated(tables, way, _followed(tables, way, placed, place, arrow), place)
    return placed


def _rows(tables: Tables, way: Way) -> Query:
    """The contacts the pattern says anything about, with the unit they belong to and whether they open or close it."""
    pattern = way.pattern
    kinds = [element.kind for element in pattern.elements] + [a.without for a in pattern.arrows if a.without]
    wanted = "true" if Anything() in kinds else " or ".join(f"({c})" for c in dict.fromkeys(map(way.fits, kinds)))
    columns = "profile_id, seq, occurred_at, touchpoint_id, phase_id"
    if way.unit is Unit.SESSION:
        return Query("pattern_contact", f"select * from ({_sessions(tables, pattern)}) as cut where {wanted}")
    if way.goal_id is None:
        return Query(
            "pattern_contact",
            f"""select {columns}, 1 as unit, case when seq = 1 then 1 else 0 end as opens,
                       case when next_at is null then 1 else 0 end as closes
                from {tables.step} where {wanted}""",
        )
    kept = Query("pattern_kept", f"select {columns} from {tables.journey_steps} where {wanted}")
    return Query(
        "pattern_contact",
        f"""select s.profile_id, s.seq, s.occurred_at, s.touchpoint_id, s.phase_id, j.journey as unit,
                   case when s.seq = j.first_seq then 1 else 0 end as opens,
                   case when s.seq = j.last_seq then 1 else 0 end as closes
            from {kept} s join {tables.journey} j on j.profile_id = s.profile_id
             and s.seq between j.first_seq and j.last_seq
            where j.goal_id = {way.goal_id} and j.state <> 'open'""",
        (kept,),
    )


def _sessions(tables: Tables, pattern: Pattern) -> str:
    """Return all contacts with their session as unit; its first and last one are looked for where they are asked."""
    edges = {"opens": ("lag(session)", pattern.starts), "closes": ("lead(session)", pattern.ends)}
    beside = "over (partition by profile_id order by seq)"
    found = ", ".join(
        f"case when coalesce({other} {beside}, 0) <> session then 1 else 0 end as {edge}" if asked else f"0 as {edge}"
        for edge, (other, asked) in edges.items()
    )
    return f"select profile_id, seq, occurred_at, touchpoint_id, phase_id, session as unit, {found} from {tables.step}"


def _followed(tables: Tables, way: Way, before: Query, place: int, arrow: Arrow) -> Query:
    """Add where the element of this place can begin: after the latest contact at which the one before can end."""
    element, was = way.pattern.elements[place - 1], f"begun_{place - 1}"
    looked = {f"from_{place}": was}
    rules = [f"from_{place} is not null"]
    if arrow.directly or arrow.without is not None:
        looked[f"after_{place}"] = f"case when {was} is not null then seq end"
    if arrow.directly:
        rules.append(f"after_{place} = seq - 1")
    if arrow.without is not None:
        looked[f"barred_{place}"] = f"case when {way.fits(arrow.without)} then seq end"
        rules.append(f"after_{place} >= coalesce(barred_{place}, 0)")
    if arrow.within is not None:
        looked[f"since_{place}"] = f"case when {was} is not null then occurred_at end"
        rules.append(f"occurred_at <= since_{place} + {tables.dialect.interval(arrow.within)}")
    if way.pattern.within is not None:
        rules.append(f"occurred_at <= from_{place} + {tables.dialect.interval(way.pattern.within)}")
    best = Query(
        f"pattern_{place}_best",
        f"select *, {_maxima(looked, '1 preceding')} from {before}",
        (before,),
    )
    begins = " and ".join([way.fits(element.kind), *rules])
    return Query(
        f"pattern_{place}",
        f"select *, case when {begins} then from_{place} end as begun_{place} from {best}",
        (best,),
    )


def _repeated(tables: Tables, way: Way, entered: Query, place: int) -> Query:
    """Let the element of this place go on for as many contacts as it may, and end where it has enough of them.

    Contacts of one kind directly after each other have the same difference between their number in the journey and
    their number among that kind.
    """
    element = way.pattern.elements[place - 1]
    if (element.least, element.most) == (1, 1):
        return entered
    fits = way.fits(element.kind)
    numbered = Query(
        f"pattern_{place}_run",
        f"""select *, seq - sum(case when {fits} then 1 else 0 end) over ({_ORDER} current row) as run_{place},
                   begun_{place} as entered_{place} from {entered}""",
        (entered,),
    )
    entry = f"case when entered_{place} is not null then"
    looked = {
        f"left_{place}": f"entered_{place}",
        f"same_{place}": f"{entry} run_{place} end",
        f"first_{place}": f"{entry} seq end",
    }
    upto = "current row" if element.least == 1 else f"{element.least - 1} preceding"
    back = Query(f"pattern_{place}_back", f"select *, {_maxima(looked, upto)} from {numbered}", (numbered,))
    rules = [fits, f"same_{place} = run_{place}"]
    if element.most is not None:
        rules.append(f"seq - first_{place} < {element.most}")
    if way.pattern.within is not None:
        rules.append(f"occurred_at <= left_{place} + {tables.dialect.interval(way.pattern.within)}")
    kept = ", ".join(
        ["profile_id, unit, seq, occurred_at, touchpoint_id, phase_id, opens, closes"]
        + [f"begun_{p}" for p in range(1, place)]
    )
    return Query(
        f"pattern_{place}_again",
        f"select {kept}, case when {' and '.join(rules)} then left_{place} end as begun_{place} from {back}",
        (back,),
    )


def _maxima(looked: dict[str, str], upto: str) -> str:
    return ", ".join(f"max({value}) over ({_ORDER} {upto}) as {name}" for name, value in looked.items())
