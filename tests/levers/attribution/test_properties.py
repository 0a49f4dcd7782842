"""What holds for every log: sums, and agreement with the definition followed word by word on small ones."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.levers.attribution.conftest import journey, publish, registry

from wegweiser.domain.attribution import ALL, Basis, Model
from wegweiser.journeys import JOURNEY
from wegweiser.levers.attribution import Attribution
from wegweiser.stats.attribution.shapley import exact
from wegweiser.warehouse import Warehouse

ITEMS = ("ad", "mail", "post", "visit")
WALK = st.lists(st.sampled_from(ITEMS), min_size=1, max_size=5)
LOG = st.lists(st.tuples(WALK, st.booleans(), st.integers(0, 90)), min_size=1, max_size=8)


@pytest.fixture(scope="module")
def answers_about():
    """Return a function that answers about a log of (walk, converted, value), in one warehouse for all examples."""
    with TemporaryDirectory() as folder, Warehouse(Path(folder), threads=1) as warehouse:

        def tell(log, *, backwards=False):
            told = [
                journey(n, (f"customer {n}", " ".join([*walk, "buy"] if won else walk), float(value)))
                for n, (walk, won, value) in enumerate(log, 1)
            ]
            publish(warehouse, JOURNEY, told[::-1] if backwards else told)
            return Attribution(warehouse, registry())

        yield tell


def parts_of(walk: list[str], model: Model) -> dict[str, float]:
    """Return who gets which part of a conversion, as the definition says it."""
    n, parts = len(walk), defaultdict(float)
    other = [place for place, name in enumerate(walk) if name != "visit"]
    weights = {
        Model.FIRST: [place == 0 for place in range(n)],
        Model.LAST: [place == n - 1 for place in range(n)],
        Model.LAST_NON_DIRECT: [place == (other[-1] if other else n - 1) for place in range(n)],
        Model.LINEAR: [1 / n] * n,
        Model.UNIQUE_LINEAR: [1 / len(set(walk)) / walk.count(name) for name in walk],
        Model.POSITION: [1.0] if n == 1 else [0.5, 0.5] if n == 2 else [0.4, *[0.2 / (n - 2)] * (n - 2), 0.4],
        Model.DECAY: [2 ** ((place - n) / 168) / sum(2 ** ((p - n) / 168) for p in range(n)) for place in range(n)],
    }[model]
    for name, weight in zip(walk, weights, strict=True):
        parts[name] += float(weight)
    return parts


def chance(log, gone: str | None) -> float:
    """Return the chance to convert of a chain of order 1 in which whoever reaches one item is lost."""
    moves = defaultdict(lambda: defaultdict(float))
    for walk, won, _ in log:
        for here, there in zip(["start", *walk], [*walk, "won" if won else "lost"], strict=True):
            moves[here][there] += 1
    states = ["start", *ITEMS]
    left, right = np.eye(len(states)), np.zeros(len(states))
    for row, state in enumerate(states):
        whole = sum(moves[state].values())
        if state == gone or not whole:
            continue
        right[row] = moves[state]["won"] / whole
        for column, other in enumerate(states):
            left[row, column] -= moves[state][other] / whole
    return float(np.linalg.solve(left, right)[0])


@settings(max_examples=8)
@given(LOG)
def test_credit_adds_up_and_follows_the_definitions(answers_about, log):
    """Every model divides all conversions and their value; those by journey do it as their definition says."""
    rows = answers_about(log).credit(Basis("purchase"), [*ALL, Model.MARKOV_2]).rows()
    conversions, value = sum(won for _, won, _ in log), sum(v for _, won, v in log if won)
    for model in {row["model"] for row in rows}:
        own = [row for row in rows if row["model"] == model]
        assert sum(row["credit"] for row in own) == pytest.approx(conversions, abs=1e-6)
        if value:
            assert sum(row["value"] for row in own) == pytest.approx(value, abs=1e-6)
        if model in ALL[:7]:
            for row in own:
                parts = [(parts_of(walk, Model(model))[row["touchpoint"]], v) for walk, won, v in log if won]
                assert row["credit"] == pytest.approx(sum(part for part, _ in parts), abs=1e-6)
                assert (row["value"] or 0) == pytest.approx(sum(part * v for part, v in parts), abs=1e-6)


@settings(max_examples=15)
@given(LOG)
def test_removal_effects_are_those_of_the_chain_without_an_item(answers_about, log):
    """Solved anew for every item, the chain converts so much less; with all in it, at the observed rate."""
    whole = chance(log, None)
    assert whole == pytest.approx(sum(won for _, won, _ in log) / len(log))
    for row in answers_about(log).removal(Basis("purchase")).rows():
        expected = 1 - chance(log, row["touchpoint"]) / whole if whole else 0.0
        assert row["effect"] == pytest.approx(expected, abs=1e-8)


@settings(max_examples=10)
@given(LOG)
def test_unique_linear_is_the_shapley_value_of_conversions(answers_about, log):
    """The game in which a coalition has the conversions of journeys that touch nothing else."""
    worth = np.zeros(16)
    for coalition in range(16):
        inside = {name for place, name in enumerate(ITEMS) if coalition >> place & 1}
        worth[coalition] = sum(won and set(walk) <= inside for walk, won, _ in log)
    found = answers_about(log).credit(Basis("purchase"), ["unique_linear"]).rows()
    assert {row["touchpoint"]: row["credit"] for row in found} == pytest.approx(
        dict(zip(ITEMS, exact(worth), strict=True)), abs=1e-8
    )


@settings(max_examples=3)
@given(LOG)
def test_the_order_of_rows_never_matters(answers_about, log):
    """The same journeys in another order give the same rows, intervals and ranks included."""
    basis = Basis("purchase", collapse=True)
    forth = answers_about(log).credit(basis).rows()
    assert answers_about(log, backwards=True).credit(basis).rows() == forth
