"""How many go a way, how many of them convert, and which whole paths they take."""

from __future__ import annotations

from wegweiser.journeys import flow
from wegweiser.journeys.counting import Tables, bucket_of, design_effect, share_of, wilson
from wegweiser.journeys.patterns.matching import Unit, Way, matched
from wegweiser.warehouse import Query

_TOLD = {"share": ("matches", "n"), "rate": ("converted", "matches"), "others": ("others_converted", "others")}
"""The three shares, with the columns of their hits and cases."""
_EACH = {"share": ("met", "units"), "rate": ("won", "met"), "others": ("(reached - won)", "(units - met)")}
"""The same in a bucket of customers."""


def search(tables: Tables, way: Way) -> Query:
    """One row: the units that match, their share of all, and the rates of those that match and of the others.

    A customer with several journeys or sessions is no several customers: hits and n of the Wilson intervals are
    divided by the design effect of units in the 256 buckets of customers, as that of `outcomes.goals`.
    """
    single = way.goal_id is None and way.unit is Unit.JOURNEY
    both = _single(tables, way) if single else _several(tables, way)
    ends: dict[str, str] = {}
    for name, (hits, cases) in _TOLD.items():
        divided = "" if single else f" / {name}_design"
        ends[f"{name}_lo"], ends[f"{name}_hi"] = wilson(f"{hits}{divided}", f"{cases}{divided}")
    return Query(
        "pattern_search",
        f"""select matches, customers, n as "of", {share_of("matches", "n")} as share,
                   {ends["share_lo"]} as lo, {ends["share_hi"]} as hi, converted,
                   {share_of("converted", "matches")} as rate, {ends["rate_lo"]} as rate_lo,
                   {ends["rate_hi"]} as rate_hi, others, others_converted,
                   {share_of("others_converted", "others")} as others_rate,
                   {ends["others_lo"]} as others_lo, {ends["others_hi"]} as others_hi
            from {both}""",
        (both,),
    )


def _single(tables: Tables, way: Way) -> Query:
    """Count the units that match, all, and those that convert, where each customer is one unit."""
    found, converted = matched(tables, way), _converted(tables, way)
    counted = Query(
        "pattern_counted",
        f"""select count(*) as matches, count(distinct m.profile_id) as customers, count(c.profile_id) as converted
            from {found} m left join {converted} c on c.profile_id = m.profile_id and c.unit = m.unit""",
        (found, converted),
    )
    whole = Query("pattern_whole", f"select count(*) as converted from {converted}", (converted,))
    everyone = Query("pattern_everyone", f"select count(*) as n from {tables.step} where seq = 1")
    return Query(
        "pattern_both",
        f"""select c.matches, c.customers, e.n, c.converted, e.n - c.matches as others,
                   w.converted - c.converted as others_converted
            from {counted} c cross join {whole} w cross join {everyone} e""",
        (counted, whole, everyone),
    )


def _several(tables: Tables, way: Way) -> Query:
    """Count the same where a customer may be several units, with the design effects of the three shares."""
    bucketed = _bucketed(tables, way)
    sums = [
        f"sum({y} * {y}) as {name}yy, sum({x} * {y}) as {name}xy, sum({x} * {x}) as {name}xx"
        for name, (y, x) in _EACH.items()
    ]
    counted = Query(
        "pattern_counted",
        f"""select coalesce(cast(sum(met) as bigint), 0) as matches,
                   coalesce(cast(sum(customers) as bigint), 0) as customers,
                   coalesce(cast(sum(units) as bigint), 0) as n,
                   coalesce(cast(sum(won) as bigint), 0) as converted,
                   coalesce(cast(sum(units - met) as bigint), 0) as others,
                   coalesce(cast(sum(reached - won) as bigint), 0) as others_converted, {", ".join(sums)}
            from {bucketed}""",
        (bucketed,),
    )
    effects = [
        f"{design_effect(f'({share_of(hits, cases)})', cases, name)} as {name}_design"
        for name, (hits, cases) in _TOLD.items()
    ]
    return Query("pattern_both", f"select *, {', '.join(effects)} from {counted}", (counted,))


