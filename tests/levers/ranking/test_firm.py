"""Grade A and B: experiments, and natural variation in a logged driver, halo or not."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.experiments import Design, ExperimentResult
from wegweiser.domain.levers import Better, Driver, Grade
from wegweiser.errors import UnknownName
from wegweiser.levers.ranking import Cases, Grounds, Logged, rank
from wegweiser.levers.ranking.firm import improvement, of_driver

TRUTH = 0.04 + 0.5 * 0.03
"""As simulated in conftest: the rating's own effect and what it carries over to the later one."""
TRIED = ExperimentResult(
    id="total_price",
    name={"en": "Show the total price", "de": "Gesamtpreis zeigen"},
    goal="buy",
    effect=Estimate(0.02, 0.01, 0.03, 9000),
    treated=4500,
    untreated=4500,
    touchpoint="cart",
)
MET = [{"touchpoint": "cart", "phase": "conversion", "customers": 480, "contacts": 900}]


def test_the_interval_of_a_driver_covers_the_truth_in_nine_of_ten_halo_simulations(web_figures, halo):
    """Acceptance: over 50 logs with a hidden mood the grade-B interval holds the true effect at least 45 times."""
    figures = web_figures()
    found = [rank(Grounds(figures, drivers=(halo(seed),)))[0] for seed in range(50)]
    assert {lever.grade for lever in found} == {Grade.B}
    covered = sum(lever.effect.lo <= TRUTH <= lever.effect.hi for lever in found)
    assert covered >= 45


def test_a_range_over_adjustments_misses_the_truth_under_a_halo(web_figures, halo):
    """Why grade C is no number: adjusted for all that was recorded, the same logs put the effect too high."""
    weak = [replace_value(halo(seed), seed) for seed in range(5)]
    found = [of_driver(logged, web_figures()) for logged in weak]
    assert {lever.grade for lever in found} == {Grade.C}
    assert [lever.spread.lo > TRUTH for lever in found] == [True] * 5


def replace_value(logged: Logged, seed: int) -> Logged:
    """Return the log with a driver that has nothing to do with the rating."""
    noise = np.random.default_rng(1000 + seed).random(len(logged.cases))
    return Logged(logged.driver, logged.goal, logged.cases, noise, logged.rating, logged.customers)


def test_a_driver_that_hardly_moves_the_rating_falls_to_grade_c_with_both_warnings(web_figures, halo):
    """First-stage F below 10: no effect, a range, the reason, and the warning of the halo."""
    lever = of_driver(replace_value(halo(1), 1), web_figures())
    assert (lever.grade, lever.effect, lever.spread.ways) == (Grade.C, None, 3)
    assert "at least 10 is needed" in lever.warnings[0]["en"]
    assert lever.warnings[1]["en"].startswith("Mood and intent of one person")


def test_a_driver_nobody_rates_is_brought_to_where_the_best_quarter_is(web_figures):
    """Each minute costs 5 points; bringing all to the best quarter spares 1.5 minutes on average."""
    random = np.random.default_rng(3)
    minutes = random.integers(0, 5, 6000).astype(float)
    bought = (random.random(6000) < 0.6 - 0.05 * minutes).astype(float)
    cases = Cases(bought, np.arange(6000), np.empty((6000, 0)), np.empty((6000, 0)))
    driver = Driver("cart", "waited", unit="min", name={"en": "Waiting", "de": "Wartezeit"})
    lever = of_driver(Logged(driver, "buy", cases, minutes, customers=6000), web_figures())
    level, move = improvement(minutes, Better.LESS)
    assert (level, lever.grade) == (1.0, Grade.B)
    assert lever.effect.lo < -0.05 * move < lever.effect.hi
    assert lever.text == {
        "en": "Bring “Waiting” at “cart” down to 1\u00a0min",
        "de": "„Wartezeit“ bei „cart (de)“ auf 1\u00a0min senken",
    }
    assert "no first stage to check" in lever.warnings[0]["en"]


def noise(seed: int) -> Logged:
    """Return a driver that has nothing to do with buying, for 300 customers of two journeys each."""
    random = np.random.default_rng(seed)
    who = np.repeat(np.arange(300), 2)
    bought = (random.random(600) < np.clip(0.4 + random.normal(0, 0.2, 300)[who], 0, 1)).astype(float)
    cases = Cases(bought, who, np.empty((600, 0)), np.empty((600, 0)))
    return Logged(Driver("cart", f"noise{seed}"), "buy", cases, random.random(300)[who], customers=300)


