"""Credit per model with its draws: counts per bucket in, conversions and value per item out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from wegweiser.domain.attribution import HEURISTICS, Model
from wegweiser.levers.attribution import heuristics, standing
from wegweiser.levers.attribution.chains import MOST_IN_A_SET
from wegweiser.levers.attribution.counts import Contacts, Moves, Totals, Touched
from wegweiser.levers.attribution.scope import Scope
from wegweiser.stats.attribution import higher, markov, resampling
from wegweiser.stats.attribution.markov import Floats
from wegweiser.stats.attribution.rate_game import rates
from wegweiser.stats.attribution.resampling import DRAWS, Resampled
from wegweiser.warehouse import Warehouse

ORDERS = {Model.MARKOV_1: 1, Model.MARKOV_2: 2, Model.MARKOV_3: 3}
_MANY_SETS, _FEW_DRAWS = 50_000, 100
NO_CONTACT, BASELINE = "(no contact)", "(baseline)"


@dataclass(frozen=True)
class Credited:
    """What one model gives: conversions and value per item, then per name of `beside`, with their draws.

    Items and what stands beside them together have all conversions of the goal.
    """

    model: Model
    conversions: Resampled
    value: Resampled | None
    """None where no conversion has a value."""
    beside: tuple[str, ...]


class Counted:
    """The counts of one basis, each made at most once."""

    def __init__(self, warehouse: Warehouse, scope: Scope, *, draws: int = DRAWS) -> None:
        self._warehouse, self.scope = warehouse, scope
        self._draws = draws if scope.people else 0
        self.totals = Totals.of(warehouse, scope)
        self._contacts: Contacts | None = None
        self._moves: dict[int, Moves] = {}

    @property
    def contacts(self) -> Contacts:
        """What converted journeys touch."""
        if self._contacts is None:
            self._contacts = Contacts.of(self._warehouse, self.scope)
        return self._contacts

    def participation(self) -> tuple[Floats, Floats]:
        """Return per item the conversions that touch it, and the customers behind them."""
        if self._contacts is not None:
            return self._contacts.touching.sum(axis=0), self._contacts.customers.astype(np.float64)
        found = self._warehouse.run(standing.touching(self.scope, self._warehouse.dialect))
        counts = np.zeros((2, len(self.scope.names)))
        counts[:, found.column("item")] = found.column("touching"), found.column("customers")
        return counts[0], counts[1]

    def moves(self, order: int, *, valued: bool = False) -> Moves:
        """Return the moves between states of that many items, with what they are worth if asked."""
        had = self._moves.get(order)
        if had is None or (valued and had.value is None):
            journeys = self._journeys()
            had = self._moves[order] = Moves.of(self._warehouse, self.scope, order, journeys=journeys, valued=valued)
        return had

    def _journeys(self) -> float:
        return float(self.totals.conversions.sum() + self.totals.nulls.sum())

    @property
    def has_value(self) -> bool:
        """True where some conversion has a value."""
        return bool(np.any(self.totals.value != 0))

    def per_contact(self) -> Floats:
        """Return how many contacts each item had, in journeys that converted and in others."""
        found = self._warehouse.run(heuristics.contacts_of(self.scope, self._warehouse.dialect)).rows()
        counts = np.zeros(len(self.scope.names))
        for row in found:
            counts[row["item"]] = row["contacts"]
        return counts

    def models(self, asked: Sequence[Model]) -> tuple[Model, ...]:
        """Return the models of those asked that this basis allows: decay wants times, Shapley at most 62 items."""
        few = 0 < len(self.scope.names) <= MOST_IN_A_SET
        barred = {Model.DECAY} if not self.scope.people else set()
        return tuple(m for m in dict.fromkeys(asked) if m not in barred and (few or m is not Model.SHAPLEY))

    def credit(self, model: Model) -> Credited:
        """Return what one model gives."""
        if model in HEURISTICS:
            contacts = self.contacts
            value = self._with_rest(contacts.value[model], self.totals.value) if self.has_value else None
            return Credited(
                model, self._with_rest(contacts.credit[model], self.totals.conversions), value, (NO_CONTACT,)
            )
        if model is Model.SHAPLEY:
            return self._shapley()
        # With their value first: these moves then serve for the conversions, too.
        value = self._chained(ORDERS[model], by_value=True) if self.has_value else None
        return Credited(model, self._chained(ORDERS[model]), value, (NO_CONTACT,))

    def effects(self, order: int, *, by_value: bool = False) -> Resampled:
        """Return the removal effects of a chain that remembers that many items."""
        moves = self.moves(order, valued=by_value)
        if order > 1 and len(moves.state):
            cells = moves.cells(by_value=by_value)
            if self._draws:
                return higher.resampled(cells, draws=self._draws)
            return _sure(higher.removal_effects(cells))
        if by_value:
            return self.drawn(moves.valued_tables(), lambda t: markov.removal_effects(_weighted(t)))
        return self.drawn(moves.tables(), markov.removal_effects)

    def drawn(self, tables: Floats, statistic: Callable[[Floats], Floats], *, draws: int | None = None) -> Resampled:
        """Return a statistic of counts per bucket with its draws; a single one where nobody can be resampled."""
        if self._draws:
            return resampling.resampled(tables, statistic, draws=draws or self._draws)
        return _sure(np.asarray(statistic(tables.sum(axis=0)), dtype=np.float64))

    def _with_rest(self, tables: Floats, total: Floats) -> Resampled:
        """Return the sums of credit, then what journeys without any contact that counts are worth."""
        return self.drawn(np.column_stack([tables, _rest(total, tables)]), lambda t: t)

    def _chained(self, order: int, *, by_value: bool = False) -> Resampled:
        """Return what the journeys with contacts are worth in proportion to removal effects, then what others are."""
        total = self.totals.value if by_value else self.totals.conversions
        touched = self.moves(order, valued=by_value).won(by_value=by_value)
        sums = self.drawn(np.column_stack([touched, _rest(total, touched[:, None])]), lambda t: t)
        effects = self.effects(order, by_value=by_value)
        estimate, draws = (
            np.concatenate([markov.credit(e, s[..., 0]), s[..., 1:]], axis=-1)
            for e, s in ((effects.estimate, sums.estimate), (effects.draws, sums.draws))
        )
        return Resampled(estimate, draws)

    def _shapley(self) -> Credited:
        """Return the Shapley values of the conversion rate, then the baseline, then what had no contact."""
        found = Touched.of(self._warehouse, self.scope, journeys=self._journeys())
        conversions = self._game(found, by_value=False)
        value = self._game(found, by_value=True) if self.has_value else None
        return Credited(Model.SHAPLEY, conversions, value, (BASELINE, NO_CONTACT))

    def _game(self, found: Touched, *, by_value: bool) -> Resampled:
        """Return the values of the game, its baseline, and what had no contact, which is no player's empty set.

        A journey without any contact that counts exists only because it converted, so its rate is no baseline.
        """
        total = self.totals.value if by_value else self.totals.conversions
        worth = float(self.totals.value.sum() / self.totals.conversions.sum()) if by_value else 1.0
        sets = found.sets(mean_value=worth if by_value else None)
        won = worth * np.bincount(sets.bucket, weights=sets.conversions, minlength=len(total)).astype(np.float64)
        # Many players in many sets take long: a hundred draws tell the interval well enough.
        draws = self._draws if len(sets.members) <= _MANY_SETS else min(self._draws, _FEW_DRAWS)
        outside = self.drawn(_rest(total, won[:, None])[:, None], lambda t: t, draws=draws)
        if not len(sets.members):
            nothing = np.zeros((draws or 1, len(self.scope.names) + 1))
            return Resampled(np.append(nothing[0], outside.estimate), np.concatenate([nothing, outside.draws], axis=1))
        game = rates(sets, draws=max(1, draws))
        estimate, drawn = (
            np.concatenate([credit * worth, baseline * worth, rest], axis=-1)
            for credit, baseline, rest in (
                (game.credit.estimate, game.baseline.estimate, outside.estimate),
                (game.credit.draws, game.baseline.draws, outside.draws),
            )
        )
        return Resampled(estimate, drawn)


def _rest(total: Floats, tables: Floats) -> Floats:
    """Return per bucket what the items leave over; what only rounding leaves is nothing."""
    rest = total - tables.sum(axis=1)
    return np.where(np.abs(rest) < 1e-9 * np.maximum(1.0, np.abs(total)), 0.0, rest)


def _sure(estimate: Floats) -> Resampled:
    """Return an estimate nobody can draw again."""
    return Resampled(estimate, estimate[None, :])


def _weighted(tables: Floats) -> Floats:
    """Return the counts of order 1 in which a conversion weighs what it is worth."""
    return markov.valued(*(tables[..., place, :, :] for place in range(3)))
