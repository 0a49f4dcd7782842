"""A web shop of 1,000 customers: page, cart, shipping, payment and purchase, with rows worked by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from wegweiser.domain.goals import Goal
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.maps import Figures

PLACES = {
    "home": ("awareness", False),
    "page": ("consideration", False),
    "catalogue": ("consideration", False),
    "cart": ("conversion", False),
    "shipping": ("conversion", True),
    "payment": ("conversion", True),
    "payment_error": ("conversion", False),
    "purchase": ("conversion", False),
    "account": ("retention", False),
    "talk": (None, False),
}


def place(name: str, phase: str | None, *, structural: bool) -> Touchpoint:
    """Return a touchpoint of the web shop."""
    names = {"en": name.replace("_", " "), "de": f"{name} (de)"}
    return Touchpoint(id=name, name=names, match=Match(event=name), phase=phase, structural=structural)


@pytest.fixture
def web_figures() -> Callable[..., Figures]:
    """Return a maker of the web shop's figures with the rows a test names; `checkout` marks structural steps."""

    def make(*, checkout: bool = True, **rows: object) -> Figures:
        return Figures(
            as_of=date(2026, 10, 31),
            rows={"summary": [{"customers": 1000}]} | rows,
            phases=phase_model("five").phases,
            touchpoints=tuple(place(n, p, structural=s and checkout) for n, (p, s) in PLACES.items()),
            goals=(Goal(id="buy", name={"en": "Purchase", "de": "Kauf"}, touchpoints=("purchase",)),),
        )

    return make
