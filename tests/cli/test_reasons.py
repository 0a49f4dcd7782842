"""`wegweiser journeys instead, drivers, friction, conformance`: why they leave, as tables and as JSON."""

from __future__ import annotations


def test_what_they_did_instead_of_buying(shop, wegweiser):
    """Ben's visit ends at the product; Ana's and Cem's go on to a purchase."""
    told = wegweiser("journeys", "instead", "product_view", "purchase", "-C", shop, "--json").json["rows"]
    assert [(row["touchpoint"], row["next"], row["reached_next"]) for row in told] == [
        ("(end)", 1, 0),
        ("purchase", 0, 2),
    ]
    assert "(end)" in wegweiser("journeys", "instead", "product_view", "purchase", "-C", shop).out


def test_the_same_touchpoint_twice_is_misuse(shop, wegweiser):
    """Nobody does something instead of coming where she is."""
    answer = wegweiser("journeys", "instead", "purchase", "purchase", "-C", shop)
    assert answer.code == 2
    assert "two touchpoints" in answer.err


def test_too_few_customers_show_no_driver_and_no_friction(shop, wegweiser):
    """Three customers are fewer than twenty."""
    for arguments in (("drivers", "-g", "purchase", "--within-hours", "2"), ("drivers",), ("friction",)):
        answer = wegweiser("journeys", *arguments, "-C", shop)
        assert answer.code == 0
        assert "Nothing found." in answer.out
        assert "Proves no cause." in answer.out or "proves no cause." in answer.out


def test_journeys_are_compared_with_named_steps_or_those_of_the_map(shop, wegweiser):
    """Only Ana opens the newsletter first; without steps named, the phases of journey.yaml are the plan."""
    named = ("newsletter_open", "product_view", "purchase")
    told = wegweiser("journeys", "conformance", *named, "-C", shop, "--json").json["rows"]
    assert (told[0]["kind"], told[0]["journeys"], told[0]["of_journeys"]) == ("follows", 1, 3)
    planned = wegweiser("journeys", "conformance", "-C", shop, "--goal", "purchase", "--json").json["rows"]
    assert {row["step"] for row in planned if row["kind"] == "missing"} >= {"awareness", "conversion"}
