"""What people are grouped by, and what is left out."""

import numpy as np

from wegweiser.personas import PersonaSettings
from wegweiser.personas.matrix import _heap, correlation, matrix
from wegweiser.personas.profiles import Profiles, TraitColumn


def people(n: int = 200) -> Profiles:
    """Return customers who have one channel only and buy at every contact."""
    rng = np.random.default_rng(1)
    often, value = rng.lognormal(0, 0.5, n), rng.lognormal(3, 0.5, n)
    plain = {
        "conversions_per_month": often,
        "contacts_per_month": often * 2,
        "value_per_conversion": value,
        "value_per_month": often * value,
        "contacts_per_session": np.ones(n),
        "touchpoints": np.where(np.arange(n) % 2, 1.0, 3.0),
        "unevenness": np.full(n, np.nan),
    }
    sex = TraitColumn("Gender", ("f", "m"), np.arange(n) % 2)
    age = TraitColumn("age", ("old", "young"), np.arange(n) // 2 % 2)
    return Profiles(
        ids=np.arange(n),
        columns=plain,
        channels=("store",),
        by_channel=np.ones((n, 1)),
        by_day=rng.multinomial(200, np.full(7, 1 / 7), n).astype(float),
        by_band=np.zeros((n, 5)),
        traits=(sex, age),
        reached=n,
    )


def test_results_repeats_and_constants_are_left_out():
    """Total value is a result, contacts repeat purchases, everybody's one channel and visit say nothing."""
    found = matrix(people(), PersonaSettings())
    used = [m.feature.id for m in found.measured]
    assert used == ["conversions_per_month", "value_per_conversion", "touchpoints", "weekend"]
    assert [t.name for t in found.traits] == ["age"]


def test_a_heap_becomes_a_category():
    """Half of the people use one touchpoint: a column of its own among the categories."""
    table = matrix(people(), PersonaSettings()).table
    assert table.numeric.shape == (200, 3)
    assert len(table.levels) == table.codes.shape[1] == 2
    assert np.nanmax(np.abs(table.numeric)) <= 4


def test_a_heap_is_cut_from_the_lower_and_the_upper_half_of_the_others():
    """Three zeros of eight are a heap; 1, 2 lie in the lower and 3, 4 in the upper half; unknown stays unknown."""
    values = np.array([0.0, 0.0, 0.0, 1.0, 2.0, 3.0, 4.0, np.nan])
    heap = _heap(values)
    assert heap is not None
    assert heap.tolist() == [0, 0, 0, 1, 1, 2, 2, -1]
    assert _heap(np.arange(10.0)) is None


def test_correlation_counts_only_where_both_are_known():
    """1, 2, 3 against 2, 4, 6 with a hole correlate fully; a constant correlates with nothing."""
    assert correlation(np.array([1.0, 2.0, 3.0, np.nan]), np.array([2.0, 4.0, 6.0, 1.0])) == 1.0
    assert correlation(np.ones(3), np.arange(3.0)) == 0.0
