"""Published numbers come out: the sample of counted paths everybody shows, and two packages' own examples."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from wegweiser import collect
from wegweiser.clock import FixedClock
from wegweiser.domain.attribution import ALL, Basis, Model
from wegweiser.domain.phases import phase_model
from wegweiser.journeys import Registry
from wegweiser.levers.attribution import Attribution
from wegweiser.warehouse import Warehouse

EFFECTS = {
    "alpha": 0.558399,
    "iota": 0.405835,
    "eta": 0.349026,
    "beta": 0.264039,
    "theta": 0.206010,
    "lambda": 0.134022,
    "epsilon": 0.062639,
    "zeta": 0.039811,
    "kappa": 0.028663,
    "gamma": 0.017880,
    "delta": 0.000482,
    "mi": 0.000180,
}


@pytest.fixture(scope="module")
def sample(shared_data, tmp_path_factory):
    """Return the answers about the 10,000 counted paths, loaded as any file is."""
    file = shared_data / "attribution_paths" / "paths.csv.gz"
    with Warehouse(tmp_path_factory.mktemp("sample"), threads=1) as warehouse:
        spec = collect.guess(warehouse, file).spec
        collect.load(warehouse, spec, file, clock=FixedClock(datetime(2026, 11, 1, tzinfo=UTC)))
        yield Attribution(warehouse, Registry((), phase_model("five")))


@pytest.fixture(scope="module")
def credit(sample):
    """Return the credit of every model."""
    return sample.credit(Basis(), [*ALL, Model.MARKOV_2])


@pytest.mark.parametrize(
    ("model", "touchpoint", "expected"),
    [
        (Model.FIRST, "eta", 3164.0),
        (Model.FIRST, "iota", 4606.0),
        (Model.FIRST, "alpha", 6308.0),
        (Model.LAST, "alpha", 8447.0),
        (Model.LINEAR, "alpha", 7574.7186),
        (Model.POSITION, "alpha", 7444.8238),
        (Model.UNIQUE_LINEAR, "alpha", 7627.9440),
        (Model.UNIQUE_LINEAR, "iota", 3505.0440),
        (Model.MARKOV_1, "alpha", 5344.9477),
        (Model.MARKOV_1, "iota", 3884.6147),
        (Model.MARKOV_1, "eta", 3340.8474),
    ],
)
def test_the_sample_gives_the_reference_credit(credit, column, model, touchpoint, expected):
    """First, last, linear, position and order 1 as computed independently (ChannelAttribution 2.2.5 for linear)."""
    assert column(credit, "credit", model, 4)[touchpoint] == expected


def test_credit_and_value_of_every_model_add_up(credit):
    """19,785 conversions and a value of 74,802.97 are divided, no more and no less, by each of the models."""
    rows = credit.rows()
    for model in {row["model"] for row in rows}:
        own = [row for row in rows if row["model"] == model]
        assert sum(row["credit"] for row in own) == pytest.approx(19_785, abs=1e-6)
        assert sum(row["value"] for row in own) == pytest.approx(74_802.97, abs=0.005)
        assert sum(row["share"] for row in own) == pytest.approx(1, abs=1e-7)


def test_nobody_is_resampled_where_nobody_is_known(credit, sample):
    """Counted paths have totals in the note, 68,602 without a conversion, and no interval; decay wants times."""
    assert {row["lo"] for row in credit.rows()} == {row["p_first"] for row in credit.rows()} == {None}
    assert "19,785 conversions and 68,602 without" in credit.note["en"]
    assert "no customer can be drawn again" in credit.note["en"]
    assert Model.DECAY not in credit.column("model")
    assert {row["lo"] for row in sample.removal(Basis()).rows()} == {None}


def test_the_sample_gives_the_reference_removal_effects(sample, column):
    """All twelve to six digits, where simulating packages are off by up to 28 %."""
    assert column(sample.removal(Basis()), "effect") == EFFECTS


def test_a_longer_memory_falls_to_the_participation(sample, column):
    """The effect of iota: 0.406, 0.372 and 0.360 for order 1, 2 and 3; 0.348 of the conversions touch it."""
    effects = [column(sample.removal(Basis(), order), "effect", digits=3)["iota"] for order in (1, 2, 3)]
    assert effects == [0.406, 0.372, 0.36]
    assert column(sample.removal(Basis()), "participation", digits=3)["iota"] == 0.348


def test_collapsing_repeats_changes_order_two_and_not_order_one(sample, column):
    """Staying at a touchpoint cannot change order 1; at order 2 iota falls from 0.3716 to 0.3625."""
    plain, collapsed = Basis(), Basis(collapse=True)
    found = [
        column(sample.removal(basis, o), "effect", digits=4)["iota"] for o in (1, 2) for basis in (plain, collapsed)
    ]
    assert found == [0.4058, 0.4058, 0.3716, 0.3625]


def test_held_out_paths_choose_the_order(sample):
    """Order 2 foretells best; order 3 pays for its many states."""
    found = sample.order(Basis())
    assert found.column("chosen") == [False, True, False]
    assert set(sample.credit(Basis(), ["markov"]).column("model")) == {"markov_2"}


def test_fractribution_agrees_on_the_last_touch(counted_paths, column):
    """Organic > Direct converts 1 of 2, Direct 3 of 28, Organic 1 of 27: four last touches and one.

    Its own split of the first path, 0.459 and 0.541, is what each of the two adds to the rate of the other alone, path
    by path: neither a chain nor a Shapley value, so no model here gives it.
    """
    answers = counted_paths(
        "path,total_conversions,total_conversion_value,total_null\n"
        "Organic > Direct,1,1,1\nDirect,3,3,25\nOrganic,1,1,26\n"
    )
    assert column(answers.credit(Basis(), ["last"]), "credit") == {"Direct": 4.0, "Organic": 1.0}
    assert column(answers.credit(Basis(), ["last_non_direct"]), "credit") == {"Direct": 3.0, "Organic": 2.0}


def test_snowplow_divides_revenue(told, column):
    """140.00 over Direct > Organic > Direct: 46.67 each, 56/28/56 by position; 66.50 over two: 33.25 each."""
    found = told(("Ana", "visit post visit buy", 140.0)).credit(Basis("purchase"), ["linear", "position"])
    assert column(found, "value", "linear", 2) == {"visit": 93.33, "post": 46.67, "ad": 0, "mail": 0}
    assert column(found, "value", "position", 2) == {"visit": 112.0, "post": 28.0, "ad": 0, "mail": 0}
    two = told(("Ben", "visit post buy", 66.5)).credit(Basis("purchase"), ["linear", "position"])
    for model in ("linear", "position"):
        assert column(two, "value", model, 2) == {"visit": 33.25, "post": 33.25, "ad": 0, "mail": 0}
