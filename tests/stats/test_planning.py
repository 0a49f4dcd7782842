from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wegweiser.errors import InvalidSetting
from wegweiser.stats import planning
from wegweiser.stats.intervals import wilson
from wegweiser.stats.scores import Answers, nps


def test_the_textbook_numbers():
    """385 answers for five points of a share, 97 for ten; four times as many for half the margin of an NPS."""
    assert (planning.share(0.05), planning.share(0.10)) == (385, 97)
    assert (planning.nps(10), planning.nps(5)) == (385, 1537)


@given(st.integers(2, 20))
def test_a_planned_nps_has_the_margin_it_was_planned_for(points):
    """In the worst case half promote and half do not: the interval drawn from that many answers is as wide."""
    n = planning.nps(points) // 2 * 2
    score = nps(Answers.of({10: n // 2, 0: n // 2}))
    assert (score.hi - score.lo) / 2 == pytest.approx(points, rel=0.03)


def test_a_planned_share_has_its_margin_too():
    """385 answers, half of them yes, are known to five points."""
    found = wilson(193, 385)
    assert (found.hi - found.lo) / 2 == pytest.approx(0.05, abs=0.0005)


def test_few_people_need_fewer_answers_and_never_more_than_there_are():
    """Of 100 people 80 for five points; of ten, ten."""
    assert planning.share(0.05, of=100) == 80
    assert planning.nps(1, of=10) == 10


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: planning.nps(0),
        lambda: planning.nps(5, promoters=0.8, detractors=0.3),
        lambda: planning.nps(5, of=0),
        lambda: planning.share(0.05, expected=1),
        lambda: planning.mean(0.1, spread=0),
        lambda: planning.difference(0, spread=1),
        lambda: planning.planned(10, response=0),
    ],
)
def test_what_cannot_be_planned_is_refused(wrong):
    """Margins, shares and responses out of range."""
    with pytest.raises(InvalidSetting):
        wrong()


def test_enough_answers_show_that_a_share_or_a_mean_lies_beyond_a_value():
    """0.6 against 0.5: ((1.960 · 0.5 + 0.842 · 0.490) / 0.1)² = 193.8; 0.3 beyond, spread 1.2: (2.802 · 4)² = 125.6."""
    assert planning.beyond(0.5, 0.6) == 194
    assert planning.beyond(0.6, 0.5) == planning.beyond(0.4, 0.5)
    assert planning.beyond_mean(0.3, spread=1.2) == 126
    for impossible in ((0.5, 0.5), (0.0, 0.1), (0.9, 1.0)):
        with pytest.raises(InvalidSetting):
            planning.beyond(*impossible)
    with pytest.raises(InvalidSetting):
        planning.beyond_mean(0, spread=1.2)
