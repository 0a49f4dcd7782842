"""Event logs of the cast: their structure by the standards, and that nobody can be recognised by them."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree
from tests.journeys.conftest import identifier

from wegweiser.errors import UnknownName
from wegweiser.journeys.exporting import contacts

XES = "{http://www.xes-standard.org/}"
SALT = b"a salt of the tests"
NAMED = {"type": "array", "items": {"type": "object", "required": ["name", "type"]}}
RELATED = {
    "type": "array",
    "items": {"type": "object", "required": ["objectId", "qualifier"], "additionalProperties": False,
              "properties": {"objectId": {"type": "string"}, "qualifier": {"type": "string"}}},
}  # fmt: skip
OCEL = {
    "type": "object",
    "required": ["objectTypes", "eventTypes", "objects", "events"],
    "properties": {
        "objectTypes": {"items": {"required": ["name", "attributes"], "properties": {"attributes": NAMED}}},
        "eventTypes": {"items": {"required": ["name", "attributes"], "properties": {"attributes": NAMED}}},
        "objects": {
            "items": {
                "required": ["id", "type"],
                "properties": {
                    "relationships": RELATED,
                    "attributes": {"items": {"required": ["name", "time", "value"]}},
                },
            }
        },
        "events": {
            "items": {
                "required": ["id", "type", "time"],
                "properties": {"relationships": RELATED, "attributes": {"items": {"required": ["name", "value"]}}},
            }
        },
    },
}


def values(element: Any) -> dict[str, str]:
    """Return the attributes of a trace or an event by key."""
    return {one.get("key"): one.get("value") for one in element if one.get("key")}


def traces(path: Path) -> list[tuple[dict[str, str], list[dict[str, str]]]]:
    """Return each trace's attributes and those of its events."""
    root = etree.parse(path).getroot()
    return [
        (values(one), [values(event) for event in one.findall(f"{XES}event")]) for one in root.findall(f"{XES}trace")
    ]


def test_a_trace_is_a_customer_with_the_contacts_in_order(cast, tmp_path):
    """Ana has six contacts, Ben five and Cem three; noise is no contact."""
    written = cast.journeys.logs.xes(tmp_path / "log.xes", salt=SALT)
    assert (written.cases, written.events) == (3, 14)
    found = {len(events): events for _, events in traces(tmp_path / "log.xes")}
    assert [event["concept:name"] for event in found[6]] == ["ad", "view", "view", "cart", "buy", "buy"]
    assert found[6][4]["value"] == "40.0"
    assert found[6][5]["phase"] == "retention"
    assert [event["session"] for event in found[3]] == ["1", "2", "2"]


def test_the_log_has_the_structure_of_the_standard(cast, tmp_path):
    """Extensions, globals and classifiers come before the traces; keys are typed, and every time has a zone."""
    cast.journeys.logs.xes(tmp_path / "log.xes", salt=SALT)
    root = etree.parse(tmp_path / "log.xes").getroot()
    assert root.tag == f"{XES}log"
    assert root.get("xes.version")
    order = [one.tag.removeprefix(XES) for one in root]
    ranks = [("extension", "global", "classifier", "trace").index(tag) for tag in order]
    assert ranks == sorted(ranks)
    declared = {
        values_ for one in root.findall(f"{XES}global") if one.get("scope") == "event" for values_ in values(one)
    }
    for trace in root.findall(f"{XES}trace"):
        assert "concept:name" in values(trace)
        for event in trace.findall(f"{XES}event"):
            assert declared <= set(values(event))
            assert {one.tag.removeprefix(XES) for one in event} <= {"string", "date", "int", "float"}
            assert datetime.fromisoformat(values(event)["time:timestamp"]).utcoffset() is not None
    keys = {one.get("keys") for one in root.findall(f"{XES}classifier")}
    assert keys <= declared


def test_a_trace_of_a_goal_is_a_journey_with_its_outcome(cast, tmp_path):
    """Each journey of the purchase is a trace that says whether it converted."""
    goal = cast.registry.goals[0].id
    written = cast.journeys.logs.xes(tmp_path / "log.xes", goal, salt=SALT)
    outcomes = [trace["outcome"] for trace, _ in traces(tmp_path / "log.xes")]
    assert written.cases == len(outcomes)
    assert set(outcomes) <= {"converted", "lost", "open"}
    assert "converted" in outcomes
    with pytest.raises(UnknownName, match="No goal"):
        cast.journeys.logs.xes(tmp_path / "log.xes", "nothing")


