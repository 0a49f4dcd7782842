"""Two maps of a small shop: what came, went and moved, and which figures differ beyond chance."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from wegweiser.domain.claims import Claim
from wegweiser.domain.estimates import Estimate
from wegweiser.domain.feelings import Series
from wegweiser.domain.journey_maps import (
    Cell,
    CurvePoint,
    JourneyMap,
    MapPhase,
    MapStep,
    Metric,
    PhaseFlow,
    TouchpointCard,
)
from wegweiser.domain.phases import Phase
from wegweiser.maps import Plan
from wegweiser.maps.comparing import compare, ghost, patch, planned_vs_actual
from wegweiser.maps.lanes import DEFAULT_LANES
from wegweiser.stats import wilson

LOOK = MapPhase(id="look", name="Look", flow=PhaseFlow(customers=100, touched=100, on=wilson(30, 100)))
BUY = MapPhase(id="buy", name="Buy", flow=PhaseFlow(customers=30, touched=30))
SPRING = JourneyMap(
    id="journey",
    title="First order",
    phases=(LOOK, BUY),
    lanes=DEFAULT_LANES,
    touchpoints=(
        TouchpointCard(id="shop", phase="look", name="Shop", icon="store", share=wilson(50, 100)),
        TouchpointCard(id="till", phase="look", name="Till", icon="store", share=wilson(9, 10)),
    ),
    steps=(
        MapStep(id="st_shop", phase="look", name="Shop", share=wilson(50, 100)),
        MapStep(id="st_page", phase="look", name="Page", share=wilson(40, 100)),
    ),
    cells=(Cell(lane="gap", phase="buy", claims=(Claim(id="cl_drop", text="70 leave"), Claim(id="cl_x", text="Odd"))),),
    curve=(CurvePoint(x=0.5, value=0.5, n=40, lo=0.3, hi=0.7, touchpoint="shop"), CurvePoint(x=1.5, value=1.0)),
    metrics=(
        Metric(
            id="m_rate", phase="buy", name="Spent", shown="10 €", claim=Claim(id="cl_m", text="Spent"),
            interval=Estimate(value=10, lo=9, hi=11, n=30),
        ),
    ),
)  # fmt: skip
SUMMER = replace(
    SPRING,
    phases=(
        MapPhase(id="hear", name="Hear"),
        replace(LOOK, name="Browse", flow=PhaseFlow(customers=200, touched=200, on=wilson(120, 200))),
        replace(BUY, flow=PhaseFlow(customers=120, touched=120)),
    ),
    touchpoints=(
        replace(SPRING.touchpoints[0], share=wilson(104, 200)),
        replace(SPRING.touchpoints[1], phase="buy", share=wilson(3, 10)),
    ),
    cells=(Cell(lane="gap", phase="look", claims=(Claim(id="cl_drop", text="80 leave"),)),),
    curve=(CurvePoint(x=1.5, value=-0.5, n=40, lo=-0.7, hi=-0.3, touchpoint="shop"),),
    metrics=(replace(SPRING.metrics[0], interval=Estimate(value=10.5, lo=9.5, hi=11.5, n=30)),),
)


def test_what_came_went_moved_and_was_renamed_is_told_by_ids():
    """A phase came, one was renamed, the till moved; a claim whose figure moved on is not renamed."""
    found = compare(SPRING, SUMMER).structure
    assert [(d.kind, d.thing, d.id) for d in found] == [
        ("added", "phase", "hear"),
        ("renamed", "phase", "look"),
        ("moved", "touchpoint", "till@buy"),
        ("moved", "claim", "cl_drop"),
        ("removed", "claim", "cl_x"),
    ]  # fmt: skip
    assert found[1].text == {"en": "“Look” is now “Browse”", "de": "„Look“ heißt jetzt „Browse“"}
    assert (found[2].before, found[2].after) == ("Browse", "Buy")


def test_a_figure_differs_beyond_chance_or_not():
    """60 % of 200 after 30 % of 100 is no chance; 52 % after 50 % may be; ten customers are too few to compare."""
    found = compare(SPRING, SUMMER)
    assert [(s.thing, s.id, s.beyond) for s in found.figures] == [
        ("feeling", "/survey/look/shop", True),
        ("flow", "look", True),
        ("metric", "m_rate", False),
        ("touchpoint", "shop@look", False),
        ("step", "st_page", False),
        ("step", "st_shop", False),
    ]
    flow = next(s for s in found.figures if s.thing == "flow")
    assert (round(flow.change.value, 2), round(flow.change.lo, 3), round(flow.change.hi, 3)) == (0.3, 0.182, 0.404)
    assert flow.text["en"] == "Share going on after Browse rose from 30% to 60%"
    assert len(found.beyond) == 2
    assert not any("till" in s.id for s in found.figures)


def test_two_equal_maps_do_not_differ():
    """Nothing came or went, and no figure moved beyond chance."""
    found = compare(SPRING, SPRING)
    assert (found.structure, found.beyond, found.same) == ((), (), True)
    assert found.summary["en"] == "Both sides show the same words and the same data"
    assert compare(SPRING, SUMMER).same is False


def test_a_share_shown_twice_is_compared_once():
    """The step of a touchpoint and the metric of going on tell nothing new; the step without a touchpoint does."""
    again = Metric(id="m_on", phase="look", name="Going on", shown="30 %", claim=Claim(id="cl_on", text="On"),
                   interval=LOOK.flow.on)  # fmt: skip
    one = replace(SPRING, metrics=(*SPRING.metrics, again))
    found = compare(one, one).within
    assert sorted((s.thing, s.id) for s in found) == [
        ("feeling", "/survey/look/shop"),
        ("flow", "look"),
        ("metric", "m_rate"),
        ("step", "st_page"),
        ("touchpoint", "shop@look"),
    ]


def test_a_feeling_says_whose_it_is():
    """What was inferred from texts is named so; what everybody said bears the touchpoint's name alone."""
    said, read = SPRING.curve[0], replace(SPRING.curve[0], series=Series.TEXT)
    one = replace(SPRING, curve=(said, read))
    names = {s.name["en"] for s in compare(one, one).figures if s.thing == "feeling"}
    assert names == {"Feeling at “Look”", "Feeling at “Look” (inferred from texts)"}


