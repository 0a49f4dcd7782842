"""The draft as a whole: supported, complete in two languages, the same to the byte."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.estimates import Proportion
from wegweiser.domain.levers import Grade, Lever
from wegweiser.domain.personas import Persona
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.maps import document, draft, join
from wegweiser.stats import wilson

DAY = date(2026, 4, 15)


def gap(name: str, *, result: str = "ev_touchpoints", kind: str = "gap") -> Claim:
    """Return a gap as levers hand it in."""
    text = {"en": f"{name} is a loss", "de": f"{name} ist ein Verlust"}
    return Claim(
        id=name, text=text, status=Status.MEASURED, evidence=(result,), n=40, share=wilson(30, 40), as_of=DAY,
        author="rule", kind=kind, impact="high",
    )  # fmt: skip


def test_every_claim_is_supported_by_evidence_on_the_map(shop_figures, shop_plan):
    """Measured claims have n, a day, and evidence with its query, period and snapshot."""
    drawn = join(shop_plan, draft(shop_plan, shop_figures(), [("buy", gap("cl_drop_cart"))]))
    evidence = {item.id: item for item in drawn.evidence}
    for claim in drawn.claims():
        if claim.status is Status.MEASURED:
            assert claim.n is not None
            assert claim.as_of == DAY
            assert set(claim.evidence) <= set(evidence)
    cards = evidence["ev_touchpoints"]
    assert (cards.query, cards.method, cards.snapshot) == ("select 1", "Share of all customers.", "abc123")
    assert (cards.since, cards.until, cards.n) == (date(2026, 1, 1), DAY, 100)


def test_lanes_without_data_stay_empty(shop_figures, shop_plan):
    """Nobody asked customers, so nothing is said of feelings, questions, expectations and associations."""
    drawn = join(shop_plan, draft(shop_plan, shop_figures()))
    asked = {"feeling", "question", "expectation", "experience", "association"}
    assert drawn.curve == ()
    assert [cell for cell in drawn.cells if cell.lane in asked] == []


def test_the_same_figures_give_the_same_bytes(shop_figures, shop_plan):
    """Twice drafted is the same file; rows in another order are too."""
    first = draft(shop_plan, shop_figures()).json()
    rows = list(reversed(shop_figures().rows["touchpoints"]))
    assert draft(shop_plan, shop_figures(touchpoints=rows)).json() == first
    assert first.endswith(b"}\n")
    assert document.Generated.parse(first).json() == first


def test_every_generated_text_is_there_in_both_languages(shop_figures, shop_plan):
    """English and German are filled, and differ wherever there are words."""
    generated = draft(shop_plan, shop_figures(), [("buy", gap("cl_drop_cart"))])
    texts = [claim.text for claim in join(shop_plan, generated).claims()]
    texts += [metric.name for metric in generated.metrics] + [item.source for item in generated.evidence]
    assert all(isinstance(text, dict) and text["en"] and text["de"] and text["en"] != text["de"] for text in texts)


def test_the_finding_is_the_first_loss_else_the_first_way_back(shop_figures, shop_plan):
    """A loss comes before a loop, whatever the order; without either there is no headline."""
    figures = shop_figures()
    both = draft(shop_plan, figures, [("buy", gap("cl_back_a_b")), ("buy", gap("cl_loss_a"))]).finding
    assert both.text == {
        "en": "Biggest loss \u2013 cl_loss_a is a loss",
        "de": "Größter Verlust \u2013 cl_loss_a ist ein Verlust",
    }
    assert (both.id, both.n, both.kind) == ("cl_finding_loss_a", 40, "")
    loop = draft(shop_plan, figures, [("buy", gap("cl_loop_a_b"))]).finding
    assert loop.text["de"].startswith("Häufigster Rückweg \u2013 ")
    assert draft(shop_plan, figures, [("buy", gap("cl_blind_buy"))]).finding is None


def test_another_headline_is_another_claim(shop_figures, shop_plan):
    """Whatever place a headline takes its id is the same, so a figure is never held against that of another one."""
    one, other = replace(gap("cl_loss_a"), harm=9.0), replace(gap("cl_drop_buy_pay"), harm=5.0)
    before = draft(shop_plan, shop_figures(), [("buy", one), ("buy", other)])
    after = draft(shop_plan, shop_figures(), [("buy", replace(one, harm=1.0)), ("buy", other)])
    assert (before.finding.id, after.finding.id) == ("cl_finding_loss_a", "cl_finding_drop_buy_pay")
    assert (before.further[0].id, after.further[0].id) == ("cl_finding_drop_buy_pay", "cl_finding_loss_a")


def test_a_weaker_response_is_a_finding_where_it_concerns_more(shop_figures, shop_plan):
    """Gaps come by customers: the response stands first, so it is the headline, under its own name."""
    ranked = [("look", gap("cl_answer_letter")), ("buy", gap("cl_loss_a"))]
    found = draft(shop_plan, shop_figures(), ranked).finding
    assert found.text["de"] == "Größte Lücke \u2013 cl_answer_letter ist ein Verlust"


def test_the_largest_harm_is_the_headline_whatever_its_kind(shop_figures, shop_plan):
    """A feeling that harms 550 goes before a break-off of 900 that is usual, and before a fault of 110."""
    gaps = [
        ("buy", replace(gap("cl_loss_a"), refs=("buy",), harm=0.0)),
        ("buy", replace(gap("cl_friction_fault_error"), harm=110.0)),
        ("buy", replace(gap("cl_feeling_hotline"), harm=550.0)),
    ]
    found = draft(shop_plan, shop_figures(), gaps).finding
    assert found.text["de"] == "Größte Lücke \u2013 cl_feeling_hotline ist ein Verlust"
    found = draft(shop_plan, shop_figures(), gaps[:2]).finding
    assert found.text["en"].startswith("Biggest gap \u2013 cl_friction_fault_error")


def test_one_place_is_kept_for_an_opportunity(shop_figures, shop_plan):
    """Four gaps and two opportunities: three gaps and the first opportunity are shown."""
    gaps = [("buy", gap(f"cl_{kind}_a")) for kind in ("loss", "back", "fault", "silence")]
    chances = [("buy", gap(f"cl_open_{name}", kind="opportunity")) for name in ("a", "b")]
    cell = join(shop_plan, draft(shop_plan, shop_figures(), [*gaps, *chances])).cell("gap", "buy")
    assert [claim.id for claim in cell.claims] == ["cl_loss_a", "cl_back_a", "cl_fault_a", "cl_open_a"]


def test_of_a_phase_four_gaps_are_shown_two_of_a_kind(shop_figures, shop_plan):
    """Four losses do not hide the loop behind them."""
    names = ["cl_loss_a", "cl_drop_b", "cl_drop_c", "cl_loop_d", "cl_back_e", "cl_fault_f"]
    generated = draft(shop_plan, shop_figures(), [("buy", gap(name)) for name in names])
    cell = join(shop_plan, generated).cell("gap", "buy")
    assert [claim.id for claim in cell.claims] == ["cl_loss_a", "cl_drop_b", "cl_loop_d", "cl_back_e"]
    assert join(shop_plan, generated).cell("gap", "look").looked


def test_the_data_box_says_how_much_the_map_explains(shop_figures, shop_plan):
    """71 of 100 customers follow the phases."""
    box = draft(shop_plan, shop_figures()).data
    assert (box.customers, box.events, box.unmapped_events, box.coverage) == (100, 700, 3, wilson(71, 100))


def test_a_persona_stands_in_the_header_with_its_share(shop_figures, shop_plan):
    """Ana stands for 31 of 100 customers."""
    share = Proportion(value=0.31, lo=0.23, hi=0.41, hits=31, n=100)
    ana = Persona(
        id="pe_1", name="Ana", claim="Buys", initials="A", size=31, share=share, stability=0.9, homogeneity=0.8
    )
    figures = dataclasses.replace(shop_figures(), persona=ana)
    assert draft(shop_plan, figures).persona.share == share


def test_a_touchpoint_nobody_defined_is_refused(shop_figures, shop_plan):
    """Results that name something unknown are a mistake of the caller, with the nearest name."""
    rows = [{"touchpoint": "crt", "phase": "buy", "customers": 60, "contacts": 90}]
    with pytest.raises(UnknownName, match="Did you mean 'cart'"):
        draft(shop_plan, shop_figures(touchpoints=rows))


def test_a_goal_nobody_defined_is_refused(shop_figures, shop_plan):
    """The same holds for goals."""
    with pytest.raises(UnknownName, match="Did you mean 'purchase'"):
        draft(shop_plan, shop_figures(goals=[{"goal": "purchas", "converted": 30, "lost": 30}]))


def test_evidence_by_goal_names_the_goal(shop_figures, shop_plan):
    """A drop-off of the purchase says in its source which goal was missed."""
    generated = draft(shop_plan, shop_figures(), [("buy", gap("cl_drop_cart", result="ev_dropoff_purchase"))])
    source = next(item.source for item in generated.evidence if item.id == "ev_dropoff_purchase")
    assert source == {
        "en": "Where lost journeys end, goal: Purchase",
        "de": "Wo verlorene Kundenreisen enden, Ziel: Kauf",
    }


def test_a_missing_column_is_refused_where_the_rows_come_in(shop_figures):
    """A result without its columns is refused at once, with the place."""
    with pytest.raises(InvalidSetting, match="missing required field `contacts`"):
        shop_figures(touchpoints=[{"touchpoint": "cart", "customers": 60}])


counts = st.integers(min_value=0, max_value=100)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(met=st.lists(counts, min_size=5, max_size=5), closed=st.tuples(counts, counts), touched=counts)
def test_nothing_is_measured_without_n_and_nothing_small_is_told(shop_figures, shop_plan, met, closed, touched):
    """Whatever the counts: measured claims have n and evidence, and no share rests on one to nineteen people."""
    names = ("page", "ad", "cart", "till", "letter")
    rows = [{"touchpoint": t, "phase": "look", "customers": n, "contacts": n} for t, n in zip(names, met, strict=True)]
    phases = [{"phase": "look", "customers": touched, "touched": touched, "on": 0.5}]
    figures = shop_figures(
        touchpoints=rows, phases=phases, goals=[{"goal": "purchase", "converted": closed[0], "lost": closed[1]}]
    )
    generated = draft(shop_plan, figures)
    claims = join(shop_plan, generated).claims()
    assert all(c.n is not None and c.evidence for c in claims if c.status is Status.MEASURED)
    assert all(c.n >= 20 for c in claims if c.n is not None)
    assert not [card for card in generated.touchpoints if card.share and card.share.hits < 20]


def test_rejected_proposals_stay_away_after_a_rebuild(shop_figures, shop_plan):
    """Hiding a generated id works with the ids the draft really makes, build after build."""
    plan = replace(shop_plan, hide=("cart", "m_goal_purchase", "cl_rate_purchase", "st_till_buy"))
    drawn = join(plan, draft(plan, shop_figures()))
    shown = {item.id for items in (drawn.touchpoints, drawn.metrics, drawn.steps) for item in items}
    shown |= {claim.id for cell in drawn.cells for claim in cell.claims}
    assert not shown & set(plan.hide)


def test_levers_go_into_the_document_as_they_came(shop_figures, shop_plan):
    """In their order; without any the list is empty, and where nobody asked there is none."""
    levers = (lever("lv_b", "cl_2"), lever("lv_a", "cl_1"))
    assert draft(shop_plan, shop_figures(), (), levers).levers == levers
    assert draft(shop_plan, shop_figures(), (), ()).levers == ()
    assert draft(shop_plan, shop_figures()).levers is None


@pytest.mark.parametrize(("hide", "left"), [("lv_a", ["lv_b"]), ("cl_2", ["lv_a"]), ("cl_3", ["lv_b", "lv_a"])])
def test_a_lever_leaves_the_map_by_its_id_or_that_of_its_gap(shop_figures, shop_plan, hide, left):
    """What somebody rejected is not proposed again in other clothes."""
    found = draft(shop_plan, shop_figures(), (), (lever("lv_b", "cl_2"), lever("lv_a", "cl_1")))
    assert [one.id for one in join(replace(shop_plan, hide=(hide,)), found).levers] == left


def lever(name: str, gap: str) -> Lever:
    """Return a lever of grade D."""
    return Lever(id=name, text=name, goal="purchase", phase="buy", grade=Grade.D, customers=40, gap=gap)


def test_what_people_said_is_evidence_of_its_own_kind(shop_figures, shop_plan):
    """A feeling rests on a survey, a question on what was asked, and no query is named for either."""
    claims = [
        ("buy", Claim(id=f"cl_{name}_x", text="x", status=Status.MEASURED, evidence=(f"ev_{name}s",), n=40,
                      as_of=shop_figures().as_of, kind="gap"))
        for name in ("feeling", "question")
    ]  # fmt: skip
    kinds = {evidence.id: evidence.kind for evidence in draft(shop_plan, shop_figures(), claims).evidence}
    assert (kinds["ev_feelings"], kinds["ev_questions"]) == ("survey_item", "ticket_cluster")
