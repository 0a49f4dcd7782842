"""The sample attribution packages are usually shown with: 10,000 paths of twelve channels, exact numbers."""

import csv
import gzip
from dataclasses import dataclass, replace

import numpy as np
import pytest

from wegweiser.stats.attribution import higher, markov, shapley

PUBLISHED = {
    "alpha": 0.558399, "iota": 0.405835, "eta": 0.349026, "beta": 0.264039, "theta": 0.206010, "lambda": 0.134022,
    "epsilon": 0.062639, "zeta": 0.039811, "kappa": 0.028663, "gamma": 0.017880, "delta": 0.000482, "mi": 0.000180,
}  # fmt: skip
NAMES = sorted(PUBLISHED)

pytestmark = pytest.mark.data


@dataclass(frozen=True)
class Sample:
    """Paths as channel numbers, with how often they converted and were lost."""

    paths: list[tuple[int, ...]]
    won: np.ndarray
    lost: np.ndarray

    def cells(self, order):
        """Return the counted transitions with this memory; each path is a bucket of its own, modulo 256."""
        rows = []
        for at, path in enumerate(self.paths):
            state, both = 0, self.won[at] + self.lost[at]
            for code in path:
                rows.append((at % 256, state, code, both))
                state = code + 64 * (state % 64 ** (order - 1))
            rows += [(at % 256, state, 13, self.won[at]), (at % 256, state, 14, self.lost[at])]
        bucket, state, onward, n = (np.array(column) for column in zip(*rows, strict=True))
        return higher.Cells(bucket, state, onward, n.astype(float), 12, order)


@pytest.fixture(scope="module")
def sample(shared_data):
    """Return the paths of the sample."""
    with gzip.open(shared_data / "attribution_paths" / "paths.csv.gz", "rt") as file:
        rows = list(csv.DictReader(file))
    paths = [tuple(NAMES.index(name) + 1 for name in row["path"].split(" > ")) for row in rows]
    won, lost = (np.array([int(row[key]) for row in rows]) for key in ("total_conversions", "total_null"))
    return Sample(paths, won, lost)


@pytest.fixture(scope="module")
def three(sample):
    """Return the transitions with a memory of three."""
    return sample.cells(3)


def test_order_1_has_the_published_effects(three):
    """All twelve to six digits; 19,785 conversions of 88,387 journeys; alpha, iota and eta to a hundredth."""
    table = three.table().sum(axis=0)
    effects = markov.removal_effects(table)
    assert dict(zip(NAMES, effects.round(6).tolist(), strict=True)) == PUBLISHED
    assert table[:, 12].sum() == 19_785
    assert table[0].sum() == 88_387
    assert markov.conversion_rate(table) == pytest.approx(0.223845, abs=5e-7)
    credit = dict(zip(NAMES, markov.credit(effects, 19_785).round(2).tolist(), strict=True))
    assert (credit["alpha"], credit["iota"], credit["eta"]) == (5344.95, 3884.61, 3340.85)


def test_effects_fall_with_the_memory_towards_the_participation(three, sample):
    """Iota: 0.406, 0.372, 0.360 at orders 1, 2, 3; the chain converts 0.223845 at each."""
    iota = NAMES.index("iota")
    found = [higher.removal_effects(three.shortened(order))[iota] for order in (1, 2, 3)]
    assert [round(float(effect), 3) for effect in found] == [0.406, 0.372, 0.360]
    touching = sum(won for path, won in zip(sample.paths, sample.won, strict=True) if iota + 1 in path) / 19_785
    assert found[2] > touching > 0.34
    assert higher.conversion_rate(three) == pytest.approx(19_785 / 88_387)


def test_repeated_channels_matter_from_order_2_on(sample):
    """Iota at order 2 is 0.3716; with repeats collapsed first it would be 0.3625, at order 1 nothing changes."""
    collapsed = replace(
        sample, paths=[tuple(c for c, b in zip(p, (0, *p), strict=False) if c != b) for p in sample.paths]
    )
    iota = NAMES.index("iota")
    whole, short = (higher.removal_effects(s.cells(2))[iota] for s in (sample, collapsed))
    assert (round(float(whole), 4), round(float(short), 4)) == (0.3716, 0.3625)
    one = markov.removal_effects(collapsed.cells(1).table().sum(axis=0))
    assert dict(zip(NAMES, one.round(6).tolist(), strict=True)) == PUBLISHED


def test_lost_journeys_belong_to_the_chain(sample):
    """Without them alpha would be 0.5617 and iota 0.416."""
    found = markov.removal_effects(replace(sample, lost=sample.lost * 0).cells(1).table().sum(axis=0))
    assert found[NAMES.index("alpha")] == pytest.approx(0.5617, abs=5e-5)
    assert found[NAMES.index("iota")] == pytest.approx(0.416, abs=5e-4)


def test_unique_linear_has_the_published_credit(sample):
    """Alpha 7627.9440, iota 3505.0440; alpha takes part in 54.263 % of conversions."""
    members = np.array([sum(1 << (code - 1) for code in set(path)) for path in sample.paths])
    won = sample.won.astype(float)
    sets = shapley.Sets(np.zeros(len(won), dtype=int), members, won + sample.lost, won, 12)
    credit = shapley.unique_linear(sets).sum(axis=0)
    assert credit[NAMES.index("alpha")] == pytest.approx(7627.9440, abs=5e-5)
    assert credit[NAMES.index("iota")] == pytest.approx(3505.0440, abs=5e-5)
    touched = shapley.participation(sets).sum(axis=0)
    assert touched[NAMES.index("alpha")] / touched[-1] == pytest.approx(0.54263, abs=5e-6)
