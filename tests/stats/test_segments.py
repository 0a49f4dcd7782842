"""Groups in mixed data: planted ones are found, absent ones are not invented."""

import numpy as np
import pytest

from wegweiser.errors import InvalidSetting
from wegweiser.stats import segments
from wegweiser.stats.mixture import fit

SHARES = [0.35, 0.25, 0.20, 0.12, 0.08]


def planted(seed: int, n: int = 1500, *, structure: bool = True) -> tuple[segments.MixedTable, np.ndarray]:
    """Return five groups of 35/25/20/12/8 % in 5 numeric (one skewed), 5 categorical and 6 noise columns."""
    rng, shape = np.random.default_rng(seed), np.random.default_rng(99)
    centres, shares = shape.normal(0, 1.56, (5, 5)), shape.dirichlet(np.full(4, 0.5), (5, 5))
    truth = rng.choice(5, size=n, p=SHARES)
    group = truth if structure else np.zeros(n, dtype=int)
    numeric = np.hstack([centres[group] + rng.normal(0, 1, (n, 5)), rng.normal(0, 1, (n, 3))])
    numeric[:, 0] = np.log1p(np.exp(numeric[:, 0] / 2))
    drawn = (rng.random((n, 5, 1)) > shares[group].cumsum(axis=2)).sum(axis=2).clip(max=3)
    codes = np.hstack([drawn, rng.integers(0, 4, (n, 3))])
    return segments.MixedTable((numeric - numeric.mean(0)) / numeric.std(0), codes, (4,) * 8), truth


@pytest.mark.parametrize("seed", [0, 1])
def test_planted_groups_are_found(seed):
    """Five clear groups of 1,500 people come back with an adjusted Rand index of at least 0.85."""
    table, truth = planted(seed)
    found = segments.find(table, segments.Rule(most=6, resamples=5), seed=7)
    assert found.verdict is segments.Verdict.FOUND
    assert found.k == 5
    assert segments.agreement(truth, found.labels) >= 0.85
    assert found.agreement >= 0.75
    assert np.all(np.diff(np.bincount(found.labels)) <= 0), "group 0 is the largest"


@pytest.mark.parametrize("seed", range(4))
def test_no_groups_are_invented(seed):
    """Where everybody is drawn alike the answer is one group, and the verdict says why."""
    table, _ = planted(seed, 800, structure=False)
    found = segments.find(table, segments.Rule(most=4, resamples=4), seed=1)
    assert found.verdict is segments.Verdict.NO_STRUCTURE
    assert (found.k, found.agreement, set(found.labels)) == (1, 1.0, {0})


def separated(groups: int, seed: int, n: int = 600) -> tuple[segments.MixedTable, np.ndarray]:
    """Return groups of one size, 4.2 standard deviations apart: four numeric and three categorical columns."""
    rng, shape = np.random.default_rng(seed), np.random.default_rng(7)
    centres, shares = 3.0 * np.eye(4)[:groups], shape.dirichlet(np.full(3, 0.4), (groups, 3))
    truth = rng.integers(0, groups, n)
    numeric = centres[truth] + rng.normal(0, 1, (n, 4))
    codes = (rng.random((n, 3, 1)) > shares[truth].cumsum(axis=2)).sum(axis=2).clip(max=2)
    return segments.MixedTable((numeric - numeric.mean(0)) / numeric.std(0), codes, (3,) * 3), truth


@pytest.mark.parametrize("groups", [2, 4])
def test_well_separated_groups_are_found(groups):
    """Two and four groups far apart: as many are found, with an adjusted Rand index of at least 0.9."""
    table, truth = separated(groups, 3)
    found = segments.find(table, segments.Rule(most=6, starts=8, resamples=4), seed=1)
    assert found.k == groups
    assert segments.agreement(truth, found.labels) >= 0.9


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(10))
def test_five_clear_groups_are_found_with_every_draw(seed):
    """35/25/20/12/8 %, 6 columns of noise, n = 1,500, 20 starts: an index of at least 0.85 each time."""
    table, truth = planted(seed)
    found = segments.find(table, seed=seed)
    assert segments.agreement(truth, found.labels) >= 0.85


@pytest.mark.soak
def test_one_group_is_the_answer_on_structureless_draws():
    """Twenty draws of 1,500 people who are all alike: one group on at least 19 of them."""
    answers = [segments.find(planted(seed, structure=False)[0], seed=seed).k for seed in range(20)]
    assert sum(k == 1 for k in answers) >= 19


@pytest.mark.soak
@pytest.mark.parametrize("groups", [2, 4])
def test_well_separated_groups_are_found_with_every_draw(groups):
    """Ten draws each: an adjusted Rand index of at least 0.9 on every one."""
    for seed in range(10):
        table, truth = separated(groups, seed, 1500)
        assert segments.agreement(truth, segments.find(table, seed=seed).labels) >= 0.9


def test_the_same_seed_gives_the_same_groups():
    """Labels, probabilities and candidates are equal to the last bit."""
    table, _ = planted(3, 600)
    rule = segments.Rule(most=4, starts=6, resamples=4)
    first, second = segments.find(table, rule, seed=5), segments.find(table, rule, seed=5)
    assert first.candidates == second.candidates
    assert np.array_equal(first.probabilities, second.probabilities)


