"""The whole list: firm levers first, the others apart with a test, nothing twice, and no more said than is known."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.experiments import Design, ExperimentResult
from wegweiser.domain.levers import Driver, Grade, LeverNote, Standing
from wegweiser.errors import UnsupportedClaim
from wegweiser.levers.found import Found
from wegweiser.levers.gaps import found
from wegweiser.levers.ranking import Cases, Grounds, rank
from wegweiser.levers.ranking.grounds import Compared, Logged, Move, Worth

ROWS = {
    "summary": [{"customers": 600}],
    "goals": [{"goal": "buy", "converted": 470, "lost": 589, "customers": 330}],
    "touchpoints": [
        {"touchpoint": "cart", "phase": "conversion", "customers": 489, "contacts": 1204},
        {"touchpoint": "payment_error", "phase": "conversion", "customers": 87, "contacts": 119},
    ],
    "transitions": [
        {"source": "payment", "target": "payment_error", "transitions": 90, "customers": 80},
        {"source": "shipping", "target": "cart", "transitions": 134, "customers": 118},
        {"source": "cart", "target": "shipping", "transitions": 174, "customers": 155},
        {"source": "page", "target": "page", "transitions": 1400, "customers": 560},
        {"source": "page", "target": "catalogue", "transitions": 1900, "customers": 560},
    ],
    "funnels": {"buy": [{"step": "cart", "reached": 1022}, {"step": "purchase", "reached": 512}]},
}
TRIED = ExperimentResult(
    id="price",
    name={"en": "Show the price", "de": "Preis zeigen"},
    goal="buy",
    effect=Estimate(0.02, 0.01, 0.03, 9000),
    treated=4500,
    untreated=4500,
    touchpoint="cart",
)
MOVES = (Move("(start)", "cart", 1022), Move("cart", "purchase", 512), Move("cart", "(end)", 510))


def compared(harm: float, n: int = 2000) -> Compared:
    """Return journeys of which every second met the gap and converted less often by `harm`."""
    random = np.random.default_rng(11)
    met = np.arange(n) % 2.0
    bought = (random.random(n) < 0.5 - harm * met).astype(float)
    cases = Cases(bought, np.arange(n), random.normal(size=(n, 1)), random.normal(size=(n, 1)))
    return Compared(cases, met, n // 2)


@pytest.fixture
def grounds(web_figures):
    """Return a maker of the web shop's grounds: a loss, a way back, a fault."""

    def make(**more: object) -> Grounds:
        figures = web_figures(**ROWS)
        return Grounds(figures, gaps=found(figures), **more)

    return make


def test_with_events_alone_nothing_is_ranked(grounds):
    """Losses and ways back are listed apart, each with the measures to try and the test it takes."""
    levers = rank(grounds())
    assert [(lever.id, lever.grade, lever.rank) for lever in levers] == [
        ("lv_loss_buy_cart", Grade.D, None),
        ("lv_back_shipping_cart", Grade.D, None),
        ("lv_fault_payment_error_conversion", Grade.D, None),
    ]
    assert all(lever.test.per_group > 100 and lever.measures for lever in levers)


def test_grade_d_says_goes_with_and_no_more(grounds):
    """Its text is an association in both languages, and it carries the warning."""
    for lever in rank(grounds(moves={"buy": MOVES})):
        assert "goes with" in lever.text["en"]
        assert "geht einher mit" in lever.text["de"]
        assert (lever.effect, lever.spread, lever.worth) == (None, None, None)
        assert "no proof" in lever.warnings[0]["en"]


def test_a_loss_carries_the_mechanical_what_if(grounds):
    """One in ten of 510 who end at the cart would go on: 51 of 1,022 journeys, 5 points."""
    lever = rank(grounds(moves={"buy": MOVES}))[0]
    assert lever.association.value == pytest.approx(51 / 1022)
    assert "Mechanical" in lever.warnings[1]["en"]
    assert (lever.test.baseline, lever.test.detectable) == (
        pytest.approx(0.501, abs=1e-4),
        pytest.approx(0.0501, abs=1e-4),
    )


def test_what_one_can_meet_becomes_a_range_with_the_warning_of_the_halo(grounds):
    """Meeting the way back goes with 20 points less; sparing it may bring a range around 20 points, never a number."""
    lever = rank(grounds(compared={"cl_back_shipping_cart": compared(0.2)}))[0]
    assert (lever.grade, lever.effect, lever.rank, lever.spread.ways) == (Grade.C, None, None, 3)
    assert 0.1 < lever.spread.lo < 0.2 < lever.spread.hi < 0.3
    assert lever.text["de"] == "Kunden den Schritt zurück von „shipping (de)“ zu „cart (de)“ ersparen"
    assert [w["en"].startswith("Mood and intent") for w in lever.warnings] == [True]
    assert (lever.customers, lever.gap) == (1000, "cl_back_shipping_cart")


