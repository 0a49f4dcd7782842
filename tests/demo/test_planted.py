"""The planted world: seeded, labelled, with purchases brand search goes before and never brings."""

import numpy as np
import pyarrow.csv
import pytest

from wegweiser.demo.planted import planted
from wegweiser.errors import InvalidSetting


@pytest.fixture(scope="module")
def world():
    """Return 5,000 simulated customers, a tenth of them held out per channel."""
    return planted(5000, seed=3, held_out=0.1)


def test_brand_search_brings_nothing_and_meets_those_who_buy(world):
    """Its true effect is exactly 0, though whoever searches the brand buys more often."""
    assert world.truths["brand_search"] == 0
    assert world.truths["email"] > 0
    met = world.contacts[:, :, world.channels.index("brand_search")].any(axis=1)
    assert (world.bought[met] >= 0).mean() > 1.3 * (world.bought[~met] >= 0).mean()


def test_events_are_rows_a_source_could_hand_over(world, tmp_path):
    """One row per contact and purchase, in order, labelled simulated, no contact after the purchase; CSV reads back."""
    events = world.events
    assert events.column_names == ["event_id", "customer", "at", "event", "channel", "value"]
    assert len(events) == world.contacts.sum() + world.conversions
    assert events.schema.metadata[b"simulated"].startswith(b"yes")
    rows = events.to_pylist()
    last = {row["customer"]: row for row in rows}
    for row in rows:
        assert row["customer"].startswith("simulated-")
        assert (row["value"] is not None) == (row["event"] == "purchase")
        assert row["event"] != "purchase" or last[row["customer"]] is row
    assert [r["event_id"] for r in rows] == list(range(1, len(rows) + 1))
    assert pyarrow.csv.read_csv(world.write(tmp_path / "events.csv")).num_rows == len(events)


def test_who_is_held_out_meets_nothing_of_the_channel(world):
    """A tenth per channel, drawn by lot."""
    assert not (world.contacts & world.held_out[:, None, :]).any()
    assert world.held_out.mean(axis=0) == pytest.approx(np.full(8, 0.1), abs=0.02)


def test_the_same_seed_gives_the_same_world():
    """Events and truths are equal."""
    first, second = planted(300, seed=5), planted(300, seed=5)
    assert first.events.equals(second.events)
    assert first.truths == second.truths
    assert not planted(300, seed=6).events.equals(first.events)


@pytest.mark.parametrize(("customers", "share"), [(0, 0.0), (10, 1.0), (10, -0.1)])
def test_a_world_of_nobody_is_refused(customers, share):
    """It takes a customer, and somebody who is not held out."""
    with pytest.raises(InvalidSetting, match="takes a customer"):
        planted(customers, seed=1, held_out=share)
