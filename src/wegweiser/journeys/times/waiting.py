"""How long until a goal: the times of those who reach it, and the curve of all who set out."""

from __future__ import annotations

from wegweiser.journeys.counting import Tables, share_of
from wegweiser.warehouse import Dialect, Query, Table

BUCKET_BITS = 52
"""A customer's bucket is the first eight of the sixty bits of the profile's id."""
QUANTILES = {"q25_s": 0.25, "median_s": 0.5, "q75_s": 0.75, "p90_s": 0.9}


def three_digits(seconds: str) -> str:
    """Return whole seconds cut to their first three digits; below 1,000 they stay as they are."""
    cases = " ".join(
        f"when {seconds} < {10**digits} then {seconds} - {seconds} % {10 ** (digits - 3)}" for digits in range(4, 10)
    )
    return f"case when {seconds} < 1000 then {seconds} {cases} else {seconds} - {seconds} % 10000000 end"


def whole(dialect: Dialect, start: str, end: str) -> str:
    """Return the whole seconds from one moment to another."""
    return f"cast(floor({dialect.seconds(start, end)}) as bigint)"


def took(tables: Tables, goal_id: int) -> Query:
    """The converted journeys of a goal with the seconds from their first step to the conversion."""
    seconds = tables.dialect.seconds("opened_at", "closed_at")
    return Query(
        "time_took",
        f"""select bucket, {seconds} as exact, {whole(tables.dialect, "opened_at", "closed_at")} as seconds
            from {tables.journey} where goal_id = {goal_id} and state = 'converted'""",
    )


def quantiles(tables: Tables, source: Query, keys: tuple[str, ...] = ()) -> Query:
    """Per key how many there are, and quartiles, median and 90th percentile of `exact` seconds."""
    by = ", ".join(keys)
    columns = ", ".join(f"{tables.dialect.quantile('exact', q)} as {name}" for name, q in QUANTILES.items())
    chosen = ", ".join([*keys, "count(*) as n", columns])
    tail = f" group by {by} order by {by}" if keys else ""
    return Query("time_quantiles", f"select {chosen} from {source}{tail}", (source,))


def spread(source: Query, keys: tuple[str, ...] = ()) -> Query:
    """Per key, bucket and length cut to three digits how many there are: what intervals are drawn from."""
    by, counted = ", ".join([*keys, "bucket", "length"]), _counted(source, keys)
    return Query("time_spread", f"select * from {counted} order by {by}", (counted,))


def _counted(source: Query, keys: tuple[str, ...] = ()) -> Query:
    by = ", ".join([*keys, "bucket", "length"])
    cut = Query("time_cut", f"select *, {three_digits('seconds')} as length from {source}", (source,))
    return Query("time_counted", f"select {by}, count(*) as n from {cut} group by {by}", (cut,))


def lengths(tables: Tables, source: Query) -> Query:
    """The row of `quantiles`, then those of `spread`, whose quantiles are null; the source is read in one go."""
    found, drawn = quantiles(tables, source), _counted(source)
    known = ", ".join(QUANTILES)
    unknown = ", ".join("cast(null as double)" for _ in QUANTILES)
    both = Query(
        "time_both",
        f"""select 0 as drawn, cast(null as smallint) as bucket, cast(null as bigint) as length, n, {known} from {found}
            union all select 1, bucket, length, n, {unknown} from {drawn}""",
        (found, drawn),
    )
    return Query("time_lengths", f"select * from {both} order by drawn, bucket, length", (both,))


