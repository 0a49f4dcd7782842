"""Losses: on the way to a goal within a visit, and at the end of journeys."""

from __future__ import annotations

import dataclasses

import pytest
from msgspec.structs import replace

from wegweiser.domain.goals import Goal
from wegweiser.domain.touchpoints import Medium
from wegweiser.levers.losses import at_the_end_of_journeys, on_the_way_to_a_goal
from wegweiser.stats import wilson

FUNNEL = [
    {"step": "cart", "reached": 1022},
    {"step": "shipping", "reached": 512},
    {"step": "purchase", "reached": 173},
]


def test_the_step_that_loses_more_than_all_together_is_found(web_figures):
    """Of 1,022 carts 510 break off, of 512 shippings 339: 66 % is beyond 849 of 1,534, 50 % is only the most."""
    cart, shipping = on_the_way_to_a_goal(web_figures(funnels={"buy": FUNNEL}))
    assert (cart.id, cart.share) == ("cl_loss_buy_cart", wilson(510, 1022))
    assert (shipping.id, shipping.share) == ("cl_loss_buy_shipping", wilson(339, 512))
    assert shipping.text == {
        "en": "“cart → shipping”: 66% of 512 visits do not go on to “purchase”",
        "de": "„cart (de) → shipping (de)“: 66\u00a0% von 512 Besuchen ohne „purchase (de)“",
    }
    assert shipping.detail["en"].endswith("339 do not go on in it; over all steps 55%.")
    assert (shipping.phase, shipping.customers) == ("conversion", 339)


def test_a_loss_says_by_which_steps_its_visits_came(web_figures):
    """Of 709 contacts with the details 220 came by cart and shipping; only those are counted, so it says which."""
    names = ("cart", "shipping", "payment", "page", "purchase")
    rows = [{"step": step, "reached": n} for step, n in zip(names, (512, 400, 300, 220, 60), strict=True)]
    every = list(on_the_way_to_a_goal(web_figures(funnels={"buy": rows})))
    assert every[-1].text["en"].startswith("“cart → … → page”: 73% of 220 visits")
    short = list(on_the_way_to_a_goal(web_figures(funnels={"buy": [*rows[:3], rows[4]]})))
    assert short[-1].text["en"].startswith("“cart → … → payment”: 80% of 300 visits")


def test_customers_weigh_where_the_funnel_counted_them(web_figures):
    """339 visits broke off, but only 200 customers never made it in any visit."""
    rows = [row | {"customers": n} for row, n in zip(FUNNEL, (600, 330, 130), strict=True)]
    assert [f.customers for f in on_the_way_to_a_goal(web_figures(funnels={"buy": rows}))] == [270, 200]


def test_nineteen_visits_are_no_finding(web_figures):
    """A loss of 19 is too small to tell, even as the largest."""
    rows = [{"step": "cart", "reached": 39}, {"step": "purchase", "reached": 20}]
    assert list(on_the_way_to_a_goal(web_figures(funnels={"buy": rows}))) == []


def test_without_a_funnel_nothing_is_lost_on_the_way(web_figures):
    """A goal without structural steps has no funnel; a funnel of one step has no way."""
    assert list(on_the_way_to_a_goal(web_figures())) == []
    assert list(on_the_way_to_a_goal(web_figures(funnels={"buy": FUNNEL[:1]}))) == []


def end(name: str, ends: int, visits: int, contacts: int) -> dict[str, object]:
    """Return a drop-off row in which every journey is of another customer."""
    return {"touchpoint": name, "ends": ends, "visits": visits, "contacts": contacts, "customers": visits}


def test_a_touchpoint_where_journeys_end_more_often_than_elsewhere_is_found(web_figures):
    """At payment 60 of 100 journeys end, at the page 100 of 900: 60 % is beyond 160 of 1,000."""
    rows = [end("page", 100, 900, 1800), end("payment", 60, 100, 110)]
    (found,) = at_the_end_of_journeys(web_figures(dropoff={"buy": rows}))
    assert (found.id, found.share, found.customers) == ("cl_drop_buy_payment", wilson(60, 100), 60)
    assert found.text["de"] == "60\u00a0% von 100 Kundenreisen mit „payment (de)“ enden dort"
    assert found.detail["en"] == "60 journeys, without “Purchase”; over all touchpoints up to there 16% end."


