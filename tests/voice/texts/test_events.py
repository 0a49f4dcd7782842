"""Texts in events are taken with the person, the time and the touchpoint of their event."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wegweiser import collect
from wegweiser.clock import FixedClock
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.journeys import Registry
from wegweiser.voice.texts.events import load_events
from wegweiser.voice.texts.keeping import subject

FILE = """time,customer,event,comment
2026-03-01 10:00:00,Ana,delivery,Das Paket kam gut an. Herr Müller war nett.
2026-03-02 10:00:00,Ben,delivery,
2026-03-03 10:00:00,Cem,visit,Nice shop
"""


def registry(phase):
    """Return a registry that knows deliveries, in a phase, and no visits."""
    return Registry((Touchpoint("delivered", "Delivery", Match(event="delivery"), phase=phase),), phase_model("five"))


@pytest.fixture
def events(warehouse, written):
    """Load three events, two of which say something."""
    path = written("log.csv", FILE)
    guess = collect.guess(warehouse, path, "log")
    assert collect.load(warehouse, guess.spec, path, clock=FixedClock(datetime(2026, 4, 1, tzinfo=UTC))).events == 3
    return warehouse


def test_a_text_stands_at_the_touchpoint_of_its_event(events, said):
    """Ana speaks of her delivery; where Cem was nobody defined."""
    (told,) = load_events(events, registry("retention"))
    assert told.texts == 2
    ana, cem = said()
    assert (ana["text"], ana["touchpoint"], ana["phase"]) == (
        "Das Paket kam gut an. Herr [Name] war nett.", "delivered", "retention",
    )  # fmt: skip
    assert (ana["subject_id"], cem["touchpoint"], cem["source"]) == (subject("customer", "Ana"), None, "log")


def test_the_same_events_change_nothing(events, said):
    """A touchpoint that moves takes its texts along; events that are gone take them away."""
    load_events(events, registry("retention"))
    assert load_events(events, registry("retention"))[0].skipped
    assert not load_events(events, registry("conversion"))[0].skipped
    assert said()[0]["phase"] == "conversion"
    events.publish(removed=events.parts("event"))
    assert load_events(events, registry("conversion")) == ()
    assert said() == []
