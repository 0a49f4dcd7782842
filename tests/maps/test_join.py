"""Joining: a person's words always win, the numbers stay with them, and a rejected proposal stays away."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from wegweiser.domain.claims import Claim, Evidence, Status
from wegweiser.domain.feelings import Series
from wegweiser.domain.journey_maps import Cell, CurvePoint, MapPersona, MapStep, Metric, PhaseFlow, TouchpointCard
from wegweiser.domain.phases import Phase
from wegweiser.maps import Plan, join
from wegweiser.maps.generated import Generated
from wegweiser.maps.plan import PlannedMetric
from wegweiser.stats import wilson

DAY = date(2026, 10, 31)


def measured(name: str, text: str) -> Claim:
    """Return a claim as the generator makes it: 30 of 40 journeys."""
    return Claim(
        id=name, text=text, status=Status.MEASURED, evidence=("ev_goals",), n=40, share=wilson(30, 40), as_of=DAY,
        author="rule",
    )  # fmt: skip


PLAN = Plan(id="journey", title="First order", phases=(Phase(id="look", name="Look"), Phase(id="buy", name="Buy")))
FOUND = Generated(
    flows={"look": PhaseFlow(customers=40, touched=40)},
    touchpoints=(
        TouchpointCard(
            id="shop", phase="look", name="shop", icon="store", contacts=90, claim=measured("cl_tp", "shop")
        ),
    ),
    steps=(MapStep(id="st_shop", phase="look", name="shop"), MapStep(id="st_till", phase="buy", name="till")),
    cells=(
        Cell(lane="goal", phase="buy", claims=(measured("cl_rate", "75% buy"),)),
        Cell(lane="gap", phase="buy", claims=(measured("cl_drop", "30 leave"), measured("cl_loop", "9 loop"))),
    ),
    metrics=(Metric(id="m_rate", phase="buy", name="Rate", shown="75%", claim=measured("cl_m_rate", "Rate")),),
    finding=measured("cl_finding", "30 leave"),
    evidence=(Evidence(id="ev_goals", kind="event_query", source="goals"),),
    as_of=DAY,
)


def with_claim(claim: Claim, *, lane: str = "gap", phase: str = "buy") -> Plan:
    """Return the plan with one claim somebody wrote."""
    return replace(PLAN, cells=(Cell(lane=lane, phase=phase, claims=(claim,)),))


def test_a_plan_alone_is_a_map_without_numbers():
    """Without generated content nothing is measured and every phase is there."""
    drawn = join(PLAN)
    assert [phase.id for phase in drawn.phases] == ["look", "buy"]
    assert drawn.claims() == ()
    assert drawn.as_of is None


def test_an_authored_claim_with_a_generated_id_keeps_its_words_and_takes_the_numbers():
    """Ana rewords the drop-off; her text shows with n, share and evidence of the data."""
    cell = join(with_claim(Claim(id="cl_drop", text="They fear the price")), FOUND).cell("gap", "buy")
    first = cell.claims[0]
    assert (first.text, first.status, first.n, first.share) == (
        "They fear the price",
        Status.MEASURED,
        40,
        wilson(30, 40),
    )
    assert first.evidence == ("ev_goals",)
    assert [claim.id for claim in cell.claims] == ["cl_drop", "cl_loop"]


def test_superseding_works_by_another_id_and_in_another_phase():
    """Ben moves the drop-off to the phase before; it is not told twice."""
    drawn = join(with_claim(Claim(id="cl_ben", text="Too dear", supersedes="cl_drop"), phase="look"), FOUND)
    assert drawn.cell("gap", "look").claims[0].n == 40
    assert [claim.id for claim in drawn.cell("gap", "buy").claims] == ["cl_loop"]


def test_a_verdict_of_a_person_outlives_the_numbers():
    """Cem asked customers and marked the claim as contradicted; a rebuild does not make it measured again."""
    written = Claim(id="cl_drop", text="They leave", status=Status.CONTRADICTED, evidence=("ev_interview",))
    claim = join(with_claim(written), FOUND).cell("gap", "buy").claims[0]
    assert claim.status is Status.CONTRADICTED
    assert claim.evidence == ("ev_interview", "ev_goals")


def test_words_stay_when_the_data_no_longer_says_so():
    """A claim whose generated twin is gone is an assumption in the same words."""
    claim = join(with_claim(Claim(id="cl_gone", text="They leave")), FOUND).cell("gap", "buy").claims[0]
    assert (claim.text, claim.status) == ("They leave", Status.ASSUMPTION)


@pytest.mark.parametrize("name", ["cl_drop", "shop", "st_shop", "m_rate", "cl_finding"])
def test_what_is_hidden_is_not_on_the_map(name):
    """A rejected proposal stays away, whatever it is: claim, touchpoint, step, metric or finding."""
    drawn = join(replace(PLAN, hide=(name,)), FOUND)
    shown = {claim.id for cell in drawn.cells for claim in cell.claims}
    shown |= {item.id for items in (drawn.touchpoints, drawn.steps, drawn.metrics) for item in items}
    shown |= {drawn.finding.id} if drawn.finding else set()
    assert name not in shown
    assert len(shown) == 7


def test_a_card_takes_the_authored_name_and_keeps_its_figures():
    """The shop gets a better name; its 90 contacts stay."""
    named = replace(PLAN, touchpoints=(TouchpointCard(id="shop", phase="look", name="Our shop", icon="house"),))
    card = join(named, FOUND).touchpoints[0]
    assert (card.name, card.icon, card.contacts, card.claim.text) == ("Our shop", "house", 90, "Our shop")


def test_a_card_only_people_know_is_an_assumption_beside_the_measured_ones():
    """Word of mouth leaves no event; it stands on the map as an assumption."""
    known = replace(PLAN, touchpoints=(TouchpointCard(id="friend", phase="look", name="A friend", icon="users"),))
    cards = join(known, FOUND).touchpoints
    assert [(card.id, card.claim.status) for card in cards] == [
        ("shop", Status.MEASURED),
        ("friend", Status.ASSUMPTION),
    ]


def test_dark_steps_stand_in_the_order_of_phases():
    """A step known from interviews comes after the measured ones of its phase and before the next phase."""
    dark = replace(PLAN, steps=(MapStep(id="st_talk", phase="look", name="Talks at home", kind="dark"),))
    assert [step.id for step in join(dark, FOUND).steps] == ["st_shop", "st_talk", "st_till"]


def test_a_planned_metric_takes_its_value_from_data_and_keeps_its_target():
    """Name and target are a person's, the value is not; a metric nobody measures shows a dash."""
    wanted = (
        PlannedMetric(id="m_rate", phase="buy", name="Close rate", target="80%"),
        PlannedMetric(id="m_nps", phase="buy", name="NPS"),
    )
    rate, nps = join(replace(PLAN, metrics=wanted), FOUND).metrics
    assert (rate.name, rate.target, rate.shown, rate.claim.status) == ("Close rate", "80%", "75%", Status.MEASURED)
    assert (nps.shown, nps.claim.status) == ("\u2013", Status.ASSUMPTION)


