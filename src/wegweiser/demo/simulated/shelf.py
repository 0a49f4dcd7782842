"""What the simulated company sells: products with their groups and prices, and its offers week by week."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from wegweiser.demo.simulated.casting import Flags, Floats, Ints

START = np.datetime64("2025-01-01T00:00:00", "s")
DAY, WEEK = 86_400, 7 * 86_400
DAYS, WEEKS = 365, 52
ONLINE_ONLY = "rain_jackets"
"""The group whose discount the web shop gives and the store does not."""
FROM, UNTIL = 9, 34
"""The weeks of that discount, counted from 0."""
REBATE = 0.2


@dataclass(frozen=True)
class Product:
    """One product: its number, its group, what people call it in German and English, and its price in euro."""

    id: str
    group: str
    de: str
    en: str
    price: float
    der: str
    """Article of the German word in the nominative."""


PRODUCTS = (
    Product("ZE-101", "tents", "Kuppelzelt", "dome tent", 249.0, "das"),
    Product("ZE-102", "tents", "Tunnelzelt", "tunnel tent", 429.0, "das"),
    Product("ZE-103", "tents", "Trekkingzelt", "trekking tent", 339.0, "das"),
    Product("SC-201", "sleeping_bags", "Daunenschlafsack", "down sleeping bag", 219.0, "der"),
    Product("SC-202", "sleeping_bags", "Sommerschlafsack", "summer sleeping bag", 69.0, "der"),
    Product("SC-203", "sleeping_bags", "Isomatte", "sleeping mat", 79.0, "die"),
    Product("RU-301", "backpacks", "Tourenrucksack", "touring backpack", 159.0, "der"),
    Product("RU-302", "backpacks", "Tagesrucksack", "day pack", 69.0, "der"),
    Product("RU-303", "backpacks", "Kindertrage", "child carrier", 229.0, "die"),
    Product("JA-401", ONLINE_ONLY, "Regenjacke", "rain jacket", 129.0, "die"),
    Product("JA-402", ONLINE_ONLY, "Hardshelljacke", "hardshell jacket", 279.0, "die"),
    Product("JA-403", ONLINE_ONLY, "Regenponcho", "rain poncho", 49.0, "der"),
    Product("SH-501", "boots", "Wanderschuh", "hiking boot", 169.0, "der"),
    Product("SH-502", "boots", "Zustiegsschuh", "approach shoe", 129.0, "der"),
    Product("SH-503", "boots", "Trekkingsandale", "trekking sandal", 89.0, "die"),
    Product("KU-601", "kitchen", "Gaskocher", "gas stove", 59.0, "der"),
    Product("KU-602", "kitchen", "Topfset", "pot set", 45.0, "das"),
    Product("KU-603", "kitchen", "Trinkflasche", "water bottle", 24.0, "die"),
    Product("LI-701", "lamps", "Stirnlampe", "head torch", 39.0, "die"),
    Product("LI-702", "lamps", "Zeltlaterne", "tent lantern", 34.0, "die"),
    Product("GE-801", "gifts", "Taschenmesser", "pocket knife", 36.0, "das"),
    Product("GE-802", "gifts", "Thermobecher", "thermal mug", 29.0, "der"),
    Product("GE-803", "gifts", "Reisehandtuch", "travel towel", 22.0, "das"),
    Product("GE-804", "gifts", "Hängematte", "hammock", 59.0, "die"),
)
_SALE = np.array([0, 1, 25, 26, 47, 48])
"""Weeks in which web shop and store lower the same prices."""


def rebates() -> tuple[Floats, Floats]:
    """Return the share taken off the list price online and in the store, product x week."""
    groups = np.array([product.group for product in PRODUCTS])
    both = np.zeros((len(PRODUCTS), WEEKS + 1))
    both[np.ix_(np.isin(groups, ["boots", "lamps", "sleeping_bags"]), _SALE)] = 0.15
    online = both.copy()
    online[np.ix_(groups == ONLINE_ONLY, np.arange(FROM, UNTIL))] = REBATE
    return online, both


def offers() -> pa.Table:
    """Return what web shop and store offered, one row per product, week and side."""
    online, store = rebates()
    product, week = (axis.ravel() for axis in np.indices((len(PRODUCTS), WEEKS)))
    prices = np.array([one.price for one in PRODUCTS])[product]
    days = (START + (week * WEEK).astype("timedelta64[s]")).astype("datetime64[D]")
    tables = [
        pa.table(
            {
                "week": pa.array(np.datetime_as_string(days)),
                "product": pa.array([PRODUCTS[i].id for i in product]),
                "group": pa.array([PRODUCTS[i].group for i in product]),
                "where": pa.array([side] * len(product)),
                "list_price": pa.array(prices),
                "discount": pa.array(np.round(prices * share[product, week], 2)),
                "in_stock": pa.array(["yes"] * len(product)),
            }
        )
        for side, share in (("web", online), ("store", store))
    ]
    return pa.concat_tables(tables)


def baskets(wanted: Floats, gift: Flags, at: Ints, store: Flags, rng: np.random.Generator) -> tuple[Ints, Floats]:
    """Return for each purchase its main product and what was paid, near the amount wanted."""
    prices = np.array([one.price for one in PRODUCTS])
    gifts = np.array([one.group == "gifts" for one in PRODUCTS])
    far = np.abs(np.log(prices)[None, :] - np.log(wanted)[:, None])
    # A gift is mostly something made for it; everybody else mostly buys gear.
    weights = np.exp(-2.5 * far) * np.where(gifts[None, :] == gift[:, None], 1.0, 0.06)
    bounds = np.cumsum(weights, axis=1)
    product = ((rng.random(len(wanted)) * bounds[:, -1])[:, None] >= bounds).sum(axis=1)
    online, shop = rebates()
    week = np.minimum(at // WEEK, WEEKS)
    off = np.where(store, shop[product, week], online[product, week])
    more = np.maximum(wanted - prices[product], 0) * 0.6
    return product, np.round(prices[product] * (1 - off) + more, 2)
