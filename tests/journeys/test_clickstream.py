"""The planted clickstream: its published totals, and the two faults that were planted in it."""

from __future__ import annotations

import csv
import gzip
from datetime import datetime

import pyarrow as pa
import pytest

from wegweiser.collect import tables as collected
from wegweiser.domain.phases import phase_model
from wegweiser.journeys import Journeys, build, observed, propose
from wegweiser.warehouse import Query, Warehouse

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def journeys(shared_data, tmp_path_factory):
    """Return the journeys of the log under a registry proposed from nothing but its event names."""
    with gzip.open(shared_data / "clickstream_planted" / "ecom.csv.gz", "rt") as file:
        rows = list(csv.DictReader(file))
    names = sorted({row["event"] for row in rows})
    users = {name: (place * 7919 % 4096) << 48 for place, name in enumerate(sorted({r["user_id"] for r in rows}))}
    sessions = {name: place for place, name in enumerate(sorted({r["session_id"] for r in rows}))}
    columns = {
        "event_id": pa.array(range(len(rows)), pa.int64()),
        "source": pa.array(["shop"] * len(rows)),
        "source_seq": pa.array(range(len(rows)), pa.int64()),
        "occurred_at": pa.array([datetime.fromisoformat(r["timestamp"]) for r in rows], pa.timestamp("us")),
        "signature": pa.array([names.index(r["event"]) for r in rows], pa.int32()),
        "subject_id": pa.array([users[r["user_id"]] for r in rows], pa.int64()),
        "session_hint": pa.array([sessions[r["session_id"]] for r in rows], pa.int64()),
        "value": pa.nulls(len(rows), pa.float64()),
        "origin": pa.array(["observed"] * len(rows)),
    }
    columns |= {name: pa.nulls(len(rows), pa.string()) for name in ("object", "currency", "properties")}
    texts = {name: pa.array([""] * len(names)) for name in ("source", "channel", "campaign")}
    signatures = pa.table({"code": pa.array(range(len(names)), pa.int32()), "event": pa.array(names), **texts})
    counts = [sum(user >> 56 == partition for user in columns["subject_id"].to_pylist()) for partition in range(16)]
    with Warehouse(tmp_path_factory.mktemp("clickstream"), threads=1) as warehouse:
        parts = [
            warehouse.seal(
                schema, "all", Query("rows", f"select * from {warehouse.offer(name, table)}"), details=details
            )
            for schema, name, table, details in (
                (collected.EVENT, "events", pa.table(columns), {"partitions": counts}),
                (collected.SIGNATURE, "signatures", signatures, {}),
            )
        ]
        warehouse.publish(parts)
        seen = observed(warehouse)
        registry = propose(seen.signatures, phase_model("five"), seen.order)
        build(warehouse, registry)
        yield Journeys(warehouse, registry)


def test_every_event_is_a_step_of_one_of_600_users(journeys):
    """31,106 events of 600 users, none unmapped."""
    row = journeys.summary().one()
    assert (row["customers"], row["steps"], row["unmapped_events"]) == (600, 31_106, 0)


def test_transitions_are_steps_less_or_plus_users(journeys):
    """30,506 between contacts; 31,706 with the ways in and out."""
    assert sum(journeys.transitions().column("transitions")) == 30_506
    assert sum(journeys.transitions(ends=True).column("transitions")) == 31_706


def test_the_checkout_funnel_of_a_session_has_its_published_counts(journeys):
    """Of 1,022 sessions with a cart 512 come to shipping and 173 to a purchase."""
    funnel = journeys.funnel(["cart", "shipping_details", "purchase"], unit="session")
    assert funnel.column("reached") == [1022, 512, 173]


def test_sessions_are_those_the_shop_named(journeys):
    """3,605 sessions, each of which starts at one touchpoint and breaks off or ends with a purchase."""
    ends = sum(journeys.dropoff("purchase", unit="session").column("ends"))
    assert ends + 187 == 3605


def test_the_shipping_loop_is_the_first_that_leads_elsewhere(journeys):
    """The planted fault sends people from the shipping page back to the cart."""
    ways_round = [row for row in journeys.loops().rows() if row["source"] != row["via"]]
    assert (ways_round[0]["source"], ways_round[0]["via"]) == ("shipping_details", "cart")


def test_the_payment_page_is_where_most_visits_break_off(journeys):
    """22.7 % of contacts with the payment page are the last of their session, twice the 11.2 % of all."""
    first = journeys.dropoff("purchase", unit="session").rows()[0]
    assert first["touchpoint"] == "payment_details"
    assert (first["ends"], first["contacts"]) == (161, 709)
    assert first["leaving_lo"] > first["leaving_expected"]