def test_drivers_of_noise_are_listed_apart_and_a_real_one_says_the_check_was_passed(web_figures):
    """Of eight figures of noise none is ranked in 19 of 20 lists; the one that moves buying is."""
    ranked = []
    for run in range(10):
        levers = rank(Grounds(web_figures(), drivers=tuple(noise(100 * run + n) for n in range(8))))
        assert {lever.grade for lever in levers} <= {Grade.B, Grade.C}
        ranked.append(sum(lever.rank is not None for lever in levers))
    assert sum(n > 0 for n in ranked) <= 1
    real = noise(7)
    cases = Cases((real.value > 0.5).astype(float), real.cases.customer, real.cases.prefix, real.cases.attributes)
    both = (noise(8), Logged(Driver("cart", "waited", better=Better.MORE), "buy", cases, real.value, customers=300))
    first, apart = rank(Grounds(web_figures(), drivers=both))
    assert (first.driver, first.rank, first.grade) == ("cart_waited", 1, Grade.B)
    assert "Placebo check passed" in first.method["en"]
    assert "Placeboprobe bestanden" in first.method["de"]
    assert (apart.driver, apart.rank, apart.grade, apart.spread.ways) == ("cart_noise8", None, Grade.C, 3)
    assert apart.doubt["en"].startswith("Placebo check failed")
    assert (apart.text["en"], apart.measures) == ("“noise8” at “cart”: no effect shown", ())


def test_a_driver_the_path_explains_moves_nothing(web_figures, halo):
    """All of the waiting is known from what came before: no effect, and no refusal of the whole list."""
    logged = halo(1)
    known = Logged(logged.driver, logged.goal, logged.cases, logged.cases.prefix[:, 0], logged.rating)
    lever = of_driver(known, web_figures())
    assert (lever.grade, lever.effect) == (Grade.C, None)


def test_more_can_be_better():
    """Of 1 to 5 the best quarter is 4 and up; on average 1.2 are missing."""
    assert improvement(np.array([1.0, 2.0, 3.0, 4.0, 5.0]), Better.MORE) == (4.0, pytest.approx(1.2))


def test_too_few_journeys_or_no_variation_give_no_lever(web_figures):
    """Nineteen journeys, or a driver that is always the same."""
    for n, value in ((19, np.arange(19.0)), (40, np.ones(40))):
        cases = Cases(np.arange(n) % 2.0, np.arange(n), np.empty((n, 0)), np.empty((n, 0)))
        assert of_driver(Logged(Driver("cart", "waited"), "buy", cases, value), web_figures()) is None


def test_an_experiment_is_a_lever_of_grade_a_where_it_was_tried(web_figures):
    """It reaches the 480 customers of the cart; the effect is the experiment's own."""
    (lever,) = rank(Grounds(web_figures(touchpoints=MET), experiments=(TRIED,)))
    assert (lever.grade, lever.rank, lever.customers, lever.phase) == (Grade.A, 1, 480, "conversion")
    assert (lever.effect, lever.experiment, lever.warnings) == (TRIED.effect, "total_price", ())
    assert lever.method["de"] == "Experiment mit 4.500 Kunden in der Testgruppe und 4.500 in der Kontrollgruppe."


def test_a_hold_out_says_that_the_thing_runs_already(web_figures):
    """What a hold-out measures is there now; more of it is another question."""
    held = replace(TRIED, design=Design.HOLDOUT)
    (lever,) = rank(Grounds(web_figures(touchpoints=MET), experiments=(held,)))
    assert lever.warnings[0]["en"].startswith("It runs already")


def test_without_a_touchpoint_an_experiment_reaches_its_channel_or_everybody(web_figures):
    """The largest touchpoint of the channel, else all 1,000."""
    rows = [MET[0] | {"channel": "web"}]
    for channel, reached in (("web", 480), ("mail", 1000), (None, 1000)):
        tried = replace(TRIED, touchpoint=None, channel=channel)
        assert rank(Grounds(web_figures(touchpoints=rows), experiments=(tried,)))[0].customers == reached


def test_an_experiment_on_an_unknown_goal_is_refused(web_figures):
    """A name nobody knows is misuse and says so."""
    with pytest.raises(UnknownName, match="No goal is called 'by'"):
        rank(Grounds(web_figures(), experiments=(replace(TRIED, goal="by"),)))
