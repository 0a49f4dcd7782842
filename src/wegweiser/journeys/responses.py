"""What campaigns are followed by: of the customers a touchpoint reached, how many met the campaign again elsewhere."""

from __future__ import annotations

from wegweiser.journeys.counting import Tables, design_effect, share_of, wilson
from wegweiser.warehouse import Query, Table


def responses(tables: Tables, held: Query) -> Query:
    """Per touchpoint that is first to meet customers with a campaign, and touchpoint it is met at later: the share.

    A receipt is a campaign and a customer who first met it at the source; it responds where the same campaign and
    customer meet again at the other touchpoint. `customers` are those behind the receipts. A touchpoint that nobody
    responded to is listed with 0 where another of its channel and phase was responded to.

    A customer with several receipts is no several customers: hits and n of the Wilson interval are both divided by
    the design effect of receipts in customers.
    """
    pairs = _pairs(held)
    counted = _counted(tables, pairs)
    design = design_effect("(responded * 1.0 / receipts)", "receipts")
    weighed = Query(
        "response_weighed",
        f"select *, {design} as design from {counted}",
        (counted,),
    )
    lo, hi = wilson("c.responded / c.design", "c.receipts / c.design")
    times = _times(tables, pairs)
    return Query(
        "responses",
        f"""select a.id as touchpoint, b.id as response, c.receipts, c.responded, c.customers,
                   {share_of("c.responded", "c.receipts")} as share, {lo} as lo, {hi} as hi, t.median_days
            from {weighed} c join {tables.touchpoint} a on a.touchpoint_id = c.source_id
            join {tables.touchpoint} b on b.touchpoint_id = c.response_id
            left join {times} t on t.source_id = c.source_id and t.response_id = c.response_id
            order by c.receipts desc, touchpoint, c.responded desc, response""",
        (weighed, times),
    )


def contacts(events: Table, profiles: Table, signatures: Table, rules: Table) -> Query:
    """Every contact with a campaign: the campaign, the customer's profile, the touchpoint, and when."""
    valid = """p.subject_id = v.subject_id and (p.valid_from is null or v.occurred_at >= p.valid_from)
               and (p.valid_to is null or v.occurred_at < p.valid_to)"""
    return Query(
        "campaign_contact",
        f"""select s.campaign, coalesce(p.profile_id, v.subject_id) as profile_id, r.touchpoint_id, v.occurred_at,
                   v.source_seq, v.event_id
            from {events} v join {signatures} s on s.code = v.signature join {rules} r on r.code = v.signature
            left join {profiles} p on {valid} where s.campaign <> ''""",
    )


def _pairs(held: Query) -> Query:
    """Per campaign, customer and touchpoint the first contact, beside where and when the first of all was."""
    first = "over (partition by campaign, profile_id order by occurred_at, source_seq, event_id)"
    marked = Query(
        "campaign_marked",
        f"""select campaign, profile_id, touchpoint_id, occurred_at, first_value(touchpoint_id) {first} as source_id,
                   first_value(occurred_at) {first} as received_at
            from {held}""",
        (held,),
    )
    return Query(
        "campaign_pair",
        f"""select campaign, profile_id, touchpoint_id, source_id, received_at, min(occurred_at) as met_at
            from {marked} group by campaign, profile_id, touchpoint_id, source_id, received_at""",
        (marked,),
    )


def _counted(tables: Tables, pairs: Query) -> Query:
    """Per source and touchpoint asked about the receipts, responses and customers, and their sums of squares.

    Few receipts are responded to, so what is the same for every response is counted once per source.
    """
    receipt = Query(
        "response_receipt",
        f"""select source_id, profile_id, count(*) as receipts from {pairs} where touchpoint_id = source_id
            group by source_id, profile_id""",
        (pairs,),
    )
    source = Query(
        "response_source",
        f"""select source_id, cast(sum(receipts) as bigint) as receipts, count(*) as customers,
                   sum(receipts * receipts) as xx
            from {receipt} group by source_id""",
        (receipt,),
    )
    hit = Query(
        "response_hit",
        f"""select source_id, touchpoint_id as response_id, profile_id, count(*) as responded
            from {pairs} where touchpoint_id <> source_id group by source_id, touchpoint_id, profile_id""",
        (pairs,),
    )
    answered = Query(
        "response_answered",
        f"""select h.source_id, h.response_id, cast(sum(h.responded) as bigint) as responded,
                   sum(h.responded * h.responded) as yy, sum(r.receipts * h.responded) as xy
            from {hit} h join {receipt} r on r.source_id = h.source_id and r.profile_id = h.profile_id
            group by h.source_id, h.response_id""",
        (hit, receipt),
    )
    asked = _asked(tables, answered)
    return Query(
        "response_counted",
        f"""select a.source_id, a.response_id, s.receipts, coalesce(w.responded, 0) as responded, s.customers,
                   coalesce(w.yy, 0) as yy, coalesce(w.xy, 0) as xy, s.xx
            from {asked} a join {source} s on s.source_id = a.source_id
            left join {answered} w on w.source_id = a.source_id and w.response_id = a.response_id""",
        (asked, source, answered),
    )


def _asked(tables: Tables, answered: Query) -> Query:
    """Per touchpoint the others that it, or one of its channel and phase, was responded to at."""
    reached = Query(
        "response_reached",
        f"""select distinct t.channel, t.phase, w.response_id from {answered} w
            join {tables.touchpoint} t on t.touchpoint_id = w.source_id""",
        (answered,),
    )
    return Query(
        "response_asked",
        f"""select t.touchpoint_id as source_id, r.response_id from {tables.touchpoint} t
            join {reached} r on r.channel = t.channel and coalesce(r.phase, '') = coalesce(t.phase, '')
            where r.response_id <> t.touchpoint_id""",
        (reached,),
    )


def _times(tables: Tables, pairs: Query) -> Query:
    """Per source and touchpoint the median days from the first contact with the campaign to the one there."""
    days = f"({tables.dialect.seconds('received_at', 'met_at')}) / 86400.0"
    return Query(
        "response_times",
        f"""select source_id, touchpoint_id as response_id, {tables.dialect.quantile(days, 0.5)} as median_days
            from {pairs} where touchpoint_id <> source_id group by source_id, touchpoint_id""",
        (pairs,),
    )
