"""What people are grouped by, and what is left out."""

from dataclasses import replace

import numpy as np

from wegweiser.i18n import read
from wegweiser.personas import PersonaSettings
from wegweiser.personas.matrix import matrix
from wegweiser.personas.profiles import Profiles, TraitColumn
from wegweiser.personas.scaling import correlation


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
    assert [m.feature.id for m in found.measured] == ["conversions_per_month", "value_per_conversion", "touchpoints"]
    assert [t.name for t in found.traits] == ["age"]


def test_what_ties_describes_people_but_does_not_group_them():
    """Half of the people use one touchpoint, half three: shown on the cards, no column of the table."""
    found = matrix(people(), PersonaSettings())
    assert [m.grouped for m in found.measured] == [True, True, False]
    assert found.table.numeric.shape == (200, 2)
    assert found.table.levels == (2,)
    assert read(found.used(), "en") == "purchases per month, value per purchase, age"


def test_a_goal_that_few_people_reach_is_a_result():
    """One in five buys: purchases no longer count as a habit that groups people."""
    everybody = people()
    buyers = np.arange(200) % 5 == 0
    columns = everybody.columns | {"conversions_per_month": buyers * everybody.columns["conversions_per_month"]}
    found = matrix(replace(everybody, columns=columns), PersonaSettings())
    assert [m.feature.id for m in found.measured] == ["contacts_per_month", "touchpoints"]


def test_correlation_counts_only_where_both_are_known():
    """1, 2, 3 against 2, 4, 6 with a hole correlate fully; a constant correlates with nothing."""
    assert correlation(np.array([1.0, 2.0, 3.0, np.nan]), np.array([2.0, 4.0, 6.0, 1.0])) == 1.0
    assert correlation(np.ones(3), np.arange(3.0)) == 0.0
