"""A minus B in the shop of Ana, Ben and Cem, and in one large enough to tell groups apart.

Ana: ad view view cart buy | buy.   Ben: ad view cart view cart.   Cem: view (71 days) view buy.
"""

from __future__ import annotations

import pytest

from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.journeys import Journeys, Registry

ANSWERS = {
    "transitions": lambda d: d.transitions(ends=True),
    "transitions of a goal": lambda d: d.transitions("purchase"),
    "touchpoints": lambda d: d.touchpoints(),
    "paths": lambda d: d.paths(),
    "paths of a goal": lambda d: d.paths("purchase", top=2),
    "funnel": lambda d: d.funnel(["view", "cart", "buy"]),
    "funnel of sessions": lambda d: d.funnel(["view", "buy"], unit="session"),
    "goals": lambda d: d.goals(),
}


@pytest.fixture(scope="module")
def two(lasting_shop):
    """Return a shop where all 60 whom the ad brought view and 15 buy, and of 40 others all view and 30 buy."""
    log = []
    for who in range(100):
        brought = who < 60
        log += [(f"c{who}", 0, "ad")] if brought else []
        log += [(f"c{who}", 1, "view")]
        log += [(f"c{who}", 2, "buy")] if who < 15 or who >= 70 else [(f"c{who}", 2, "help")]
    log += [("late", 24 * 90, "help")]
    lasting_shop.load(log)
    lasting_shop.build()
    return lasting_shop.journeys


@pytest.mark.parametrize("name", ANSWERS)
def test_a_thing_minus_itself_is_zero(two, name):
    """Everybody against everybody, and a group against itself: no difference, no width, nothing distinct."""
    for group in (two, two.among("touch:ad")):
        rows = ANSWERS[name](group.against(group)).rows()
        assert rows
        assert {(row["difference"], row["lo"], row["hi"], row["distinct"]) for row in rows} == {(0.0, 0.0, 0.0, False)}
        assert all((row["a"], row["of_a"], row["share_a"]) == (row["b"], row["of_b"], row["share_b"]) for row in rows)


def test_what_differs_is_told_apart(two):
    """A quarter of those with the ad buy and three quarters of the others: Newcombe's interval is -0.642 to -0.305."""
    found = two.among("touch:ad").against(two.among("pattern:^ view"))
    rows = {row["touchpoint"]: row for row in found.touchpoints().rows()}
    buy = rows["buy"]
    assert (buy["a"], buy["of_a"], buy["b"], buy["of_b"], buy["difference"]) == (15, 60, 30, 40, -0.5)
    assert (round(buy["lo"], 3), round(buy["hi"], 3), buy["distinct"]) == (-0.642, -0.305, True)
    assert (rows["view"]["difference"], rows["view"]["distinct"]) == (0.0, False)
    assert found.goals().one()["distinct"] is True
    assert [row["share_a"] for row in found.funnel(["view", "buy"]).rows()] == [1.0, 0.25]
    assert found.transitions().rows()[0]["distinct"] is True


def test_the_note_says_who_is_compared_and_how(two):
    """Groups apart are compared by Newcombe's interval, groups that share customers by resampling."""
    ad, everybody = two.among("touch:ad"), two
    note = ad.against(two.among("pattern:^ view")).touchpoints().note["en"]
    assert note.startswith("A: touch:ad. B: pattern:^ view. Customers with a contact at the touchpoint")
    assert "A minus B with 95 % interval by Newcombe." in note
    assert "60 customers are in both groups" in ad.against(everybody).touchpoints().note["en"]
    assert (
        "widened because one customer can count several times"
        in ad.against(two.among("pattern:^ view")).goals().note["en"]
    )
    assert everybody.against(ad).goals().note["de"].startswith("A: alle. B: touch:ad. Kundenreisen mit Abschluss")


def test_two_periods_share_customers(cast):
    """Ana and Cem are there before and after 3 March, so customers are resampled; Ben is not there any more."""
    found = cast.journeys.among("period:2026-03-03..").against(cast.journeys.among("period:..2026-03-02"))
    rows = {row["touchpoint"]: row for row in found.touchpoints().rows()}
    assert (rows["buy"]["a"], rows["buy"]["of_a"], rows["buy"]["b"], rows["buy"]["of_b"]) == (2, 2, 1, 3)
    assert rows["buy"]["lo"] <= rows["buy"]["difference"] <= rows["buy"]["hi"]
    assert "2 customers are in both groups" in found.touchpoints().note["en"]
    assert not any(row["distinct"] for row in rows.values())


def test_shares_are_those_of_the_same_answer(cast):
    """A side's counts are what the answer itself says of that side."""
    found = cast.journeys.among("touch:ad").against(cast.journeys)
    told = {(row["source"], row["target"]): (row["b"], row["share_b"]) for row in found.transitions().rows()}
    asked = cast.journeys.transitions().rows()
    assert {key: value for key, value in told.items() if value[0]} == {
        (row["source"], row["target"]): (row["transitions"], row["share"]) for row in asked
    }
    funnel = [(row["step"], row["b"], row["of_b"]) for row in found.funnel(["view", "cart", "buy"]).rows()]
    assert funnel == [("view", 3, 3), ("cart", 2, 3), ("buy", 1, 3)]
    paths = {tuple(row["path"]): row["b"] for row in found.paths("purchase").rows()}
    assert paths == {tuple(row["path"]): row["journeys"] for row in cast.journeys.paths("purchase").rows()}


def test_a_side_with_nobody_has_no_difference(cast):
    """Nobody is there in 2027: the other side's shares stand, beside nothing."""
    rows = cast.journeys.against(cast.journeys.among("period:2027-01")).touchpoints().rows()
    assert [(row["of_b"], row["share_b"], row["difference"], row["lo"], row["distinct"]) for row in rows] == [
        (0, None, None, None, False)
    ] * len(rows)


def test_misuse_is_refused(cast, open_shop):
    """Other journeys, no step, no path, an unknown unit."""
    here = cast.journeys
    with open_shop() as other, pytest.raises(InvalidSetting, match="of the same journeys"):
        here.against(Journeys(other.warehouse, Registry((), cast.registry.model)))
    with pytest.raises(InvalidSetting, match="at least one touchpoint"):
        here.against(here).funnel("view")
    with pytest.raises(InvalidSetting, match="at least 1"):
        here.against(here).paths(top=0)
    with pytest.raises(UnknownName, match="Known: customer, session"):
        here.against(here).funnel(["view"], unit="visit")
