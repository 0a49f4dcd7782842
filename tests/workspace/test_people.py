"""Personas kept by the last run, and by earlier versions."""

from __future__ import annotations

import json

import pytest

from wegweiser.domain.claims import Status
from wegweiser.domain.touchpoints import Match, Medium, Touchpoint
from wegweiser.workspace.people import after_goal, explains_nothing

NOBODY = {"profiles": 50, "as_of": "2026-03-01", "since": "2026-01-01", "seed": 7, "method": "m", "verdict": "v"}
ANA = {"id": "pe_1", "name": "Ana", "claim": "buys", "initials": "A", "size": 30, "stability": 0.9, "homogeneity": 0.9}
SHARE = {"type": "proportion", "value": 0.6, "lo": 0.46, "hi": 0.72, "hits": 30, "n": 50}


def test_assumptions_kept_as_plain_texts_are_read_as_remarks(shop, opened):
    """A text alone, or in two languages, is an assumption; what carries its status keeps it."""
    told = ["They live nearby.", {"en": "One group.", "de": "Eine Gruppe."}, {"text": "Refit.", "status": "inferred"}]
    found = NOBODY | {"personas": [ANA | {"share": SHARE, "assumed": told}]}
    with opened(shop) as ws:
        (shop / ".wegweiser" / "personas.json").write_text(json.dumps({"inputs": "x", "found": found}), "utf-8")
        (card,) = ws.personas().personas
    assert [(one.text, one.status) for one in card.assumed] == [
        ("They live nearby.", Status.ASSUMPTION),
        ({"en": "One group.", "de": "Eine Gruppe."}, Status.ASSUMPTION),
        ("Refit.", Status.INFERRED),
    ]


@pytest.mark.parametrize(
    ("name", "more", "nothing"),
    [("order", {}, True), ("letter", {"channel": "mail"}, True),
     ("parcel", {"channel": "delivery"}, True), ("banner", {"medium": Medium.PAID}, True),
     ("advice", {"channel": "store"}, False), ("display", {"channel": "store"}, True)],
)  # fmt: skip
def test_what_we_send_or_compute_is_neither_trigger_nor_barrier(name, more, nothing):
    """The order is the goal, parcel and banner are sent, displays computed; advice in the store may explain."""
    touchpoint = Touchpoint(id=name, name=name, match=Match(event=name), **more)
    assert explains_nothing(touchpoint, {"order"}, {"display"}) is nothing


def test_what_comes_after_the_goal_is_no_barrier_to_it():
    """An order may be repeated in the phase of keeping, so a call there may hinder; a review comes later still."""

    def place(name, phase, repeat=None):
        return Touchpoint(id=name, name=name, match=Match(event=name), phase=phase, repeat_phase=repeat)

    places = (place("order", "buy", "keep"), place("call", "keep"), place("review", "tell"), place("visit", "look"))
    phases = ["look", "buy", "keep", "tell"]
    assert after_goal(places, ("order",), phases) == {"review"}
    assert after_goal((place("order", "buy"), *places[1:]), ("order",), phases) == {"call", "review"}
    assert after_goal(places, ("unknown",), phases) == frozenset()
