"""Actual journeys against a planned order of steps: what is missing, added, reordered, repeated and failed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wegweiser.domain.touchpoints import is_fault
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.journeys.counting import Tables, considered, interval, share_of
from wegweiser.journeys.registry import Registry
from wegweiser.warehouse import Query

_SPAN = 1000
"""More steps than a plan has: a contact's number times this, plus a place, is one number that keeps both."""


_KINDS = ("follows", "follows so far", "missing", "reordered", "repeated", "failed", "added")


@dataclass(frozen=True)
class Plan:
    """The planned steps in order; each is a touchpoint or a phase."""

    steps: tuple[str, ...]
    touchpoints: tuple[tuple[int, int], ...]
    """Code and place of the planned touchpoints; they go before the phase they stand in."""
    phases: tuple[tuple[int, int], ...]
    faults: tuple[int, ...]

    @classmethod
    def of(cls, steps: Sequence[str], registry: Registry) -> Plan:
        """Return the plan in the registry's codes.

        Raises:
            InvalidSetting: there are fewer than two steps, or one twice.
            UnknownName: a step is neither a touchpoint nor a phase.
        """
        if isinstance(steps, str) or len(steps) < 2 or len(set(steps)) < len(steps):
            raise InvalidSetting("A plan", ["it needs a list of at least two steps, each of them once"])
        codes = {touchpoint.id: code for code, touchpoint in enumerate(registry.touchpoints)}
        phases = {phase.id: place for place, phase in enumerate(registry.model.phases)}
        for step in steps:
            if step not in codes and step not in phases:
                raise UnknownName("planned step", step, [*codes, *phases])
        places = list(enumerate(steps))
        return cls(
            steps=tuple(steps),
            touchpoints=tuple((codes[step], place) for place, step in places if step in codes),
            phases=tuple((phases[step], place) for place, step in places if step not in codes),
            faults=tuple(code for name, code in codes.items() if is_fault(name) and name not in steps),
        )

    def place(self) -> str:
        """Return the expression of a contact's place in the plan; null where the plan does not name it."""
        known = " ".join(f"when touchpoint_id = {code} then {place}" for code, place in self.touchpoints)
        known += " ".join(f" when phase_id = {phase} then {place}" for phase, place in self.phases)
        faults = ", ".join(map(str, self.faults))
        return f"case {f'when touchpoint_id in ({faults}) then null' if faults else ''} {known} end"

    def fault(self) -> str:
        """Return the condition that a contact is a fault."""
        faults = ", ".join(map(str, self.faults)) or "-2"
        return f"touchpoint_id in ({faults})"


def conformance(tables: Tables, goal_id: int | None, plan: Plan) -> Query:
    """Per planned step and kind of deviation the journeys that deviate so, of all; and those that follow the plan.

    - missing: the step is never met.
    - reordered: it is first met before a step that is planned earlier.
    - repeated: it is met again after another planned step.
    - failed: a fault is met after it and before the next planned step.
    - added: a touchpoint the plan does not name, by the touchpoint.
    - follows: nothing missing, reordered or failed; follows so far: the same up to where the journey ends.
    """
    steps, ordered = _ordered(tables, goal_id, plan)
    failed = _failed(steps)
    journeys = _journeys(tables, goal_id)
    missing, added = _missing(journeys, ordered, len(plan.steps)), _added(steps, len(plan.steps))
    found = (_deviating(ordered, failed), _fitting(journeys, ordered, failed, plan))
    counted = Query(
        "conform_counted",
        f"""select kind, place, touchpoint_id, count(*) as journeys, count(distinct profile_id) as customers
            from (select * from {found[0]} union all select * from {found[1]}) as found
            group by kind, place, touchpoint_id
            union all select * from {missing} union all select * from {added}
            union all {_nothing(len(plan.steps))}""",
        (*found, missing, added),
    )
    total = Query("conform_total", f"select count(*) as n from {journeys}", (journeys,))
    summed = Query(
        "conform_summed",
        f"""select kind, place, touchpoint_id, cast(sum(journeys) as bigint) as journeys,
                   cast(sum(customers) as bigint) as customers
            from {counted} group by kind, place, touchpoint_id""",
        (counted,),
    )
    text = tables.dialect.text
    names = " ".join(f"when {place} then {text(name)}" for place, name in enumerate(plan.steps))
    rank = " ".join(f"when {text(kind)} then {number}" for number, kind in enumerate(_KINDS))
    return Query(
        "conformance",
        f"""select c.kind, case c.place {names} end as step, t.id as touchpoint, c.journeys, n.n as of_journeys,
                   {share_of("c.journeys", "n.n")} as share, {interval("c.journeys", "n.n")}, c.customers
            from {summed} c cross join {total} n left join {tables.touchpoint} t on t.touchpoint_id = c.touchpoint_id
            order by case c.kind {rank} end, c.place, c.journeys desc, t.id""",
        (summed, total),
    )


def _nothing(planned: int) -> str:
    """Return rows of zeros, so that what never happens is said, too."""
    rows = [("follows", -1), ("follows so far", -1)]
    rows += [(kind, place) for kind in ("missing", "reordered", "repeated") for place in range(planned)]
    return " union all ".join(f"select '{kind}', {place}, -1, 0, 0" for kind, place in rows)


