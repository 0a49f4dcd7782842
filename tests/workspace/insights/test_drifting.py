"""Files of one source are held against each other."""

from __future__ import annotations

import pytest

from wegweiser.workspace.insights import Insights
from wegweiser.workspace.insights.drifting import Shape, between

BEFORE = Shape("june.csv", {"size": 1.0, "note": 0.9, "rare": 0.01}, {"view": 900, "fax": 40, "odd": 3})


@pytest.mark.parametrize(
    ("filled", "events", "found"),
    [
        ({"size": 1.0, "note": 0.9}, {"view": 10, "fax": 1}, []),
        ({"note": 0.9}, {"view": 1, "fax": 1}, [("column gone", "size")]),
        ({"size": 1.0, "note": 0.7}, {"view": 1, "fax": 1}, [("emptier", "note")]),
        ({"size": 1.0, "note": 0.9, "colour": 0.5}, {"view": 1, "fax": 1}, [("column appeared", "colour")]),
        ({"size": 1.0, "note": 0.9}, {"view": 1, "chat": 20}, [("event appeared", "chat"), ("event gone", "fax")]),
    ],
)
def test_what_appeared_vanished_or_became_emptier_is_told(filled, events, found):
    """A column counts from a twentieth of the rows on, an event from 20; what is rarer comes and goes by chance."""
    told = list(between(BEFORE, Shape("july.csv", filled, events)))
    assert [(one.kind, one.name) for one in told] == found
    assert all((one.before_file, one.file) == ("june.csv", "july.csv") for one in told)


def test_a_second_file_without_a_column_is_told_after_a_run(shop, ran):
    """The first file has amounts, the second has none and brings a new event: both are drift of the source."""
    path = shop / "wegweiser.toml"
    many = [f"c{n},2026-0{{month}}-{1 + n % 28:02d} 09:00:00,{{event}},web,{{value}}" for n in range(30)]
    for name, values in (
        ("a_june", {"month": 1, "event": "view", "value": "5"}),
        ("b_july", {"month": 2, "event": "chat", "value": ""}),
    ):
        rows = "\n".join(line.format(**values) for line in many)
        (shop / "data" / f"{name}.csv").write_text(f"customer,time,event,channel,value\n{rows}\n", "utf-8")
    (shop / "data" / "visits.csv").unlink()
    ran(shop)
    told = path.read_text("utf-8")
    start = told.index('files = ["data/a_june.csv"]')
    path.write_text(
        told.replace(told[start : start + len('files = ["data/a_june.csv"]')], 'files = ["data/*.csv"]'), "utf-8"
    )
    ran(shop)
    drift = {(one.kind, one.name) for one in Insights(shop).data().sources[0].drift}
    assert {("column gone", "value"), ("event appeared", "chat"), ("event gone", "view")} <= drift
