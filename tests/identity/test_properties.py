from __future__ import annotations

from itertools import pairwise

import networkx as nx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wegweiser.domain.events import KINDS, IdentifierKind, Strength
from wegweiser.identity import resolve

UNLIMITED = tuple(IdentifierKind(k.name, k.strength) for k in KINDS)
STRONG = [f"{kind}:n{n}" for kind in ("customer", "email", "card") for n in range(4)]
DEVICES = [f"{kind}:n{n}" for kind in ("cookie", "device") for n in range(3)]
WEAK = ["phone:n0", "phone:n1"]
quick = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def sightings(names):
    """Draw days on which two different identifiers were seen in one event."""
    pairs = st.tuples(st.integers(0, 5), st.sampled_from(names), st.sampled_from(names))
    return st.lists(pairs.filter(lambda one: one[1] != one[2]), max_size=14)


def world(fresh, files, kinds=KINDS):
    """Return a resolved world in which every identifier has the same number, whatever the order of files."""
    seen = fresh()
    seen.number(*STRONG, *DEVICES, *WEAK)
    seen.load("names", [], alone=[*STRONG, *DEVICES, *WEAK])
    for key, rows in files:
        seen.load(key, rows)
    resolve(seen.warehouse, kinds)
    return seen


@quick
@given(sightings([*STRONG, *WEAK]))
def test_strong_links_without_limits_are_connected_components(fresh, rows):
    """Without limits, clusters are what networkx finds once weak kinds are left out."""
    graph = nx.Graph()
    graph.add_nodes_from([*STRONG, *DEVICES, *WEAK])
    graph.add_edges_from((a, b) for _, a, b in rows if a not in WEAK and b not in WEAK)
    expected = {frozenset(c) for c in nx.connected_components(graph)}
    assert world(fresh, [("file", rows)], UNLIMITED).partition() == expected


@quick
@given(sightings([*STRONG, *DEVICES]), sightings([*STRONG, *DEVICES]))
def test_files_may_arrive_in_either_order(fresh, one, two):
    """Two files loaded in both orders give the same profiles, turns and conflicts."""
    forth, back = world(fresh, [("a", one), ("b", two)]), world(fresh, [("b", two), ("a", one)])
    assert forth.turns() == back.turns()
    assert forth.conflicts() == back.conflicts()


@quick
@given(sightings([*STRONG, *DEVICES]), sightings([*STRONG, *DEVICES]))
def test_forgetting_a_file_gives_what_was_without_it(fresh, one, two):
    """After a file is taken out again, profiles are exactly those of a world that never saw it."""
    seen = world(fresh, [("a", one), ("b", two)])
    seen.forget("b")
    resolve(seen.warehouse)
    without = world(fresh, [("a", one)])
    assert (seen.turns(), seen.conflicts()) == (without.turns(), without.conflicts())


@quick
@given(sightings([*STRONG, *DEVICES, *WEAK]))
def test_no_profile_has_two_customer_numbers_and_every_moment_one_profile(fresh, rows):
    """Limits hold, and each listed subject's turns cover all time without gap or overlap."""
    seen = world(fresh, [("file", rows)])
    for cluster in seen.partition():
        strong = [name for name in cluster if name.startswith("customer")]
        assert len(strong) <= 1
    strengths = {kind.name: kind.strength for kind in KINDS}
    for subject, turns in seen.turns().items():
        if strengths[subject.split(":")[0]] is Strength.DEVICE and subject in _direct(rows):
            assert turns[0][1] is None
            assert turns[-1][2] is None
            assert all(before[2] == after[1] for before, after in pairwise(turns))
        assert all(start is None or end is None or start < end for _, start, end in turns)


def _direct(rows):
    strong = set(STRONG)
    return {a for _, a, b in rows if b in strong} | {b for _, a, b in rows if a in strong}
