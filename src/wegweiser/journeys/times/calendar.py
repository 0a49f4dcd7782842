"""When in the week things happen, who comes back in later periods, and on how many days: by the customers' clock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from wegweiser.journeys.counting import Tables, interval, share_of, told_interval
from wegweiser.journeys.times.waiting import BUCKET_BITS
from wegweiser.warehouse import Query, Table

_MORE_THAN_A_MONTH, _WEEK = timedelta(days=31), timedelta(days=7)


class Period(StrEnum):
    """How long a period is: a calendar month, or a week from Monday."""

    MONTH = "month"
    WEEK = "week"


def contact_hours(tables: Tables, zone: str, code: int | None) -> Query:
    """Per weekday and hour the contacts (with one touchpoint or all) and customers, and their shares of all of them."""
    at = tables.dialect.local("occurred_at", zone)
    where = "" if code is None else f" where touchpoint_id = {int(code)}"
    local = Query("hour_local", f"select profile_id, {at} as moment from {tables.step}{where}")
    counted = Query(
        "hour_counted",
        f"""select {tables.dialect.weekday("moment")} as weekday, {tables.dialect.hour("moment")} as hour,
                   count(*) as contacts, count(distinct profile_id) as customers
            from {local} group by 1, 2""",
        (local,),
    )
    total = Query("hour_total", f"select count(*) as n, count(distinct profile_id) as customers from {local}", (local,))
    return Query(
        "contact_hours",
        f"""select c.weekday, c.hour, c.contacts, {share_of("c.contacts", "t.n")} as share, c.customers,
                   {share_of("c.customers", "t.customers")} as reach, {told_interval("c.customers", "t.customers")}
            from {counted} c cross join {total} t order by c.weekday, c.hour""",
        (counted, total),
    )


def goal_hours(tables: Tables, zone: str, goal_id: int) -> Query:
    """Per weekday and hour the conversions then, and of the closed journeys opened then the share that converts."""
    dialect = tables.dialect
    opened, closed = dialect.local("opened_at", zone), dialect.local("closed_at", zone)
    marked = Query(
        "hour_marked",
        f"""select {opened} as moment, 0 as conversion, 1 as opened,
                   case when state = 'converted' then 1 else 0 end as reached
            from {tables.journey} where goal_id = {goal_id} and state <> 'open'
            union all select {closed}, 1, 0, 0
            from {tables.journey} where goal_id = {goal_id} and state = 'converted'""",
    )
    sums = ", ".join(f"cast(sum({name}) as bigint) as {name}" for name in ("conversion", "opened", "reached"))
    counted = Query(
        "hour_counted",
        f"""select {dialect.weekday("moment")} as weekday, {dialect.hour("moment")} as hour, {sums}
            from {marked} group by 1, 2""",
        (marked,),
    )
    return Query(
        "goal_hours",
        f"""select c.weekday, c.hour, c.conversion as conversions, {share_of("c.conversion", "t.n")} as share, c.opened,
                   c.reached, {share_of("c.reached", "c.opened")} as rate, {told_interval("c.reached", "c.opened")}
            from {counted} c cross join (select sum(conversion) as n from {counted}) t order by c.weekday, c.hour""",
        (counted,),
    )


def covered(tables: Tables, zone: str, events: Table) -> Query:
    """The first and the last day of the data."""
    since, until = (tables.dialect.local(f"{end}(occurred_at)", zone) for end in ("min", "max"))
    return Query("day_covered", f"select cast({since} as date) as since, cast({until} as date) as until from {events}")


def ended(period: Period, since: date, until: date) -> tuple[date, ...]:
    """Return the first days of the periods that began by the first day and had ended by the last.

    Example:
        >>> [str(day) for day in ended(Period.MONTH, date(2026, 1, 20), date(2026, 3, 31))]
        ['2026-01-01', '2026-02-01']
    """
    found = []
    day = _first(period, since)
    while (following := _next(period, day)) <= until:
        found.append(day)
        day = following
    return tuple(found)


def _next(period: Period, day: date) -> date:
    return _first(period, day + (_MORE_THAN_A_MONTH if period is Period.MONTH else _WEEK))


def _first(period: Period, day: date) -> date:
    return day.replace(day=1) if period is Period.MONTH else day - timedelta(days=day.weekday())


def cohorts(tables: Tables, zone: str, goal_id: int | None, period: Period, periods: tuple[date, ...]) -> Query:
    """Per cohort and period since: its customers, those with a contact in the period, the share and its interval.

    A cohort is of the first contact, or the first conversion of a goal. Periods that had not ended with the data
    are left out; one without anybody stands there with 0.
    """

    def period_of(at: str) -> str:
        return _period(tables, at, zone, period, periods)

    active = Query(
        "cohort_active", f"select distinct profile_id, {period_of('occurred_at')} as period from {tables.step}"
    )
    began = _began(tables, goal_id, active, period_of)
    days = " union all ".join(f"select cast('{day}' as date) as period" for day in periods)
    named = Query("cohort_period", days or "select cast(null as date) as period")
    sizes = Query("cohort_size", f"select cohort, count(*) as size from {began} group by cohort", (began,))
    counted = Query(
        "cohort_counted",
        f"""select b.cohort, a.period, count(*) as active from {began} b
            join {active} a on a.profile_id = b.profile_id and a.period >= b.cohort group by b.cohort, a.period""",
        (began, active),
    )
    return Query(
        "cohorts",
        f"""select s.cohort, p.period, {_since(tables, period)} as since, s.size, coalesce(c.active, 0) as active,
                   {share_of("coalesce(c.active, 0)", "s.size")} as share,
                   {interval("coalesce(c.active, 0)", "s.size")}
            from {sizes} s join {named} p on p.period >= s.cohort
            left join {counted} c on c.cohort = s.cohort and c.period = p.period order by s.cohort, p.period""",
        (sizes, named, counted),
    )


def _began(tables: Tables, goal_id: int | None, active: Query, period_of: Callable[[str], str]) -> Query:
    """Each customer's cohort; of first contacts it is the first period with one."""
    if goal_id is None:
        return Query(
            "cohort_began", f"select profile_id, min(period) as cohort from {active} group by profile_id", (active,)
        )
    return Query(
        "cohort_began",
        f"""select profile_id, {period_of("min(closed_at)")} as cohort from {tables.journey}
            where goal_id = {goal_id} and state = 'converted' group by profile_id""",
    )


