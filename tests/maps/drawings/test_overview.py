from __future__ import annotations

import msgspec
from drawn import share
from grocer import GROCER

from wegweiser.domain.journey_maps import MapPhase, PhaseFlow
from wegweiser.maps.drawings import lines


def counted(*flows: PhaseFlow | None):
    """Return the grocer's map with three phases of these flows, and nobody's feelings."""
    phases = tuple(MapPhase(f"p{i}", f"Phase {i}", flow=flow) for i, flow in enumerate(flows, start=1))
    return msgspec.structs.replace(GROCER, phases=phases, curve=(), beside=())


def test_the_phase_fewest_leave_for_the_next_is_told():
    """90 of 100 go on after the first phase, 30 of 90 after the second; the third is the last."""
    flows = PhaseFlow(100, 100, share(90, 100)), PhaseFlow(90, 80, share(30, 90)), PhaseFlow(30, 30)
    made = lines.overview(counted(*flows), "en")
    assert made is not None
    assert made.title == "The fewest go on after “Phase 2”: 33%"
    assert [row[:3] for row in made.data] == [("Phase 1", 100, 0.9), ("Phase 2", 90, 0.333333), ("Phase 3", 30, None)]
    assert made.spoken == "Phase 1: 100, 90% go on; Phase 2: 90, 33% go on; Phase 3: 30"
    assert "Curve" not in made.how


def test_few_customers_are_not_counted_out():
    """Of 25 customers 9 go on: neither the share nor the nine are told."""
    made = lines.overview(counted(PhaseFlow(25, 25, share(9, 25)), PhaseFlow(9, 9), None), "en")
    assert made is not None
    assert [(row[1], row[2]) for row in made.data] == [(25, None), (None, None), (0, None)]
    assert "9" not in made.spoken.replace("<\u00a020", "")
    assert made.title == "How customers come through the phases"


def test_a_plan_nobody_was_counted_on_has_no_overview():
    """Words alone are no figure."""
    assert lines.overview(counted(None, None), "en") is None
    assert lines.overview(counted(), "en") is None


def test_feelings_stand_at_their_phase():
    """All eleven points on a page; a telephone shows the strongest of each of the five phases."""
    made = lines.overview(GROCER, "de")
    assert made is not None
    assert (made.svg.count("<circle"), made.small.count("<circle")) == (11, 5)
    assert [row[-1] for row in made.data] == [-1.3, -0.9, 1.5, -1.6, 1.0]
    assert "Kurve: wie es sich anfühlt" in made.how
