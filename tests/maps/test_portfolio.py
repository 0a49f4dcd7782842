"""Several maps of a small shop: their hierarchy, what they share, and where they contradict each other."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.journey_maps import Cell, MapPersona, TouchpointCard
from wegweiser.domain.phases import Phase
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.maps import Plan, document, join
from wegweiser.maps.plan import PlannedMetric
from wegweiser.maps.portfolio import Held, portfolio
from wegweiser.stats import wilson

PLAN = Plan(
    id="all",
    title="All",
    phases=(Phase(id="buy", name="Buy"),),
    touchpoints=(TouchpointCard(id="shop", phase="buy", name="Shop", icon="store"),),
)


def held(name: str, hits: int, parent: str | None = None) -> Held:
    """Return a map in which so many of 100 leave."""
    claim = Claim(
        id="cl_drop", text=f"{hits} leave", status=Status.MEASURED, evidence=("ev",), n=100,
        share=wilson(hits, 100), as_of=date(2026, 10, 31), author="rule",
    )  # fmt: skip
    plan = replace(PLAN, id=name, cells=(Cell(lane="gap", phase="buy", claims=(claim,)),))
    return Held(plan=plan, map=join(plan), parent=parent)


def test_maps_stand_below_their_parents():
    """Each map follows the one it looks into; two that look into each other do not hang for ever."""
    found = portfolio([held("c", 30, "b"), held("b", 30, "a"), held("a", 30), held("x", 30, "y"), held("y", 30, "x")])
    assert [(spot.id, spot.depth) for spot in found.spots] == [("a", 0), ("b", 1), ("c", 2), ("x", 0), ("y", 1)]


def test_what_several_maps_share_is_named_contradictions_first():
    """30 and 70 of 100 cannot both be; 30 and 32 may."""
    found = portfolio([held("a", 30), held("b", 70)]).overlaps
    assert (found[0].kind, found[0].id, found[0].maps) == ("contradiction", "cl_drop", ("a", "b"))
    assert "touchpoint" in {o.kind for o in found}
    assert {o.kind for o in portfolio([held("a", 30), held("b", 32)]).overlaps} == {"claim", "touchpoint"}


def test_touchpoints_no_map_shows_are_seen():
    """The shop stands in a map, the letter in none."""
    registry = [Touchpoint(id=name, name=name, match=Match(event=name)) for name in ("shop", "letter")]
    assert portfolio([held("a", 30)], registry).coverage == {"shop": ("a",), "letter": ()}


def test_what_people_left_open_is_found():
    """A metric without target, a gap nothing supports, an opportunity without a gap, and a persona for too few."""
    plan = replace(
        PLAN,
        phases=(*PLAN.phases, Phase(id="stay", name="Stay")),
        persona=MapPersona(id="ana", name="Ana", line="Buys", initials="A", share=wilson(3, 100)),
        metrics=(PlannedMetric(id="mt_rate", phase="buy", name="Rate"),),
        cells=(
            Cell(lane="gap", phase="buy", claims=(Claim(id="cl_gap", text="Queue", kind="gap"),)),
            Cell(lane="gap", phase="stay", claims=(Claim(id="cl_idea", text="Thank them", kind="opportunity"),)),
        ),
    )
    found = {(finding.rule, finding.where) for finding in document.lint(join(plan), plan)}
    assert found >= {
        ("no_target", "mt_rate"),
        ("unproven_gap", "cl_gap"),
        ("opportunity_without_gap", "cl_idea"),
        ("small_persona", "ana"),
    }
