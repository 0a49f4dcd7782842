"""Every answer about credit and roles, asked of the shop, so that engines can be compared row for row."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from wegweiser.domain.attribution import Basis, By
from wegweiser.journeys import Journeys, Registry
from wegweiser.levers import Attribution, Roles
from wegweiser.warehouse import Result, Warehouse

BUYING = Basis("purchase")
RESHAPED = Basis("purchase", collapse=True, unique=True, session_first=True, lookback=timedelta(days=7))

ATTRIBUTION_CALLS: dict[str, Callable[[Warehouse, Registry], Result]] = {
    "credit": lambda w, r: Attribution(w, r).credit(BUYING),
    "credit by channel": lambda w, r: Attribution(w, r).credit(Basis("purchase", by=By.CHANNEL)),
    "credit of reshaped paths": lambda w, r: Attribution(w, r).credit(RESHAPED),
    "credit of order 2": lambda w, r: Attribution(w, r).credit(BUYING, ["markov_2"]),
    "removal": lambda w, r: Attribution(w, r).removal(BUYING),
    "removal of order 3": lambda w, r: Attribution(w, r).removal(BUYING, 3),
    "removal of a set": lambda w, r: Attribution(w, r).removal_of(BUYING, [["ad", "view"]]),
    "order": lambda w, r: Attribution(w, r).order(BUYING),
    "disagreement": lambda w, r: Attribution(w, r).disagreement(BUYING),
    "sensitivity": lambda w, r: Attribution(w, r).sensitivity(BUYING),
    "settings": lambda w, r: Attribution(w, r).settings(BUYING),
    "adjusted": lambda w, r: Attribution(w, r).adjusted(BUYING),
    "calibrated": lambda w, r: Attribution(w, r).calibrate(BUYING, ()),
    "roles": lambda w, r: Roles(w, r).roles(BUYING),
    "first impression": lambda w, r: Roles(w, r).first_impression("purchase"),
}


def _of(ask: Callable[[Warehouse, Registry], Result]) -> Callable[[Journeys], Result]:
    """Return the question asked of the tables and the registry that journeys answer from."""
    return lambda journeys: ask(journeys._asking.warehouse, journeys._registry)  # noqa: SLF001  (no other way to both)


CALLS: dict[str, Callable[[Journeys], Result]] = {name: _of(ask) for name, ask in ATTRIBUTION_CALLS.items()}