def histogram(tables: Tables, goal_id: int, bins: tuple[tuple[str, int], ...]) -> Query:
    """Per bin, named and by its lower end in seconds, the conversions that took so long, also summed up."""
    source = took(tables, goal_id)
    cases = " ".join(f"when seconds >= {least} then {place}" for place, (_, least) in reversed(list(enumerate(bins))))
    named = " union all ".join(
        f"select {place} as place, {tables.dialect.text(name)} as bin, {least} as from_s"
        for place, (name, least) in enumerate(bins)
    )
    names = Query("time_bins", named)
    counted = Query(
        "time_binned",
        f"select place, count(*) as n from (select case {cases} end as place from {source}) as placed group by place",
        (source,),
    )
    total = Query("time_total", f"select count(*) as n from {source}", (source,))
    running = "over (order by b.place rows between unbounded preceding and current row)"
    return Query(
        "time_histogram",
        f"""select b.bin, b.from_s, coalesce(c.n, 0) as conversions, {share_of("coalesce(c.n, 0)", "t.n")} as share,
                   {share_of(f"cast(sum(coalesce(c.n, 0)) {running} as bigint)", "t.n")} as cumulative
            from {names} b cross join {total} t left join {counted} c on c.place = b.place order by b.place""",
        (names, counted, total),
    )


def watched(tables: Tables, goal_id: int, events: Table, by: str | None) -> Query:
    """A goal's journeys with the seconds they were watched, whether they converted then, and what they opened with.

    Everybody is watched to the end of the data: of a lost journey it is known that it does not convert, so it stays
    among those who have not, as an open one does that began so long before the end.
    """
    end = Query("watch_end", f"select max(occurred_at) as as_of from {events}")
    opener = {None: "", "touchpoint": "t.id as opener, ", "channel": "t.channel as opener, "}[by]
    converted, still = (
        tables.dialect.seconds("j.opened_at", "j.closed_at"),
        tables.dialect.seconds("j.opened_at", "e.as_of"),
    )
    first = f"{tables.dialect.item('j.path', '1')}"
    joined = "" if by is None else f" join {tables.touchpoint} t on t.touchpoint_id = {first}"
    return Query(
        "watched",
        f"""select {opener}case when j.state = 'converted' then 1 else 0 end as event,
                   case when j.state = 'converted' then {converted} else greatest(0.0, {still}) end as seconds
            from {tables.journey} j cross join {end} e{joined} where j.goal_id = {goal_id}""",
        (end,),
    )


def curve(tables: Tables, goal_id: int, events: Table, by: str | None) -> Query:
    """Per opener and day of waiting the conversions, who was at risk as the day began, the curve's sums, and all (n).

    The curve is exact: it steps at the very second of each conversion, and each day adds up its steps.
    """
    source = watched(tables, goal_id, events, by)
    # Without openers there is nothing to tell apart: a text more per journey to group by would take a third longer.
    key, parted = ("", "") if by is None else ("opener, ", "partition by opener ")
    every = "group by opener" if key else ""
    grouped = Query(
        "watch_grouped",
        f"select {key}seconds, sum(event) as events, count(*) as n from {source} group by {key}seconds",
        (source,),
    )
    risk = Query(
        "watch_risk",
        f"""select {key}seconds, events, events * 1.0 as d, sum(n) over ({parted}order by seconds desc
                   rows between unbounded preceding and current row) as risk
            from {grouped}""",
        (grouped,),
    )
    opener = key or "'all' as opener, "
    sizes = Query("watch_n", f"select {opener}cast(sum(n) as bigint) as n from {grouped} {every}", (grouped,))
    stepped = Query(
        "watch_stepped",
        f"""select {opener}cast(floor(seconds / 86400.0) as integer) + 1 as day, cast(max(risk) as bigint) as at_risk,
                   cast(sum(events) as bigint) as converted, min(risk - events) as spared,
                   sum(case when events < risk then ln(1 - d / risk) else 0.0 end) as logged,
                   sum(case when events < risk then d / (risk * 1.0 * (risk - d)) else 0.0 end) as spread
            from {risk} where events > 0 group by {key}cast(floor(seconds / 86400.0) as integer) + 1""",
        (risk,),
    )
    return Query(
        "watch_curve",
        f"select s.*, n.n from {stepped} s join {sizes} n on n.opener = s.opener order by s.opener, s.day",
        (stepped, sizes),
    )
