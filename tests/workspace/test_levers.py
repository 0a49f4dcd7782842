"""Levers of a whole workspace: from a file and wegweiser.toml to the list and the map."""

from __future__ import annotations

import json

import pytest

from wegweiser.errors import UnknownName
from wegweiser.workspace.config import FILE

EXPERIMENT = """
[[experiment]]
id = "total"
name = {en = "Show the total", de = "Gesamtpreis zeigen"}
goal = "purchase"
effect = {value = 0.03, lo = 0.01, hi = 0.05, n = 9000}
treated = 4500
untreated = 4500
touchpoint = "TOUCHPOINT"

[[lever]]
id = "lv_experiment_total"
effort = 2
"""


def write(folder, touchpoint: str) -> None:
    """Append an experiment at a touchpoint to the settings."""
    path = folder / FILE
    path.write_text(path.read_text("utf-8") + EXPERIMENT.replace("TOUCHPOINT", touchpoint), "utf-8")


def test_events_alone_rank_nothing(ran_shop, opened):
    """Three customers show no gap one may tell, and nobody tried anything."""
    with opened(ran_shop) as ws:
        assert ws.levers() == ()
    assert json.loads((ran_shop / "journey.data.json").read_text("utf-8"))["levers"] == []


def test_an_experiment_is_ranked_and_stands_in_the_document(ran_shop, ran, opened):
    """The cart met two customers; the result is on the map, in its data, and the same in the list."""
    write(ran_shop, "cart")
    ran(ran_shop)
    with opened(ran_shop) as ws:
        (lever,) = ws.levers()
    assert (lever.id, lever.rank, lever.customers, lever.effort) == ("lv_experiment_total", 1, 2, 2.0)
    for file in ("journey.data.json", "maps/journey-map.json"):
        (told,) = json.loads((ran_shop / file).read_text("utf-8"))["levers"]
        assert (told["id"], told["grade"], told["rank"]) == ("lv_experiment_total", "A", 1)


def test_a_touchpoint_nobody_knows_is_named(ran_shop, opened):
    """An experiment at a misspelt touchpoint is misuse."""
    write(ran_shop, "card")
    with opened(ran_shop) as ws, pytest.raises(UnknownName, match="Did you mean 'cart'"):
        ws.levers()


def test_a_slip_in_a_driver_is_reported_and_spoils_no_other_lever(ran_shop, ran, opened):
    """A misspelt touchpoint and a figure nobody logged are named in the report; the experiment is ranked."""
    write(ran_shop, "cart")
    path = ran_shop / FILE
    slips = "".join(f'\n[[driver]]\ntouchpoint = "{at}"\nproperty = "waited"\n' for at in ("card", "cart"))
    path.write_text(path.read_text("utf-8") + slips, "utf-8")
    report = ran(ran_shop)
    first, second = (remark["en"] for remark in report.remarks[:2])
    assert "“waited” at “card” is left out: No touchpoint is called 'card'. Did you mean 'cart'?" in first
    assert "no event at 'cart' has 'waited' as a number." in second
    with opened(ran_shop) as ws:
        listed = ws.ranked_levers()
        assert ([lever.rank for lever in ws.levers()], listed.problems) == ([1], report.remarks[:2])


def test_a_hidden_lever_leaves_the_map(ran_shop, ran):
    """Its id, or that of its gap, under `hide` in journey.yaml."""
    write(ran_shop, "cart")
    path = ran_shop / "journey.yaml"
    path.write_text(path.read_text("utf-8").replace("hide: []", "") + "\nhide: [lv_experiment_total]\n", "utf-8")
    ran(ran_shop)
    assert json.loads((ran_shop / "maps" / "journey-map.json").read_text("utf-8"))["levers"] == []
