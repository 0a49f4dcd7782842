"""Scores of surveys: formulas worked by hand, intervals that cover."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wegweiser.domain.surveys import Scale
from wegweiser.errors import InvalidSetting
from wegweiser.stats import scores
from wegweiser.stats.scores import Answers

FIVE, TEN = Scale(1, 5), Scale(0, 10)


def test_the_nps_is_promoters_less_detractors_in_percent():
    """Five of ten tick 9 or 10, two tick 0 to 6: 50 % less 20 %."""
    found = scores.nps(Answers.of({10: 3, 9: 2, 8: 2, 7: 1, 6: 1, 0: 1}))
    assert (found.value, found.n) == (30.0, 10)


def test_the_interval_of_the_nps_is_the_adjusted_one():
    """With 3/4 and 3/4 of 3 more people: (5.75 - 2.75) / 13 = 0.2308, half width 1.96 x 0.2149 = 0.4212."""
    found = scores.nps(Answers.of({10: 5, 8: 3, 2: 2}))
    assert (found.lo, found.hi) == pytest.approx((-19.05, 65.20), abs=0.01)


def test_an_answer_beyond_ten_is_refused():
    """Code 11 means no answer; whoever counts it has read the export wrongly."""
    with pytest.raises(InvalidSetting, match="between 0 and 10"):
        scores.nps(Answers.of({11: 1, 9: 3}))


def test_nobody_has_no_score():
    """Without an answer there is nothing to say."""
    nobody = Answers.of({})
    assert scores.nps(nobody) is scores.csat(nobody, FIVE) is scores.felt(nobody, FIVE) is None
    assert scores.felt(Answers.of({5: 1}), FIVE) is None


def test_satisfied_are_the_two_best_of_five():
    """Of ten people, two tick 5 and three tick 4."""
    found = scores.csat(Answers.of({5: 2, 4: 3, 3: 1, 1: 4}), FIVE)
    assert (found.value, round(found.lo, 4), round(found.hi, 4)) == (0.5, 0.2366, 0.7634)


def test_on_a_scale_that_begins_with_the_best_low_numbers_are_good():
    """A German school mark of 1 is the best."""
    marks = Scale(1, 6, best_low=True)
    answers = Answers.of({1: 3, 2: 1, 6: 4})
    assert scores.csat(answers, marks).value == 0.5
    assert scores.felt(answers, marks).value == pytest.approx((3 * 2 + 1.2 - 4 * 2) / 8)


def test_the_mean_feeling_stays_on_its_scale():
    """Two people at the very top: the interval ends at +2."""
    found = scores.felt(Answers.of({5: 19, 4: 1}), FIVE)
    assert found.value == pytest.approx(1.95)
    assert found.hi == 2.0


def test_weights_move_a_score_and_widen_its_interval():
    """Ana (weight 3) promotes, Ben and Cem (weight 1/2 each) do not: (3 - 1) / 4 of the weight."""
    answers = Answers.of({10: (1, 3.0, 9.0), 0: (2, 1.0, 0.5)})
    found = scores.weighted_nps(answers)
    assert found.value == pytest.approx(50.0)
    assert found.n == 3
    assert found.hi - found.lo > scores.nps(answers).hi - scores.nps(answers).lo


def test_even_weights_change_nothing():
    """Where everybody weighs one there is no weighted score beside the plain one."""
    assert scores.weighted_nps(Answers.of({10: 4, 3: 2})) is None


def test_the_weighted_variance_is_the_linearised_one():
    """Feelings +2 and -2, weights 3 and 1: mean 1, variance (9·1 + 1·9) / 16 · 2 = 2.25, t(1) = 12.706."""
    found = scores.weighted_felt(Answers.of({5: (1, 3.0, 9.0), 1: (1, 1.0, 1.0)}), FIVE)
    assert found.value == pytest.approx(1.0)
    assert (found.lo, found.hi) == (-2.0, 2.0)


@given(st.dictionaries(st.integers(0, 10), st.integers(1, 40), min_size=1))
@settings(max_examples=60)
def test_an_interval_holds_its_score(counted):
    """Whatever was answered, the score lies within its interval and on its scale."""
    answers = Answers.of(counted)
    found = scores.nps(answers)
    assert -100 <= found.lo <= found.value <= found.hi <= 100
    share = scores.csat(answers, TEN)
    assert 0 <= share.lo <= share.value <= share.hi <= 1


@pytest.mark.parametrize(("up", "down"), [(0.5, 0.2), (0.8, 0.05), (0.95, 0.01)])
def test_the_interval_of_ten_answers_covers(up, down):
    """NPS +30, +75 and +94 with ten answers: at least 90 % of 2,000 surveys hold the truth."""
    rng = np.random.default_rng(7)
    held = 0
    for p, d, rest in rng.multinomial(10, [up, down, 1 - up - down], size=2000):
        found = scores.nps(Answers.of({10: p, 0: d, 8: rest}))
        held += found.lo <= 100 * (up - down) <= found.hi
    assert held / 2000 >= 0.9
