"""Paths as attribution reads them: only the contacts that count, as rows or as lists, after the basis's transforms."""

from __future__ import annotations

from wegweiser.levers.attribution.scope import Scope
from wegweiser.warehouse import Dialect, Query

_KEPT = ("profile_id", "journey", "bucket", "conversions", "nulls", "value")
_OF_JOURNEY = "partition by profile_id, journey"
SILENCE_S = 1800
"""A session ends with a longer silence than this."""


def contacts(scope: Scope, dialect: Dialect, *, converted: bool = False) -> Query:
    """The contacts that count, one row each: the journey's columns, item, place in it, and ago (seconds to its end).

    With `converted`, only those of journeys that converted.
    """
    paths = scope.won if converted else scope.paths
    unrolled = Query(
        "credit_unrolled",
        dialect.unrolled(str(paths), (*_KEPT, "ending"), {"code": "path", "second": "offsets"}, "place"),
        (paths,),
    )
    seen = _sessions(unrolled) if scope.basis.session_first else unrolled
    session = "session" if scope.basis.session_first else "0"
    mapped = Query(
        "credit_mapped",
        f"""select {", ".join(_KEPT)}, place, {session} as session, ending - second as ago,
                   {_item(scope, "code", dialect)} as item
            from {seen} where {" and ".join(_counting(scope))}""",
        (seen,),
    )
    return _reshaped(scope, mapped) if scope.basis.reshapes else mapped


def walks(scope: Scope, dialect: Dialect, *, converted: bool = False) -> Query:
    """The journeys with what counts of their paths as a list: profile_id, journey, bucket, their sums, and walk.

    As lists no row is ever sorted, which costs a tenth; only what looks at neighbours or times goes through rows.
    Then journeys without any contact that counts are left out, and else their list is empty.
    """
    if not scope.basis.reshapes:
        paths = scope.won if converted else scope.paths
        kept = dialect.kept("path", "x", _counts(scope, "x"))
        walk = dialect.each(kept, "x", _item(scope, "x", dialect))
        return Query("credit_walk", f"select {', '.join(_KEPT)}, {walk} as walk from {paths}", (paths,))
    rows = contacts(scope, dialect, converted=converted)
    sums = ", ".join(f"max({name}) as {name}" for name in _KEPT[2:])
    return Query(
        "credit_walk",
        f"""select profile_id, journey, {sums}, {dialect.ordered_list("item", ["place"])} as walk
            from {rows} group by profile_id, journey""",
        (rows,),
    )


def _counts(scope: Scope, code: str) -> str:
    """Return the condition that a code counts, by the fewer codes: those that do, or those that do not."""
    left = sorted(set(range(len(scope.item_of) + len(scope.excluded))) - set(scope.item_of))
    # In the path of a customer every code stands for a touchpoint; in a counted one it may stand for nothing.
    if scope.people and 0 < len(left) < len(scope.item_of):
        return f"{code} not in ({', '.join(map(str, left))})"
    # Where nothing counts, one that no contact has.
    return f"{code} in ({', '.join(map(str, sorted(scope.item_of))) or '-1'})"


def _item(scope: Scope, code: str, dialect: Dialect) -> str:
    """Return the expression of a code's item, looked up in a list: a case of forty branches takes a fifth longer."""
    if all(one == item for one, item in scope.item_of.items()):
        return f"cast({code} as integer)"
    items = dialect.numbers([scope.item_of.get(one, -1) for one in range(max(scope.item_of) + 1)])
    return f"cast({dialect.item(items, f'{code} + 1')} as integer)"


def _counting(scope: Scope) -> list[str]:
    lookback = scope.basis.lookback
    counting = [_counts(scope, "code")]
    return counting if lookback is None else [*counting, f"ending - second <= {round(lookback.total_seconds())}"]


def _sessions(unrolled: Query) -> Query:
    """Number the sessions of a journey by silence; contacts that do not count keep one going all the same."""
    silent = Query(
        "credit_silence",
        f"""select *, case when second - lag(second) over ({_OF_JOURNEY} order by place) > {SILENCE_S} then 1 else 0 end
                      as opens from {unrolled}""",
        (unrolled,),
    )
    return Query(
        "credit_session",
        f"""select *, sum(opens) over ({_OF_JOURNEY} order by place
                                       rows between unbounded preceding and current row) as session from {silent}""",
        (silent,),
    )


def _reshaped(scope: Scope, mapped: Query) -> Query:
    """Leave out the later contacts of a session, then repeats in a row, then whatever was met before."""
    basis, found = scope.basis, mapped
    if basis.session_first:
        found = _only("credit_session_first", found, "row_number()", f"{_OF_JOURNEY}, session")
    if basis.collapse:
        lagged = Query(
            "credit_lagged",
            f"select *, lag(item) over ({_OF_JOURNEY} order by place) as before from {found}",
            (found,),
        )
        # The named columns again: a reshaped contact has the columns of any other.
        columns = f"{', '.join(_KEPT)}, place, session, ago, item"
        sql = f"select {columns} from {lagged} where before is null or before <> item"
        found = Query("credit_collapsed", sql, (lagged,))
    if basis.unique:
        found = _only("credit_unique", found, "row_number()", f"{_OF_JOURNEY}, item")
    return found


def _only(name: str, rows: Query, number: str, partition: str) -> Query:
    """Keep the first contact of each partition."""
    numbered = Query(
        f"{name}_numbered", f"select *, {number} over ({partition} order by place) as turn from {rows}", (rows,)
    )
    columns = f"{', '.join(_KEPT)}, place, session, ago, item"
    return Query(name, f"select {columns} from {numbered} where turn = 1", (numbered,))
