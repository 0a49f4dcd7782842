"""Removal effects of order 1 against paths solved by hand, published numbers, and the slow way."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wegweiser.errors import InvalidSetting
from wegweiser.stats.attribution import markov


def test_two_touchpoints_worked_by_hand():
    """Ana goes 1 > 2 and buys, Ben sees 1 and leaves, Cem sees 2 and buys: all need 2, a third needs 1.

    The chain: start to 1 (2/3) or 2 (1/3); 1 to 2 or the loss, half and half; 2 always converts. Without 1 a third
    converts instead of two thirds; without 2 nobody.
    """
    counts = markov.counted([0, 1, 0, 1, 0, 2], [0, 0, 1, 1, 2, 0], [1, 1, 2, 4, 3, 2], [1] * 6, 2)
    counts += markov.counted([2], [2], [3], [1], 2)
    table = counts.sum(axis=0)
    assert table.tolist() == [[2, 1, 0, 0], [0, 1, 0, 1], [0, 0, 2, 0]]
    assert markov.conversion_rate(table) == pytest.approx(2 / 3)
    assert markov.removal_effects(table) == pytest.approx([0.5, 1.0])
    assert markov.credit(markov.removal_effects(table), 2) == pytest.approx([2 / 3, 4 / 3])


def test_removing_touchpoints_together_loses_no_less_than_each(counting, drawn):
    """A set's effect is at least that of its members, and that of all touchpoints is everything."""
    table = counting(4).cells(drawn(1), 1).table().sum(axis=0)
    single = markov.removal_effects(table)
    assert markov.removal_of(table, [3]) == pytest.approx(single[2])
    assert markov.removal_of(table, [1, 3]) >= max(single[0], single[2])
    assert markov.removal_of(table, [1, 2, 3, 4]) == pytest.approx(1.0)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_the_chain_converts_what_was_observed_and_effects_are_the_slow_ones(counting, drawn, seed):
    """Chain conversion = empirical rate; one inverse gives what removing one by one gives."""
    paths = drawn(seed)
    table = counting(4).cells(paths, 1).table().sum(axis=0)
    assert markov.conversion_rate(table) == pytest.approx(np.mean([won for _, won, _ in paths]))
    effects = markov.removal_effects(table)
    assert effects == pytest.approx(counting(4).effects(paths, 1), abs=1e-12)
    assert markov.credit(effects, table[:, 4].sum()).sum() == pytest.approx(sum(won for _, won, _ in paths))


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 1000), order=st.randoms())
def test_the_order_of_rows_never_matters(counting, drawn, seed, order):
    """Shuffled rows of counts give the same tables."""
    cells = counting(4).cells(drawn(seed), 1)
    place = list(range(len(cells.n)))
    order.shuffle(place)
    again = markov.counted(cells.bucket[place], cells.state[place], cells.onward[place], cells.n[place], 4)
    assert np.array_equal(again, cells.table())


def test_many_tables_at_once_are_each_alone(counting, drawn):
    """The axes in front only stand side by side."""
    tables = np.stack([counting(4).cells(drawn(seed), 1).table().sum(axis=0) for seed in range(3)])
    assert np.array_equal(markov.removal_effects(tables), np.stack([markov.removal_effects(t) for t in tables]))


def test_staying_at_a_touchpoint_changes_no_effect():
    """Collapsing 1 > 1 to 1 leaves every effect of order 1 as it is."""
    table = np.array([[5.0, 3, 0, 0], [4, 2, 2, 1], [0, 1, 3, 2]])
    collapsed = table.copy()
    collapsed[1, 0] = collapsed[2, 1] = 0
    assert markov.removal_effects(table) == pytest.approx(markov.removal_effects(collapsed))


def test_value_weighs_whole_journeys_in_any_currency():
    """Ana buys for 90 by 1, Cem for 10 by 2: half of the conversions each, 90 % of the value through 1; cents agree."""
    converted = np.array([[1.0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 1, 0]])
    counts = converted + np.array([[1.0, 1, 0, 0], [0, 0, 0, 1], [0, 0, 0, 1]])
    value = converted * np.array([[90.0, 10, 0, 0], [0, 0, 90, 0], [0, 0, 10, 0]])
    assert markov.removal_effects(counts) == pytest.approx([0.5, 0.5])
    for unit in (1, 100):
        weighted = markov.valued(counts, converted, value * unit)
        assert markov.conversion_rate(weighted) == pytest.approx(0.5)
        assert markov.removal_effects(weighted) == pytest.approx([0.9, 0.1])


def test_a_touchpoint_nobody_met_and_a_log_without_conversions_get_nothing():
    """No visit and no conversion mean an effect of 0, not a division by zero."""
    assert markov.removal_effects(np.array([[3.0, 0, 0, 0], [0, 0, 1, 2], [0, 0, 0, 0]])).tolist() == [1.0, 0.0]
    assert markov.removal_effects(np.array([[3.0, 0, 0], [0, 0, 3]])).tolist() == [0.0]
    assert markov.credit(np.zeros(2), 5).tolist() == [0.0, 0.0]


@pytest.mark.parametrize(("code", "onward", "bucket"), [(3, 1, 0), (0, 5, 0), (0, 0, 0), (0, 1, 256)])
def test_codes_out_of_range_are_refused(code, onward, bucket):
    """Two touchpoints have codes 0 to 2 and lead to 1 to 4."""
    with pytest.raises(InvalidSetting, match="is not between"):
        markov.counted([bucket], [code], [onward], [1], 2)


def test_journeys_without_an_end_are_refused():
    """1 and 2 lead only to each other; a table of the wrong shape has no ends at all."""
    with pytest.raises(InvalidSetting, match="only lead to each other"):
        markov.removal_effects(np.array([[1.0, 0, 0, 0], [0, 1, 0, 0], [1, 0, 0, 0]]))
    with pytest.raises(InvalidSetting, match="no place"):
        markov.conversion_rate(np.ones((3, 3)))
