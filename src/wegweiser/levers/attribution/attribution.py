"""Attribution: how the conversions of a goal are divided among the contacts before them, by whatever model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wegweiser.domain.attribution import ALL, Basis, Model
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import Text, both
from wegweiser.journeys import Registry
from wegweiser.levers.attribution import notes, tables
from wegweiser.levers.attribution.crediting import ORDERS, Counted
from wegweiser.levers.attribution.scope import scope
from wegweiser.stats.attribution import markov
from wegweiser.stats.attribution.orders import Orders, held_out
from wegweiser.warehouse import Result, Warehouse

CHOSEN = "markov"
"""The chain whose order held-out customers choose."""
_MOST_ORDER = 3


class Attribution:
    """Answers about credit; every result says of what, without what, and how sure. Credit is never an effect.

    Example:
        `Attribution(warehouse, registry).credit(Basis("purchase"))`
    """

    def __init__(self, warehouse: Warehouse, registry: Registry, *, zone: str = "UTC") -> None:
        self._warehouse, self._registry, self._zone = warehouse, registry, zone

    def credit(self, basis: Basis, models: Sequence[Model | str] = ALL) -> Result:
        """Return per model and item: credit, share, lo, hi, value, ranks with intervals, and participation.

        Credit adds up to the conversions, value to their value. '(no contact)' has what converted without any
        contact that counts, '(baseline)' what Shapley values leave to chance.

        Args:
            basis: of which goal, to touchpoints or channels, and how paths are read.
            models: which; 'markov' lets held-out customers choose the order.

        Raises:
            UnknownName: the goal or a model is not known.
            InvalidSetting: no model was asked for, or none that this basis allows.
        """
        counted = self.counted(basis)
        rows = [
            row for model in self._models(counted, models) for row in tables.credit_rows(counted, counted.credit(model))
        ]
        return tables.result("credit", rows, tables.CREDIT, by=basis.by, note=self._note(counted, both(_CREDIT_NOTE)))

    def removal(self, basis: Basis, order: int = 1) -> Result:
        """Return per item: the removal effect in a Markov chain with lo and hi, beside the participation.

        Raises:
            UnknownName: the goal is not known.
            InvalidSetting: the order is not 1, 2 or 3.
        """
        counted = self.counted(basis)
        found = counted.effects(_order(order))
        rows = tables.effect_rows(counted, found, counted.scope.names)
        note = both(_REMOVAL_NOTE, order=order)
        return tables.result("removal", rows, tables.REMOVAL, by=basis.by, note=self._note(counted, note))

    def removal_of(self, basis: Basis, sets: Sequence[Sequence[str]]) -> Result:
        """Return per set of items: the removal effect of all of them together, with lo and hi.

        Raises:
            UnknownName: the goal or an item is not known.
        """
        counted = self.counted(basis)
        names = counted.scope.names
        for name in {name for items in sets for name in items} - set(names):
            raise UnknownName(basis.by, name, names)
        chosen = [[names.index(name) + 1 for name in items] for items in sets]
        found = counted.drawn(
            counted.moves(1).tables()[:, 0],
            lambda t: np.stack([markov.removal_of(t, items) for items in chosen], axis=-1),
        )
        rows = tables.effect_rows(counted, found, [" + ".join(items) for items in sets])
        return tables.result("removal_of", rows, tables.REMOVAL_OF, by="set", note=self._note(counted, both(_SET_NOTE)))

    def order(self, basis: Basis) -> Result:
        """Return per order of the chain: the held-out log-likelihood of a move, how far behind, and whether chosen."""
        found = self._held_out(self.counted(basis))
        rows = [
            {"order": place, "log_likelihood": score, "behind": behind, "error": error, "chosen": place == found.chosen}
            for place, (score, behind, error) in enumerate(
                zip(found.likelihood, found.behind, found.error, strict=True), 1
            )
        ]
        return tables.result("order", rows, tables.ORDER, by=basis.by, note=both(_ORDER_NOTE))

    def counted(self, basis: Basis) -> Counted:
        """Return the counts of a basis, each made when it is first needed.

        Raises:
            UnknownName: the goal, or something left out, is not known.
            InvalidSetting: a basis of times on paths that have none.
        """
        found = scope(self._warehouse, self._registry, basis)
        if not found.people and (basis.lookback is not None or basis.session_first):
            raise InvalidSetting("Counted paths", ["they have no times, so neither a lookback nor visits"])
        return Counted(self._warehouse, found)

    def _models(self, counted: Counted, asked: Sequence[Model | str]) -> tuple[Model, ...]:
        """Return the models asked for that the basis allows, the order of 'markov' chosen."""
        known = {str(model): model for model in Model}
        for name in asked:
            if name not in known and name != CHOSEN:
                raise UnknownName("model", name, (*known, CHOSEN))
        named = [self._chosen(counted) if name == CHOSEN else known[name] for name in asked]
        found = counted.models(named)
        if not found:
            raise InvalidSetting("The models", [f"none of {', '.join(asked) or 'nothing'} can be had on this basis"])
        return found

    def _chosen(self, counted: Counted) -> Model:
        order = self._held_out(counted).chosen
        return next(model for model, length in ORDERS.items() if length == order)

    def _held_out(self, counted: Counted) -> Orders:
        return held_out(counted.moves(_MOST_ORDER).cells())

    def _note(self, counted: Counted, *more: Text) -> Text:
        return notes.said(counted, self._registry, self._zone, *more, notes.how_sure(counted))


def _order(order: int) -> int:
    if order not in ORDERS.values():
        raise InvalidSetting("A Markov chain", [f"order {order} is not 1, 2 or 3"])
    return order


_CREDIT_NOTE = (
    "Share: of all conversions. Participation: share of conversions that touch it. unique_linear is the Shapley value "
    "of conversions; shapley that of the conversion rate."
)
_REMOVAL_NOTE = (
    "Removal effect: share of conversions a Markov chain of order {order} loses if whoever reaches the item is lost; "
    "participation: share of conversions that touch it."
)
_SET_NOTE = "Removal effect: share of conversions a Markov chain loses if whoever reaches any item of the set is lost."
_ORDER_NOTE = (
    "Mean log-likelihood of a move of customers held out by bucket; chosen: the shortest memory within one standard "
    "error of the best."
)
