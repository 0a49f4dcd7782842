"""What customers said on the map: the curve in journey order, cards of places nobody saw events at, the finding."""

from __future__ import annotations

import dataclasses

import pytest
from msgspec.structs import replace

from wegweiser.domain.claims import Status
from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.domain.feelings import Driver, Feeling, Series
from wegweiser.domain.personas import Persona
from wegweiser.domain.voices import Heard, Score, ScoreKind
from wegweiser.maps import heard


def felt(phase, value, n, touchpoint=None, **more):
    """Return a feeling within a tenth either way."""
    return Feeling(phase, Estimate(value, value - 0.1, value + 0.1, n), touchpoint=touchpoint, **more)


FEELINGS = (
    felt("look", 0.5, 80, "ad"),
    felt("look", -0.4, 60, "page"),
    felt("look", 0.1, 140),
    felt("buy", 0.2, 140),
    felt("stay", 1.0, 19),
)


@pytest.fixture
def hearing(shop_figures):
    """Return a maker of the shop's figures with what was heard there."""

    def make(*feelings, **rows):
        said = Heard(feelings=feelings or FEELINGS, scores=SCORES)
        return dataclasses.replace(shop_figures(**rows), heard=said)

    return make


SCORES = (
    Score("s_rec_nps", ScoreKind.NPS, "Recommend", Estimate(31.0, 28.0, 34.0, 150),
          response=Proportion(0.75, 0.7, 0.8, 150, 200)),
)  # fmt: skip


def test_touchpoints_of_a_phase_share_its_width_in_the_order_they_are_registered(hearing):
    """Page is registered before the ad; where no touchpoint was asked about, the phase stands in its own middle."""
    points = heard.curve(hearing())
    assert [(p.x, p.touchpoint, p.value) for p in points] == [(0.25, "page", -0.4), (0.75, "ad", 0.5), (1.5, None, 0.2)]


def test_what_is_inferred_and_what_one_persona_feels_are_curves_of_their_own(hearing):
    """The text of the same phase is no part of the survey's curve; of a persona only what it reported is drawn."""
    saver = Persona("pe_1", "Saver", "counts", "S", 50, Proportion(0.5, 0.4, 0.6, 50, 100), 0.9, 0.9)
    figures = hearing(
        felt("buy", 0.2, 50),
        felt("buy", -1.0, 50, series=Series.TEXT, model="fast 1", calibrated=True),
        felt("look", 0.7, 50, "page", persona="pe_1"),
        felt("buy", 0.9, 50, "cart", persona="pe_1"),
        felt("buy", -0.9, 50, "cart", persona="pe_1", series=Series.TEXT),
    )
    points = heard.curve(dataclasses.replace(figures, personas=(saver,)))
    assert [(p.persona, p.series.value, p.value) for p in points] == [
        (None, "survey", 0.2),
        (None, "text", -1.0),
        ("pe_1", "survey", 0.7),
        ("pe_1", "survey", 0.9),
    ]
    assert (points[1].model, points[1].calibrated) == ("fast 1", True)


def test_a_touchpoint_stands_at_the_same_place_in_every_curve(hearing):
    """Nobody was asked about the ad, which people wrote of: the page keeps its place beside it in both."""
    figures = hearing(
        felt("look", -0.4, 60, "page"),
        felt("look", -0.2, 60, "page", series=Series.TEXT),
        felt("look", 0.3, 60, "ad", series=Series.TEXT),
        felt("look", 0.1, 60, series=Series.TEXT),
    )
    points = heard.curve(figures)
    assert [(p.series.value, p.touchpoint, p.x) for p in points] == [
        ("survey", "page", 0.25),
        ("text", "page", 0.25),
        ("text", "ad", 0.75),
    ]


