"""What a funnel counts: who reached each step, who may still, who did not, and the share with the open ones in it."""

from __future__ import annotations

from collections.abc import Sequence

from wegweiser.journeys.counting import Tables, interval, share_of, wilson
from wegweiser.journeys.funnels.rules import Rule
from wegweiser.stats.intervals import Z
from wegweiser.warehouse import Query, Table


def counted(tables: Tables, rule: Rule, placed: Query, events: Table) -> Query:
    """Per step: reached, customers, share of the first, share of the one before, interval, lost, open, km and its ends.

    Whoever stands at a step while time is left is open: neither counted as lost nor in any share. `km` has them in
    it as far as they were seen.
    """
    end = Query("funnel_end", f"select max(occurred_at) as as_of from {events}")
    unit = _units(rule, placed, end)
    numbers = _numbers(rule, unit)
    rows = Query("funnel_rows", " union all ".join(_row(tables, rule, p, numbers) for p in rule.places), (numbers,))
    shares = f"""step, optional, reached, customers, {share_of("reached", "first")} as share,
                 case when place > 1 then {share_of("reached", "before")} end as of_previous,
                 {interval("reached", "first")}, case when not optional then before - reached end as lost"""
    if not rule.funnel.closes or len(rule.required) == 1:
        empty = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in _OPEN_COLUMNS.items())
        return Query("funnel", f"select {shares}, {empty} from {rows} order by place", (rows,))
    seen = _seen(rule, unit)
    # Where nobody or everybody went on, km has no variance: Wilson's interval of the closed ones stands for it.
    ends = ", ".join(
        f"case when k.spread is not null then k.km_{end} when k.km is not null then {plain} end as km_{end}"
        for end, plain in zip(("lo", "hi"), wilson("reached", "before"), strict=True)
    )
    return Query(
        "funnel",
        f"""select {shares}, case when not optional then undecided end as "open", k.km, {ends}
            from {rows} left join {seen} k on k.km_place = place order by place""",
        (rows, seen),
    )


_OPEN_COLUMNS = {'"open"': "bigint", "km": "double", "km_lo": "double", "km_hi": "double"}


def _units(rule: Rule, placed: Query, end: Query) -> Query:
    """One row per counted unit: its latest start per place, and per required place how long the step to it took.

    `due` is until when the place can still be reached, `left` when the unit last stood before it.
    """
    columns = [f"max(start_{place}) as start_{place}" for place in rule.places]
    if rule.funnel.closes:
        columns += [column for place in rule.required if place > 1 for column in _waits(rule, place)]
    distinct = ", ".join(rule.counted)
    where = " where attempt > 0" if rule.attempts else ""
    grouped = Query(
        "funnel_unit", f"select {distinct}, {', '.join(columns)} from {placed}{where} group by {distinct}", (placed,)
    )
    return Query("funnel_until", f"select u.*, e.as_of from {grouped} u cross join {end} e", (grouped, end))


def _waits(rule: Rule, place: int) -> list[str]:
    """Return how long the step to a place took, until when it can come, and when the unit stood before it.

    Where a unit's latest start says it all (`_by_start`), nothing more is looked for.
    """
    before = rule.before(place)
    stands = rule.start(before)
    alive = " and alive = 1" if _may_break(rule) else ""
    seconds = rule.dialect.seconds(f"prev_{place}", "occurred_at")
    columns = [f"min(case when start_{place} is not null then {seconds} end) as wait_{place}"]
    if not _by_start(rule, place):
        columns.append(f"max(case when {stands} is not null{alive} then {rule.due(place, stands)} end) as due_{place}")
    if before != (1,):
        columns.append(f"max(case when {stands} is not null then occurred_at end) as left_{place}")
    return columns


def _may_break(rule: Rule) -> bool:
    """Return whether what has begun can end before its time."""
    return bool(rule.excluded or rule.strict or rule.attempts)


def _by_start(rule: Rule, place: int) -> bool:
    """Return whether the latest start at the one place before tells until when a place can be reached."""
    return len(rule.before(place)) == 1 and rule.funnel.step_within is None and not _may_break(rule)


