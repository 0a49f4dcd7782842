"""The role touchpoints play on the way to a goal, opening, assisting or closing, and what follows a first contact."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from wegweiser.domain.attribution import Basis
from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.feelings import Feeling
from wegweiser.domain.touchpoints import is_fault
from wegweiser.i18n import both
from wegweiser.journeys import JOURNEY, STEP, Registry
from wegweiser.levers.attribution import Attribution, role_counts
from wegweiser.stats.intervals import difference, wilson
from wegweiser.stats.testing import benjamini_hochberg, same_share
from wegweiser.warehouse import Query, Result, Warehouse

OPENER, ASSIST, CLOSER, ALONE = "opener", "assist", "closer", "alone"
ROLES = (OPENER, ASSIST, CLOSER, ALONE)
MIXED = "mixed"
_ROLE_NOTE = (
    "Of the conversions that touch it: opener: the first of several contacts; closer: the last; assist: between them; "
    "alone: the only one; one conversion can count in several. Typical: the role it has more often than touchpoints "
    "together have it, interval included. 95 % Wilson intervals."
)
_FIRST_NOTE = (
    "Customers by their very first contact, goal {goal}: rate: those whose first journey converted, of those whose "
    "first journey has closed; returned: those with a second session. Bad: a fault by its name, or a reported feeling "
    "below zero. Difference: to all other customers (Newcombe); q: share of false findings among those as clear "
    "(Benjamini and Hochberg). What goes with what, not why."
)


class Roles:
    """Answers about the part touchpoints play; a role says where a contact stands, not what it does.

    Example:
        `Roles(warehouse, registry).roles(Basis("purchase"))`
    """

    def __init__(self, warehouse: Warehouse, registry: Registry, *, zone: str = "UTC") -> None:
        self._warehouse, self._registry = warehouse, registry
        self._attribution = Attribution(warehouse, registry, zone=zone)

    def roles(self, basis: Basis) -> Result:
        """Return per item: conversions touched, shares as opener, assist, closer, alone with intervals, and typical.

        Raises:
            UnknownName: the goal is not known.
        """
        counted = self._attribution.counted(basis)
        names = counted.scope.names
        sums = np.zeros((len(names), 5))
        for row in self._warehouse.run(role_counts(counted.scope, self._warehouse.dialect)).rows():
            sums[row["item"]] = [row["touching"], *(row[role] for role in ROLES)]
        pooled = sums.sum(axis=0)
        rows = [_role_row(name, one, pooled) for name, one in zip(names, sums, strict=True) if one[0] > 0]
        rows.sort(key=lambda row: (-row["touching"], row["item"]))
        figures = [pa.float64()] * 3 * len(ROLES)
        columns = [f"{role}{end}" for role in ROLES for end in ("", "_lo", "_hi")]
        schema = {"item": pa.string(), "touching": pa.int64()} | dict(zip(columns, figures, strict=True))
        arrays = [
            pa.array([row[name] for row in rows], kind) for name, kind in (schema | {"typical": pa.string()}).items()
        ]
        shown = [str(basis.by), *list(schema)[1:], "typical"]
        return Result(
            "roles", pa.table(arrays, names=shown), self._attribution.note(counted, both(_ROLE_NOTE), drawn=False)
        )

    def first_impression(self, goal: str, feelings: Sequence[Feeling] = ()) -> Result:
        """Return per first touchpoint, and for all bad and all other ones: customers, rate, returned, differences.

        Args:
            goal: what a first journey converts to.
            feelings: what was reported at touchpoints; one below zero makes a first contact there a bad one.

        Raises:
            UnknownName: the goal is not known.
        """
        reaching = self._registry.goal_touchpoints(self._registry.goal(goal))
        table = self._warehouse.table
        query = first_contacts(str(table(STEP)), str(table(JOURNEY)), self._registry.goal_id(goal), reaching)
        found = self._warehouse.run(query).rows()
        ids = [touchpoint.id for touchpoint in self._registry.touchpoints]
        felt = {f.touchpoint for f in feelings if f.experienced.value < 0}
        counts = {ids[r["touchpoint_id"]]: np.array([r[name] for name in _COUNTED], dtype=np.int64) for r in found}
        bad = {name for name in counts if is_fault(name) or name in felt}
        whole = np.sum([*counts.values(), np.zeros(4, dtype=np.int64)], axis=0)
        unkind = np.sum([counts[name] for name in sorted(bad)] + [np.zeros(4, dtype=np.int64)], axis=0)
        groups = {"(bad)": unkind, "(other)": whole - unkind} if bad else {}
        rows = [_impression("bad" if n == "(bad)" else "other", n, c, whole) for n, c in groups.items()]
        single = [_impression("bad" if n in bad else "other", n, c, whole) for n, c in counts.items()]
        single.sort(key=lambda row: (-row["customers"], row["touchpoint"]))
        rows += single
        for row, q in zip(rows, benjamini_hochberg([row.pop("p") for row in rows]), strict=True):
            row["q"] = None if np.isnan(q) else float(q)
        arrays = [pa.array([row[name] for row in rows], kind) for name, kind in _IMPRESSION.items()]
        name = self._registry.goal(goal).name
        return Result("first_impression", pa.table(arrays, names=list(_IMPRESSION)), both(_FIRST_NOTE, goal=name))


_COUNTED = ("customers", "closed", "converted", "returned")
_IMPRESSION = {
    "touchpoint": pa.string(),
    "impression": pa.string(),
    "customers": pa.int64(),
    "closed": pa.int64(),
    "converted": pa.int64(),
    "rate": pa.float64(),
    "lo": pa.float64(),
    "hi": pa.float64(),
    "difference": pa.float64(),
    "difference_lo": pa.float64(),
    "difference_hi": pa.float64(),
    "q": pa.float64(),
    "returned": pa.int64(),
    "return_rate": pa.float64(),
    "return_lo": pa.float64(),
    "return_hi": pa.float64(),
    "return_difference": pa.float64(),
    "return_difference_lo": pa.float64(),
    "return_difference_hi": pa.float64(),
}


def first_contacts(step: str, journey: str, goal_id: int, reaching: Sequence[int]) -> Query:
    """Per touchpoint customers first met there: how many, with a closed first journey, converted, with another session.

    Customers whose first contact is the goal itself are left out: nothing could follow.
    """
    people = Query(
        "first_person",
        f"""select profile_id, max(case when seq = 1 then touchpoint_id end) as touchpoint_id, max(session) as sessions
            from {step} group by profile_id""",
    )
    return Query(
        "first_contacts",
        f"""select p.touchpoint_id, count(*) as customers,
                   cast(sum(case when j.state <> 'open' then 1 else 0 end) as bigint) as closed,
                   cast(sum(case when j.state = 'converted' then 1 else 0 end) as bigint) as converted,
                   cast(sum(case when p.sessions > 1 then 1 else 0 end) as bigint) as returned
            from {people} p left join {journey} j
              on j.profile_id = p.profile_id and j.goal_id = {goal_id} and j.journey = 1
            where p.touchpoint_id not in ({", ".join(map(str, reaching))})
            group by p.touchpoint_id order by p.touchpoint_id""",
        (people,),
    )


def _role_row(name: str, sums: np.ndarray[Any, np.dtype[np.float64]], pooled: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Return the row of one item; its typical role stands out most from the share of all items together."""
    n = round(float(sums[0]))
    shares = {role: wilson(min(n, round(float(hits))), n) for role, hits in zip(ROLES, sums[1:], strict=True)}
    usual = {role: float(hits / pooled[0]) for role, hits in zip(ROLES, pooled[1:], strict=True)}
    clear = [role for role in ROLES if shares[role].lo > usual[role]]
    typical = max(clear, key=lambda role: shares[role].value - usual[role], default=MIXED)
    row: dict[str, Any] = {"item": name, "touching": n, "typical": typical}
    for role, share in shares.items():
        row |= {role: share.value, f"{role}_lo": share.lo, f"{role}_hi": share.hi}
    return row


