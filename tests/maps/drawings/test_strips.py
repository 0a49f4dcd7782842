from __future__ import annotations

from datetime import timedelta

from drawn import PAIRS, RECOMMENDING, SOURCES, TODAY

from wegweiser.maps.drawings import strips


def test_silent_sources_are_counted():
    """The second was last heard of twelve days ago, the third never."""
    made = strips.freshness(SOURCES, TODAY, "en")
    assert made.title == "Silent for a week or longer: 2 of 3 sources"
    assert made.data[1][1:3] == ("2026-05-19", 48)
    assert made.data[2][1:] == (None, 0, 0)


def test_a_day_without_events_is_an_empty_cell():
    """Three days of the last 91 had events; the strip shows three cells."""
    days = {TODAY - timedelta(days=i): 1 for i in (0, 1, 5)}
    made = strips.freshness((strips.Source("Shop", days),), TODAY, "en")
    assert made.svg.count('fill="var(--accent)"') == 3
    assert made.title == "Every source is up to date"


def test_shares_of_recommending_add_up():
    """200, 300 and 400 of 900; three people are not shown."""
    made = strips.recommending(RECOMMENDING, "en")
    assert [round(sum(row[1:4]), 5) for row in made.data[:2]] == [1.0, 1.0]
    assert made.data[3][1:6] == (None, None, None, None, None)
    assert made.title.startswith("“All” stands clearly above")


def test_two_groups_differ_where_their_intervals_lie_apart():
    """A third against 47 % of 900 each; the money's intervals overlap, and 12 people are no share."""
    made = strips.compared(("Ana", "Ben"), PAIRS, "en")
    assert made.title == "“Ana” and “Ben” clearly differ in 1 of 3 figures"
    assert made.table.rows[2][1:] == ("n\u00a0<\u00a020", "", "", "")