def test_too_few_on_one_side_stay_an_association(grounds):
    """19 journeys that met it are no comparison."""
    lever = next(x for x in rank(grounds(compared={"cl_back_shipping_cart": compared(0.2, 38)})) if "back" in x.id)
    assert lever.grade is Grade.D


def test_an_experiment_takes_the_place_of_what_the_gap_would_say(grounds):
    """The loss at the cart is no lever of its own any more: the experiment there answers it."""
    levers = rank(grounds(experiments=(TRIED,)))
    assert [lever.id for lever in levers] == [
        "lv_experiment_price",
        "lv_back_shipping_cart",
        "lv_fault_payment_error_conversion",
    ]
    assert (levers[0].gap, levers[0].kind, levers[0].measures[:1]) == (
        "cl_loss_buy_cart",
        "loss",
        levers[0].measures[:1],
    )


def test_what_shows_no_effect_is_not_ranked_and_says_so(grounds):
    """An interval with zero in it has no rank; of a hold-out the money could be spent elsewhere; a loss does harm."""
    unsure = replace(TRIED, id="ads", effect=Estimate(0.01, -0.01, 0.03, 9000), design=Design.HOLDOUT)
    harm = replace(TRIED, id="pop", effect=Estimate(-0.02, -0.03, -0.01, 9000))
    worth = {"buy": Worth(Estimate(50.0, 50.0, 50.0, 470, "EUR"), "EUR")}
    first, second, third, *_ = rank(grounds(experiments=(unsure, harm, TRIED), worth=worth))
    assert (first.experiment, first.rank, first.tie) == ("price", 1, 1)
    assert (second.experiment, second.rank, second.tie, second.top3) == ("ads", None, None, None)
    assert second.worth.value == 244.5
    lo, hi = round(second.worth.lo), round(second.worth.hi)
    assert second.doubt["en"] == (f"No effect shown (\u2212€{-lo} to €{hi}): the money could be spent elsewhere")
    assert second.doubt["de"].startswith(f"Keine Wirkung nachgewiesen (\u2212{-lo} bis {hi}\u00a0€)")
    assert (third.experiment, third.rank, third.doubt["en"][:12]) == ("pop", None, "It does harm")


def test_a_driver_chance_may_have_made_leaves_the_gap_its_say(grounds):
    """A figure of noise at the cart: the loss there stays in the list."""
    random = np.random.default_rng(5)
    cases = Cases((random.random(600) < 0.5).astype(float), np.arange(600), np.empty((600, 0)), np.empty((600, 0)))
    noise = Logged(Driver("cart", "noise"), "buy", cases, random.random(600), customers=600)
    ids = [lever.id for lever in rank(grounds(drivers=(noise,)))]
    assert ids[:2] == ["lv_driver_cart_noise", "lv_loss_buy_cart"]


def test_a_note_gives_effort_words_and_standing(grounds):
    """What a person wrote about a lever goes with it, firm or not."""
    notes = (LeverNote("lv_experiment_price", 4.0, "ask Ana", Standing.PLANNED), LeverNote("lv_loss_buy_cart", 2.0))
    lever = rank(grounds(experiments=(TRIED,), notes=notes))[0]
    assert (lever.effort, lever.note, lever.status) == (4.0, "ask Ana", Standing.PLANNED)


def test_a_lever_cannot_claim_more_than_its_grade(grounds):
    """The domain refuses a rank for what is listed apart."""
    apart = rank(grounds())[0]
    with pytest.raises(UnsupportedClaim, match="has no rank"):
        type(apart)(**{name: getattr(apart, name) for name in apart.__struct_fields__} | {"rank": 1})


def test_gaps_of_every_kind_have_words(web_figures):
    """One sentence each: what goes with what, or the gap's own words, which say what is asked or who fares worse."""
    figures = web_figures(**ROWS)
    gaps = [
        Found(f"cl_{kind}_x", "conversion", {"en": kind, "de": kind}, "", "phases", 40, refs=refs, n=40)
        for kind, refs in (
            ("silence", ("conversion",)),
            ("feeling", ("cart",)),
            ("question", ("cart",)),
            ("unused", ("pe_1", "mail")),
            ("answer", ("page", "cart", "catalogue")),
            ("drop", ("cart", "buy")),
            ("open", ("catalogue",)),
            ("loop", ("cart", "page")),
            ("friction_slow", ("cart",)),
        )
    ]
    levers = rank(Grounds(figures, gaps=tuple(gaps)))
    assert len(levers) == len(gaps)
    told = {lever.text["en"] for lever in levers}
    assert {text for text in told if "goes with" not in text} == {"question", "unused", "friction_slow"}
    assert len({lever.text["de"] for lever in levers}) == len(gaps)
