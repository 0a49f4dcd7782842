from __future__ import annotations

from datetime import timedelta

import pytest

from wegweiser.domain.events import BLOCKED, KINDS, Origin, Strength
from wegweiser.domain.goals import Goal
from wegweiser.domain.journeys import JourneyState
from wegweiser.domain.touchpoints import Match, Medium, Touchpoint


def test_kinds_stand_in_the_order_of_what_they_prove():
    """Strong kinds come first, then devices, then weak ones; names are unique."""
    order = [list(Strength).index(kind.strength) for kind in KINDS]
    assert order == sorted(order)
    assert len({kind.name for kind in KINDS}) == len(KINDS)


def test_one_profile_has_one_customer_number_and_any_number_of_the_rest():
    """Only the customer number is limited as shipped."""
    assert {kind.name: kind.most for kind in KINDS if kind.most} == {"customer": 1}


@pytest.mark.parametrize("value", ["", "0", "guest", "null", "[object object]"])
def test_values_many_people_share_identify_nobody(value):
    """What trackers send when they know nobody is blocked, in lower case."""
    assert value in BLOCKED
    assert all(blocked == blocked.lower().strip() for blocked in BLOCKED)


def test_states_and_origins_are_written_as_words():
    """Tables and files hold these very words."""
    assert [str(state) for state in JourneyState] == ["converted", "lost", "open"]
    assert [str(origin) for origin in Origin] == ["observed", "derived", "simulated"]


def test_a_goal_looks_back_thirty_days_unless_it_says_otherwise():
    """Half a day is a lookback, too."""
    assert Goal("paid", "Paid", ("shop",)).lookback == timedelta(days=30)
    assert Goal("paid", "Paid", ("shop",), lookback_days=0.5).lookback == timedelta(hours=12)


def test_a_touchpoint_takes_everything_until_its_rule_says_what():
    """Omitted fields of a rule match all; a touchpoint is direct, owned and nobody's proposal by default."""
    assert Match() == Match("*", "*", "*", "*")
    shop = Touchpoint("shop", "Shop", Match(event="buy"))
    assert (shop.direct, shop.medium, shop.phase, shop.proposed) == (True, Medium.OWNED, None, False)
