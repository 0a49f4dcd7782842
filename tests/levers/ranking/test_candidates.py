"""Which gaps could be levers, for which goal, and what meeting one means."""

from __future__ import annotations

import dataclasses

from wegweiser.domain.goals import Goal
from wegweiser.domain.measures import GapKind
from wegweiser.i18n import both
from wegweiser.levers.found import Found
from wegweiser.levers.ranking.candidates import Exposure, candidates

MOVES = [
    {"source": source, "target": target, "transitions": n, "customers": n}
    for source, target, n in (("payment", "payment_error", 60), ("cart", "payment_error", 20), ("purchase", "cart", 5))
]
MET = [
    {"touchpoint": name, "phase": "consideration", "customers": n, "contacts": n}
    for name, n in (("page", 900), ("catalogue", 90))
]


def gap(name: str, *refs: str, phase: str = "conversion") -> Found:
    """Return a gap of 50 customers."""
    return Found(id=f"cl_{name}", phase=phase, text=both("{n}", n=50), detail="", result="x", customers=50, refs=refs)


def test_a_loop_means_leaving_and_coming_straight_back(web_figures):
    """After the first contact with shipping: cart, then shipping again."""
    (one,) = candidates([gap("loop_shipping_cart", "shipping", "cart")], web_figures())
    assert (one.id, one.kind, one.exposure) == (
        "lv_loop_shipping_cart",
        GapKind.LOOP,
        Exposure("shipping", ("cart", "shipping"), 2),
    )


def test_a_step_back_means_the_very_next_contact(web_figures):
    """After the first contact with shipping the cart."""
    (one,) = candidates([gap("back_shipping_cart", "shipping", "cart")], web_figures())
    assert one.exposure == Exposure("shipping", ("cart",), 1)


def test_a_fault_is_met_after_what_most_often_comes_before_it(web_figures):
    """60 come from the payment, 20 from the cart."""
    (one,) = candidates([gap("fault_payment_error_conversion", "payment_error")], web_figures(transitions=MOVES))
    assert one.exposure == Exposure("payment", ("payment_error",), 10)


def test_what_few_meet_starts_at_the_touchpoint_most_meet_there(web_figures):
    """The catalogue is looked for after the page, which 900 meet."""
    opening = gap("open_catalogue_consideration", "catalogue", phase="consideration")
    (one,) = candidates([opening], web_figures(touchpoints=MET))
    assert one.exposure == Exposure("page", ("catalogue",), 5)


def test_what_belongs_to_a_goal_by_construction_is_no_lever(web_figures):
    """Whoever reaches shipping buys more often, because there is no purchase without it."""
    assert candidates([gap("open_shipping_conversion", "shipping")], web_figures(touchpoints=MET)) == ()


def test_blind_spots_and_open_plans_are_no_levers(web_figures):
    """A phase nobody measured, a touchpoint without phase or goal, a phase without measure."""
    spots = [gap(f"{name}_x", "x") for name in ("blind", "unplaced", "aim", "idle")]
    assert candidates(spots, web_figures()) == ()


def test_a_gap_keeps_from_the_goal_it_names_else_from_the_next_one(web_figures):
    """A loss names its goal; a loop in buying keeps from the purchase, not from the account after it."""
    figures = web_figures()
    goals = (Goal(id="join", name="Join", touchpoints=("account",)), *figures.goals)
    figures = dataclasses.replace(figures, goals=goals)
    gaps = [gap("loss_join_cart", "cart", "account", "join"), gap("loop_shipping_cart", "shipping", "cart")]
    assert [one.goal for one in candidates(gaps, figures)] == ["join", "buy"]
    assert candidates(gaps, dataclasses.replace(figures, goals=())) == ()


def test_a_friction_is_of_its_kind_where_it_has_a_place(web_figures):
    """A fault in some days is a fault; visits of a segment that lead nowhere have no place to change anything at."""
    gaps = [
        gap("friction_fault_payment_error", "payment_error"),
        gap("friction_back_shipping_cart", "shipping", "cart"),
        gap("friction_unreached_platform_mobile", "buy"),
        gap("friction_burst", "buy"),
        gap("friction_slow_cart", "cart"),
        gap("friction_contact_cart", "cart"),
    ]
    found = candidates(gaps, web_figures(transitions=MOVES))
    assert [one.kind for one in found] == [GapKind.FAULT, GapKind.WAY_BACK, GapKind.DWELL, GapKind.QUESTION]
    assert [one.touchpoint for one in found] == ["payment_error", "shipping", "cart", "cart"]


def test_a_gap_of_nineteen_customers_is_no_lever(web_figures):
    """Too few to tell."""
    few = dataclasses.replace(gap("loop_shipping_cart", "shipping", "cart"), customers=19)
    assert candidates([few], web_figures()) == ()