def _numbers(rule: Rule, unit: Query) -> Query:
    """One row: per place how many reached it, the customers behind them, and how many may still."""
    columns = []
    for place in rule.places:
        people = f"count(distinct case when start_{place} is not null then profile_id end)"
        alone = rule.counted == ("profile_id",)
        columns += [
            f"count(start_{place}) as n_{place}",
            f"{f'count(start_{place})' if alone else people} as c_{place}",
        ]
        if rule.funnel.closes and place > 1 and place in rule.required:
            before = rule.before(place)
            due = rule.due(place, rule.start(before)) if _by_start(rule, place) else f"due_{place}"
            undecided = f"start_{place} is null and {due} >= as_of"
            columns.append(f"count(case when {undecided} then 1 end) as open_{place}")
    return Query("funnel_reached", f"select {', '.join(columns)} from {unit}", (unit,))


def _row(tables: Tables, rule: Rule, place: int, numbers: Query) -> str:
    """Write the row of one place; `first` and `before` leave out those who may still come so far."""
    closes, optional = rule.funnel.closes, place not in rule.required
    earlier = [p for p in rule.required if 1 < p <= place] if closes else []
    first = " - ".join(["n_1", *(f"open_{p}" for p in earlier)])
    last = max((p for p in rule.required if p < place), default=1)
    open_here = f"open_{place}" if place in earlier else "0"
    return f"""select {place} as place, {tables.dialect.text(rule.funnel.steps[place - 1])} as step,
                      {str(optional).lower()} as optional, n_{place} as reached, c_{place} as customers,
                      {first} as first, n_{last} - {open_here} as before, {open_here} as undecided from {numbers}"""


def _seen(rule: Rule, unit: Query) -> Query:
    """Per required place the Kaplan-Meier share of those who stood before it that got there.

    Kaplan and Meier 1958, with Greenwood's variance (1926) on the log-log scale; `stats.survival` has the same in
    Python, and a test holds the two equal. Everybody is looked at until the end of the data.
    """
    places = [place for place in rule.required if place > 1]
    waits = Query("funnel_wait", " union all ".join(_wait(rule, place, unit) for place in places), (unit,))
    grouped = Query(
        "funnel_seconds",
        f"""select km_place, seconds, sum(event) as events, count(*) as n from {waits} group by km_place, seconds""",
        (waits,),
    )
    risk = Query(
        "funnel_risk",
        f"""select km_place, events * 1.0 as d, sum(n) over (partition by km_place order by seconds desc
                   rows between unbounded preceding and current row) * 1.0 as r
            from {grouped}""",
        (grouped,),
    )
    survived = Query(
        "funnel_survived",
        f"""select km_place, max(case when d = r then 1 else 0 end) as everybody,
                   sum(case when d < r then ln(1 - d / r) else 0.0 end) as logged,
                   sum(case when d < r then d / (r * (r - d)) else 0.0 end) as spread
            from {risk} group by km_place""",
        (risk,),
    )
    scaled = Query(
        "funnel_scaled",
        f"""select km_place, logged, case when everybody = 1 then 1.0 else 1 - exp(logged) end as km,
                   case when everybody = 0 and logged < 0 then {Z!r} * sqrt(spread) / (-logged) end as spread
            from {survived}""",
        (survived,),
    )
    # Threads add in any order, which the last binary digits show.
    return Query(
        "funnel_km",
        f"""select km_place, round(km, {_DIGITS}) as km, spread,
                   round(1 - exp(logged * exp(-spread)), {_DIGITS}) as km_lo,
                   round(1 - exp(logged * exp(spread)), {_DIGITS}) as km_hi
            from {scaled}""",
        (scaled,),
    )


_DIGITS = 12


def _wait(rule: Rule, place: int, unit: Query) -> str:
    """Write how long each unit that stood before a place took to it, or was seen without getting there.

    Whoever was seen for longer than anybody can take is put together, which changes no risk and saves the sorting.
    """
    stood = _stood(rule.before(place))
    most = repr(rule.longest(place) + 1)
    left = "start_1" if rule.before(place) == (1,) else f"left_{place}"
    seconds = rule.dialect.seconds(left, "as_of")
    return f"""select {place} as km_place, case when start_{place} is not null then 1 else 0 end as event,
                      case when start_{place} is not null then wait_{place}
                           when {seconds} < {most} then {seconds} else {most} end as seconds
               from {unit} where {stood}"""


def _stood(before: Sequence[int]) -> str:
    """Return the condition that a unit stood before a place; who stood at an optional step stood at the one before."""
    return f"start_{before[0]} is not null"
