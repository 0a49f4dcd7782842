"""Whom the touchpoints and phases reach: customers, contacts, shares, dwell, and how many follow the phases."""

from __future__ import annotations

from wegweiser.journeys.counting import Tables, interval, share_of, wilson
from wegweiser.warehouse import Query, Table


def summary(tables: Tables, events: Table, rules: Table) -> Query:
    """One row: customers with at least one contact, events, steps, since, until, events no rule takes."""
    return Query(
        "summary",
        f"""select s.customers, e.events, s.steps, s.since, s.until, e.unmapped_events
            from (select count(case when seq = 1 then 1 end) as customers, count(*) as steps,
                         min(occurred_at) as since, max(occurred_at) as until from {tables.step}) s
            cross join (select count(*) as events, count(case when r.code is null then 1 end) as unmapped_events
                        from {events} v left join {rules} r on r.code = v.signature) e""",
    )


_WORD = 62
"""How many touchpoints one whole number holds as bits."""


def touchpoints(tables: Tables, events: Table, rules: Table, known: int) -> Query:
    """Per touchpoint its contacts, the customers met there and their share of all customers with a contact.

    `derived` is the share of its contacts that were computed from other data instead of seen; `known` is how many
    touchpoints there are. A customer is numbers whose bits are the touchpoints met: a quarter of the time it takes to
    count distinct customers.
    """
    dialect = tables.dialect
    contacts = Query(
        "touchpoint_met", f"select touchpoint_id, count(*) as contacts from {tables.step} group by touchpoint_id"
    )
    words = []
    for word, first in enumerate(range(0, known, _WORD)):
        here = f"touchpoint_id between {first} and {first + _WORD - 1}"
        place = f"case when {here} then touchpoint_id - {first} else {_WORD} end"
        # The bit above all that count stands for the touchpoints of other words.
        bit = dialect.lone_bit("touchpoint_id" if known <= _WORD else place)
        words.append(f", {dialect.any_bits(bit)} as w{word}")
    customer = Query("touchpoint_customer", f"select profile_id{''.join(words)} from {tables.step} group by profile_id")
    sums = [f", sum({dialect.bit(f'w{code // _WORD}', code % _WORD)}) as c{code}" for code in range(known)]
    everyone = Query("everyone", f"select count(*) as n{''.join(sums)} from {customer}", (customer,))
    cases = " ".join(f"when {code} then e.c{code}" for code in range(known)) or "when 0 then 0"
    met = Query(
        "touchpoint_reached",
        f"""select m.touchpoint_id, m.contacts, cast(case m.touchpoint_id {cases} end as bigint) as customers, e.n
            from {contacts} m cross join {everyone} e""",
        (contacts, everyone),
    )
    origins = Query(
        "touchpoint_origins",
        f"""select r.touchpoint_id, count(case when v.origin = 'derived' then 1 end) * 1.0 / count(*) as derived
            from {events} v join {rules} r on r.code = v.signature group by r.touchpoint_id""",
    )
    return Query(
        "touchpoints",
        f"""select t.id as touchpoint, t.phase, t.channel, m.customers, m.contacts,
                   {share_of("m.customers", "m.n")} as share, {interval("m.customers", "m.n")},
                   coalesce(o.derived, 0.0) as derived
            from {met} m join {tables.touchpoint} t on t.touchpoint_id = m.touchpoint_id
            left join {origins} o on o.touchpoint_id = m.touchpoint_id
            order by m.customers desc, m.contacts desc, t.id""",
        (met, origins),
    )


def sessions(tables: Tables) -> Query:
    """One row: sessions, their customers, and median and 90th percentile of a session's contacts and seconds."""
    seconds = tables.dialect.seconds("min(occurred_at)", "max(occurred_at)")
    held = Query(
        "session_held",
        f"""select count(*) as contacts, {seconds} as seconds from {tables.step}
            group by profile_id, session""",
    )
    everyone = Query("everyone", f"select count(*) as customers from {tables.step} where seq = 1")
    spread = ", ".join(
        f"{tables.dialect.quantile(column, q)} as {name}"
        for name, column, q in (
            ("contacts_median", "contacts", 0.5),
            ("contacts_p90", "contacts", 0.9),
            ("median_s", "seconds", 0.5),
            ("p90_s", "seconds", 0.9),
        )
    )
    counted = Query("session_counted", f"select count(*) as sessions, {spread} from {held}", (held,))
    return Query(
        "sessions",
        f"""select c.sessions, e.customers, c.contacts_median, c.contacts_p90, c.median_s, c.p90_s
            from {counted} c cross join {everyone} e""",
        (counted, everyone),
    )


def entered(tables: Tables) -> Query:
    """Each customer's first contact in each phase, and the first contact of any later phase."""
    first = Query(
        "phase_first",
        f"""select profile_id, phase_id, min(seq) as first_seq, min(occurred_at) as first_at
            from {tables.step} where phase_id is not null group by profile_id, phase_id""",
    )
    later = "over (partition by profile_id order by phase_id desc rows between unbounded preceding and 1 preceding)"
    return Query(
        "phase_entered",
        f"""select profile_id, phase_id, first_seq, first_at, min(first_seq) {later} as later_seq,
                   min(first_at) {later} as later_at
            from {first}""",
        (first,),
    )


