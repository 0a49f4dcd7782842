"""Attribution: how the conversions of a goal are divided among the contacts before them, by whatever model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from wegweiser.domain.attribution import ALL, COST_MODELS, Basis, Model, Spend
from wegweiser.domain.experiments import ExperimentResult
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import Amount, Count, Text, both
from wegweiser.journeys import Registry
from wegweiser.levers.attribution import adjusting, calibrating, comparing, costing, heuristics, notes, tables
from wegweiser.levers.attribution.comparing import GRID_MODELS, Setting
from wegweiser.levers.attribution.crediting import ORDERS, Counted, Credited
from wegweiser.levers.attribution.notes import (
    ADJUSTED_NOTE,
    ALIKE_NOTE,
    CALIBRATION_NOTE,
    COST_NOTE,
    CREDIT_NOTE,
    DISAGREEMENT_NOTE,
    ORDER_NOTE,
    REMOVAL_NOTE,
    SENSITIVITY_NOTE,
    SET_NOTE,
    SETTINGS_NOTE,
)
from wegweiser.levers.attribution.scope import scope
from wegweiser.stats.attribution import markov
from wegweiser.stats.attribution.orders import Orders, held_out
from wegweiser.stats.attribution.resampling import DRAWS
from wegweiser.stats.hazard import associated
from wegweiser.warehouse import Result, Warehouse

CHOSEN = "markov"
"""The chain whose order held-out customers choose."""
_MOST_ORDER = 3
MOST_PLAYERS = 16
"""Above so many items Shapley values are computed only where somebody asks for them."""


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
            models: which; 'markov' lets held-out customers choose the order. Shapley values of more than 16 items take
                a minute for half a million customers, so they come only where they are named.

        Raises:
            UnknownName: the goal or a model is not known.
            InvalidSetting: no model was asked for, or none that this basis allows.
        """
        counted = self.counted(basis)
        return self._credit(counted, [counted.credit(model) for model in self._models(counted, models)])

    def side_by_side(self, basis: Basis, models: Sequence[Model | str] = ALL) -> tuple[Result, Result]:
        """Return what `credit` and `disagreement` do, counted once for both.

        Raises:
            UnknownName: the goal or a model is not known.
            InvalidSetting: fewer than two models can be compared.
        """
        counted = self.counted(basis)
        credited = [counted.credit(model) for model in self._models(counted, models)]
        return self._credit(counted, credited), self._disagreement(counted, credited)

    def _credit(self, counted: Counted, credited: Sequence[Credited]) -> Result:
        rows = [row for one in credited for row in tables.credit_rows(counted, one)]
        by = counted.scope.basis.by
        return tables.result("credit", rows, tables.CREDIT, by=by, note=self.note(counted, both(CREDIT_NOTE)))

    def removal(self, basis: Basis, order: int = 1) -> Result:
        """Return per item: the removal effect in a Markov chain with lo and hi, beside the participation.

        Raises:
            UnknownName: the goal is not known.
            InvalidSetting: the order is not 1, 2 or 3.
        """
        counted = self.counted(basis)
        found = counted.effects(_order(order))
        rows = tables.effect_rows(counted, found, counted.scope.names)
        note = both(REMOVAL_NOTE, order=order)
        return tables.result("removal", rows, tables.REMOVAL, by=basis.by, note=self.note(counted, note))

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
            counted.moves(1).tables(),
            lambda t: np.stack([markov.removal_of(t, items) for items in chosen], axis=-1),
        )
        rows = tables.effect_rows(counted, found, [" + ".join(items) for items in sets])
        return tables.result("removal_of", rows, tables.REMOVAL_OF, by="set", note=self.note(counted, both(SET_NOTE)))

    def order(self, basis: Basis) -> Result:
        """Return per order of the chain: the held-out log-likelihood of a move, how far behind, and whether chosen.

        Raises:
            UnknownName: the goal is not known.
            InvalidSetting: no journey with a contact that counts has closed.
        """
        counted = self.counted(basis)
        if not len(counted.moves(_MOST_ORDER).state):
            raise InvalidSetting("Choosing an order", ["no journey with a contact that counts has closed"])
        found = self._held_out(counted)
        rows = [
            {"order": place, "log_likelihood": score, "behind": behind, "error": error, "chosen": place == found.chosen}
            for place, (score, behind, error) in enumerate(
                zip(found.likelihood, found.behind, found.error, strict=True), 1
            )
        ]
        return tables.result(
            "order", rows, tables.ORDER, by=basis.by, note=self.note(counted, both(ORDER_NOTE), drawn=False)
        )

    def disagreement(self, basis: Basis, models: Sequence[Model | str] = ALL) -> Result:
        """Return per item: smallest and largest share and rank over the models, the spread, and whether it is flagged.

        Raises:
            UnknownName: the goal or a model is not known.
            InvalidSetting: fewer than two models can be compared.
        """
        counted = self.counted(basis)
        chosen = self._models(counted, models)
        # Before anything is counted: a comparison of one model is refused at once.
        return self._disagreement(counted, [counted.credit(model) for model in chosen] if len(chosen) > 1 else [])

    def _disagreement(self, counted: Counted, credited: Sequence[Credited]) -> Result:
        if len(credited) < 2:
            raise InvalidSetting("A comparison", ["it takes at least two models"])
        rows = comparing.disagreement_rows(counted, credited)
        note = self.note(counted, both(DISAGREEMENT_NOTE, models=", ".join(one.model for one in credited)))
        return tables.result("disagreement", rows, comparing.DISAGREEMENT, by=counted.scope.basis.by, note=note)

    def sensitivity(self, basis: Basis, models: Sequence[Model | str] = GRID_MODELS) -> Result:
        """Return per item how far share and rank move over lookbacks, repeats and models, and the verdict.

        Raises:
            UnknownName: the goal or a model is not known.
        """
        counted, settings = self._settings(basis, models)
        alike = comparing.least_alike(settings)
        more = () if alike is None else (both(ALIKE_NOTE, rho=Amount(alike)),)
        note = self.note(counted, both(SENSITIVITY_NOTE), *more, drawn=False)
        rows = comparing.sensitivity_rows(counted.scope.names, settings)
        return tables.result("sensitivity", rows, comparing.SENSITIVITY, by=basis.by, note=note)

    def settings(self, basis: Basis, models: Sequence[Model | str] = GRID_MODELS) -> Result:
        """Return per setting of the grid: its rank correlation with the first one, and who comes first in it.

        Raises:
            UnknownName: the goal or a model is not known.
        """
        counted, settings = self._settings(basis, models)
        rows = comparing.setting_rows(counted.scope.names, settings)
        note = self.note(counted, both(SETTINGS_NOTE), drawn=False)
        return tables.result("settings", rows, comparing.SETTINGS, by=basis.by, note=note)

    def cost(self, basis: Basis, spend: Sequence[Spend] = (), models: Sequence[Model | str] = COST_MODELS) -> Result:
        """Return per model and item with spend: cost per credited conversion and value per amount, with intervals.

        Credit is of the period of the spend. A touchpoint with a cost of its own costs it at each contact.

        Raises:
            UnknownName: the goal, a model or an item of the spend is not known.
            InvalidSetting: the spend is below zero, or in several currencies.
        """
        currency = costing.checked(spend)
        counted = self.counted(costing.in_the_period(basis, spend))
        contacts = counted.per_contact()
        spent = costing.amounts(counted, self._registry, spend, contacts, counted.scope.names)
        rows = [
            row
            for model in self._models(counted, models)
            for row in costing.cost_rows(counted, counted.credit(model), spent, currency)
        ]
        return tables.result("cost", rows, costing.COST, by=basis.by, note=self.note(counted, both(COST_NOTE)))

    def adjusted(self, basis: Basis) -> Result:
        """Return per item: conversions that go with it among journeys alike in what was seen, overlap and E-value.

        Raises:
            UnknownName: the goal is not known.
            InvalidSetting: the paths are nobody's, there are more than 16 items, or nothing has closed.
        """
        counted = self.counted(basis)
        adjusting.refuse(counted.scope)
        query = adjusting.periods(counted.scope, self._warehouse.dialect)
        found = associated(adjusting.read(counted.scope, self._warehouse.run(query)))
        note = self.note(counted, both(ADJUSTED_NOTE), drawn=False)
        rows = adjusting.adjusted_rows(counted.scope, found)
        return tables.result("adjusted", rows, adjusting.ADJUSTED, by=basis.by, note=note)

    def calibrate(
        self, basis: Basis, results: Sequence[ExperimentResult], model: Model | str = Model.MARKOV_1
    ) -> Result:
        """Return per item: the model's share, what experiments measured, both by precision, and the residual.

        What an item loses goes to '(baseline)' and to no other item.

        Raises:
            UnknownName: the goal or the model is not known.
            InvalidSetting: the paths are nobody's, or nothing has converted.
        """
        counted = self.counted(basis)
        if not counted.scope.people or not counted.totals.conversions.sum() > 0:
            raise InvalidSetting("A calibration", ["it takes conversions of customers who can be drawn again"])
        used = calibrating.usable(results, basis, counted.scope.names)
        (chosen,) = self._models(counted, [model])
        others = [other for other in self._models(counted, ALL) if other != chosen]
        customers = int(self._warehouse.run(heuristics.customers(counted.scope)).one()["customers"])
        credited = [counted.credit(one) for one in (chosen, *others)]
        rows = calibrating.calibration_rows(counted, credited, used, customers)
        note = both(CALIBRATION_NOTE, used=Count(len(used)), given=Count(len(results)), customers=Count(customers))
        return tables.result("calibration", rows, calibrating.CALIBRATION, by=basis.by, note=self.note(counted, note))

    def _settings(self, basis: Basis, models: Sequence[Model | str]) -> tuple[Counted, list[Setting]]:
        """Return the shares of every setting of the grid, by the basis asked about first."""
        whole = None if basis.goal is None else self._registry.goal(basis.goal).lookback
        asked = self.counted(basis, draws=0)
        found = []
        for variant, span in comparing.grid(basis, whole):
            counted = asked if variant == basis else self.counted(variant, draws=0)
            for model in self._models(counted, models):
                parts = tables.shares(counted.credit(model).conversions, 0).estimate[: len(counted.scope.names)]
                found.append(Setting(model, variant, span, parts))
        return asked, found

    def counted(self, basis: Basis, *, draws: int = DRAWS) -> Counted:
        """Return the counts of a basis, each made when it is first needed; 0 draws give no intervals.

        Raises:
            UnknownName: the goal, or something left out, is not known.
            InvalidSetting: the basis asks counted paths for times.
        """
        return Counted(self._warehouse, scope(self._warehouse, self._registry, basis, self._zone), draws=draws)

    def _models(self, counted: Counted, asked: Sequence[Model | str]) -> tuple[Model, ...]:
        """Return the models asked for that the basis allows, the order of 'markov' chosen."""
        known = {str(model): model for model in Model}
        for name in asked:
            if name not in known and name != CHOSEN:
                raise UnknownName("model", name, (*known, CHOSEN))
        if tuple(asked) == ALL and len(counted.scope.names) > MOST_PLAYERS:
            asked = [model for model in ALL if model is not Model.SHAPLEY]
        named = [self._chosen(counted) if name == CHOSEN else known[name] for name in asked]
        found = counted.models(named)
        if not found:
            raise InvalidSetting("The models", [f"none of {', '.join(asked) or 'nothing'} can be had on this basis"])
        return found

    def _chosen(self, counted: Counted) -> Model:
        order = self._held_out(counted).chosen if len(counted.moves(_MOST_ORDER).state) else 1
        return next(model for model, length in ORDERS.items() if length == order)

    def _held_out(self, counted: Counted) -> Orders:
        return held_out(counted.moves(_MOST_ORDER).cells())

    def note(self, counted: Counted, *more: Text, drawn: bool = True) -> Text:
        """Return what an answer says of itself; `drawn` says that customers were drawn again for its intervals."""
        sure = (notes.how_sure(counted),) if drawn else ()
        return notes.said(counted, self._registry, self._zone, *more, *sure)


def _order(order: int) -> int:
    if order not in ORDERS.values():
        raise InvalidSetting("A Markov chain", [f"order {order} is not 1, 2 or 3"])
    return order
