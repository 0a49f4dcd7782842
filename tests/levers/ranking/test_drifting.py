"""When a logged figure became worse: on deliveries of a hundred days, worked by hand."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pyarrow as pa
import pytest

from wegweiser.collect import tables
from wegweiser.domain.levers import Better, Driver
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.journeys import STEP, Registry
from wegweiser.levers.ranking import Known, Ranking
from wegweiser.warehouse import Query, Warehouse

START = datetime(2026, 3, 2, 9)  # noqa: DTZ001  (stored times are UTC without a zone)
REGISTRY = Registry((Touchpoint("parcel", "Parcel", Match(event="parcel")),), phase_model("five"), ())


def published(warehouse, schema, rows):
    """Publish rows as the one part of a kind; columns they leave out are null."""
    table = warehouse.offer("rows_given", pa.Table.from_pylist(rows))
    listed = ", ".join(c if c in rows[0] else f"null as {c}" for c in schema.columns)
    warehouse.publish([warehouse.seal(schema, "all", Query("given", f"select {listed} from {table}"))])


@pytest.fixture
def ranking(tmp_path):
    """Return a maker of the ranking over ten parcels a day, whose lateness a test says by day and parcel."""
    opened = Warehouse(tmp_path / "plane")

    def make(late, days=100, better=Better.LESS):
        rows = [(day, n, late(day, n)) for day in range(days) for n in range(10)]
        at = [{"event_id": 10 * day + n, "occurred_at": START + timedelta(days=day)} for day, n, _ in rows]
        held = [json.dumps({"days_late": value}) for _, _, value in rows]
        published(opened, tables.EVENT, [one | {"properties": text} for one, text in zip(at, held, strict=True)])
        steps = [one | {"profile_id": one["event_id"], "seq": 1, "touchpoint_id": 0} for one in at]
        published(opened, STEP, steps)
        return Ranking(opened, REGISTRY, Known(drivers=(Driver("parcel", "days_late", better=better),)))

    yield make
    opened.close()


def test_the_day_from_which_parcels_come_late_is_found(ranking):
    """From day 60 on four of ten parcels are a day late, none before: 160 of 400, of as many customers."""
    (row,) = ranking(lambda day, n: 1 if day >= 60 and n < 4 else 0).drifts().rows()
    assert (row["since"], row["until"]) == (date(2026, 5, 1), date(2026, 6, 9))
    assert (row["hits"], row["n"], row["usual"], row["customers"], row["level"]) == (160, 400, 0.0, 160, 0.0)


def test_more_can_be_better(ranking):
    """What should be high is bad where it is low."""
    (row,) = ranking(lambda day, n: 0 if day >= 60 and n < 4 else 1, better=Better.MORE).drifts().rows()
    assert (row["since"], row["hits"]) == (date(2026, 5, 1), 160)


@pytest.mark.parametrize(
    ("late", "days"),
    [
        (lambda _, n: 1 if n < 2 else 0, 100),
        (lambda day, n: 1 if day >= 15 and n < 4 else 0, 20),
        (lambda *_: "?", 100),
    ],
    ids=["always alike", "three weeks only", "no number"],
)
def test_no_drift_is_told_without_a_change(ranking, late, days):
    """The same share every day, too short a log, and what is no number have none."""
    assert ranking(late, days).drifts().rows() == []
