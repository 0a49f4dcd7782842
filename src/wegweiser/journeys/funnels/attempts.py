"""Attempts: which contact with the first step begins a new try, and which contacts belong to it."""

from __future__ import annotations

from wegweiser.journeys.funnels.rules import Rule
from wegweiser.warehouse import Query


def attempted(rule: Rule, log: Query, placed: Query) -> Query:
    """The log with `attempt`, counted from 1 within what is read on its own; 0 before the first one.

    A contact with the first step begins an attempt where none is running. One is running until the last required
    step is reached, or the window has passed since the latest contact with the first step (for windows from step
    to step: since the latest step). In strict order each contact with the first step begins one.
    """
    begins = f"touchpoint_id = {rule.code(1)}"
    ways = ", ".join(rule.ways)
    up_to_here = f"over (partition by {ways} order by seq rows between unbounded preceding and current row)"
    if rule.strict:
        opened = Query("attempt_opened", f"select *, case when {begins} then 1 else 0 end as opens from {log}", (log,))
    else:
        opened = _opened(rule, placed, begins)
    also = ", alive" if rule.excluded or rule.strict else ""
    numbered = Query(
        "attempt_numbered",
        f"""select {f"{ways}, seq, touchpoint_id, occurred_at"}{also}, sum(opens) {up_to_here} as attempt,
                   sum(opens) over (partition by {ways}) as attempts
            from {opened}""",
        (opened,),
    )
    # An attempt that another one has followed goes nowhere any more.
    last = f"case when attempt = attempts{' and alive = 1' if also else ''} then 1 else 0 end as alive"
    columns = f"{ways}, seq, touchpoint_id, occurred_at, attempt, {last}"
    return Query("attempt_known", f"select {columns} from {numbered}", (numbered,))


def _opened(rule: Rule, placed: Query, begins: str) -> Query:
    """Mark the contacts with the first step at which no attempt is running."""
    earlier = (
        f"over (partition by {', '.join(rule.ways)} order by seq rows between unbounded preceding and 1 preceding)"
    )
    onward = [place for place in rule.required if place > 1]
    columns = [
        f"max(case when {begins} then seq end) {earlier} as begun",
        f"max(case when start_{rule.required[-1]} is not null then seq end) {earlier} as finished",
    ]
    if rule.funnel.closes:
        for place in onward:
            start = rule.start(rule.before(place))
            columns.append(
                f"max(case when {start} is not null then {rule.due(place, start)} end) {earlier} as due_{place}"
            )
    marked = Query("attempt_marked", f"select *, {', '.join(columns)} from {placed}", (placed,))
    running = " or ".join(f"due_{place} >= occurred_at" for place in onward) if rule.funnel.closes else ""
    over = f" or not coalesce({running}, false)" if running else ""
    return Query(
        "attempt_opened",
        f"""select *, case when {begins} and (begun is null or coalesce(finished >= begun, false){over})
                      then 1 else 0 end as opens
            from {marked}""",
        (marked,),
    )