def phases(tables: Tables) -> Query:
    """Per phase the customers who reached it or a later one, those with a contact in it, those who went on, dwell.

    Dwell is the time from a customer's first contact in the phase to the first one of any later phase, of those
    customers whose first later contact came after it (`dwell_n`). Where no touchpoint stands in a later phase,
    nobody can be seen to go on, so that share is null.
    """
    entry = entered(tables)
    seconds = tables.dialect.seconds("first_at", "later_at")
    dwelt = f"case when later_seq > first_seq then {seconds} end"
    touched = Query(
        "phase_touched",
        f"""select phase_id, count(*) as touched,
                   count(case when later_seq is null then 1 end) as furthest,
                   {tables.dialect.quantile(dwelt, 0.5)} as dwell_median_s,
                   {tables.dialect.quantile(dwelt, 0.9)} as dwell_p90_s, count({dwelt}) as dwell_n
            from {entry} group by phase_id""",
        (entry,),
    )
    # Whoever got no further than a later phase has reached this one too.
    reached = Query(
        "phase_reached",
        f"""select p.phase_id, p.id, p.followed, coalesce(t.touched, 0) as touched, t.dwell_median_s, t.dwell_p90_s,
                   coalesce(t.dwell_n, 0) as dwell_n,
                   cast(coalesce(sum(t.furthest) over (order by p.phase_id desc
                        rows between unbounded preceding and current row), 0) as bigint) as customers
            from {tables.phase} p left join {touched} t on t.phase_id = p.phase_id""",
        (touched,),
    )
    further = Query(
        "phase_further",
        f"select *, case when followed then lead(customers) over (order by phase_id) end as further from {reached}",
        (reached,),
    )
    lo, hi = wilson("further", "customers")
    return Query(
        "phases",
        f"""select id as phase, phase_id as place, customers, touched,
                   {share_of("further", "customers")} as "on",
                   case when further is not null then {lo} end as on_lo,
                   case when further is not null then {hi} end as on_hi,
                   dwell_median_s, dwell_p90_s, dwell_n
            from {further} order by phase_id""",
        (further,),
    )


def onward(tables: Tables) -> Query:
    """Per phase and touchpoint in it the customers who met it and got to a later phase, beside the phase's others.

    Others are customers with a contact in the phase and none with this touchpoint there. Who meets more also gets
    further, so a difference says what goes together and nothing about why.
    """
    met = Query(
        "onward_met",
        f"select distinct profile_id, phase_id, touchpoint_id from {tables.step} where phase_id is not null",
    )
    furthest = Query(
        "onward_furthest", f"select profile_id, max(phase_id) as phase_id from {met} group by profile_id", (met,)
    )
    went_on = "count(case when m.phase_id < f.phase_id then 1 end) as went_on"
    touched = Query("onward_touched", f"select distinct profile_id, phase_id from {met}", (met,))
    whole = Query(
        "onward_phase",
        f"""select m.phase_id, count(*) as customers, {went_on}
            from {touched} m join {furthest} f on f.profile_id = m.profile_id group by m.phase_id""",
        (touched, furthest),
    )
    counted = Query(
        "onward_counted",
        f"""select m.touchpoint_id, m.phase_id, count(*) as customers, {went_on}
            from {met} m join {furthest} f on f.profile_id = m.profile_id group by m.touchpoint_id, m.phase_id""",
        (met, furthest),
    )
    compared = Query(
        "onward_compared",
        f"""select c.*, w.customers - c.customers as others, w.went_on - c.went_on as others_on
            from {counted} c join {whole} w on w.phase_id = c.phase_id""",
        (counted, whole),
    )
    return Query(
        "onward",
        f"""select t.id as touchpoint, p.id as phase, c.customers, c.went_on,
                   {share_of("c.went_on", "c.customers")} as share,
                   {interval("c.went_on", "c.customers")}, c.others, c.others_on,
                   {share_of("c.others_on", "c.others")} as others_share
            from {compared} c join {tables.touchpoint} t on t.touchpoint_id = c.touchpoint_id
            join {tables.phase} p on p.phase_id = c.phase_id where p.followed
            order by c.phase_id, c.customers desc, touchpoint""",
        (compared,),
    )


def coverage(tables: Tables) -> Query:
    """One row: customers with a placed contact, and those whose first contacts come in the order of the phases."""
    entry = entered(tables)
    followed = Query(
        "coverage_followed",
        f"""select profile_id, max(case when later_seq < first_seq then 1 else 0 end) as strayed
            from {entry} group by profile_id""",
        (entry,),
    )
    following = "count(case when strayed = 0 then 1 end)"
    return Query(
        "coverage",
        f"""select customers, following, {share_of("following", "customers")} as share,
                   {interval("following", "customers")}
            from (select count(*) as customers, {following} as following from {followed}) as counted""",
        (followed,),
    )
