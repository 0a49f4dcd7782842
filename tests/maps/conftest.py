"""A small shop everybody can count: 100 customers, six touchpoints in three phases, one goal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from wegweiser.domain.goals import Goal
from wegweiser.domain.phases import Phase
from wegweiser.domain.touchpoints import Match, Medium, Touchpoint
from wegweiser.maps import Figures, Plan

PHASES = (
    Phase(
        id="look",
        name={"en": "Look", "de": "Schauen"},
        role="consider",
        goal_business={"en": "Be seen", "de": "Auffallen"},
    ),
    Phase(id="buy", name={"en": "Buy", "de": "Kaufen"}, role="buy", goal_business={"en": "Sell", "de": "Verkaufen"}),
    Phase(id="stay", name={"en": "Stay", "de": "Bleiben"}, role="keep"),
)  # fmt: skip
ROWS = {
    "summary": [
        {"customers": 100, "events": 700, "since": date(2026, 1, 1), "until": date(2026, 4, 15), "unmapped_events": 3}
    ],
    "touchpoints": [
        {"touchpoint": "cart", "phase": "buy", "customers": 60, "contacts": 90, "derived": 0.0},
        {"touchpoint": "page", "phase": "look", "customers": 100, "contacts": 400, "derived": 0.0},
        {"touchpoint": "ad", "phase": "look", "customers": 19, "contacts": 25, "derived": 1.0},
        {"touchpoint": "till", "phase": "buy", "customers": 30, "contacts": 40, "derived": 0.0},
        {"touchpoint": "letter", "phase": "stay", "customers": 22, "contacts": 22, "derived": 0.9},
        {"touchpoint": "talk", "phase": None, "customers": 25, "contacts": 30, "derived": 0.0},
    ],
    "phases": [
        {"phase": "look", "customers": 100, "touched": 100, "on": 0.6,
         "dwell_median_s": 3600.0, "dwell_p90_s": 86400.0, "dwell_n": 60},
        {"phase": "buy", "customers": 60, "touched": 60, "on": 0.22,
         "dwell_median_s": 60.0, "dwell_p90_s": 90.0, "dwell_n": 19},
        {"phase": "stay", "customers": 22, "touched": 22, "on": None,
         "dwell_median_s": None, "dwell_p90_s": None, "dwell_n": 0},
    ],
    "goals": [{"goal": "purchase", "converted": 40, "lost": 60, "open": 9, "customers": 30}],
    "transitions": [
        {"source": "page", "target": "cart", "transitions": 50, "customers": 40, "median_s": 120.0, "p90_s": 600.0},
        {"source": "page", "target": "till", "transitions": 5, "customers": 5, "median_s": 60.0, "p90_s": 90.0},
        {"source": "cart", "target": "till", "transitions": 30, "customers": 25, "median_s": 30.0, "p90_s": 50.0},
        {"source": "cart", "target": "(end)", "transitions": 30, "customers": 30, "median_s": None, "p90_s": None},
    ],
    "paths": [
        {"path": ["page", "cart", "till"], "journeys": 30},
        {"path": ["till", "cart"], "journeys": 10},
        {"path": ["page", "page"], "journeys": 40},
    ],
    "coverage": [{"customers": 100, "following": 71}],
    "campaigns": [
        {"campaign": "Spring", "touchpoint": "page", "customers": 50,
         "since": date(2026, 3, 1), "until": date(2026, 3, 31)},
        {"campaign": "Ana's own", "touchpoint": "page", "customers": 19, "since": None, "until": None},
    ],
    "months": {
        "goal:purchase": [
            {"month": date(2026, 2, 1), "customers": 20},
            {"month": date(2026, 3, 1), "customers": 25},
        ],
        "phase:look": [
            {"month": date(2026, 2, 1), "customers": 40},
            {"month": date(2026, 3, 1), "customers": 80},
            {"month": date(2026, 4, 1), "customers": 21},
        ],
    },
}  # fmt: skip


def touchpoint(name: str, german: str, phase: str | None, **more: object) -> Touchpoint:
    """Return a touchpoint of the shop."""
    return Touchpoint(
        id=name, name={"en": name.capitalize(), "de": german}, match=Match(event=name), phase=phase, **more
    )


TOUCHPOINTS = (
    touchpoint("page", "Seite", "look", icon="tag"),
    touchpoint("ad", "Anzeige", "look", medium=Medium.PAID),
    touchpoint("cart", "Warenkorb", "buy", structural=True),
    touchpoint("till", "Kasse", "buy"),
    touchpoint("letter", "Brief", "stay"),
    touchpoint("talk", "Gespräch", None, direct=False),
)


@pytest.fixture
def shop_figures() -> Callable[..., Figures]:
    """Return a maker of the shop's figures, some rows replaced."""

    def make(**rows: object) -> Figures:
        return Figures(
            as_of=date(2026, 4, 15),
            rows=ROWS | rows,
            phases=PHASES,
            touchpoints=TOUCHPOINTS,
            goals=(Goal(id="purchase", name={"en": "Purchase", "de": "Kauf"}, touchpoints=("till",)),),
            snapshot="abc123",
            version="0.1.0",
            queries={"touchpoints": "select 1"},
            notes={"touchpoints": "Share of all customers."},
        )

    return make


@pytest.fixture
def shop_plan() -> Plan:
    """Return the plan of the shop before anybody wrote anything."""
    return Plan(id="journey", title={"en": "The shop", "de": "Der Laden"}, phases=PHASES)
