from __future__ import annotations

from datetime import timedelta

import pytest

from wegweiser.domain.funnels import Funnel
from wegweiser.errors import InvalidSetting, UnknownName

HOUR = timedelta(hours=1)


def reached(rows):
    """Return how many reached each step."""
    return [row["reached"] for row in rows]


def test_each_step_counts_who_came_so_far_in_order(cast):
    """Three view, two put into the cart afterwards, Ana buys: 3, 2, 1."""
    rows = cast.journeys.funnel(["view", "cart", "buy"]).rows()
    assert [(r["step"], r["reached"], r["lost"]) for r in rows] == [("view", 3, 0), ("cart", 2, 1), ("buy", 1, 1)]
    assert [r["of_previous"] for r in rows] == [None, pytest.approx(2 / 3), 0.5]
    assert [r["share"] for r in rows] == [1.0, pytest.approx(2 / 3), pytest.approx(1 / 3)]


def test_per_session_each_visit_starts_again(cast):
    """Four sessions view, two of them put into the cart, one buys; three people are behind the four."""
    rows = cast.journeys.funnel(["view", "cart", "buy"], unit="session").rows()
    assert [(r["reached"], r["customers"]) for r in rows] == [(4, 3), (2, 2), (1, 1)]


def test_the_window_runs_from_the_latest_possible_start(cast):
    """Ana's second view leads to the purchase in twelve minutes: eleven are too few, twelve are enough."""
    funnel_within = cast.journeys.funnel
    assert reached(funnel_within(["view", "cart", "buy"], within=timedelta(minutes=11)).rows()) == [3, 2, 0]
    assert reached(funnel_within(["view", "cart", "buy"], within=timedelta(minutes=12)).rows()) == [3, 2, 1]


def test_without_a_window_nobody_is_open(cast):
    """Nothing closes, so lost are all who did not come, and there is no km."""
    rows = cast.journeys.funnel(["view", "cart", "buy"]).rows()
    assert {(r["open"], r["km"], r["km_lo"], r["km_hi"]) for r in rows} == {(None, None, None, None)}


def test_whose_window_has_not_closed_is_open_and_not_lost(cast):
    """Cem views twelve minutes before the end of the data: with a day for it he may still come to the cart."""
    rows = cast.journeys.funnel(["view", "cart", "buy"], within=timedelta(days=1)).rows()
    assert [(r["reached"], r["lost"], r["open"]) for r in rows] == [(3, 0, 0), (2, 0, 1), (1, 1, 0)]
    assert [r["share"] for r in rows] == [1.0, 1.0, 0.5]


def test_km_has_the_open_ones_in_it_as_far_as_they_were_seen(cast):
    """Ana (0.1 h) and Ben (0.1 h) go on while Cem, seen for 0.2 h, is at risk: 2 of 3, not 2 of 2."""
    cart = cast.journeys.funnel(["view", "cart", "buy"], within=timedelta(days=1)).rows()[1]
    assert (cart["share"], cart["km"]) == (1.0, pytest.approx(2 / 3))
    assert (round(cart["km_lo"], 4), round(cart["km_hi"], 4)) == (0.2259, 0.991)


def test_a_funnel_says_by_which_rule_it_counts(cast):
    """The note names order, window, unit and what the shares leave out, in both languages."""
    asked = Funnel(["view", "buy"], within=timedelta(days=2), exclude=["help"], unit="attempt")
    note = cast.journeys.funnel(asked).note
    assert note["en"].startswith(
        "Counted are attempts: contacts in this order, others between allowed, within 2\u00a0days of the first, none "
    )
    assert note["de"].startswith("Gezählt sind Anläufe: Kontakte in dieser Reihenfolge")
    assert "Anteil, Intervall: bezogen auf den ersten Schritt, ohne die offenen." in note["de"]
    plain = cast.journeys.funnel(Funnel(["view", "buy"], unit="session")).note
    assert plain["de"].startswith("Gezählt sind Besuche: ")
    assert plain["de"].endswith("bezogen auf den ersten Schritt. Weiter: bezogen auf den Schritt davor.")


def test_an_optional_step_is_counted_and_not_required(cast):
    """Two put into the cart, and Cem buys without: two of three buy."""
    rows = cast.journeys.funnel(Funnel(["view", "cart", "buy"], optional=["cart"])).rows()
    assert [(r["step"], r["optional"], r["reached"], r["lost"]) for r in rows] == [
        ("view", False, 3, 0),
        ("cart", True, 2, None),
        ("buy", False, 2, 1),
    ]
    assert rows[2]["of_previous"] == pytest.approx(2 / 3)


