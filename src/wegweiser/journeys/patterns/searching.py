"""How many go a way, how many of them convert, and which whole paths they take."""

from __future__ import annotations

from wegweiser.journeys import flow
from wegweiser.journeys.counting import Tables, interval, share_of, wilson
from wegweiser.journeys.patterns.matching import Unit, Way, matched
from wegweiser.warehouse import Query


def search(tables: Tables, way: Way) -> Query:
    """One row: the units that match, their share of all, and the rates of those that match and of the others."""
    found, converted = matched(tables, way), _converted(tables, way)
    counted = Query(
        "pattern_counted",
        f"""select count(*) as matches, count(distinct m.profile_id) as customers, count(c.profile_id) as converted
            from {found} m left join {converted} c on c.profile_id = m.profile_id and c.unit = m.unit""",
        (found, converted),
    )
    whole = Query("pattern_whole", f"select count(*) as converted from {converted}", (converted,))
    everyone = _everyone(tables, way)
    both = Query(
        "pattern_both",
        f"""select c.matches, c.customers, e.n, c.converted, e.n - c.matches as others,
                   w.converted - c.converted as others_converted
            from {counted} c cross join {whole} w cross join {everyone} e""",
        (counted, whole, everyone),
    )
    lo, hi = wilson("converted", "matches")
    others_lo, others_hi = wilson("others_converted", "others")
    return Query(
        "pattern_search",
        f"""select matches, customers, n as "of", {share_of("matches", "n")} as share, {interval("matches", "n")},
                   converted, {share_of("converted", "matches")} as rate, {lo} as rate_lo, {hi} as rate_hi,
                   others, others_converted, {share_of("others_converted", "others")} as others_rate,
                   {others_lo} as others_lo, {others_hi} as others_hi
            from {both}""",
        (both,),
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
    """One row with the number of units looked at."""
    if way.unit is Unit.SESSION:
        # A customer's last contact belongs to the last session, whose number is how many there are.
        sql = f"select cast(coalesce(sum(session), 0) as bigint) as n from {tables.step} where next_at is null"
    elif way.goal_id is None:
        sql = f"select count(*) as n from {tables.step} where seq = 1"
    else:
        sql = f"select count(*) as n from {tables.journey} where goal_id = {way.goal_id} and state <> 'open'"
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
