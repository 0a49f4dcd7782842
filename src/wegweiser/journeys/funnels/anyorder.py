"""Steps in any order: all steps so far lie within the window, each with a contact of its own."""

from __future__ import annotations

from collections import Counter

from wegweiser.journeys.funnels.rules import Rule
from wegweiser.warehouse import Query


def in_any_order(rule: Rule, log: Query, name: str) -> Query:
    """Each contact with `start_<place>`, the first of the latest contacts that make up all steps so far.

    A window that ends here begins latest with the last contact of each touchpoint, or the nth last where n steps
    ask for it; the earliest of those is the start. `prev_<place>` is when the steps before had last come.
    """
    times = Counter(rule.codes)
    ways = ", ".join(rule.ways)
    nth = [(code, n) for code, most in sorted(times.items()) for n in range(1, most + 1)]
    earlier = ", ".join(
        f"lag(occurred_at, {n - 1}) over (partition by {ways}, touchpoint_id order by seq) as nth_{n}"
        for n in range(2, max(times.values()) + 1)
    )
    numbered = Query(f"{name}_nth", f"select *{', ' + earlier if earlier else ''} from {log}", (log,))
    frame = f"over (partition by {ways} order by seq rows between unbounded preceding and current row)"
    moment = {n: "occurred_at" if n == 1 else f"nth_{n}" for _, n in nth}
    last = ", ".join(
        f"max(case when touchpoint_id = {code} then {moment[n]} end) {frame} as at_{code}_{n}" for code, n in nth
    )
    recent = Query(f"{name}_recent", f"select *, {last} from {numbered}", (numbered,))
    columns = [f"{_complete(rule, place)} as start_{place}" for place in rule.places]
    placed = Query(f"{name}_placed", f"select *, {', '.join(columns)} from {recent}", (recent,))
    since = [
        f"case when start_{place} is not null then {_extreme('greatest', _needed(rule, max(rule.before(place))), 1)} "
        f"end as prev_{place}"
        for place in rule.places[1:]
    ]
    return Query(f"{name}_{len(rule.codes)}", f"select {', '.join(['*', *since])} from {placed}", (placed,))


def _needed(rule: Rule, place: int) -> Counter[int]:
    """Return how often each touchpoint has to come for a place: the required steps up to it, and itself."""
    return Counter(rule.code(p) for p in {*(p for p in rule.required if p < place), place})


def _complete(rule: Rule, place: int) -> str:
    needed = _needed(rule, place)
    start = _extreme("least", needed, 0)
    present = " and ".join(f"at_{code}_{n} is not null" for code, n in sorted(needed.items()))
    counts = f"touchpoint_id in ({', '.join(map(str, sorted(needed)))})"
    return f"case when {counts} and {present}{rule.timely(1, start, start)} then {start} end"


def _extreme(which: str, needed: Counter[int], n: int) -> str:
    """Return the least or greatest of the touchpoints' nth last contacts; 0 takes the n the place asks for."""
    moments = [f"at_{code}_{n or times}" for code, times in sorted(needed.items())]
    return moments[0] if len(moments) == 1 else f"{which}({', '.join(moments)})"
