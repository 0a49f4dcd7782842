"""Person-periods find what goes with an exposure, and say what could explain it away."""

from dataclasses import replace

import numpy as np
import pytest

from wegweiser.errors import InvalidSetting
from wegweiser.stats.hazard import Periods, associated, e_value, placebo

FADES = 0.7


def lived(seed, people=6000, *, mood_seen=True):
    """Return person-periods and the true extra conversions: exposure 1 helps, exposure 2 only follows the mood."""
    rng = np.random.default_rng(seed)
    mood = rng.normal(size=people)
    exposed, alive, rows, truth = np.zeros((people, 2)), np.ones(people, dtype=bool), [], 0.0
    for period in range(6):
        exposed = exposed * FADES
        exposed[:, 0] += rng.random(people) < 0.2
        exposed[:, 1] += rng.random(people) < 1 / (1 + np.exp(1.5 - mood))
        score = -3.5 + 0.8 * exposed[:, 0] + 0.6 * mood
        chance, without = 1 / (1 + np.exp(-score)), 1 / (1 + np.exp(-(score - 0.8 * exposed[:, 0])))
        truth += (chance - without)[alive].sum()
        hit = rng.random(people) < chance
        z = mood[alive, None] if mood_seen else np.zeros((alive.sum(), 0))
        who = np.flatnonzero(alive)
        rows.append(
            (np.full(len(who), period), exposed[alive].copy(), z, np.ones(len(who)), hit[alive] * 1.0, who % 256)
        )
        alive = alive & ~hit
    return Periods(*(np.concatenate(column) for column in zip(*rows, strict=True))), truth


def test_what_helps_is_found_and_what_only_follows_the_mood_is_not():
    """Mood known: the first exposure's interval holds the truth, the second's holds zero."""
    periods, truth = lived(1)
    found = associated(periods)
    assert found.lo[0] < truth < found.hi[0]
    assert found.clear.tolist() == [True, False]
    assert found.conversions == periods.hits.sum()
    assert found.e_value[0] > found.e_value_of_limit[0] > 1
    assert found.e_value_of_limit[1] == 1


def test_errors_are_the_spread_over_samples():
    """Over 16 samples the mean standard error fits the spread of estimate less truth within a third."""
    found, gaps = [], []
    for seed in range(16):
        periods, truth = lived(seed, 2500)
        result = associated(periods, folds=2)
        found.append(result.se[0])
        gaps.append(result.extra[0] - truth)
    assert np.mean(found) == pytest.approx(np.std(gaps, ddof=1), rel=0.34)


def test_a_mood_nobody_sees_passes_for_an_effect_and_a_placebo_tells():
    """Mood unknown: the idle exposure looks helpful, and goes as clearly with an outcome nothing can cause."""
    periods, _ = lived(2, 12_000, mood_seen=False)
    assert associated(periods).clear[1]
    follows = np.random.default_rng(1).random(len(periods.n)) < 0.02 * (1 + periods.exposures[:, 1])
    assert placebo(periods, follows.astype(float)).clear.tolist() == [False, True]


def test_equal_rows_may_be_counted_together():
    """Every row three times, or once with n = 3: the same answer."""
    periods, _ = lived(3, 400)
    times = replace(periods, n=periods.n * 3, hits=periods.hits * 3)
    columns = ("period", "exposures", "covariates", "n", "hits", "bucket")
    rows = Periods(*(np.concatenate([getattr(periods, name)] * 3) for name in columns))
    assert associated(times).extra == pytest.approx(associated(rows).extra)
    assert associated(times).overlap == pytest.approx(associated(rows).overlap)


def test_overlap_says_whether_there_is_anything_to_compare_with():
    """An exposure by lot overlaps; one that only the keenest get hardly does; one that all or nobody gets does not."""
    rng = np.random.default_rng(4)
    mood = rng.normal(size=(4000, 1))
    by_lot, keen = rng.random(4000) < 0.3, mood[:, 0] > 1
    exposures = np.column_stack([by_lot, keen, np.ones(4000)]).astype(float)
    hits = (rng.random(4000) < 0.05).astype(float)
    found = associated(Periods(np.zeros(4000, dtype=int), exposures, mood, np.ones(4000), hits, np.arange(4000) % 256))
    assert found.overlap[0] > 0.9
    assert found.overlap[1] < 0.1
    assert found.overlap[2] == 0


@pytest.mark.parametrize(("ratio", "expected"), [(3.9, 7.26), (1.8, 3.0), (0.25, 7.46), (1.0, 1.0)])
def test_e_values_are_the_published_ones(ratio, expected):
    """VanderWeele and Ding's examples; a ratio below one counts like its inverse."""
    assert e_value(ratio) == pytest.approx(expected, abs=0.005)


def test_rows_that_cannot_be_are_refused():
    """More conversions than periods, columns of two lengths, nothing at all, one fold."""
    one = np.ones(1)
    good = Periods(np.zeros(1, dtype=int), one[:, None], one[:, None], one, one, np.zeros(1, dtype=int))
    for change in ({"hits": one * 2}, {"period": np.array([-1])}):
        with pytest.raises(InvalidSetting, match="more conversions"):
            replace(good, **change)
    with pytest.raises(InvalidSetting, match="length"):
        replace(good, n=np.ones(2))
    with pytest.raises(InvalidSetting, match="no period"):
        Periods(*(getattr(good, name)[:0] for name in ("period", "exposures", "covariates", "n", "hits", "bucket")))
    with pytest.raises(InvalidSetting, match="1 folds"):
        associated(good, folds=1)
