"""What the list of levers rests on, asked of the shop: journeys past a place, a logged property, worth."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from wegweiser.collect import tables as collected
from wegweiser.journeys import JOURNEY, STEP, Registry
from wegweiser.levers.ranking import queries
from wegweiser.warehouse import Result, Warehouse


def _ground(warehouse: Warehouse, registry: Registry, buckets: int = 256) -> queries.Ground:
    step, journey = warehouse.table(STEP), warehouse.table(JOURNEY)
    return queries.Ground(step, journey, registry.goal_id("purchase"), buckets, warehouse.dialect)


def _past(anchor: str, way: Sequence[str], window: int, buckets: int = 256) -> Callable[[Warehouse, Registry], Result]:
    def ask(warehouse: Warehouse, registry: Registry) -> Result:
        codes = [registry.touchpoint_id(name) for name in way]
        ground = _ground(warehouse, registry, buckets)
        return warehouse.run(queries.past(ground, registry.touchpoint_id(anchor), codes, window))

    return ask


def _logged(warehouse: Warehouse, registry: Registry) -> Result:
    event, cart = warehouse.table(collected.EVENT), registry.touchpoint_id("cart")
    return warehouse.run(queries.logged(_ground(warehouse, registry), event, cart, ["waited", "stars"]))


LEVER_CALLS: dict[str, Callable[[Warehouse, Registry], Result]] = {
    "help after a view": _past("view", ["help"], 3),
    "to the cart and back": _past("view", ["cart", "view"], 2),
    "half of the customers": _past("view", ["cart"], 1, 160),
    "a driver at the cart": _logged,
    "what a conversion is worth": lambda warehouse, _registry: warehouse.run(queries.worth(warehouse.table(JOURNEY))),
    "currencies": lambda warehouse, _registry: warehouse.run(queries.currencies(warehouse.table(collected.EVENT))),
}