def test_a_persona_in_words_takes_the_share_of_the_one_with_its_id():
    """Somebody renames a persona; how many customers it stands for stays measured."""
    ana = MapPersona(id="pe_1", name="Ana", line="Buys", initials="A")
    found = replace(FOUND, persona=replace(ana, name="Group 1", share=wilson(10, 40)))
    assert join(replace(PLAN, persona=ana), found).persona == replace(ana, share=wilson(10, 40))
    assert join(PLAN, found).persona.name == "Group 1"
    assert join(replace(PLAN, persona=ana), FOUND).persona == ana


def test_an_authored_finding_wins():
    """The headline is a person's if one was written, with the numbers if it names the generated one."""
    told = replace(FOUND, finding=replace(FOUND.finding, id="cl_finding_loss_cart"))
    assert join(replace(PLAN, hide=("cl_finding",)), told).finding is None
    assert join(replace(PLAN, hide=("cl_finding_loss_pay",)), told).finding == told.finding
    own = join(replace(PLAN, finding=Claim(id="cl_finding", text="Price scares")), FOUND).finding
    assert (own.text, own.n) == ("Price scares", 40)
    other = join(replace(PLAN, finding=Claim(id="cl_other", text="Price scares")), FOUND).finding
    assert (other.text, other.n) == ("Price scares", None)


