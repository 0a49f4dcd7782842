"""Paths as people would write them, counted in plain Python: the slow, obvious way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from wegweiser.stats.attribution.higher import Cells

Path = tuple[tuple[int, ...], bool, int]
"""Touchpoints (1 to n), whether it converted, and the bucket of the customer."""


@dataclass(frozen=True)
class Counting:
    """Counts paths, and removes touchpoints from their chain one by one."""

    touchpoints: int

    def cells(self, paths: Sequence[Path], order: int) -> Cells:
        """Return the counted transitions with this memory."""
        found: Counter[tuple[int, int, int]] = Counter()
        for path, won, bucket in paths:
            state = 0
            for code in path:
                found[bucket, state, code] += 1
                state = code + 64 * (state % 64 ** (order - 1))
            found[bucket, state, self.touchpoints + (1 if won else 2)] += 1
        keys = np.array(sorted(found), dtype=np.int64).reshape(-1, 3)
        n = np.array([found[tuple(key)] for key in keys.tolist()], dtype=np.float64)
        return Cells(keys[:, 0], keys[:, 1], keys[:, 2], n, self.touchpoints, order)

    def removed(self, paths: Sequence[Path], order: int, gone: int = 0) -> float:
        """Return the chance to convert with one touchpoint removed, every state that contains it."""
        moves: dict[tuple[int, ...], Counter[tuple[int, ...] | bool]] = {}
        for path, won, _ in paths:
            walked = [(), *(path[max(0, i - order) : i] for i in range(1, len(path) + 1))]
            for here, there in zip(walked, [*walked[1:], won], strict=True):
                moves.setdefault(tuple(here), Counter())[there if isinstance(there, bool) else tuple(there)] += 1
        states = sorted(moves)
        matrix, reward = np.eye(len(states)), np.zeros(len(states))
        for row, state in enumerate(states):
            if gone in state:
                continue
            for there, n in moves[state].items():
                share = n / moves[state].total()
                if there is True:
                    reward[row] = share
                elif there is not False:
                    matrix[row, states.index(there)] -= share
        return float(np.linalg.solve(matrix, reward)[states.index(())])

    def effects(self, paths: Sequence[Path], order: int) -> list[float]:
        """Return the removal effect of every touchpoint."""
        whole = self.removed(paths, order)
        return [1 - self.removed(paths, order, i) / whole if whole else 0.0 for i in range(1, self.touchpoints + 1)]


@pytest.fixture(scope="session")
def counting() -> Callable[[int], Counting]:
    """Return what counts paths over this many touchpoints."""
    return Counting


@pytest.fixture(scope="session")
def drawn() -> Callable[..., list[Path]]:
    """Return a maker of random paths: each of some customers has one or more."""

    def make(seed: int, customers: int = 60, touchpoints: int = 4) -> list[Path]:
        rng = np.random.default_rng(seed)
        paths: list[Path] = []
        for customer in range(customers):
            for _ in range(1 + rng.poisson(0.7)):
                path = tuple(int(c) for c in rng.integers(1, touchpoints + 1, rng.geometric(0.35)))
                paths.append((path, bool(rng.random() < 0.1 + 0.15 * (1 in path)), customer % 256))
        return paths

    return make
