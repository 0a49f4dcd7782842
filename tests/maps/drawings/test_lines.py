from __future__ import annotations

import re

import pytest
from drawn import GROCER, HISTORY, SURVIVAL, TRENDS, before, felt
from msgspec.structs import replace

from wegweiser.domain.journey_maps import CurvePoint, MapPhase
from wegweiser.maps.drawings import lines


def test_a_month_without_data_is_a_gap():
    """Eight months, the fourth without data: two bands and two lines, seven dots."""
    made = lines.trends(TRENDS[:1], "en")
    assert made.svg.count("<circle") == 7
    assert made.svg.count('fill-opacity="0.14"') == 2
    assert made.data[3] == ("Cart", "2026-04", None, None, None)


def test_a_trend_is_told_where_its_ends_lie_apart():
    """100 of 600 in January, 310 of 600 in August."""
    assert lines.trends(TRENDS[:1], "en").title == "“Cart” has clearly risen"
    assert lines.trends(TRENDS[3:], "en").title == "Nothing has clearly changed from first to last"


def test_a_change_within_chance_is_none():
    """0.1 and 0.2, both give or take 0.1."""
    row = lines.Trend("Feeling", (lines.Point("v1", felt(0.1)), lines.Point("v2", felt(0.2))))
    assert lines.history(row, "en").title == "“Feeling” has not clearly changed"


def test_versions_are_named_where_they_have_room():
    """All four on a page; a telephone names the first, the last, and what fits between."""
    made = lines.history(HISTORY, "en")
    assert all(name in made.svg for name in ("v1 Start", "v2 after the workshop", "v3 the new pages", "today"))
    assert "today" in made.small


def test_half_are_named_where_half_have_gone_on():
    """55 % after nine days are the first half or more."""
    made = lines.survival(SURVIVAL, 800, "To the purchase", "en")
    assert made.title == "Half need 9\u00a0days at most"
    assert made.data[2] == (9, 0.55, 0.5, 0.6)
    assert lines.survival(SURVIVAL[:2], 800, "x", "en").title == "30% have gone on; followed for 3\u00a0days"


def test_few_people_have_no_survival_curve():
    """Nineteen people: no curve, no table."""
    made = lines.survival(SURVIVAL, 19, "x", "en")
    assert (made.data, made.title) == ((), "Too few people to say how long it takes")


def told(x, value, n=50, spread=0.2):
    """Return a point of the curve, with an interval where it was told."""
    bounds = {"lo": value - spread, "hi": value + spread} if n else {}
    return CurvePoint(x=x, value=value, n=n, **bounds)


@pytest.mark.parametrize(
    ("points", "title"),
    [
        ((told(0.5, 1, n=0),), "Nobody has told yet how it felt; the curve is assumed"),
        ((told(0.5, -0.4), told(1.5, -2, n=0)), "Feelings are known from “Look” alone (\u22120.4)"),
        ((told(0.5, -0.4), told(1.5, 0.5)), "It feels worst in “Look” (\u22120.4)"),
        ((told(0.2, -0.4), told(0.7, -0.3), told(1.5, 0.5)), "It feels worst in “Look” (\u22120.4)"),
        ((told(0.5, -0.4), told(1.5, -0.3)), "Lowest in “Look” (\u22120.4); the difference may be chance"),
        ((), "Nobody has told yet how it felt"),
    ],
)
def test_no_guess_and_no_chance_heads_the_curve(points, title):
    """Worst is said where people told so and every other phase is better by more than both intervals allow."""
    phases = tuple(MapPhase(id=name.lower(), name=name) for name in ("Look", "Buy"))
    assert lines.feelings(replace(GROCER, phases=phases, curve=points), "en").title == title


def test_the_curve_names_its_lowest_phase_and_its_ghost():
    """The grocer's customers feel worst while they stay; the earlier version is a dashed line without points."""
    made = lines.feelings(GROCER, "en", ghost=before())
    assert re.match("It feels worst in “.+” \\(\u22121.6\\)", made.title)
    assert "Grey and dashed: Version 3." in made.how
    assert made.svg.count("stroke-dasharray") == 1
    assert 'stroke="var(--ink-3)"' in made.svg
