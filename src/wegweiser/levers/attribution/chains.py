"""What models of all journeys are counted from: moves between states, and sets of what was touched, per bucket."""

from __future__ import annotations

from wegweiser.levers.attribution.paths import walks
from wegweiser.levers.attribution.scope import Scope
from wegweiser.warehouse import Dialect, Query

MOST_IN_A_SET = 62
"""How many items one whole number holds as bits."""
_START = -1
"""What stands before the first contact."""
EVER = "1000000000"
_SUMMED = ("bucket", "conversions", "nulls", "value")


def moves(scope: Scope, dialect: Dialect, order: int, *, valued: bool = False) -> Query:
    """Per bucket, state and what follows: passes; with `valued` also those of conversions, and the value of these.

    The three are one number, `key`, which is cheaper to group and to sort by: (bucket x base^order + state) x width +
    what follows. That is the next item plus 1, one more than there are items for a conversion, two more for a loss. A
    state is one number, too: the current item plus 1, plus `base` times that of the item before, and so on for `order`
    items, 0 before the first. Journeys without any contact that counts are left out.
    """
    walk = _ended(scope, walks(scope, dialect))
    padded = Query(
        "credit_padded",
        f"select bucket, conversions, nulls, value, {dialect.led('walk', [_START] * order)} as walk from {walk}",
        (walk,),
    )
    items = [f"s{place}" for place in range(1, order + 1)]
    later = {name: dialect.stretch("walk", str(n), EVER) for n, name in enumerate([*items[1:], "following"], 2)}
    unrolled = dialect.unrolled(str(padded), _SUMMED, {items[0]: "walk"} | later, "place")
    moved = Query("credit_moved", unrolled, (padded,))
    base, won = base_of(scope), len(scope.names) + 1
    state = " + ".join(f"{base**lag} * cast({s} + 1 as bigint)" for lag, s in enumerate(reversed(items)))
    onward = f"coalesce(following + 1, case when conversions > 0 then {won} else {won + 1} end)"
    stated = Query(
        "credit_stated",
        f"""select (cast(bucket as bigint) * {base**order} + {state}) * {width_of(scope)} + {onward} as key,
                   conversions, nulls, value from {moved}
            where {items[-1]} is not null and ({state} > 0 or following is not null)""",
        (moved,),
    )
    # Counting takes half as long as adding up ones, and half the memory.
    passes = "count(*)" if scope.people else "sum(conversions + nulls)"
    worth = ", sum(conversions) as converted, sum(value) as value" if valued else ""
    return Query(
        "credit_moves",
        f"select key, {passes} as passes{worth} from {stated} group by key order by key",
        (stated,),
    )


def _ended(scope: Scope, walk: Query) -> Query:
    """Return walks that all end in one way: a counted path stands for conversions and for losses, so it is two."""
    if scope.people:
        return walk
    return Query(
        "credit_ended",
        f"""select bucket, conversions, cast(0 as double) as nulls, value, walk from {walk} where conversions > 0
            union all
            select bucket, cast(0 as double) as conversions, nulls, cast(0 as double) as value, walk
            from {walk} where nulls > 0""",
        (walk,),
    )


def base_of(scope: Scope) -> int:
    """Return what a state counts its items by: 64, or more where there are more items."""
    return max(64, 1 << len(scope.names).bit_length())


def width_of(scope: Scope) -> int:
    """Return how many things may follow a state: nothing (0), an item, a conversion or a loss."""
    return len(scope.names) + 3


def sets(scope: Scope, dialect: Dialect) -> Query:
    """Per bucket and set of items touched: journeys, conversions and value; item i is bit i of `members`.

    Journeys without any contact that counts have no bit, or are left out.
    """
    walk = walks(scope, dialect)
    touched = Query(
        "credit_touched",
        f"select bucket, conversions, nulls, value, {dialect.bits('walk')} as members from {walk}",
        (walk,),
    )
    return Query(
        "credit_sets",
        f"""select bucket, members, sum(conversions + nulls) as journeys, sum(conversions) as conversions,
                   sum(value) as value
            from {touched} group by bucket, members order by bucket, members""",
        (touched,),
    )
