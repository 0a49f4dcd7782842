"""Actual journeys against a plan: what is missing, added, reordered, repeated and failed."""

from __future__ import annotations

import pytest
from tests.journeys.conftest import NAMES, PHASES, Shop

from wegweiser.domain.goals import Goal
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.journeys import Registry
from wegweiser.journeys.reasons import conforming

PLAN = ("ad", "view", "buy")


@pytest.fixture
def faulty(shop: Shop) -> Shop:
    """Return the shop in which 'noise' is a payment error."""
    names = {**{name: name for name in PHASES}, "noise": "payment_error"}
    touchpoints = tuple(
        Touchpoint(id=names[event], name=names[event], match=Match(event=event), phase=PHASES.get(event, "conversion"))
        for event in NAMES
    )
    shop.registry = Registry(touchpoints, phase_model("five"), (Goal("purchase", "Purchase", ("buy",)),))
    shop.load(
        [
            ("Ana", 0, "ad"),
            ("Ana", 1, "view"),
            ("Ana", 1.1, "view"),
            ("Ana", 1.2, "cart"),
            ("Ana", 2, "buy"),
            ("Ben", 0, "view"),
            ("Ben", 1, "ad"),
            ("Ben", 2, "view"),
            ("Cem", 0, "ad"),
            ("Cem", 1, "view"),
            ("Cem", 2, "noise"),
            ("Cem", 71 * 24, "help"),
        ]
    )
    shop.build()
    return shop


def told(result):
    """Return the journeys by kind and by what it is about."""
    return {(row["kind"], row["step"] or row["touchpoint"]): row["journeys"] for row in result.rows()}


def test_each_deviation_is_counted_at_its_step(faulty):
    """Ben meets the ad after a view and comes back to it; he and Cem never buy; Cem's payment fails after a view."""
    found = told(faulty.journeys.reasons.conformance(PLAN))
    assert (found["missing", "buy"], found["missing", "ad"]) == (2, 0)
    assert (found["reordered", "view"], found["reordered", "ad"]) == (1, 0)
    assert (found["repeated", "view"], found["repeated", "ad"]) == (1, 0)
    assert found["failed", "view"] == 1
    assert (found["added", "cart"], found["added", "help"]) == (1, 1)


def test_only_ana_follows_the_plan(faulty):
    """A cart in between is no deviation, two views in a row are no repeat; Cem meets a fault."""
    found = told(faulty.journeys.reasons.conformance(PLAN))
    assert (found["follows", None], found["follows so far", None]) == (1, 1)
    first = faulty.journeys.reasons.conformance(PLAN).rows()[0]
    assert (first["kind"], first["of_journeys"], first["share"], first["customers"]) == ("follows", 3, 1 / 3, 1)


def test_a_journey_that_ends_early_follows_so_far(faulty):
    """Up to the view Ana and Cem go as planned, if help is all that is planned next."""
    found = told(faulty.journeys.reasons.conformance(("ad", "view", "payment_error", "help")))
    assert (found["follows", None], found["follows so far", None]) == (1, 2)


def test_a_plan_may_name_phases(faulty):
    """Ana goes from awareness to conversion; Ben considers before he is aware."""
    found = told(faulty.journeys.reasons.conformance(("awareness", "consideration", "conversion")))
    assert (found["follows", None], found["reordered", "consideration"]) == (1, 1)
    assert found["missing", "conversion"] == 2


def test_a_touchpoint_goes_before_the_phase_it_stands_in(faulty):
    """The cart is planned by itself, so it is none of the other contacts of its phase."""
    found = told(faulty.journeys.reasons.conformance(("cart", "conversion")))
    assert (found["missing", "cart"], found["missing", "conversion"]) == (2, 2)


def test_of_a_goal_closed_journeys_count(faulty):
    """Ana's has converted; Ben's and Cem's first one are lost, and Cem's second one is open."""
    (first, *_) = faulty.journeys.reasons.conformance(PLAN, goal="purchase").rows()
    assert (first["of_journeys"], first["journeys"]) == (3, 1)


def test_a_plan_needs_two_known_steps(faulty):
    """One step, the same twice, one text, and a name nobody defined are refused."""
    for plan in (("ad",), ("ad", "ad"), "ad"):
        with pytest.raises(InvalidSetting, match="at least two steps"):
            faulty.journeys.reasons.conformance(plan)
    with pytest.raises(UnknownName, match="banner"):
        faulty.journeys.reasons.conformance(("banner", "buy"))


def test_more_touchpoints_than_a_number_has_bits_take_several(faulty, monkeypatch):
    """With two bits to a number, every kind of deviation is counted as with sixty-two."""
    plans = (PLAN, ("awareness", "consideration", "conversion"), ("ad", "view", "payment_error", "help"))
    whole = [faulty.journeys.reasons.conformance(plan).rows() for plan in plans]
    monkeypatch.setattr(conforming, "_WORD", 2)
    assert [faulty.journeys.reasons.conformance(plan).rows() for plan in plans] == whole