def test_an_object_log_has_the_structure_of_the_standard(cast, tmp_path):
    """Every event and object has a declared type, and every relation leads to an object."""
    goal = cast.registry.goals[0].id
    for asked, kinds in ((None, {"customer", "session"}), (goal, {"customer", "session", "journey"})):
        cast.journeys.logs.ocel(tmp_path / "log.json", asked, salt=SALT)
        log = json.loads((tmp_path / "log.json").read_text())
        jsonschema.validate(log, OCEL)
        assert {one["name"] for one in log["objectTypes"]} == kinds
        ids = [one["id"] for one in log["objects"]]
        assert len(ids) == len(set(ids))
        assert {one["type"] for one in log["objects"]} <= kinds
        assert {one["type"] for one in log["events"]} <= {one["name"] for one in log["eventTypes"]}
        assert len({one["id"] for one in log["events"]}) == len(log["events"])
        related = {r["objectId"] for one in (*log["events"], *log["objects"]) for r in one["relationships"]}
        assert related <= set(ids)


def test_both_logs_hold_the_same_contacts(cast, tmp_path):
    """Fourteen events either way, at the same times."""
    cast.journeys.logs.xes(tmp_path / "log.xes", salt=SALT)
    cast.journeys.logs.ocel(tmp_path / "log.json", salt=SALT)
    log = json.loads((tmp_path / "log.json").read_text())
    times = sorted(event["time:timestamp"] for _, events in traces(tmp_path / "log.xes") for event in events)
    assert sorted(event["time"] for event in log["events"]) == times
    assert len(times) == 14


def test_nobody_can_be_recognised(cast, tmp_path):
    """Neither names nor ids nor properties are in a log, and without a salt two logs cannot be matched."""
    logs = cast.journeys.logs
    for name in ("one.xes", "two.xes"):
        logs.xes(tmp_path / name)
    logs.ocel(tmp_path / "log.json")
    text = "".join((tmp_path / name).read_text() for name in ("one.xes", "log.json"))
    for who in ("Ana", "Ben", "Cem"):
        assert who not in text
        assert str(identifier(who)) not in text
    assert "size" not in text
    one, two = ({trace["concept:name"] for trace, _ in traces(tmp_path / name)} for name in ("one.xes", "two.xes"))
    assert not one & two


def test_the_same_salt_gives_the_same_bytes_packed_or_not(cast, tmp_path):
    """With a salt of one's own a log can be written again; a path that ends in .gz is packed."""
    logs = cast.journeys.logs
    for name in ("one.xes", "two.xes", "one.xes.gz", "two.xes.gz"):
        logs.xes(tmp_path / name, salt=SALT)
    assert (tmp_path / "one.xes").read_bytes() == (tmp_path / "two.xes").read_bytes()
    assert (tmp_path / "one.xes.gz").read_bytes() == (tmp_path / "two.xes.gz").read_bytes()
    assert gzip.decompress((tmp_path / "one.xes.gz").read_bytes()) == (tmp_path / "one.xes").read_bytes()
    assert sorted(path.name for path in tmp_path.glob("*.part")) == []


def test_a_log_of_a_group_holds_only_the_group(cast, tmp_path):
    """Those who met the cart are Ana and Ben."""
    written = cast.journeys.among("touch:cart").logs.xes(tmp_path / "log.xes", salt=SALT)
    assert (written.cases, written.events) == (2, 11)


def test_a_long_log_is_read_in_shares_and_stays_the_same(cast, tmp_path, monkeypatch):
    """Read two contacts at a time, every customer is still there once and whole."""
    cast.journeys.logs.xes(tmp_path / "one.xes", salt=SALT)
    monkeypatch.setattr(contacts, "_AT_ONCE", 2)
    cast.journeys.logs.xes(tmp_path / "many.xes", salt=SALT)
    one, many = (sorted(traces(tmp_path / name), key=str) for name in ("one.xes", "many.xes"))
    assert one == many
