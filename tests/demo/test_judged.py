"""Credit is not effect: models pay brand search, the hold-out finds that it brings nothing."""

import numpy as np
import pytest

from wegweiser.demo import judged
from wegweiser.demo.planted import planted

CUSTOMERS = 8000


@pytest.fixture(scope="module")
def world():
    """Return simulated customers without a hold-out."""
    return planted(CUSTOMERS, seed=1)


def test_every_model_of_credit_pays_the_channel_without_effect(world):
    """Last, linear, Shapley and both chains give brand search conversions, and their intervals leave 0 out."""
    at = world.channels.index("brand_search")
    answers = judged.credited(world)
    assert [answer.name for answer in answers] == ["last", "linear", "Shapley", "Markov 1", "Markov 3"]
    touched = world.contacts.any(axis=(1, 2)) & (world.bought >= 0)
    for answer in answers:
        assert answer.value[at] > 10
        assert answer.value.sum() == pytest.approx(touched.sum(), abs=0.5)
    assert all(answer.lo[at] > 0 for answer in answers if answer.name != "Shapley")


def test_last_and_linear_are_what_counting_by_hand_gives(world):
    """Brute force over the events of every buyer."""
    last, linear = np.zeros(8), np.zeros(8)
    rows = world.events.to_pylist()
    path: list[int] = []
    for row, after in zip(rows, [*rows[1:], {"customer": None}], strict=True):
        if row["event"] != "purchase":
            path.append(world.channels.index(row["event"]))
        elif path:
            last[path[-1]] += 1
            for channel in path:
                linear[channel] += 1 / len(path)
        if after["customer"] != row["customer"]:
            path = []
    answers = {answer.name: answer.value for answer in judged.credited(world)}
    assert answers["last"] == pytest.approx(last)
    assert answers["linear"] == pytest.approx(linear)


def test_adjusting_for_what_nobody_sees_would_help(world):
    """Without the intent, day by day, brand search seems to bring purchases; with it, the interval holds zero."""
    at = world.channels.index("brand_search")
    blind, seeing = judged.adjusted(world, intent=False), judged.adjusted(world, intent=True)
    assert blind.lo[at] > 0
    assert seeing.lo[at] < 0 < seeing.hi[at]


def test_a_hold_out_finds_the_truth():
    """A tenth held out by lot: the interval of brand search holds 0, and that of e-mail holds what it brings."""
    trial = planted(CUSTOMERS, seed=1, held_out=0.1)
    found = judged.tested(trial)
    for channel in ("brand_search", "email"):
        at = trial.channels.index(channel)
        assert found.lo[at] <= trial.truths[channel] <= found.hi[at]


def test_the_comparison_is_a_table(capsys, monkeypatch):
    """One row per channel and the sum, for 500 customers."""
    monkeypatch.setattr("sys.argv", ["judged", "--customers", "500", "--seed", "2"])
    judged.main()
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("500 customers, ")
    assert len(lines) == 2 + 2 + 8 + 1
    assert lines[-1].startswith("| sum |")
