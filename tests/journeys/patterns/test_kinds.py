"""What a name in a pattern stands for: an id, or what people call the thing in either language."""

from __future__ import annotations

import pytest

from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.errors import UnknownName
from wegweiser.journeys import Registry
from wegweiser.journeys.patterns.kinds import condition
from wegweiser.journeys.patterns.reading import read_kind

_NAMES = {
    "cart": {"en": "Basket", "de": "Warenkorb"},
    "start": {"en": "Home page", "de": "Startseite"},
    "Basket": "Bin",
}


@pytest.fixture
def registry():
    """Return three touchpoints; the id of the third is what the first is called."""
    touchpoints = (
        Touchpoint(id=name, name=called, match=Match(event=name), channel="web", phase="awareness")
        for name, called in _NAMES.items()
    )
    return Registry(tuple(touchpoints), phase_model("five"))


@pytest.mark.parametrize(
    ("written", "places"),
    [
        ("cart", "0"),
        ("Warenkorb", "0"),
        ("warenkorb", "0"),
        ('"home page"', "1"),
        ("'Startseite'", "1"),
        ("Basket", "2"),
        ("basket", "0, 2"),
        ("channel:WEB", "0, 1, 2"),
    ],
)
def test_a_thing_is_meant_by_its_id_or_by_any_of_its_names(registry, written, places):
    """An id is meant as it is written; else every thing called so, whatever the language and the capitals."""
    assert condition(read_kind(written), registry) == f"touchpoint_id in ({places})"


def test_a_name_nobody_bears_is_refused(registry):
    """It says what exists."""
    with pytest.raises(UnknownName, match="Korb"):
        condition(read_kind("Korb"), registry)
