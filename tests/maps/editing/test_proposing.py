"""What new data puts on a map: shown once, until somebody decides."""

from __future__ import annotations

from msgspec.structs import replace
from small_shop import FOUND, PLAN, measured

from wegweiser.domain.claims import Claim
from wegweiser.domain.journey_maps import Cell
from wegweiser.maps.document import Generated
from wegweiser.maps.editing import apply, edits, proposals
from wegweiser.maps.editing.things import tidy
from wegweiser.maps.plan import Plan

START = tidy(PLAN)
RATE = replace(FOUND, cells=(Cell(lane="goal", phase="buy", claims=(measured("cl_rate", "75% buy"),)),))


def told(plan: Plan, generated: Generated, previous: Generated | None) -> list[tuple[str, str]]:
    """Return the proposals by kind and id."""
    return [(proposal.kind, proposal.id) for proposal in proposals(plan, generated, previous)]


def test_what_is_new_is_proposed_and_what_was_rejected_is_not():
    """After an empty map everything measured is new, but for the loop somebody hid."""
    found = told(START, FOUND, Generated())
    assert ("new", "cl_rate") in found
    assert ("new", "till@buy") in found
    assert ("new", "st_page") in found
    assert "cl_loop" not in {name for _, name in found}
    assert told(START, FOUND, FOUND) == told(START, FOUND, None) == []


def test_a_figure_that_moves_within_its_interval_proposes_nothing():
    """76 % after 75 % is the same claim; 30 % is another one."""
    for hits, text, kinds in ((31, "76% buy", []), (12, "30% buy", [("changed", "cl_rate")])):
        now = replace(RATE, cells=(Cell(lane="goal", phase="buy", claims=(measured("cl_rate", text, hits),)),))
        assert told(START, now, RATE) == kinds


def test_data_that_contradicts_an_assumption_beside_it_is_shown_with_both_texts():
    """Somebody assumed most buy; data about the same thing says something else."""
    own = Claim(id="cl_own", text="90% buy")
    plan = tidy(replace(START, cells=(*START.cells, Cell(lane="goal", phase="buy", claims=(own,)))))
    (found,) = proposals(plan, RATE)
    assert (found.kind, found.old, found.new, found.n, found.instead) == (
        "contradicts", "90% buy", "75% buy", 40, "cl_own",
    )  # fmt: skip


def test_a_decision_ends_a_proposal():
    """Accepted, rejected or kept beside: nothing is proposed again."""
    own = Claim(id="cl_own", text="90% buy")
    plan = tidy(replace(START, cells=(*START.cells, Cell(lane="goal", phase="buy", claims=(own,)))))
    for edit in (
        edits.Accept(id="cl_rate", instead="cl_own"),
        edits.Reject(id="cl_rate"),
        edits.KeepBoth(id="cl_rate"),
    ):
        decided = apply(plan, RATE, edit, "en").plan
        assert ("contradicts", "cl_rate") not in told(decided, RATE, RATE)
        assert ("new", "cl_rate") not in told(decided, RATE, Generated())
    accepted = apply(plan, RATE, edits.Accept(id="cl_rate", instead="cl_own"), "en").plan
    (claim,) = accepted.cell("goal", "buy").claims
    assert (claim.id, claim.text, claim.supersedes) == ("cl_own", "75% buy", "cl_rate")
