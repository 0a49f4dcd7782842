"""Planning gaps: where customers are lost and we do nothing, and touchpoints nobody gave a goal."""

from __future__ import annotations

import dataclasses

from msgspec.structs import replace

from wegweiser.domain.claims import Claim
from wegweiser.domain.journey_maps import Cell
from wegweiser.domain.phases import phase_model
from wegweiser.levers import gaps
from wegweiser.levers.aimless import phases_without_measure, touchpoints_without_goal
from wegweiser.maps import Plan

PLAN = Plan.of(phase_model("five"), "Shop")
PHASES = [
    {"phase": "awareness", "customers": 1000, "touched": 900, "on": 0.9},
    {"phase": "consideration", "customers": 900, "touched": 800, "on": 0.5},
    {"phase": "conversion", "customers": 450, "touched": 400, "on": None},
]
MET = [
    {"touchpoint": name, "phase": phase, "customers": n, "contacts": n}
    for name, phase, n in (
        ("page", "consideration", 800),
        ("catalogue", "consideration", 90),
        ("cart", "conversion", 400),
        ("purchase", "conversion", 300),
        ("home", "awareness", 19),
    )
]


def test_a_phase_that_loses_many_without_a_measure_is_a_gap(web_figures):
    """Consideration loses 450 of 900; awareness loses 100 of 1,000, which is less than phases do on the whole."""
    (found,) = phases_without_measure(web_figures(phases=PHASES), PLAN)
    assert (found.phase, found.customers, found.share.hits) == ("consideration", 450, 450)
    assert found.text["de"] == "50\u00a0% von 900 gehen nicht weiter, und keine Maßnahme ist notiert"


def test_a_written_measure_or_a_campaign_closes_it(web_figures):
    """What somebody wrote counts, and so does a campaign that runs at a touchpoint there."""
    lane = next(lane.id for lane in PLAN.lanes if lane.type == "measure")
    cell = Cell(lane=lane, phase="consideration", claims=(Claim(id="cl_1", text="Guide"),))
    assert list(phases_without_measure(web_figures(phases=PHASES), replace(PLAN, cells=(cell,)))) == []
    running = [{"campaign": "Spring", "touchpoint": "page", "customers": 50}]
    assert list(phases_without_measure(web_figures(phases=PHASES, campaigns=running), PLAN)) == []


def test_a_small_loss_is_no_gap(web_figures):
    """Two in a hundred are lost, and nowhere more: nothing is told."""
    rows = [PHASES[0] | {"on": 0.98}, PHASES[2]]
    assert list(phases_without_measure(web_figures(phases=rows), PLAN)) == []


def test_where_nobody_wrote_a_goal_one_sentence_says_so(web_figures):
    """No touchpoint has a goal: that is about every phase and every customer, not about those of the first."""
    (found,) = touchpoints_without_goal(web_figures(touchpoints=MET))
    assert (found.id, found.phase) == ("cl_aim_all", "consideration")
    assert found.text == {
        "en": "In no phase does a touchpoint have a goal of its own yet",
        "de": "In keiner Phase hat ein Touchpoint bisher ein eigenes Ziel",
    }
    assert (found.refs, found.customers, found.n) == (("page", "cart", "catalogue"), 0, 1000)


def test_where_some_have_goals_the_others_are_named_by_phase(web_figures):
    """The cart has one: page and catalogue are told together."""
    figures = web_figures(touchpoints=MET)
    aimed = tuple(replace(t, goal="Start the checkout") if t.id == "cart" else t for t in figures.touchpoints)
    (found,) = touchpoints_without_goal(dataclasses.replace(figures, touchpoints=aimed))
    assert found.text["de"] == "„page (de)“ und 1 weitere haben noch kein eigenes Ziel"
    both_aimed = tuple(replace(t, goal="x") if t.id in {"cart", "page"} else t for t in figures.touchpoints)
    (one,) = touchpoints_without_goal(dataclasses.replace(figures, touchpoints=both_aimed))
    assert one.text["en"] == "“catalogue” has no goal of its own yet"


def test_touchpoints_nobody_meets_need_no_goal(web_figures):
    """Without anybody met there is nothing to ask for."""
    assert list(touchpoints_without_goal(web_figures())) == []


def test_the_plan_is_asked_only_where_it_is_at_hand(web_figures):
    """Figures alone say nothing of what people wrote."""
    figures = web_figures(phases=PHASES, touchpoints=MET)
    kinds = {claim.id.split("_")[1] for _, claim in gaps(figures, plan=PLAN)}
    assert {"idle", "aim"} <= kinds
    assert not {"idle", "aim"} & {claim.id.split("_")[1] for _, claim in gaps(figures)}
