"""The planted clickstream: its published totals, and the two faults that were planted in it."""

from __future__ import annotations

import pytest
from tests.journeys.conftest import journeys_of

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def journeys(clickstream):
    """Return the journeys of the log under a registry proposed from nothing but its event names."""
    with journeys_of(clickstream) as found:
        yield found


def test_every_event_is_a_step_of_one_of_600_users(journeys):
    """31,106 events of 600 users, none unmapped."""
    row = journeys.summary().one()
    assert (row["customers"], row["steps"], row["unmapped_events"]) == (600, 31_106, 0)


def test_transitions_are_steps_less_or_plus_users(journeys):
    """30,506 between contacts; 31,706 with the ways in and out."""
    assert sum(journeys.transitions().column("transitions")) == 30_506
    assert sum(journeys.transitions(ends=True).column("transitions")) == 31_706


def test_the_checkout_funnel_of_a_session_has_its_published_counts(journeys):
    """Of 1,022 sessions with a cart 512 come to shipping and 173 to a purchase."""
    funnel = journeys.funnel(["cart", "shipping_details", "purchase"], unit="session")
    assert funnel.column("reached") == [1022, 512, 173]


def test_sessions_are_those_the_shop_named(journeys):
    """3,605 sessions, each of which starts at one touchpoint and breaks off or ends with a purchase."""
    ends = sum(journeys.dropoff("purchase", unit="session").column("ends"))
    assert ends + 187 == 3605


def test_the_shipping_loop_is_the_first_that_leads_elsewhere(journeys):
    """The planted fault sends people from the shipping page back to the cart."""
    ways_round = [row for row in journeys.loops().rows() if row["source"] != row["via"]]
    assert (ways_round[0]["source"], ways_round[0]["via"]) == ("shipping_details", "cart")


def test_the_payment_page_is_where_most_visits_break_off(journeys):
    """22.7 % of contacts with the payment page are the last of their session, twice the 11.2 % of all."""
    first = journeys.dropoff("purchase", unit="session").rows()[0]
    assert first["touchpoint"] == "payment_details"
    assert (first["ends"], first["contacts"]) == (161, 709)
    assert first["leaving_lo"] > first["leaving_expected"]