def test_missing_values_are_left_out_not_filled_in():
    """A third of all values is unknown, and the groups are still found."""
    table, truth = planted(0)
    rng = np.random.default_rng(1)
    numeric = np.where(rng.random(table.numeric.shape) < 0.3, np.nan, table.numeric)
    codes = np.where(rng.random(table.codes.shape) < 0.3, -1, table.codes)
    model = fit(segments.MixedTable(numeric, codes, table.levels), 5, seed=1)
    labels = model.probabilities(segments.MixedTable(numeric, codes, table.levels)).argmax(axis=1)
    assert segments.agreement(truth, labels) >= 0.65


def test_one_group_is_the_mean_and_the_shrunken_variance():
    """1, 3 in one column: mean 2, squares 2, so (2 + 10 * 0.5) / (2 + 10) = 7/12; -2 log L + 2 log 2 by hand."""
    table = segments.MixedTable(np.array([[1.0], [3.0]]), np.empty((2, 0), dtype=np.int64), ())
    model = fit(table, 1, seed=0)
    assert model.means.item() == pytest.approx(2.0)
    assert model.variances.item() == pytest.approx(7 / 12)
    by_hand = 2 * np.log(2 * np.pi * 7 / 12) + 2 / (7 / 12) + 2 * np.log(2)
    assert model.bic == pytest.approx(by_hand)


def test_too_few_people_are_not_grouped():
    """Below a hundred people two groups of fifty are impossible."""
    table, _ = planted(0, 99)
    assert segments.find(table).verdict is segments.Verdict.TOO_FEW


def test_two_columns_are_not_grouped():
    """Two columns that go together would be cut along their diagonal."""
    table = segments.MixedTable(np.zeros((200, 2)), np.empty((200, 0), dtype=np.int64), ())
    assert segments.find(table).verdict is segments.Verdict.TOO_LITTLE


def test_above_the_limit_a_sample_is_fitted_and_everybody_assigned():
    """2,000 rows, fitted on 800 of them: everyone has a group, and the groups are the planted ones."""
    table, truth = planted(2, 2000)
    rule = segments.Rule(most=5, starts=8, resamples=4, fitted_on=800, compared_on=400, stable=0.6)
    found = segments.find(table, rule, seed=2)
    assert (len(found.labels), found.fitted_on) == (2000, 800)
    assert segments.agreement(truth, found.labels) >= 0.6


def test_choice_of_the_number_of_groups():
    """Each row: BIC, agreement and smallest share for k = 2, 3, 4 (k = 1 has BIC 1,000), and the answer."""
    rows = [
        ([(990, 0.9, 0.3), (970, 0.9, 0.2), (969, 0.9, 0.1)], "found", 4),
        ([(990, 0.9, 0.3), (970, 0.9, 0.2), (969, 0.7, 0.1)], "found", 3),
        ([(990, 0.9, 0.3), (970, 0.7, 0.2), (950, 0.5, 0.1)], "coarser", 2),
        ([(990, 0.7, 0.3), (970, 0.5, 0.2), (950, 0.5, 0.1)], "provisional", 2),
        ([(990, 0.5, 0.3), (970, 0.5, 0.2), (950, 0.5, 0.1)], "unstable", None),
        ([(990, 0.9, 0.04), (970, 0.5, 0.03), (950, 0.5, 0.01)], "too small", None),
        ([(1001, 0.9, 0.3), (1003, 0.9, 0.2), (1009, 0.9, 0.1)], "no structure", None),
    ]
    for tried, verdict, k in rows:
        candidates = (
            segments.Candidate(1, 1000.0, 1.0, 1.0),
            *(segments.Candidate(i, float(b), a, s) for i, (b, a, s) in enumerate(tried, start=2)),
        )
        assert segments._choose(candidates, segments.Rule(), 5000) == (segments.Verdict(verdict), k)  # noqa: SLF001


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([0, 0, 1, 1], [1, 1, 0, 0], 1.0),
        ([0, 0, 1, 1], [0, 1, 0, 1], -0.5),
        ([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2], 0.24242),
        ([0, 0, 0], [0, 0, 0], 1.0),
    ],
)
def test_agreement_is_the_adjusted_rand_index(first, second, expected):
    """Third row by hand: 2 common pairs, 6 and 3 of 15, chance 1.2: (2 - 1.2) / (4.5 - 1.2)."""
    assert segments.agreement(np.array(first), np.array(second)) == pytest.approx(expected, abs=1e-5)


def test_groups_keep_their_names_over_a_refresh():
    """Ana and Ben's group is numbered anew, Cem's has split: each later group continues at most one earlier one."""
    earlier, later = np.array([0, 0, 0, 1, 1, 1]), np.array([1, 1, 1, 2, 2, 0])
    assert segments.match(earlier, later) == {1: 0, 2: 1}
    assert segments.match(np.array([], dtype=np.int64), np.array([], dtype=np.int64)) == {}
    with pytest.raises(InvalidSetting, match="compared"):
        segments.match(earlier, later[:2])


def test_tables_and_rules_that_cannot_work_are_refused():
    """Parts of different length, and a rule with one group at most."""
    with pytest.raises(InvalidSetting, match="coded rows"):
        segments.MixedTable(np.zeros((2, 1)), np.zeros((3, 0), dtype=np.int64), ())
    with pytest.raises(InvalidSetting, match="two groups"):
        segments.Rule(most=1)
