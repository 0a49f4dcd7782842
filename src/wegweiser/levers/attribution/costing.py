"""What a credited conversion cost: spend beside credit. Neither says what the spend brought about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa

from wegweiser.domain.attribution import Basis, By, Spend
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.journeys import Registry
from wegweiser.levers.attribution.crediting import Counted, Credited
from wegweiser.levers.attribution.tables import Rows
from wegweiser.stats.attribution.markov import Floats

COST = {
    "model": pa.string(),
    "item": pa.string(),
    "spend": pa.float64(),
    "currency": pa.string(),
    "credit": pa.float64(),
    "cost_per_conversion": pa.float64(),
    "cost_lo": pa.float64(),
    "cost_hi": pa.float64(),
    "value": pa.float64(),
    "value_per_amount": pa.float64(),
    "value_lo": pa.float64(),
    "value_hi": pa.float64(),
}


def checked(spend: Sequence[Spend]) -> str | None:
    """Return the one currency of all spend; None where nobody named one.

    Raises:
        InvalidSetting: amounts are below zero, in several currencies, or some have a period and others none.
    """
    currencies = sorted({row.currency for row in spend if row.currency is not None})
    problems = [f"{row.item}: {row.amount} is less than nothing" for row in spend if row.amount < 0]
    if len(currencies) > 1:
        problems.append(f"it is in several currencies: {', '.join(currencies)}")
    if len({row.since is None or row.until is None for row in spend}) > 1:
        problems.append("some rows have a period and others none")
    if problems:
        raise InvalidSetting("The spend", problems)
    return currencies[0] if currencies else None


def in_the_period(basis: Basis, spend: Sequence[Spend]) -> Basis:
    """Return the basis with the period of the spend where it names none: cost and credit are of the same days."""
    since = min((row.since for row in spend if row.since is not None), default=None)
    until = max((row.until for row in spend if row.until is not None), default=None)
    if basis.goal is None or basis.since is not None or basis.until is not None:
        return basis
    return replace(basis, since=since, until=until)


def amounts(
    counted: Counted, registry: Registry, spend: Sequence[Spend], contacts: Floats, known: Iterable[str]
) -> dict[str, float]:
    """Return what was spent per item; a touchpoint nobody names costs its own cost times its contacts.

    Raises:
        UnknownName: spend names an item there is not.
    """
    names = set(known)
    found: dict[str, float] = defaultdict(float)
    for row in spend:
        if row.item not in names:
            raise UnknownName(counted.scope.basis.by, row.item, names)
        found[row.item] += row.amount
    if counted.scope.basis.by is By.TOUCHPOINT:
        each = {touchpoint.id: touchpoint.cost for touchpoint in registry.touchpoints}
        for name, n in zip(counted.scope.names, contacts, strict=True):
            cost = each.get(name)
            if cost is not None and name not in found:
                found[name] = cost * float(n)
    return dict(found)


def cost_rows(counted: Counted, credited: Credited, spent: dict[str, float], currency: str | None) -> Rows:
    """Return per item with spend: cost per credited conversion and credited value per amount, with intervals."""
    sure, rows = counted.scope.people, []
    for place, name in enumerate(counted.scope.names):
        if name not in spent:
            continue
        amount, credit = spent[name], float(credited.conversions.estimate[place])
        row = {"model": str(credited.model), "item": name, "spend": amount, "currency": currency, "credit": credit}
        row["cost_per_conversion"] = _over(amount, credit)
        if sure:
            lo, hi = np.percentile(credited.conversions.draws[:, place], [2.5, 97.5])
            # Little credit makes a conversion dear, so the ends change places; none makes it priceless.
            row |= {"cost_lo": _over(amount, float(hi)), "cost_hi": _over(amount, float(lo))}
        if credited.value is not None:
            value = float(credited.value.estimate[place])
            row |= {"value": value, "value_per_amount": _over(value, amount)}
            if sure:
                lo, hi = np.percentile(credited.value.draws[:, place], [2.5, 97.5])
                row |= {"value_lo": _over(float(lo), amount), "value_hi": _over(float(hi), amount)}
        rows.append(row)
    return sorted(rows, key=lambda row: (-float(str(row["spend"])), str(row["item"])))


def _over(above: float, below: float) -> float | None:
    return above / below if below > 0 else None
