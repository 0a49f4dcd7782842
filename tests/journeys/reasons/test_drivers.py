"""What goes with converting: counted in like windows, among journeys followed for the same time."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.journeys.conftest import journeys_of

from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import read

LATE = 24.0 * 200


def people(shop, ways):
    """Load a log of many people: per way how many go it, and what they meet an hour apart."""
    rows = [
        (f"{events}{number}", float(hour), event)
        for events, number_of in ways.items()
        for number in range(number_of)
        for hour, event in enumerate(events.split("-"))
    ]
    shop.load([*rows, ("Zoe", LATE, "view")])
    shop.build()
    return shop.journeys


def by_name(result, kind="met"):
    """Return the rows of a kind by name."""
    return {row["name"]: row for row in result.rows() if row["kind"] == kind}


def test_help_in_the_first_steps_goes_with_converting(shop):
    """30 of 40 who asked for help buy later, 20 of 80 others: odds 3 against 1/3, 9 to 1."""
    ways = {"view-help-view-buy": 30, "view-help-view": 10, "view-ad-view-buy": 20, "view-ad-view": 60}
    found = by_name(people(shop, ways).reasons.drivers("purchase", first=3))
    row = found["help"]
    assert (row["n"], row["rate"], row["others_n"], row["others_rate"]) == (40, 0.75, 80, 0.25)
    assert (row["odds_ratio"], row["lift"], row["difference"]) == (pytest.approx(9), pytest.approx(3), 0.5)
    assert row["q"] < 0.01
    assert (row["goes_with"], found["ad"]["goes_with"]) == ("converting", "leaving")
    assert row["lo"] > 0
    assert row["odds_lo"] > 1


def test_whoever_converted_in_the_first_steps_is_not_compared(shop):
    """Buying as the second step leaves no time to ask for help: those journeys are left out, and so are short ones."""
    ways = {"view-buy": 50, "view": 50, "view-help-view-buy": 25, "view-ad-view-buy": 25}
    found = by_name(people(shop, ways).reasons.drivers("purchase", first=3))
    assert (found["help"]["n"], found["help"]["others_n"]) == (25, 25)
    assert found["help"]["goes_with"] == "neither"


def test_what_comes_after_the_first_steps_does_not_count(shop):
    """Help as the fourth step is no driver in the first three."""
    ways = {"view-ad-view-help-buy": 30, "view-ad-view-view": 30}
    assert "help" not in by_name(people(shop, ways).reasons.drivers("purchase", first=3))


def test_the_first_hours_count_alike(shop):
    """In the first 90 minutes the second contact counts and the third does not."""
    ways = {"view-help-view-buy": 30, "view-view-help": 30}
    found = by_name(people(shop, ways).reasons.drivers("purchase", within=timedelta(minutes=90)))
    assert (found["help"]["n"], found["help"]["rate"]) == (30, 1.0)


def test_structural_steps_and_the_goal_are_no_drivers(shop):
    """The cart precedes the purchase by construction."""
    ways = {"view-cart-view-buy": 30, "view-help-view": 30}
    assert set(by_name(people(shop, ways).reasons.drivers("purchase", first=3))) == {"help"}


def test_met_again_and_first_visits_are_told(shop):
    """A second view is a factor of its own; all open in a first visit, so that is none."""
    ways = {"view-view-view-buy": 30, "view-ad-help": 30}
    result = people(shop, ways).reasons.drivers("purchase", first=3)
    assert by_name(result, "met again")["view"]["n"] == 30
    assert by_name(result, "segment") == {}


def test_the_note_states_the_window_in_german(shop):
    """The stretch, the follow-up and the number of tests stand there."""
    note = read(people(shop, {"view-ad-view": 30}).reasons.drivers("purchase", first=2).note, "de")
    assert "„erste 2 Schritte“" in note
    assert "30\u00a0Tage" in note


def test_an_empty_stretch_and_unknown_goals_are_refused(cast):
    """No step, no time, a time as long as the lookback, and a goal nobody named."""
    reasons = cast.journeys.reasons
    for asked in ({"first": 0}, {"within": timedelta(0)}, {"within": timedelta(days=30)}):
        with pytest.raises(InvalidSetting, match="first stretch"):
            reasons.drivers("purchase", **asked)
    with pytest.raises(UnknownName, match="sale"):
        reasons.drivers("sale")


@pytest.mark.data
def test_journeys_that_opened_late_do_not_look_like_converters(clickstream):
    """Of the April cohort only converters have closed by the end of the data; followed alike, they do not convert more.

    Over closed journeys alone 72 % of theirs convert, 44 % of the others.
    """
    with journeys_of(clickstream) as journeys:
        rows = journeys.reasons.drivers("purchase").rows()
    april = next(row for row in rows if row["value"] == "2024-04")
    mobile = next(row for row in rows if row["value"] == "mobile")
    assert april["goes_with"] != "converting"
    assert mobile["goes_with"] == "leaving"