def test_what_is_touched_often_is_more_easily_the_last(web_figures):
    """The page ends 300 of 500 journeys because it makes up nine tenths of contacts: per contact it is harmless."""
    rows = [end("page", 300, 500, 9000), end("payment", 40, 500, 500)]
    assert list(at_the_end_of_journeys(web_figures(dropoff={"buy": rows}))) == []


def test_goals_and_what_comes_after_them_lose_nobody(web_figures):
    """Who last looked at her account has bought before; the purchase itself is no loss."""
    rows = [end("page", 10, 900, 900), end("account", 90, 100, 100), end("purchase", 90, 100, 100)]
    assert list(at_the_end_of_journeys(web_figures(dropoff={"buy": rows}))) == []


@pytest.mark.parametrize("sent", [{"channel": "mail"}, {"medium": Medium.PAID}])
def test_what_we_send_drives_nobody_away(web_figures, sent):
    """Ben's last contact is a letter or an advert: he did not come, and that is not where his journey ended."""
    rows = [end("page", 100, 900, 1800), end("payment", 60, 100, 110)]
    figures = web_figures(dropoff={"buy": rows})
    touchpoints = tuple(replace(t, **sent) if t.id == "payment" else t for t in figures.touchpoints)
    assert list(at_the_end_of_journeys(dataclasses.replace(figures, touchpoints=touchpoints))) == []


def test_what_sends_campaigns_and_answers_none_is_left_out(web_figures):
    """Payment only ever hands out campaigns; the page hands out and answers, so its losses would count."""
    rows = [end("page", 100, 900, 1800), end("payment", 60, 100, 110)]
    row = {"receipts": 100, "responded": 30, "customers": 100, "lo": 0.2, "hi": 0.4}
    sends = [row | {"touchpoint": "payment", "response": "page"}, row | {"touchpoint": "page", "response": "cart"}]
    figures = web_figures(dropoff={"buy": rows}, responses=sends)
    assert (figures.outbound("payment"), figures.outbound("page")) == (True, False)
    assert list(at_the_end_of_journeys(figures)) == []


def test_of_several_goals_the_first_is_named_and_weighs(web_figures):
    """Payment loses 50 journeys of the purchase and 60 of the return: one gap, and it says for which goal."""
    more = Goal(id="again", name={"en": "Login again", "de": "Wieder da"}, touchpoints=("account",))
    rows = {
        "buy": [end("page", 100, 900, 1800), end("payment", 50, 100, 110)],
        "again": [end("page", 100, 900, 1800), end("payment", 60, 100, 110)],
    }
    figures = web_figures(dropoff=rows)
    (found,) = at_the_end_of_journeys(dataclasses.replace(figures, goals=(*figures.goals, more)))
    assert found.text["en"] == "Purchase: 50% of 100 journeys with “payment” end there"
    # 50 % where 15 % are usual: 35 of the 50 are more than that.
    assert round(found.harm) == 35
    (found,) = at_the_end_of_journeys(
        dataclasses.replace(
            figures, goals=(*figures.goals, more), rows=figures.rows | {"dropoff": {"again": rows["again"]}}
        )
    )
    assert (found.customers, found.harm, found.weighs) == (60, 0.0, 0.0)


def test_journeys_may_end_without_a_goal_that_is_a_means_to_the_first(web_figures):
    """Who buys without the newsletter loses nothing: its sign-up stands before the purchase."""
    more = Goal(id="news", name={"en": "Newsletter", "de": "Newsletter"}, touchpoints=("catalogue",))
    figures = web_figures(dropoff={"news": [end("home", 60, 100, 110), end("page", 100, 900, 1800)]})
    assert list(at_the_end_of_journeys(dataclasses.replace(figures, goals=(*figures.goals, more)))) == []


def test_nineteen_lost_journeys_are_no_finding(web_figures):
    """19 of 20 ending at payment is a high share of too few."""
    rows = [end("page", 100, 900, 1800), end("payment", 19, 20, 20)]
    assert list(at_the_end_of_journeys(web_figures(dropoff={"buy": rows}))) == []
