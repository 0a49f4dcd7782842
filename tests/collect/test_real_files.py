"""Files nobody here made: their published figures come out."""

from __future__ import annotations

import msgspec
import pytest

from wegweiser import collect
from wegweiser.collect import SourceSpec
from wegweiser.collect.spec import Also, TextRule, TimeRule
from wegweiser.collect.tables import COUNTED_PATH, EVENT, IDENTIFIER, SIGNATURE
from wegweiser.domain.events import Origin

pytestmark = pytest.mark.data


def test_the_planted_clickstream_has_31_106_events(warehouse, clock, shared_data, rows_of):
    """600 users, 19 event names, 3,605 sessions; nothing has to be configured."""
    file = shared_data / "clickstream_planted" / "ecom.csv.gz"
    loaded = collect.load(warehouse, collect.guess(warehouse, file).spec, file, clock=clock)
    assert (loaded.rows, loaded.events, loaded.quarantined) == (31_106, 31_106, 0)
    assert (len(rows_of(IDENTIFIER)), len(rows_of(SIGNATURE))) == (600, 19)
    assert rows_of(EVENT, "count(distinct session_hint)") == [(3_605,)]


def test_the_counted_paths_add_up(warehouse, clock, shared_data, rows_of):
    """10,000 paths, 19,785 conversions worth 74,802.97, 68,602 without one."""
    file = shared_data / "attribution_paths" / "paths.csv.gz"
    loaded = collect.load(warehouse, collect.guess(warehouse, file).spec, file, clock=clock)
    assert (loaded.rows, loaded.paths, loaded.events) == (10_000, 10_000, 0)
    sums = rows_of(COUNTED_PATH, "sum(conversions), round(sum(value), 2), sum(nulls)")
    assert sums == [(19_785.0, 74_802.97, 68_602.0)]


def test_every_bank_contact_is_a_derived_event_of_its_own_profile(warehouse, clock, shared_data, rows_of):
    """41,188 calls from May 2008 to November 2010; 4,640 of them (11.27 %) end in a subscription."""
    file = shared_data / "uci_bank_marketing" / "bank-additional-full.csv.gz"
    spec = SourceSpec(
        "bank",
        "csv",
        columns={"channel": "contact"},
        fixed={"event": "call"},
        traits=("job",),
        rows_are_profiles=True,
        also=(Also("subscribed", {"y": "yes"}),),
        time=TimeRule(month="month", first_year=2008),
        text=TextRule(separator=";"),
        origin=Origin.DERIVED,
    )
    assert collect.guess(warehouse, file).spec.time.month == "month"
    loaded = collect.load(warehouse, spec, file, clock=clock)
    assert (loaded.rows, loaded.events, loaded.derived, loaded.quarantined) == (41_188, 41_188, 4_640, 0)
    assert (loaded.since[:7], loaded.until[:7]) == ("2008-05", "2010-11")
    assert rows_of(EVENT, "count(distinct subject_id), min(origin), max(origin)") == [(41_188, "derived", "derived")]


def test_a_purchase_log_needs_no_event_column(warehouse, clock, shared_data):
    """cdnow: 6,696 purchases of 2,357 customers from three columns."""
    file = shared_data / "cdnow" / "cdnow_log.csv"
    found = collect.guess(warehouse, file)
    assert found.spec.fixed == {"event": "purchase"}
    assert found.spec.columns == {"time": "Date", "value": "Price", "customer": "Id"}
    loaded = collect.load(warehouse, found.spec, file, clock=clock)
    assert (loaded.events, loaded.quarantined) == (6_696, 0)


def test_parquet_gives_the_events_of_its_csv(warehouse, clock, shared_data, tmp_path):
    """The clickstream written as Parquet is known row by row."""
    pandas = pytest.importorskip("pandas")
    file = shared_data / "clickstream_planted" / "ecom.csv.gz"
    spec = collect.guess(warehouse, file, "shop").spec
    collect.load(warehouse, spec, file, clock=clock)
    pandas.read_csv(file, dtype=str).to_parquet(tmp_path / "shop.parquet")
    other = collect.guess(warehouse, tmp_path / "shop.parquet", "shop").spec
    assert other.columns == spec.columns
    loaded = collect.load(
        warehouse, msgspec.structs.replace(other, name="shop"), tmp_path / "shop.parquet", clock=clock
    )
    assert (loaded.rows, loaded.known, loaded.events) == (31_106, 31_106, 0)