def _impression(
    impression: str, name: str, counts: np.ndarray[Any, Any], whole: np.ndarray[Any, Any]
) -> dict[str, Any]:
    """Return the row of customers first met at one place, beside all others."""
    customers, closed, converted, returned = (int(n) for n in counts)
    others = [int(n) for n in whole - counts]
    rate, back = wilson(converted, closed), wilson(returned, customers)
    gap = difference(rate, wilson(others[2], others[1]))
    stays = difference(back, wilson(others[3], others[0]))
    return (
        {"touchpoint": name, "impression": impression, "customers": customers, "closed": closed}
        | {"converted": converted, "returned": returned}
        | {"p": same_share(converted, closed, others[2], others[1])}
        | _with_ends("rate", ("lo", "hi"), rate if closed else None)
        | _with_ends("return_rate", ("return_lo", "return_hi"), back)
        | _with_ends("difference", ("difference_lo", "difference_hi"), gap)
        | _with_ends("return_difference", ("return_difference_lo", "return_difference_hi"), stays)
    )


def _with_ends(name: str, ends: tuple[str, str], figure: Proportion | Estimate | None) -> dict[str, float | None]:
    """Return a figure and both ends of its interval as columns; empty ones where there is none."""
    if figure is None:
        return {name: None, ends[0]: None, ends[1]: None}
    return {name: figure.value, ends[0]: figure.lo, ends[1]: figure.hi}
