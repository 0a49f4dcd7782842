"""Ways back: against the usual direction before a goal, and loops there and back."""

from __future__ import annotations

from wegweiser.levers.ways_back import Ways, loops, steps_back
from wegweiser.stats import wilson


def move(source: str, target: str, times: int) -> dict[str, object]:
    """Return a transition row; every move is of another customer."""
    return {"source": source, "target": target, "transitions": times, "customers": times}


MOVES = [
    move("page", "cart", 60),
    move("page", "catalogue", 900),
    move("catalogue", "page", 940),
    move("cart", "shipping", 165),
    move("cart", "page", 100),
    move("shipping", "cart", 133),
    move("shipping", "payment", 200),
    move("payment", "shipping", 19),
    move("payment", "purchase", 150),
]


def test_expected_is_how_often_others_lead_there(web_figures):
    """60 of 2,069 moves from page, catalogue and payment lead to the cart; of shipping's 333 moves 133 do."""
    way = Ways(web_figures(transitions=MOVES)).way("shipping", "cart")
    assert (way.share, way.expected) == (wilson(133, 333), 60 / 2069)


def test_the_way_back_from_shipping_to_the_cart_is_found(web_figures):
    """133 of 333 moves after shipping lead back, far more than the 3 % elsewhere; payment's 19 are too few."""
    (found,) = steps_back(web_figures(transitions=MOVES))
    assert (found.id, found.share, found.customers) == ("cl_back_shipping_cart", wilson(133, 333), 133)
    assert found.text == {
        "en": "40% of 333 steps after “shipping” lead back to “cart”",
        "de": "40\u00a0% von 333 Schritten nach „shipping (de)“ gehen zurück zu „cart (de)“",
    }
    assert found.detail["en"] == "133 customers go back; after other touchpoints 2.9% of steps lead to “cart”."


def test_looking_around_is_no_way_back(web_figures):
    """Without structural steps the cart counts too, yet page and catalogue, made for going back and forth, do not."""
    found = [f.id for f in steps_back(web_figures(transitions=MOVES, checkout=False))]
    assert found == ["cl_back_shipping_cart"]


def test_the_direction_most_take_is_no_way_back(web_figures):
    """165 go from cart to shipping and 133 back, so only the second is back."""
    ids = [f.id for f in steps_back(web_figures(transitions=MOVES, checkout=False))]
    assert "cl_back_cart_shipping" not in ids


def test_one_way_back_is_told_per_step(web_figures):
    """From payment 40 go back to shipping and 30 to the cart; the more frequent one is told."""
    rows = [
        *MOVES[:-2],
        move("payment", "shipping", 40),
        move("payment", "cart", 30),
        move("cart", "payment", 118),
        move("payment", "purchase", 150),
    ]
    found = [f.id for f in steps_back(web_figures(transitions=rows))]
    assert found == ["cl_back_payment_shipping", "cl_back_shipping_cart"]


def loop(source: str, via: str, sessions: int, of_sessions: int) -> dict[str, object]:
    """Return a loop row in which every visit is of another customer."""
    return {
        "source": source,
        "via": via,
        "loops": sessions + 1,
        "customers": sessions,
        "sessions": sessions,
        "of_sessions": of_sessions,
    }


def test_the_loop_from_shipping_over_the_cart_is_found(web_figures):
    """120 of 800 visits go to the cart and come back, 15 % where such loops make up 8.5 %; browsing is left out."""
    rows = [
        loop("page", "catalogue", 400, 900),
        loop("shipping", "shipping", 300, 800),
        loop("shipping", "cart", 120, 800),
        loop("shipping", "page", 19, 800),
        loop("payment", "cart", 66, 800),
    ]
    (found,) = loops(web_figures(loops=rows))
    assert (found.id, found.share, found.customers) == ("cl_loop_shipping_cart", wilson(120, 800), 120)
    assert found.text["de"] == "15\u00a0% von 800 Besuchen mit „shipping (de)“ gehen zu „cart (de)“ und zurück"
    assert found.detail["en"].startswith(
        "120 customers, 121 times; a loop between two touchpoints usually concerns 8.5%"
    )


def test_a_loop_of_nineteen_customers_is_no_finding(web_figures):
    """Too few to tell."""
    rows = [loop("shipping", "cart", 19, 20), loop("payment", "cart", 1, 800)]
    assert list(loops(web_figures(loops=rows))) == []


def test_what_comes_after_the_goal_is_no_way_back(web_figures):
    """Going from the account to the home page, or from the purchase to payment, is a visit of its own."""
    rows = [move("account", "home", 90), move("home", "account", 99), move("purchase", "payment", 50)]
    rows += [move("payment", "purchase", 90), move("page", "catalogue", 900)]
    assert list(steps_back(web_figures(transitions=rows, checkout=False))) == []
