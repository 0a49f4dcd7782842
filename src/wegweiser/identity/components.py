"""Connected components in SQL: label propagation on a graph that is contracted after every round.

Vertices are numbered densely, and each round orders them by another fixed permutation. Every vertex takes the
smallest label among itself and its neighbours; vertices of one label become one vertex of the next round. The
graph shrinks by a constant factor in expectation, whatever its shape (Bögeholz, Brand and Todor 2020,
"In-database connected component analysis"), so the whole costs little more than its first round. Only joins,
grouping and 64-bit arithmetic are used, so that any engine can run it, and it spills where it must.
"""

from __future__ import annotations

import random

from wegweiser.warehouse import Query, Table, Warehouse

_PRIME = 2**31 - 1
"""Permutations are v -> (m * v + s) mod this prime: a product of two labels still fits 64 bits."""
_ROUNDS = 1000
"""More than any graph needs: each round leaves about three quarters of the vertices at most."""


def components(warehouse: Warehouse, edges: Table, name: str) -> Table:
    """Return a temporary table `name` (id, root) of every vertex of the edges (a, b); root is the smallest id."""
    numbers = warehouse.create(_numbered(edges, f"{name}_number"))
    current = warehouse.create(_coded(edges, numbers, f"{name}_edge_0"))
    rounds: list[Table] = []
    while _any(warehouse, current):
        rounds.append(warehouse.create(_represented(current, f"{name}_round_{len(rounds)}", len(rounds))))
        following = warehouse.create(_contracted(current, rounds[-1], f"{name}_edge_{len(rounds)}"))
        warehouse.drop(current)
        current = following
    warehouse.drop(current)
    labels = _unwound(warehouse, rounds, name)
    found = warehouse.create(_rooted(numbers, labels, name))
    warehouse.drop(numbers, *([labels] if labels else []))
    return found


def _unwound(warehouse: Warehouse, rounds: list[Table], name: str) -> Table | None:
    """Follow each vertex through all rounds, the last first, since that is the smallest."""
    labels: Table | None = None
    for turn in reversed(range(len(rounds))):
        followed = warehouse.create(_followed(rounds[turn], labels, f"{name}_label_{turn}", turn))
        warehouse.drop(rounds[turn], *([labels] if labels else []))
        labels = followed
    return labels


def _followed(represented: Table, later: Table | None, name: str, turn: int) -> Query:
    # Labels of different rounds are numbers of different orders: the round a component was finished in tells
    # them apart.
    here = f"r.label * {_ROUNDS} + {turn}"
    if later is None:
        return Query(name, f"select r.v, {here} as label from {represented} r")
    return Query(
        name,
        f"select r.v, coalesce(l.label, {here}) as label from {represented} r left join {later} l on l.v = r.label",
    )


def _numbered(edges: Table, name: str) -> Query:
    return Query(
        name,
        f"""select id, cast(row_number() over (order by id) as bigint) as n
            from (select a as id from {edges} union select b from {edges}) as vertex""",
    )


def _coded(edges: Table, numbers: Table, name: str) -> Query:
    return Query(
        name,
        f"""select x.n as a, y.n as b from {edges} e
            join {numbers} x on x.id = e.a join {numbers} y on y.id = e.b where x.n <> y.n""",
    )


def _represented(edges: Table, name: str, turn: int) -> Query:
    """Give each vertex the label of its neighbourhood, already in the next round's order."""
    chance = random.Random(turn)  # noqa: S311  (a fixed permutation, not a secret)
    multiplier, shift = chance.randrange(1, _PRIME), chance.randrange(_PRIME)
    return Query(
        name,
        f"""select v, (least(v, min(w)) * {multiplier} + {shift}) % {_PRIME} as label
            from (select a as v, b as w from {edges} union all select b, a from {edges}) as neighbour group by v""",
    )


def _contracted(edges: Table, labels: Table, name: str) -> Query:
    return Query(
        name,
        f"""select distinct least(x.label, y.label) as a, greatest(x.label, y.label) as b
            from {edges} e join {labels} x on x.v = e.a join {labels} y on y.v = e.b where x.label <> y.label""",
    )


def _rooted(numbers: Table, labels: Table | None, name: str) -> Query:
    if labels is None:
        return Query(name, f"select id, id as root from {numbers}")
    return Query(
        name,
        f"""select n.id, coalesce(r.root, n.id) as root
            from {numbers} n left join {labels} l on l.v = n.n
            left join (select l.label, min(n.id) as root from {numbers} n join {labels} l on l.v = n.n
                       group by l.label) as r on r.label = l.label""",
    )


def _any(warehouse: Warehouse, edges: Table) -> bool:
    return bool(warehouse.run(Query("edges left", f"select count(*) as n from {edges}")).one()["n"])
