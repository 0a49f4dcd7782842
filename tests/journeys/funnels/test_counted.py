"""Every mode of a funnel against a search that tries every way, over random little logs."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wegweiser.domain.funnels import Funnel
from wegweiser.errors import InvalidSetting
from wegweiser.stats.intervals import wilson
from wegweiser.stats.survival import kaplan_meier

CONTACTS = st.lists(st.tuples(st.integers(1, 2), st.integers(0, 9), st.sampled_from("AABBCX")), max_size=9)
HOURS = st.one_of(st.none(), st.integers(0, 8).map(lambda hours: timedelta(hours=hours)))


@st.composite
def funnels(draw):
    """Return any funnel that can be asked for, short enough to be searched."""
    steps = draw(st.lists(st.sampled_from("ABC"), min_size=1, max_size=4))
    optional = [step for step in dict.fromkeys(steps[1:]) if steps.count(step) == 1 and draw(st.booleans())]
    order = draw(st.sampled_from(["ordered", "ordered", "strict", "any"]))
    rules = {
        "within": draw(HOURS),
        "order": order,
        "optional": optional,
        "unit": draw(
            st.sampled_from(["customer", "session", "attempt"] if order != "any" else ["customer", "session"])
        ),
    }
    if order == "ordered":
        rules["ties"] = draw(st.sampled_from(["in order", "same moment counts", "strictly later"]))
    if order != "strict" and draw(st.booleans()):
        rules["exclude"] = ["X"]
    if order != "any" and draw(st.booleans()):
        rules["step_within"] = [timedelta(hours=draw(st.integers(0, 6))) for _ in steps[1:]]
    try:
        return Funnel(steps, **rules)
    except InvalidSetting:
        return Funnel(steps)


def told(rows):
    """Return how many reached each place, and how many may still."""
    return [(row["reached"], row["open"] or 0) for row in rows]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contacts=CONTACTS, funnel=funnels())
def test_every_mode_equals_a_search_through_all_ways(counted, search, contacts, funnel):
    """Reached and open are those of an exhaustive search, whatever order, window, ties, unit and exclusion."""
    assert told(counted(contacts, funnel)) == search.counts(sorted(contacts, key=lambda c: c[:2]), funnel)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contacts=CONTACTS, funnel=funnels())
def test_a_funnel_never_rises_and_its_shares_follow_from_its_counts(counted, contacts, funnel):
    """From required step to required step counts and shares fall, and nobody is lost twice or forgotten."""
    rows = [row for row in counted(contacts, funnel) if not row["optional"]]
    assert [row["reached"] for row in rows] == sorted((row["reached"] for row in rows), reverse=True)
    shares = [row["share"] for row in rows if row["share"] is not None]
    assert shares == sorted(shares, reverse=True)
    for before, row in pairwise(rows):
        assert before["reached"] == row["reached"] + row["lost"] + (row["open"] or 0)
    first = rows[0]["reached"]
    for place, row in enumerate(rows):
        share = wilson(row["reached"], first - sum(r["open"] or 0 for r in rows[: place + 1]))
        assert (row["lo"], row["hi"]) == (pytest.approx(share.lo), pytest.approx(share.hi))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contacts=CONTACTS, funnel=funnels())
def test_km_is_the_curve_of_the_waits(counted, search, contacts, funnel):
    """The share with the open ones is 1 - S of `stats.survival` over the fastest waits of the search."""
    if funnel.order == "any" or not funnel.closes:
        return
    units = search.searched(sorted(contacts, key=lambda c: c[:2]), funnel)
    for place, row in enumerate(counted(contacts, funnel)):
        waits = [unit.waits[place] for unit in units if unit.waits[place] is not None]
        if not waits:
            assert row["km"] is None
            continue
        left, lo, hi = kaplan_meier([w for w, _ in waits], [happened for _, happened in waits]).at(99)
        assert row["km"] == pytest.approx(1 - left)
        if 0 < left < 1:
            assert (row["km_lo"], row["km_hi"]) == (pytest.approx(1 - hi), pytest.approx(1 - lo))