def _ordered(tables: Tables, goal_id: int | None, plan: Plan) -> tuple[Query, Query]:
    """Return every contact with its place in the plan, and per journey and place met when, in order, how often anew."""
    looked_at = considered(tables, goal_id)
    steps = Query(
        "conform_step",
        f"""select profile_id, journey, seq, touchpoint_id, {plan.place()} as place,
                   case when {plan.fault()} then 1 else 0 end as fault from {looked_at}""",
        (looked_at,),
    )
    entered = Query(
        "conform_entered",
        f"""select profile_id, journey, seq, place,
                   case when lag(place) over (partition by profile_id, journey order by seq) = place then 0 else 1 end
                     as entered
            from {steps} where place is not null""",
        (steps,),
    )
    met = Query(
        "conform_met",
        f"""select profile_id, journey, place, min(seq) as first_seq, sum(entered) as times
            from {entered} group by profile_id, journey, place""",
        (entered,),
    )
    earlier = """over (partition by profile_id, journey order by place
                       rows between unbounded preceding and 1 preceding)"""
    ordered = Query(
        "conform_ordered",
        f"""select profile_id, journey, place, times,
                   case when first_seq < max(first_seq) {earlier} then 1 else 0 end as early
            from {met}""",
        (met,),
    )
    return steps, ordered


def _failed(steps: Query) -> Query:
    """Faults, each with the planned step last met before it; null where there was none."""
    kept = f"case when place is not null then cast(seq as bigint) * {_SPAN} + place end"
    last = Query(
        "conform_last",
        f"""select profile_id, journey, touchpoint_id, fault,
                   max({kept}) over (partition by profile_id, journey order by seq
                                     rows between unbounded preceding and 1 preceding) as met
            from {steps} where place is not null or fault = 1""",
        (steps,),
    )
    return Query(
        "conform_failed",
        f"""select distinct profile_id, journey, met % {_SPAN} as place, touchpoint_id
            from {last} where fault = 1""",
        (last,),
    )


def _journeys(tables: Tables, goal_id: int | None) -> Query:
    """All journeys looked at, each once."""
    if goal_id is None:
        return Query("conform_journey", f"select profile_id, 1 as journey from {tables.step} where seq = 1")
    return Query(
        "conform_journey",
        f"select profile_id, journey from {tables.journey} where goal_id = {goal_id} and state <> 'open'",
    )


def _missing(journeys: Query, ordered: Query, planned: int) -> Query:
    """Per planned step the journeys that never meet it, and their customers: all but those who meet it in each."""
    places = " union all ".join(f"select {place} as place" for place in range(planned))
    every = Query(
        "conform_customer", f"select profile_id, count(*) as n from {journeys} group by profile_id", (journeys,)
    )
    met = Query(
        "conform_met_by",
        f"select place, profile_id, count(*) as n from {ordered} group by place, profile_id",
        (ordered,),
    )
    kept = Query(
        "conform_kept",
        f"""select m.place, sum(m.n) as journeys, count(case when m.n = e.n then 1 end) as customers
            from {met} m join {every} e on e.profile_id = m.profile_id group by m.place""",
        (met, every),
    )
    return Query(
        "conform_missing",
        f"""select 'missing' as kind, p.place, -1 as touchpoint_id,
                   cast(t.journeys - coalesce(k.journeys, 0) as bigint) as journeys,
                   cast(t.customers - coalesce(k.customers, 0) as bigint) as customers
            from ({places}) p left join {kept} k on k.place = p.place
            cross join (select sum(n) as journeys, count(*) as customers from {every}) t
            where t.journeys > 0""",
        (kept, every),
    )


def _added(steps: Query, planned: int) -> Query:
    """Per touchpoint the plan does not name the journeys that meet it, and their customers."""
    met = Query(
        "conform_beside",
        f"""select distinct profile_id, journey, touchpoint_id from {steps} where place is null and fault = 0""",
        (steps,),
    )
    return Query(
        "conform_added",
        f"""select 'added' as kind, {planned} as place, touchpoint_id, count(*) as journeys,
                   count(distinct profile_id) as customers
            from {met} group by touchpoint_id""",
        (met,),
    )


def _deviating(ordered: Query, failed: Query) -> Query:
    """One row per journey and planned step that is reordered, repeated or failed in it."""
    return Query(
        "conform_deviating",
        f"""select 'reordered' as kind, place, -1 as touchpoint_id, profile_id, journey from {ordered} where early = 1
            union all select 'repeated', place, -1, profile_id, journey from {ordered} where times > 1
            union all select 'failed', place, touchpoint_id, profile_id, journey from {failed}""",
        (ordered, failed),
    )


def _fitting(journeys: Query, ordered: Query, failed: Query, plan: Plan) -> Query:
    """Journeys that follow the plan as far as they go, and those that do so to its end."""
    facts = Query(
        "conform_fact",
        f"""select profile_id, journey, count(*) as met, max(place) as furthest, max(early) as early
            from {ordered} group by profile_id, journey""",
        (ordered,),
    )
    faulty = Query("conform_faulty", f"select distinct profile_id, journey from {failed}", (failed,))
    following = Query(
        "conform_following",
        f"""select j.profile_id, j.journey, f.met from {journeys} j
            join {facts} f on f.profile_id = j.profile_id and f.journey = j.journey
            left join {faulty} b on b.profile_id = j.profile_id and b.journey = j.journey
            where b.profile_id is null and f.early = 0 and f.met = f.furthest + 1""",
        (journeys, facts, faulty),
    )
    return Query(
        "conform_fitting",
        f"""select 'follows so far' as kind, -1 as place, -1 as touchpoint_id, profile_id, journey from {following}
            union all select 'follows', -1, -1, profile_id, journey from {following} where met = {len(plan.steps)}""",
        (following,),
    )
