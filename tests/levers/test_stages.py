"""Stages: the steps that belong to a goal by construction, in the direction most take."""

from __future__ import annotations

from wegweiser.levers import stages


def moves(*ways: tuple[str, str, int]) -> list[dict[str, object]]:
    """Return transition rows."""
    return [{"source": a, "target": b, "transitions": n, "customers": n} for a, b, n in ways]


def met(*names: str) -> list[dict[str, object]]:
    """Return touchpoint rows, the first with the most customers."""
    return [
        {"touchpoint": name, "phase": "conversion", "customers": 500 - i, "contacts": 900}
        for i, name in enumerate(names)
    ]


def test_the_checkout_leads_from_the_cart_to_the_purchase(web_figures):
    """Shipping stands before payment because more go that way, and the cart leads to shipping."""
    figures = web_figures(
        touchpoints=met("payment", "cart", "shipping", "purchase"),
        transitions=moves(
            ("cart", "shipping", 165), ("shipping", "cart", 133), ("shipping", "payment", 146),
            ("payment", "shipping", 104), ("page", "shipping", 300),
        ),
    )  # fmt: skip
    assert stages(figures, "buy") == ("cart", "shipping", "payment", "purchase")


def test_a_goal_without_structural_steps_has_no_stages(web_figures):
    """Nothing precedes the purchase by construction, so there is no funnel to ask for."""
    figures = web_figures(checkout=False, touchpoints=met("shipping", "purchase"))
    assert stages(figures, "buy") == ()


def test_a_goal_nobody_reached_has_no_stages(web_figures):
    """Without a purchase in the data the funnel has no end."""
    assert stages(web_figures(touchpoints=met("shipping")), "buy") == ()


def test_the_stages_stand_alone_where_nothing_leads_to_them(web_figures):
    """No touchpoint leads to shipping more often than back."""
    figures = web_figures(touchpoints=met("shipping", "purchase"))
    assert stages(figures, "buy") == ("shipping", "purchase")


def test_only_one_of_two_ways_is_followed(web_figures):
    """Payment leads to the purchase; from shipping and the cart hardly anybody goes on to it, so they are no steps."""
    figures = web_figures(
        touchpoints=met("payment", "cart", "shipping", "purchase"),
        transitions=moves(("shipping", "payment", 10), ("payment", "purchase", 400), ("cart", "payment", 3)),
    )
    assert stages(figures, "buy") == ("payment", "purchase")
