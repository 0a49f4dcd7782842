"""The contacts a funnel looks at, with the property that is held and cut where something excluded comes between."""

from __future__ import annotations

from wegweiser.journeys.counting import Tables
from wegweiser.journeys.funnels.rules import Rule
from wegweiser.warehouse import Query, Table

SIGNATURE_FIELDS = ("channel", "campaign")
_FIELDS = ("profile_id", "session", "seq", "touchpoint_id", "occurred_at")


def contacts(tables: Tables, rule: Rule, events: Table, signatures: Table) -> Query:
    """The contacts in question: profile_id, session, seq, touchpoint_id, occurred_at, and what the rule adds.

    `held` is the value that has to stay the same, `block` counts the excluded contacts so far, and `alive` tells
    whether nothing has broken off what began here.
    """
    if rule.strict and rule.neighbours and "session" not in rule.log:
        # Only contacts with steps are read: what stands beside them shows in their numbers.
        return Query(
            "funnel_log",
            f"""select {", ".join(_FIELDS)}, case when next_at is null then 1 else 0 end as alive
                from {tables.step} s where {_wanted(rule)}""",
        )
    said = _said(tables, rule, events, signatures)
    if rule.strict:
        return Query(
            "funnel_log",
            f"""select *, case when lead(seq) over (partition by {", ".join(rule.log)} order by seq) is null
                          then 1 else 0 end as alive
                from {said}""",
            (said,),
        )
    return _blocks(rule, said) if rule.excluded else said


def _said(tables: Tables, rule: Rule, events: Table, signatures: Table) -> Query:
    """The contacts with steps and excluded touchpoints (in strict order with all), with the held value if any."""
    chosen = "" if rule.strict else f" where {_wanted(rule)}"
    fields = ", ".join(f"s.{name}" for name in _FIELDS)
    hold = rule.funnel.hold
    if hold is None:
        return Query("funnel_said", f"select {fields} from {tables.step} s{chosen}")
    if hold in SIGNATURE_FIELDS:
        held, names = f"nullif(g.{hold}, '')", f" join {signatures} g on g.code = e.signature"
    else:
        held, names = "e.object" if hold == "object" else tables.dialect.json_text("e.properties", hold), ""
    return Query(
        "funnel_said",
        f"""select * from (select {fields}, {held} as held
                           from {tables.step} s join {events} e on e.event_id = s.event_id{names}{chosen}) as valued
            where held is not null""",
    )


def _wanted(rule: Rule) -> str:
    """Return the condition that a contact is with a step, or excluded."""
    return f"s.touchpoint_id in ({', '.join(map(str, sorted({*rule.codes, *rule.excluded})))})"


def _blocks(rule: Rule, said: Query) -> Query:
    """Contacts with steps, and how many excluded ones of the same log came before; the last block is alive."""
    excluded = f"touchpoint_id in ({', '.join(map(str, rule.excluded))})"
    log, counts = ", ".join(rule.log), f"sum(case when {excluded} then 1 else 0 end)"
    numbered = Query(
        "funnel_numbered",
        f"""select *, {counts} over (partition by {log} order by seq
                                     rows between unbounded preceding and current row) as block,
                   {counts} over (partition by {log}) as blocks
            from {said}""",
        (said,),
    )
    return Query(
        "funnel_log",
        f"select *, case when block = blocks then 1 else 0 end as alive from {numbered} where not {excluded}",
        (numbered,),
    )
