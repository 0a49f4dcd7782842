"""CJML: what is written obeys its schema, and what is read keeps planned and actual apart."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace
from shop import MAP, PLAN

from wegweiser.domain.journey_maps import MapStep, TouchpointCard
from wegweiser.domain.phases import Phase
from wegweiser.i18n import read as told
from wegweiser.maps import Plan, join
from wegweiser.maps.exchange import export, read

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("cjml.xsd")))
OTHERS = b"""<CJML version="2.0"><actualJourney><journeyID>AJ1</journeyID>
<actors><endUser actorID="Ana"><actorName>Ana</actorName></endUser></actors>
<touchpoints><actualCommunicationPoint><touchpointID>TP1</touchpointID>
<initiator><refersTo actorIDref="Ana"/><initiatorLabel>Ana opens an account</initiatorLabel></initiator>
<receiver><refersTo actorIDref="Shop"/><receiverLabel>Account opened</receiverLabel></receiver>
<channel><channelName>Web</channelName></channel></actualCommunicationPoint>
<action><touchpointID>TP2</touchpointID><initiator><initiatorLabel>Ana waits</initiatorLabel></initiator></action>
</touchpoints></actualJourney></CJML>"""


def test_what_is_written_obeys_its_schema():
    """The shop's map in both languages is valid, and has one planned and one actual journey."""
    for language in ("en", "de"):
        tree = etree.fromstring(export(MAP, PLAN, "cjml", language).content)
        SCHEMA.assertValid(tree)
        assert [one.tag for one in tree] == ["plannedJourney", "actualJourney"]


def test_planned_and_actual_are_kept_apart():
    """The till and the window are planned, till and web were met; only the planned ones come back."""
    content = export(MAP, PLAN, "cjml").content
    tree = etree.fromstring(content)
    assert tree.xpath("//plannedCommunicationPoint/touchpointID/text()") == ["window", "till"]
    assert tree.xpath("//actualCommunicationPoint/touchpointID/text()") == ["till", "web"]
    taken = read(content, "journey.xml")
    assert (taken.plan.touchpoints, taken.plan.steps) == (PLAN.touchpoints, PLAN.steps)
    assert [(phase.id, phase.name) for phase in taken.plan.phases] == [(p.id, p.name) for p in PLAN.phases]
    assert told(taken.remarks[0], "en").startswith("2 touchpoints of other journeys were left out")


def test_a_journey_of_another_tool_is_read():
    """An actual journey without phases becomes a plan of one phase, and both is said."""
    taken = read(OTHERS, "others.xml")
    assert [(card.id, card.name, card.channel) for card in taken.plan.touchpoints] == [
        ("TP1", "Ana opens an account", "Web")
    ]
    assert [(step.id, step.name) for step in taken.plan.steps] == [("TP2", "Ana waits")]
    assert len(taken.plan.phases) == 1
    assert len(taken.remarks) == 2


NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=20
)
TEXTS = NAMES | st.fixed_dictionaries({"en": NAMES, "de": NAMES})


@settings(max_examples=25, deadline=None)
@given(names=st.lists(TEXTS, min_size=1, max_size=4), cards=st.lists(TEXTS, max_size=4))
def test_any_plan_keeps_phases_steps_and_touchpoints(names, cards):
    """Whatever people write, CJML gives it back."""
    phases = tuple(Phase(id=f"ph_{i}", name=name) for i, name in enumerate(names))
    plan = Plan(
        id="journey",
        title="Shop",
        phases=phases,
        touchpoints=tuple(TouchpointCard(f"tp_{i}", "ph_0", name, "store") for i, name in enumerate(cards)),
        steps=tuple(MapStep(f"st_{i}", "ph_0", name, kind="planned") for i, name in enumerate(cards)),
    )
    content = export(join(plan), plan, "cjml").content
    SCHEMA.assertValid(etree.fromstring(content))
    found = read(content, "a.xml").plan
    assert replace(found, title="Shop") == plan