def _period(tables: Tables, at: str, zone: str, period: Period, periods: tuple[date, ...]) -> str:
    """Return the expression of the period a moment lies in; null after the last one.

    Moments are compared with the few midnights at which periods begin: to convert each to local time takes longer
    than everything else together.
    """
    if not periods:
        return "cast(null as date)"
    ends = (*periods[1:], _next(period, periods[-1]))
    midnights = [tables.dialect.timestamp(datetime.combine(day, time(), ZoneInfo(zone))) for day in ends]
    days = [*(f"cast('{day}' as date)" for day in periods), "cast(null as date)"]
    return _halved(at, midnights, days)


def _halved(at: str, ends: Sequence[str], values: Sequence[str]) -> str:
    """Return the expression of the value before the first end a moment lies before; the last value after all ends."""
    if not ends:
        return values[0]
    middle = len(ends) // 2
    before, after = (
        _halved(at, ends[:middle], values[: middle + 1]),
        _halved(at, ends[middle + 1 :], values[middle + 1 :]),
    )
    return f"case when {at} < {ends[middle]} then {before} else {after} end"


def _since(tables: Tables, period: Period) -> str:
    """Return how many periods lie between a cohort and a period."""
    if period is Period.WEEK:
        return f"cast(round({tables.dialect.days('s.cohort', 'p.period')} / 7.0) as integer)"
    years = "(extract(year from p.period) - extract(year from s.cohort))"
    return f"cast({years} * 12 + extract(month from p.period) - extract(month from s.cohort) as integer)"


def active_days(tables: Tables, zone: str) -> Query:
    """Each customer's months with the days there was a contact on, and the customer's bucket."""
    day = f"cast({tables.dialect.local('occurred_at', zone)} as date)"
    days = Query("day_active", f"select distinct profile_id, {day} as day from {tables.step}")
    counted = Query(
        "month_active",
        f"""select profile_id, cast(date_trunc('month', day) as date) as month, count(*) as days
            from {days} group by profile_id, cast(date_trunc('month', day) as date)""",
        (days,),
    )
    bucket = tables.dialect.shifted("profile_id", BUCKET_BITS)
    return Query("month_placed", f"select month, days, {bucket} as bucket from {counted}", (counted,))


def stickiness(tables: Tables, zone: str, days: Query) -> Query:
    """Per month and bucket the customers seen and their active days, beside the days the data covers of the month."""
    months = active_days(tables, zone)
    following = f"cast(m.month + {tables.dialect.interval(_MORE_THAN_A_MONTH)} as date)"
    counted = Query(
        "month_counted",
        f"""select month, bucket, count(*) as customers, cast(sum(days) as bigint) as days,
                   count(case when days = 1 then 1 end) as once
            from {months} group by month, bucket""",
        (months,),
    )
    ends = Query(
        "month_ends",
        f"""select m.month, cast(date_trunc('month', {following}) as date) as next_month, c.since, c.until
            from (select distinct month from {months}) m cross join {days} c""",
        (months, days),
    )
    first = "case when e.month < e.since then e.since else e.month end"
    whole_month = tables.dialect.days(first, "e.next_month")
    return Query(
        "stickiness",
        f"""select c.month, c.bucket, c.customers, c.days, c.once,
                   case when e.until < e.next_month then {tables.dialect.days(first, "e.until")} + 1
                        else {whole_month} end as covered
            from {counted} c join {ends} e on e.month = c.month order by c.month, c.bucket""",
        (counted, ends),
    )


def day_counts(tables: Tables, zone: str) -> Query:
    """Per number of active days in a month and bucket how many customers' months have so many."""
    months = active_days(tables, zone)
    return Query(
        "day_counts",
        f"select days, bucket, count(*) as months from {months} group by days, bucket order by days, bucket",
        (months,),
    )
