"""The running example of process mining textbooks: six cases, whose transitions everybody knows."""

from __future__ import annotations

from datetime import timedelta

import pyarrow as pa
import pytest

from wegweiser.collect import tables as collected
from wegweiser.domain.goals import Goal
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.journeys import Registry

# van der Aalst (2016), Process Mining, table 1.1: requests for compensation.
A, B, C, D = "register request", "examine thoroughly", "examine casually", "check ticket"
E, F, G, H = "decide", "reinitiate request", "pay compensation", "reject request"
CASES = {
    "1": (A, B, D, E, H),
    "2": (A, D, C, E, G),
    "3": (A, C, D, E, F, B, D, E, G),
    "4": (A, D, B, E, H),
    "5": (A, C, D, E, F, D, C, E, F, C, D, E, H),
    "6": (A, C, D, E, G),
}
NAMES = (A, B, C, D, E, F, G, H)


@pytest.fixture
def journeys(shop):
    """Return the answers about the six cases, one activity an hour."""
    touchpoints = tuple(Touchpoint(id=name, name=name, match=Match(event=name)) for name in NAMES)
    shop.registry = Registry(touchpoints, phase_model("five"), (Goal("paid", "Paid", (G,)),))
    walked = [(case, hour, name) for case, path in CASES.items() for hour, name in enumerate(path)]
    codes = [NAMES.index(name) for _, _, name in walked]
    shop.load([(case, float(hour), "view") for case, hour, _ in walked], extra={"signature": codes})
    columns = {"source": "shop", "channel": "desk", "campaign": ""}
    constant = {name: [value] * len(NAMES) for name, value in columns.items()}
    signatures = {"code": pa.array(range(len(NAMES)), pa.int32()), "event": list(NAMES)} | constant
    order = list(collected.SIGNATURE.columns)
    shop.publish(collected.SIGNATURE, "all", pa.table(signatures).select(order), {})
    shop.build(silence=timedelta(days=1))
    return shop.journeys


def test_the_log_has_42_events_in_6_cases(journeys):
    """As the book counts them."""
    summary = journeys.summary().one()
    assert (summary["customers"], summary["steps"]) == (6, 42)


def test_there_are_16_kinds_of_transitions_and_36_in_all(journeys):
    """Transitions are events less cases."""
    rows = journeys.transitions().rows()
    assert (len(rows), sum(row["transitions"] for row in rows)) == (16, 36)


def test_the_known_transitions_have_their_known_counts(journeys):
    """The check leads to the decision six times, the casual examination to the check four times."""
    counts = {(row["source"], row["target"]): row["transitions"] for row in journeys.transitions().rows()}
    assert counts[D, E] == 6
    assert counts[C, D] == 4
    assert [counts[E, end] for end in (F, H, G)] == [3, 3, 3]


def test_with_ends_every_case_begins_and_ends(journeys):
    """All six start with the registration; three are rejected, three are paid."""
    counts = {(row["source"], row["target"]): row["transitions"] for row in journeys.transitions(ends=True).rows()}
    assert counts["(start)", A] == 6
    assert (counts[H, "(end)"], counts[G, "(end)"]) == (3, 3)
    assert sum(counts.values()) == 42 + 6


def test_there_are_six_variants(journeys):
    """No two cases took the same way."""
    assert [row["journeys"] for row in journeys.paths().rows()] == [1] * 6
