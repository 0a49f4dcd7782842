"""Comments that a small made-up company got, with their scores."""

from __future__ import annotations

import pytest

from wegweiser.voice.models import Labelled

_GOOD = ("friendly", "quick", "lovely", "excellent", "helpful")
_BAD = ("rude", "slow", "awful", "broken", "late")
_THINGS = ("staff", "parcel", "app", "shop", "hotline", "driver", "refund", "room")


@pytest.fixture(scope="session")
def comments() -> Labelled:
    """Return 120 English comments: 40 of praise (+2), 40 of blame (-2), 40 that say nothing (0)."""
    praise = [f"The {thing} was {word} today." for thing in _THINGS for word in _GOOD]
    blame = [f"The {thing} was {word} today." for thing in _THINGS for word in _BAD]
    plain = [f"I wrote about the {thing} on day {day}." for thing in _THINGS for day in range(5)]
    return Labelled([*praise, *blame, *plain], [2.0] * 40 + [-2.0] * 40 + [0.0] * 40, ["en"] * 120)
