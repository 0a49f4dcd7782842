from __future__ import annotations

import pytest

from wegweiser.domain.goals import Goal
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Signature, Touchpoint
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.journeys import Registry
from wegweiser.journeys.registry import Rule, phase_table, rule_table

FIVE = phase_model("five")
MAIL = Touchpoint("mail", "Mail", Match(event="open*", channel="email"), phase="awareness")
SHOP = Touchpoint("shop", "Shop", Match(event="buy"), phase="conversion", repeat_phase="retention")
REST = Touchpoint("rest", "Rest", Match())


def seen(code, event, channel="web", source="crm", campaign=""):
    """Return a signature."""
    return Signature(code, source, event, channel, campaign)


def test_the_first_rule_that_fits_takes_an_event():
    """An opened mail is mail, a purchase in any case of letters is the shop, everything else is the rest."""
    registry = Registry((MAIL, SHOP, REST), FIVE)
    rules = registry.rules([seen(7, "BUY"), seen(2, "opened", "Email"), seen(5, "opened", "web")])
    assert rules == (Rule(2, 0, 0, None), Rule(5, 2, None, None), Rule(7, 1, 2, 3))
    assert rule_table(rules).column("repeat_phase_id").to_pylist() == [None, None, 3]


def test_an_event_no_rule_takes_is_named():
    """Without the last rule a visit is unmapped; it is listed once, whatever its channels."""
    registry = Registry((MAIL, SHOP), FIVE)
    assert registry.unmapped([seen(1, "visit"), seen(2, "visit", "app"), seen(3, "buy")]) == ("visit",)


def test_a_rule_can_ask_for_source_and_campaign():
    """Only the spring campaign of the shop's file is taken."""
    rule = Touchpoint("spring", "Spring", Match(source="shop*", campaign="spring_20??"))
    registry = Registry((rule,), FIVE)
    events = [seen(1, "ad", source="shop.csv", campaign="spring_2026"), seen(2, "ad", campaign="spring_2026")]
    assert [r.code for r in registry.rules(events)] == [1]


def test_unknown_phases_goals_and_touchpoints_are_refused():
    """Each name nobody defined is answered with those that exist."""
    with pytest.raises(UnknownName, match="No phase is called 'aware'"):
        Registry((Touchpoint("a", "A", Match(), phase="aware"),), FIVE)
    with pytest.raises(UnknownName, match="No phase is called 'loyal'"):
        Registry((Touchpoint("a", "A", Match(), repeat_phase="loyal"),), FIVE)
    with pytest.raises(UnknownName, match=r"No touchpoint is called 'shopp'\. Did you mean 'shop'"):
        Registry((SHOP,), FIVE, (Goal("purchase", "Purchase", ("shopp",)),))
    with pytest.raises(UnknownName, match="No goal is called 'sale'"):
        Registry((SHOP,), FIVE).goal("sale")


def test_all_ambiguities_are_reported_together():
    """Two touchpoints of one id and a goal without any are one message."""
    with pytest.raises(InvalidSetting) as refused:
        Registry((SHOP, SHOP), FIVE, (Goal("empty", "Empty", ()),))
    assert refused.value.problems == (
        "the touchpoint 'shop' is defined 2 times",
        "the goal 'empty' names no touchpoint",
    )


def test_a_phase_is_followed_where_a_later_one_has_touchpoints():
    """Purchases repeat into retention, so conversion is followed and retention is not."""
    rows = phase_table(Registry((MAIL, SHOP), FIVE)).to_pylist()
    assert [row["followed"] for row in rows] == [True, True, True, False, False]


def test_a_purchase_no_goal_counts_is_missed():
    """The till's purchase is of the kind of the order's, another has its name; mail and rest have neither."""
    till = Touchpoint("purchase", "Till", Match(event="purchase"))
    ordered = Touchpoint("kauf", "Ordered", Match(event="Kauf"))
    again = Touchpoint("again", "ordered", Match(event="frob"))
    goal = Goal("sale", "Sale", ("kauf",))
    registry = Registry((ordered, till, again, MAIL, REST), FIVE, (Goal("other", "Other", ("mail",)), goal))
    assert registry.missed() == ((goal, till), (goal, again))
