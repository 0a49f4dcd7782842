"""Feelings guessed from texts and from where people end, on tables everybody can count."""

from __future__ import annotations

from datetime import datetime

import pyarrow as pa
import pytest

from wegweiser.domain.feelings import Series
from wegweiser.domain.goals import Goal
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.journeys import STEP, Registry
from wegweiser.voice.scores import inferred
from wegweiser.voice.scores.inferred import from_behaviour, from_texts
from wegweiser.voice.tables import SAID, SENTENCE
from wegweiser.warehouse import Query, Warehouse

PHASES = {"shop": "conversion", "hotline": "retention"}
ANA, BEN, CEM = 1, 2, 3
SAYS = [
    (ANA, "review", "shop", "plain", 2.0),
    (ANA, "review", "shop", "plain", 1.0),
    (BEN, "review", "shop", "plain", -0.5),
    (BEN, "review", "shop", "question", 0.0),
    (CEM, "review", "shop", "plain", None),
    (CEM, "call", "shop", "plain", -2.0),
    (CEM, "review", "hotline", "plain", -1.0),
    (CEM, "review", "moon", "plain", 1.0),
]
KINDS = {
    "VARCHAR": pa.string(),
    "BIGINT": pa.int64(),
    "INTEGER": pa.int32(),
    "SMALLINT": pa.int16(),
    "TIMESTAMP": pa.timestamp("us"),
    "DOUBLE": pa.float64(),
}


@pytest.fixture
def warehouse(tmp_path):
    """Return an empty warehouse."""
    with Warehouse(tmp_path / "plane") as opened:
        yield opened


def publish(warehouse, schema, rows):
    """Publish rows as the one part of a table."""
    fields = pa.schema([(name, KINDS[kind]) for name, kind in schema.columns.items()])
    offered = warehouse.offer("given", pa.Table.from_pylist(rows, schema=fields))
    warehouse.publish([warehouse.seal(schema, "one", Query("given_all", f"select * from {offered}"))])


def write(warehouse, says):
    """Publish texts of one sentence each, read by the model m."""
    texts = [{"text_id": n, "kind": kind, "subject_id": who} for n, (who, kind, *_) in enumerate(says)]
    read = [
        {"text_id": n, "place": 0, "touchpoint": place, "phase": PHASES.get(place), "kind": kind, "feeling": feeling,
         "model": "m 1"}
        for n, (_, _, place, kind, feeling) in enumerate(says)
    ]  # fmt: skip
    publish(warehouse, SAID, texts)
    publish(warehouse, SENTENCE, read)


def walk(warehouse, *paths):
    """Publish journeys as the codes of their touchpoints."""
    steps = [
        {"profile_id": who, "seq": seq, "occurred_at": datetime(2026, 1, seq), "touchpoint_id": code}  # noqa: DTZ001
        for who, path in enumerate(paths)
        for seq, code in enumerate(path, 1)
    ]
    publish(warehouse, STEP, steps)


def test_a_writer_counts_once_with_the_mean_of_her_sentences(warehouse):
    """Ana writes +1.5 of the shop and Ben -0.5: +0.5 of two; questions, call notes and unsure readings are out."""
    write(warehouse, SAYS)
    found = {(one.touchpoint, one.phase): one for one in from_texts(warehouse, PHASES)}
    shop = found["shop", "conversion"]
    assert (shop.experienced.value, shop.experienced.n, shop.series, shop.model) == (0.5, 2, Series.TEXT, "m 1")
    assert found["hotline", "retention"].experienced.value == -1.0
    assert set(found) == {("shop", "conversion"), ("hotline", "retention"), (None, "conversion"), (None, "retention")}


def test_a_person_for_whom_it_was_the_last_contact_did_not_go_on(warehouse):
    """Of 40 in the shop 30 go on to the hotline: 75 %, which is +1 from -2 to +2; all 30 end at the hotline."""
    walk(warehouse, *[(0, 1)] * 30, *[(0, 0)] * 10)
    shop, hotline = sorted(from_behaviour(warehouse, tuple(PHASES.items()), frozenset()), key=lambda one: one.phase)
    assert (shop.touchpoint, shop.experienced.value, shop.experienced.n) == ("shop", 1.0, 40)
    assert (hotline.experienced.value, hotline.experienced.n) == (-2.0, 30)


def test_who_ends_at_a_goal_is_not_lost_there(warehouse):
    """With the hotline as goal nobody leaves there; what 19 met is not told."""
    walk(warehouse, *[(0, 1)] * 20)
    found = from_behaviour(warehouse, tuple(PHASES.items()), frozenset({"hotline"}))
    assert {one.touchpoint: one.experienced.value for one in found} == {"shop": 2.0, "hotline": 2.0}


def test_texts_alone_give_a_series_that_is_not_calibrated_and_behaviour_alone_none(warehouse):
    """Nothing was asked: texts stand as read, nobody knows what going on feels like."""
    write(warehouse, SAYS)
    walk(warehouse, *[(0, 1)] * 30)
    touchpoints = tuple(Touchpoint(name, name, Match(event=name), phase=phase) for name, phase in PHASES.items())
    registry = Registry(touchpoints, phase_model("five"), (Goal("help", "Help", ("hotline",)),))
    found = inferred(warehouse, registry, ())
    assert {one.series for one in found} == {Series.TEXT}
    assert not any(one.calibrated for one in found)


def test_without_texts_and_journeys_nothing_is_inferred(warehouse):
    """An empty warehouse."""
    assert from_texts(warehouse, PHASES) == ()
    assert from_behaviour(warehouse, tuple(PHASES.items()), frozenset()) == ()