def test_a_held_property_keeps_the_steps_to_one_object(shop):
    """Ana views shoes and puts a hat into the cart; Ben stays with the shoes."""
    shop.load(
        [("Ana", 0, "view"), ("Ana", 1, "cart"), ("Ben", 0, "view"), ("Ben", 1, "cart"), ("Cem", 0, "view")],
        extra={
            "object": ["shoes", "hat", "shoes", "shoes", None],
            "properties": ['{"size": "9"}', '{"size": "9"}', '{"size": "8"}', "{}", None],
        },
    )
    shop.build()
    funnel = shop.journeys.funnel
    assert reached(funnel(["view", "cart"]).rows()) == [3, 2]
    assert reached(funnel(Funnel(["view", "cart"], hold="object")).rows()) == [2, 1]
    assert reached(funnel(Funnel(["view", "cart"], hold="size")).rows()) == [2, 1]
    assert reached(funnel(Funnel(["view", "cart"], hold="channel")).rows()) == [3, 2]
    # Whom nothing is known of among a few is no slip of the pen.
    few = shop.journeys.among("pattern:^ view $")
    assert reached(few.funnel(Funnel(["view", "cart"], hold="size")).rows()) == [0, 0]
    assert reached(funnel(Funnel(["ad", "view"], hold="campaign")).rows()) == [0, 0]


def test_a_property_no_event_has_is_refused_with_its_neighbours(shop):
    """`sise` would count nobody, as if all had left; the properties of the log are named, and so is what all have."""
    shop.load([("Ana", 0, "view"), ("Ana", 1, "cart")], extra={"properties": ['{"size": "9", "colour": "red"}', None]})
    shop.build()
    with pytest.raises(UnknownName, match="Did you mean 'size'") as refused:
        shop.journeys.funnel(Funnel(["view", "cart"], hold="sise"))
    assert refused.value.known == ("campaign", "channel", "colour", "object", "size")


def test_an_unknown_name_is_named_with_its_neighbours(cast):
    """Steps, units, orders and tie rules that do not exist are misuse."""
    with pytest.raises(UnknownName, match="Did you mean 'cart'"):
        cast.journeys.funnel(["view", "carts"])
    with pytest.raises(UnknownName, match="session"):
        cast.journeys.funnel(["view"], unit="sessions")
    with pytest.raises(UnknownName, match="any, ordered, strict"):
        Funnel(["view"], order="loose")
    with pytest.raises(UnknownName, match="tie rule"):
        Funnel(["view"], ties="alphabet")


@pytest.mark.parametrize(
    ("steps", "rules", "problem"),
    [
        ([], {}, "at least one step"),
        ("view", {}, r"not one text"),
        (["view", "cart"], {"optional": ["buy"]}, "'buy' is optional and no step"),
        (["view", "cart"], {"optional": ["view"]}, "where time begins"),
        (["a", "b", "b"], {"optional": ["b"]}, "more than once"),
        (["view", "cart"], {"exclude": ["cart"]}, "a step and excluded"),
        (["view", "cart"], {"step_within": [HOUR, HOUR]}, "2 lengths for 1 steps"),
        (["view", "cart"], {"within": -HOUR}, "whole, positive number of seconds"),
        (["view", "cart"], {"order": "strict", "exclude": ["buy"]}, "nothing to exclude"),
        (["view", "cart"], {"order": "strict", "ties": "strictly later"}, "needs the order 'ordered'"),
        (["view", "cart"], {"order": "any", "step_within": HOUR}, "no step_within"),
        (["view", "cart"], {"order": "any", "unit": "attempt"}, "needs an order"),
        (["a", "b", "a"], {"order": "strict", "unit": "attempt"}, "attempts would overlap"),
        (["view", "cart"], {"ties": "same moment counts", "unit": "attempt"}, "told apart by the order of the log"),
    ],
)
def test_rules_that_have_no_meaning_together_are_refused(steps, rules, problem):
    """Nothing is left out silently: the message says which rule and why."""
    with pytest.raises(InvalidSetting, match=problem):
        Funnel(steps, **rules)


def test_a_window_beside_a_whole_funnel_is_refused(cast):
    """It would be unclear which of the two counts."""
    with pytest.raises(InvalidSetting, match="given within it"):
        cast.journeys.funnel(Funnel(["view", "cart"]), within=HOUR)
