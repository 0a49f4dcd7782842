"""Steps in order: each contact carries the latest start from which it can be reached, so no way is missed.

Let m be the latest contact at the place before. Whoever stands there later began no earlier, so if m is too long ago,
or began too long ago, every other contact at that place is too. One running maximum per place is therefore exact.
"""

from __future__ import annotations

from collections import Counter

from wegweiser.domain.funnels import Ties
from wegweiser.journeys.funnels.rules import Rule
from wegweiser.warehouse import Query


def rows(rule: Rule, log: Query) -> Query:
    """The contacts, or where the log's order does not decide between those of one moment, the moments.

    A moment counts how often it holds each touchpoint.
    """
    if not rule.by_moment:
        return log
    counts = ", ".join(f"count(case when touchpoint_id = {c} then 1 end) as n_{c}" for c in sorted(set(rule.codes)))
    alive = ", min(alive) as alive" if rule.excluded else ""
    ways = ", ".join(rule.ways)
    return Query(
        "funnel_moment",
        f"select {ways}, occurred_at, min(seq) as seq, {counts}{alive} from {log} group by {ways}, occurred_at",
        (log,),
    )


def walked(rule: Rule, log: Query, ways: tuple[str, ...], name: str) -> Query:
    """Each row with `start_<place>` and, but for the first place, `prev_<place>`: when the step before it was."""
    first = _entry(rule, 1, 1) if rule.by_moment else f"case when touchpoint_id = {rule.code(1)} then occurred_at end"
    placed = Query(f"{name}_1", f"select *, {first} as start_1 from {log}", (log,))
    for place in rule.places[1:]:
        best = _best(rule, placed, place, (ways, name))
        placed = _arrived(rule, best, place, name) if rule.by_moment else _here(rule, best, place, name)
    return placed


def _here(rule: Rule, best: Query, place: int, name: str) -> Query:
    """Let a contact with the step stand at the place, where it is in time."""
    here = f"touchpoint_id = {rule.code(place)}{rule.timely(place, f'best_{place}', f'from_{place}')}"
    return Query(
        f"{name}_{place}",
        f"""select *, case when {here} then best_{place} end as start_{place},
                   case when {here} then from_{place} end as prev_{place}
            from {best}""",
        (best,),
    )


def _arrived(rule: Rule, best: Query, place: int, name: str) -> Query:
    """Let a moment stand at the place: by a step of its own, or by several, each with a contact of its own."""
    entries = range(1, place + 1) if rule.funnel.ties == Ties.SAME_MOMENT else range(place, place + 1)
    ends = [_entry(rule, entry, place) for entry in entries]
    # The earlier a way comes in, the later it began.
    start = f"coalesce({', '.join(ends)})" if len(ends) > 1 else ends[0]
    at_once = " or ".join(f"{end} is not null" for end in ends[:-1])
    since = f"case when {at_once} then occurred_at else from_{place} end" if at_once else f"from_{place}"
    entered = Query(f"{name}_{place}_entered", f"select *, {start} as start_{place} from {best}", (best,))
    return Query(
        f"{name}_{place}",
        f"select *, case when start_{place} is not null then {since} end as prev_{place} from {entered}",
        (entered,),
    )


def _best(rule: Rule, placed: Query, place: int, at: tuple[tuple[str, ...], str]) -> Query:
    """Add `best_<place>`, the latest start that can lead to the place, and `from_<place>`, when its last step was."""
    ways, name = at
    before = rule.before(place)
    start = rule.start(before)
    within = f"partition by {', '.join(ways)} order by seq"
    frame = f"over ({within} rows between unbounded preceding and 1 preceding)"
    moment = "occurred_at" if before == (1,) else f"case when {start} is not null then occurred_at end"
    if rule.strict:
        best, since = (f"lag({found}) over ({within})" for found in (start, moment))
        if rule.neighbours:
            beside = f"lag(seq) over ({within}) = seq - 1"
            best, since = (f"case when {beside} then {found} end" for found in (best, since))
    else:
        best, since = f"max({start}) {frame}", f"max({moment}) {frame}"
    # At the first place a start is its own moment, so one running maximum serves both.
    since = best if before == (1,) else since
    return Query(
        f"{name}_{place}_best", f"select *, {best} as best_{place}, {since} as from_{place} from {placed}", (placed,)
    )


def _entry(rule: Rule, entry: int, place: int) -> str:
    """Return the start of a way that comes into a moment at one place and gets to another within it, or null."""
    between = [p for p in rule.required if entry < p < place]
    needed = Counter(rule.code(p) for p in (*((entry,) if entry != place else ()), *between, place))
    held = " and ".join(f"n_{code} >= {times}" for code, times in sorted(needed.items()))
    if entry == 1:
        return f"case when {held} then occurred_at end"
    return f"case when {held}{rule.timely(entry, f'best_{entry}', f'from_{entry}')} then best_{entry} end"
