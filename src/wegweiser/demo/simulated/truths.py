"""What was planted in a simulated year: the answers a test holds the product's findings against."""

from __future__ import annotations

from typing import Any

import numpy as np

from wegweiser.demo.simulated import days, files, keys, shelf, trips
from wegweiser.demo.simulated.casting import HELD_OUT, KINDS
from wegweiser.demo.simulated.days import Year
from wegweiser.demo.simulated.trips import APP, STORE


def truths(year: Year, seed: int) -> dict[str, Any]:
    """Return the planted truths with their numbers, as drawn in this year, and who is of which kind."""
    people, went = year.people, year.trips
    known = np.flatnonzero(year.number > 0)
    numbers = keys.customer(year.number[known]).tolist()
    return {
        "simulated": True,
        "seed": seed,
        "customers": len(people),
        "known_customers": len(known),
        "rows_for_quarantine": files.BROKEN_LINES + files.BROKEN_RECEIPTS,
        "painful_touchpoint": _pain(year),
        "only_looks_good": _follower(year),
        "discount_online_only": {
            "group": shelf.ONLINE_ONLY,
            "products": [one.id for one in shelf.PRODUCTS if one.group == shelf.ONLINE_ONLY],
            "share": shelf.REBATE,
            "weeks": [shelf.FROM + 1, shelf.UNTIL],
        },
        "drift": _drift(year),
        "loyalty_loop": {
            "persona": "regulars",
            "skips_of_purchases": {
                kind.id: _rate(went.loops, went.buys & (people.kind[went.who] == place))
                for place, kind in enumerate(KINDS)
            },
        },
        "personas": {kind.id: int((people.kind == place).sum()) for place, kind in enumerate(KINDS)},
        "membership": dict(
            zip(numbers, [KINDS[kind].id for kind in people.kind[known].tolist()], strict=True),
        ),
    }


def _drift(year: Year) -> dict[str, Any]:
    went = year.trips
    return {
        "app_checkout_error": {
            "since": "2025-09-08",
            "before": _rate(went.failed, (went.place == APP) & (went.end < trips.APP_BREAKS)),
            "after": _rate(went.failed, (went.place == APP) & (went.end >= trips.APP_BREAKS)),
        },
        "late_parcels": {
            "since": "2025-09-01",
            "before": _rate(year.late > 0, (year.late >= 0) & (went.end < days.CARRIER_CHANGES)),
            "after": _rate(year.late > 0, (year.late >= 0) & (went.end >= days.CARRIER_CHANGES)),
        },
    }


def _pain(year: Year) -> dict[str, Any]:
    went = year.trips
    calls = went.called | went.asked
    hurts = calls & (went.waited > trips.PAIN)
    return {
        "touchpoint": "hotline",
        "calls": int(calls.sum()),
        "median_wait_seconds": float(np.median(went.waited[calls])) if calls.any() else None,
        "hurts_from_seconds": trips.PAIN,
        "calls_that_hurt": _rate(hurts, calls),
        "later_trips_that_survive_one": trips.HURT_STAYS,
        "purchases_that_survive_one": trips.HURT_BUYS,
        "bought_when_intended_after_short_wait": _rate(went.buys, went.called & ~hurts & went.intends),
        "bought_when_intended_after_long_wait": _rate(went.buys, went.called & hurts & went.intends),
    }


def _follower(year: Year) -> dict[str, Any]:
    people, bought = year.people, year.bought
    reached, spared = ~people.spared_ads, people.spared_ads
    return {
        "touchpoints": ["retargeting", "brand_search"],
        "true_effect": 0.0,
        "held_out": HELD_OUT,
        "bought_with": _rate(bought, reached),
        "bought_without": _rate(bought, spared),
        "store_purchases": int((year.trips.buys & (year.trips.place == STORE)).sum()),
    }


def _rate(hits: np.ndarray[Any, Any], of: np.ndarray[Any, Any]) -> float | None:
    return round(float(hits[of].mean()), 4) if of.any() else None
