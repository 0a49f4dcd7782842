"""From where something was dropped to the edit that puts it there."""

from __future__ import annotations

import msgspec
import pytest

from wegweiser.domain.journey_maps import TouchpointCard
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.maps import Plan, join
from wegweiser.maps.editing import edits
from wegweiser.web.mapping.placing import PlaceAsked, placed

PLAN = """
id: first_order
title: First order
phases: [{id: order, name: Order}, {id: use, name: Use}, {id: tell, name: Tell}]
lanes:
- {id: touch, type: touchpoints, title: Touchpoints, band: customer}
- {id: steps, type: steps, title: Steps, band: customer}
- {id: goal, type: goal, title: Goals, band: doing}
- {id: measure, type: measure, title: Measures, band: doing}
- {id: figures, type: metric, title: Metrics, band: steering}
cells: [{lane: goal, phase: use, claims: [{id: cl_1, text: One}, {id: cl_2, text: Two}]}]
steps: [{id: st_1, phase: use, name: Tries}]
metrics: [{id: mt_1, phase: use, name: Repeats}]
"""


@pytest.fixture(scope="module")
def journey_map():
    """Return a map with a card in its last phase, two goals, a step and a metric in its second."""
    card = TouchpointCard(id="shop", phase="tell", name="Shop", icon="store")
    return join(msgspec.structs.replace(Plan.parse(PLAN), touchpoints=(card,)))


@pytest.mark.parametrize(
    ("thing", "to", "place", "edit"),
    [
        ("claim:cl_1", "cell:goal/use", 1, edits.MoveClaim(id="cl_1", lane="goal", phase="use")),
        ("claim:cl_2", "cell:goal/use", 0, edits.MoveClaim(id="cl_2", lane="goal", phase="use", before="cl_1")),
        ("claim:cl_2", "cell:measure/tell", 0, edits.MoveClaim(id="cl_2", lane="measure", phase="tell")),
        ("touchpoint:bag@use", "cell:touch/tell", 0, edits.MoveCard(id="bag@use", phase="tell", before="shop@tell")),
        ("step:st_1", "cell:steps/order", 0, edits.MoveStep(id="st_1", phase="order")),
        ("metric:mt_1", "cell:figures/tell", 0, edits.EditMetric(id="mt_1", phase="tell")),
        ("phase:tell", "phases", 0, edits.MovePhase(id="tell", before="order")),
        ("phase:order", "phases", 2, edits.MovePhase(id="order")),
        ("lane:measure", "lanes:doing", 0, edits.MoveLane(id="measure", before="goal")),
        ("lane:goal", "lanes:doing", 1, edits.MoveLane(id="goal", before="figures")),
    ],
)
def test_a_drop_becomes_an_edit(journey_map, thing, to, place, edit):
    """What follows at the place is named; at the end of its band a lane stays before the next band."""
    assert placed(journey_map, PlaceAsked(map="first_order", id=thing, list=to, place=place)) == edit


@pytest.mark.parametrize(
    ("thing", "to", "problem"),
    [
        ("claim:cl_1", "cell:touch/use", InvalidSetting),
        ("step:st_1", "cell:goal/use", InvalidSetting),
        ("claim:cl_1", "cell:none/use", UnknownName),
        ("claim:cl_1", "phases", UnknownName),
        ("lane:goal", "elsewhere", UnknownName),
    ],
)
def test_what_belongs_elsewhere_is_refused(journey_map, thing, to, problem):
    """A claim among touchpoints, a step among goals, an unknown lane or list."""
    with pytest.raises(problem):
        placed(journey_map, PlaceAsked(map="first_order", id=thing, list=to, place=0))
