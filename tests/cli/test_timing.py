"""The commands about funnels in every mode, and about time."""

from __future__ import annotations

import pytest

STEPS = ("product_view", "purchase")


@pytest.mark.parametrize(
    ("arguments", "columns"),
    [
        (("time-to-convert",), {"quantile", "time_s", "lo_s", "hi_s", "n"}),
        (
            ("time-to-convert", "--goal", "purchase", "--histogram"),
            {"bin", "from_s", "conversions", "share", "cumulative"},
        ),
        (("survival", "-g", "purchase"), {"day", "at_risk", "converted", "share", "lo", "hi", "n"}),
        (("survival", "--by", "channel"), {"channel", "day", "share", "n"}),
        (("dwell",), {"phase", "n", "median_s", "median_lo_s", "median_hi_s"}),
        (("hours",), {"weekday", "hour", "contacts", "share", "customers", "reach", "lo", "hi"}),
        (("hours", "--goal", "purchase"), {"weekday", "hour", "conversions", "opened", "reached", "rate"}),
        (("cohorts", "--period", "week"), {"cohort", "period", "since", "size", "active", "share", "lo", "hi"}),
        (("stickiness",), {"month", "customers", "covered_days", "active_days", "share", "once"}),
        (("stickiness", "--days"), {"days", "months", "share"}),
        (("funnel", *STEPS, "--order", "strict", "--within-hours", "1"), {"step", "reached", "open", "km"}),
        (("funnel", *STEPS, "--order", "any", "--hold", "channel"), {"step", "reached", "optional"}),
        (("funnel", *STEPS, "--unit", "attempt", "--step-within-hours", "2"), {"step", "reached", "km_lo"}),
        (("funnel", *STEPS, "--ties", "strictly later", "--optional", "purchase"), {"step", "reached", "lost"}),
    ],
)
def test_every_figure_comes_as_table_and_as_json(shop, wegweiser, arguments, columns):
    """A person sees a table with its definition, a program rows under the same names."""
    told = wegweiser("journeys", *arguments, "-C", shop, "--json")
    assert told.code == 0
    assert told.json["note"]
    assert all(columns <= set(row) for row in told.json["rows"])
    shown = wegweiser("journeys", *arguments, "-C", shop)
    assert shown.code == 0
    assert told.json["note"].split(";")[0][:20] in shown.out


def test_rules_that_do_not_go_together_are_misuse(shop, wegweiser):
    """Nothing is left out silently: the answer names the rule and ends with 2."""
    answer = wegweiser("journeys", "funnel", *STEPS, "--order", "strict", "--exclude", "x", "-C", shop)
    assert answer.code == 2
    assert "nothing to exclude" in answer.err