def test_the_older_curve_stands_in_the_newer_columns():
    """A phase added in front shifts the ghost; its flow is told by phase."""
    found = ghost(SPRING, SUMMER)
    assert [point.x for point in found.curve] == [1.5, 2.5]
    assert found.flow == (None, 100, 30)


def applied(document: object, operations: tuple[dict[str, object], ...]) -> object:
    """Return a document with a patch made, as RFC 6902 says."""
    for operation in operations:
        *steps, last = str(operation["path"]).split("/")[1:]
        place = document
        for step in steps:
            place = place[int(step) if isinstance(place, list) else step]
        key = int(last) if isinstance(place, list) else last
        if operation["op"] == "remove":
            del place[key]
        elif operation["op"] == "add" and isinstance(place, list):
            place.insert(key, operation["value"])
        else:
            place[key] = operation["value"]
    return document


def test_a_patch_makes_the_newer_document_of_the_older():
    """Applied to the one map's JSON it gives the other's."""
    old, new = (msgspec.json.decode(msgspec.json.encode(m)) for m in (SPRING, SUMMER))
    assert applied(old, patch(SPRING, SUMMER)) == new
    assert patch(SPRING, SPRING) == ()


def test_where_customers_go_another_way_than_planned():
    """The letter is missing, the page comes before the shop, and nobody planned the till."""
    plan = Plan(
        id="target",
        title="First order",
        phases=(Phase(id="look", name="Look"), Phase(id="buy", name="Buy")),
        steps=(
            MapStep(id="st_page", phase="look", name="Page"),
            MapStep(id="st_shop", phase="look", name="Shop"),
            MapStep(id="st_letter", phase="buy", name="Letter"),
            MapStep(id="st_talk", phase="buy", name="Talks about it", kind="dark"),
        ),
        touchpoints=(TouchpointCard(id="tp_shop", phase="buy", name="shop", icon="store"),),
    )
    found = planned_vs_actual(plan, SPRING)
    assert [(d.kind, d.thing, d.id) for d in found] == [
        ("moved", "touchpoint", "tp_shop"),
        ("reordered", "step", "st_page"),
        ("missing", "step", "st_letter"),
        ("added", "touchpoint", "till"),
    ]
    assert found[0].text["en"] == "“shop” is seen in another phase than planned: 50% of the customers"
    assert found[0].seen_in == "look"