def _bucketed(tables: Tables, way: Way) -> Query:
    """Per bucket of customers the units looked at, those that match, those of them that convert, all that convert."""
    found, converted, everyone = matched(tables, way), _converted(tables, way), _everyone(tables, way)
    met = Query(
        "pattern_met",
        f"""select {bucket_of(tables, "m.profile_id")} as bucket, count(*) as met,
                   count(distinct m.profile_id) as customers, count(c.profile_id) as won
            from {found} m left join {converted} c on c.profile_id = m.profile_id and c.unit = m.unit group by 1""",
        (found, converted),
    )
    reached = Query(
        "pattern_reached",
        f"""select {bucket_of(tables)} as bucket, count(*) as reached
            from {converted} group by 1""",
        (converted,),
    )
    return Query(
        "pattern_bucketed",
        f"""select e.units, coalesce(m.met, 0) as met, coalesce(m.customers, 0) as customers,
                   coalesce(m.won, 0) as won, coalesce(r.reached, 0) as reached
            from {everyone} e left join {met} m on m.bucket = e.bucket left join {reached} r on r.bucket = e.bucket""",
        (everyone, met, reached),
    )


def customers(tables: Tables, way: Way) -> Query:
    """The customers with at least one unit that matches: profile_id, each once."""
    found = matched(tables, way)
    return Query("pattern_customers", f"select distinct profile_id from {found}", (found,))


def variants(tables: Tables, way: Way, top: int) -> Query:
    """The most frequent whole paths of the units that match; codes, not names."""
    found = matched(tables, way)
    if way.goal_id is not None and way.unit is Unit.JOURNEY:
        whole = Query(
            "path_whole",
            f"""select j.profile_id, j.path, case when j.state = 'converted' then 1 else 0 end as converted
                from {tables.journey} j join {found} m on m.profile_id = j.profile_id and m.unit = j.journey
                where j.goal_id = {way.goal_id}""",
            (found,),
        )
    else:
        unit, session = (", m.unit", " and s.session = m.unit") if way.unit is Unit.SESSION else ("", "")
        whole = Query(
            "path_whole",
            f"""select m.profile_id, {tables.dialect.coded_list("s.touchpoint_id", "s.seq")} as path,
                       max(case when s.{_reaching(way)} then 1 else 0 end) as converted
                from {found} m join {tables.step} s on s.profile_id = m.profile_id{session}
                group by m.profile_id{unit}""",
            (found,),
        )
    return flow.ranked(whole, top)


def _everyone(tables: Tables, way: Way) -> Query:
    """Per bucket of customers the number of units looked at."""
    if way.unit is Unit.SESSION:
        # A customer's last contact belongs to the last session, whose number is how many there are.
        sql = f"""select {bucket_of(tables)} as bucket, cast(sum(session) as bigint) as units from {tables.step}
                  where next_at is null group by 1"""
    else:
        sql = f"""select bucket, count(*) as units from {tables.journey}
                  where goal_id = {way.goal_id} and state <> 'open' group by bucket"""
    return Query("pattern_everyone", sql)


def _converted(tables: Tables, way: Way) -> Query:
    """The units that reach the goal, or any goal where none is named."""
    if way.goal_id is not None and way.unit is Unit.JOURNEY:
        return Query(
            "pattern_converted",
            f"""select profile_id, journey as unit from {tables.journey}
                where goal_id = {way.goal_id} and state = 'converted'""",
        )
    unit = "session" if way.unit is Unit.SESSION else "1"
    return Query(
        "pattern_converted",
        f"select distinct profile_id, {unit} as unit from {tables.step} where {_reaching(way)}",
    )


def _reaching(way: Way) -> str:
    """Return the condition that a contact reaches the goal, or any goal where none is named."""
    goals = way.registry.goals if way.goal_id is None else (way.registry.goals[way.goal_id],)
    codes = sorted({code for goal in goals for code in way.registry.goal_touchpoints(goal)})
    return f"touchpoint_id in ({', '.join(map(str, codes)) or '-1'})"
