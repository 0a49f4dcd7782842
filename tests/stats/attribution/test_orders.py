"""The memory is as long as it foretells strangers, and no longer."""

import numpy as np
import pytest

from wegweiser.errors import InvalidSetting
from wegweiser.stats.attribution import orders


def walks(seed, memory, customers=4000):
    """Return paths over three touchpoints in which the next one depends on the last one, or on the last but one."""
    rng = np.random.default_rng(seed)
    paths = []
    for customer in range(customers):
        path = [int(rng.integers(1, 4))]
        while rng.random() > 0.25:
            since = path[-memory] if len(path) >= memory else 1
            path.append(since if rng.random() < 0.6 else int(rng.integers(1, 4)))
        paths.append((tuple(path), bool(rng.random() < 0.2), customer % 256))
    return paths


@pytest.mark.parametrize("memory", [1, 2])
def test_the_true_memory_is_chosen(counting, memory):
    """Steps that hang on the last touchpoint ask for order 1, on the last but one for order 2."""
    found = orders.held_out(counting(3).cells(walks(1, memory), 3))
    assert found.chosen == memory
    assert len(found.likelihood) == len(found.behind) == len(found.error) == 3
    assert min(found.behind) == 0


def test_the_choice_is_the_shortest_within_one_standard_error(counting):
    """Whatever is chosen is no further behind the best than its error, and every shorter memory is."""
    found = orders.held_out(counting(3).cells(walks(2, 2, customers=300), 3))
    at = found.chosen - 1
    assert found.behind[at] <= found.error[at]
    assert all(found.behind[k] > found.error[k] for k in range(at))


def test_one_fold_is_refused(counting):
    """Nobody could be held out."""
    with pytest.raises(InvalidSetting, match="1 folds"):
        orders.held_out(counting(3).cells(walks(1, 1, customers=5), 1), folds=1)