def test_a_persona_nobody_knows_or_with_one_point_has_no_curve(hearing):
    """One touchpoint is no curve, and an id is no name."""
    figures = hearing(felt("buy", 0.2, 50), felt("buy", 0.9, 50, "cart", persona="pe_1"))
    assert {p.persona for p in heard.curve(figures)} == {None}


def test_texts_are_not_people_who_were_asked(hearing):
    """90 wrote and 50 answered: the map counts 50 as asked, and says nothing of a worst touchpoint."""
    texts = (felt("look", -1.0, 900, "page", series=Series.TEXT), felt("buy", 1.0, 900, "cart", series=Series.TEXT))
    figures = hearing(felt("buy", 0.2, 50), *texts)
    assert heard.people("scores", figures) == 200
    assert heard.finding(figures) is None
    assert heard.cards(figures) == ()


def test_the_finding_says_what_goes_with_the_overall_score(hearing):
    """Only what is clearly more than chance, the most first, and never as a cause."""
    told = [
        Driver(name, "look", Estimate(share, share, share, 90), Estimate(0.4, 0.4, 0.4, 90), clear=clear)
        for name, share, clear in (("cart", 0.25, True), ("ad", 0.12, True), ("page", 0.03, False))
    ]
    figures = hearing()
    found = heard.finding(dataclasses.replace(figures, heard=replace(figures.heard, drivers=tuple(told))))
    assert "goes with Cart 25.0%, Ad 12.0%; no cause is shown by it." in found.detail["en"]


def test_a_touchpoint_people_rated_has_a_card_without_events(hearing):
    """60 of 200 people who were asked rated the page; the ad has events already."""
    rows = [{"touchpoint": "ad", "phase": "look", "customers": 30, "contacts": 40, "derived": 0.0}]
    (card,) = heard.cards(hearing(touchpoints=rows))
    assert (card.id, card.share.hits, card.share.n, card.claim.status) == ("page", 60, 200, Status.MEASURED)


def test_the_recommendation_score_is_a_metric_of_the_last_phase(hearing):
    """+31 with its interval."""
    (metric,) = heard.metrics(hearing())
    assert (metric.phase, metric.shown["en"], metric.shown["de"], metric.claim.n) == ("stay", "+31", "+31", 150)


def test_the_finding_names_the_worst_and_the_best_touchpoint(hearing):
    """It is said of touchpoints, not of phases, and of none where only one was asked about."""
    found = heard.finding(hearing())
    assert found.text["en"] == "Worst rated: Page (\u22120.4); best: Ad (+0.5)"
    assert heard.finding(hearing(felt("look", 0.5, 80, "ad"))) is None


def test_no_figure_is_rounded_out_of_its_own_interval(hearing):
    """+0.549 between 0.51 and 0.59 is +0.55, for +0.5 lies below; what ease alone tells of is said to be ease."""
    low = Feeling("look", Estimate(0.549, 0.51, 0.59, 80), touchpoint="page")
    high = Feeling("look", Estimate(1.392, 1.36, 1.43, 80), touchpoint="ad", aspects=({"en": "ease", "de": "L"},))
    assert heard.finding(hearing(low, high)).text["en"] == "Worst rated: Page (+0.55); best: Ad (ease) (+1.4)"


def test_four_personas_at_most_stand_beside_everybody(hearing):
    """Of six, two have no second touchpoint with 20 answers; those most people answered for stand first."""
    cards = tuple(Persona(f"pe_{i}", "P", "c", "P", 50, Proportion(0.5, 0.4, 0.6, 50, 100), 0.9, 0.9) for i in range(6))
    told = [felt("look", 0.1, 30 + i, "page", persona=f"pe_{i}") for i in range(6)]
    told += [felt("look", 0.1, 19 if i == 1 else 25, "ad", persona=f"pe_{i}") for i in range(1, 6)]
    figures = dataclasses.replace(hearing(*told), personas=cards)
    assert [one.id for one in heard.beside(figures)] == ["pe_5", "pe_4", "pe_3", "pe_2"]