ids = st.sampled_from(["cl_drop", "cl_loop", "cl_rate", "cl_new", "cl_other"])


@given(
    written=st.dictionaries(ids, st.text(min_size=1, max_size=20), max_size=5),
    place=st.lists(st.sampled_from([("gap", "buy"), ("goal", "buy"), ("question", "look")]), min_size=5, max_size=5),
)
def test_no_rebuild_loses_an_authored_word(written, place):
    """Whatever people wrote, and wherever, stands on the joined map exactly once, and nothing is measured without n."""
    cells = tuple(
        Cell(lane=lane, phase=phase, claims=(Claim(id=name, text=text),))
        for (name, text), (lane, phase) in zip(written.items(), place, strict=False)
    )
    drawn = join(replace(PLAN, cells=cells), FOUND)
    shown = [(claim.id, claim.text) for cell in drawn.cells for claim in cell.claims]
    assert len({name for name, _ in shown}) == len(shown)
    assert set(written.items()) <= set(shown)
    assert all(claim.n is not None for claim in drawn.claims() if claim.status is Status.MEASURED)


def test_the_measured_curve_goes_with_its_phases():
    """A phase somebody adds in front, or moves, takes the points along; those of a removed phase leave."""
    found = replace(FOUND, phases=("look", "buy"), curve=(CurvePoint(x=0.5, value=1), CurvePoint(x=1.2, value=-1)))
    turned = replace(PLAN, phases=(Phase(id="hear", name="Hear"), PLAN.phases[1], PLAN.phases[0]))
    assert [(point.x, point.value) for point in join(turned, found).curve] == [(1.2, -1), (2.5, 1)]
    assert [point.x for point in join(replace(PLAN, phases=PLAN.phases[1:]), found).curve] == [0.2]


def test_a_card_somebody_moved_stands_where_she_put_it():
    """Data met the shop while looking; a person says it belongs to buying; rejected there it leaves the map."""
    moved = join(replace(PLAN, placed={"shop@look": "buy"}), FOUND)
    assert [(card.id, card.phase, card.contacts) for card in moved.touchpoints] == [("shop", "buy", 90)]
    assert join(replace(PLAN, hide=("shop@look",)), FOUND).touchpoints == ()


def test_an_own_step_stands_before_the_one_it_is_followed_by():
    """A step no event tells of, written before a measured one, is drawn before it."""
    own = (MapStep(id="st_talk", phase="look", name="Talks", kind="dark"), FOUND.steps[0])
    assert [step.id for step in join(replace(PLAN, steps=own), FOUND).steps] == ["st_talk", "st_shop", "st_till"]


def test_what_was_inferred_from_texts_does_not_hide_an_assumption():
    """Nobody was asked in the first phase; where somebody was, her answer stands instead of what was assumed."""
    heard = (CurvePoint(x=0.2, value=1, n=40, series=Series.TEXT), CurvePoint(x=1.2, value=-1, n=40))
    assumed = replace(PLAN, curve=(CurvePoint(x=0.5, value=0), CurvePoint(x=1.5, value=2)))
    joined = join(assumed, replace(FOUND, curve=heard))
    assert [(point.x, point.value) for point in joined.curve] == [(0.5, 0), (1.2, -1), (0.2, 1)]
