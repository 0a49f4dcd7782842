"""Planning gaps: phases that lose customers while we do nothing there, and touchpoints without a goal."""

from __future__ import annotations

from collections.abc import Iterator

from wegweiser.domain.journey_maps import LaneType
from wegweiser.i18n import Share, Text, both
from wegweiser.levers.found import ENOUGH, MEDIUM, Found
from wegweiser.maps import Figures, Plan
from wegweiser.stats import wilson


def phases_without_measure(figures: Figures, plan: Plan) -> Iterator[Found]:
    """Yield phases that lose more customers than phases do on the whole, and in which we do nothing.

    A measure is what somebody wrote into the measure lane, or a campaign at a touchpoint of the phase. The phase
    that loses most is told, expected or not, from 3 % of its customers on.
    """
    rows = [row for row in figures.results.phases if row.on is not None and row.customers >= ENOUGH]
    rows = [row for row in rows if figures.place(row.phase) < _last(figures)]
    lost = {row.phase: wilson(row.customers - round((row.on or 0.0) * row.customers), row.customers) for row in rows}
    usual = sum(share.hits for share in lost.values()) / max(sum(share.n for share in lost.values()), 1)
    most = max((share.hits for share in lost.values()), default=0)
    for phase, share in lost.items():
        telling = (share.hits == most and share.value >= MEDIUM) or share.lo > usual
        if share.hits >= ENOUGH and telling and not _measured(phase, figures, plan):
            yield Found(
                id=f"cl_idle_{phase}",
                phase=phase,
                text=both(
                    "{share} of {n} go no further, and no measure is noted here", share=Share(share.value), n=share.n
                ),
                detail=both(
                    "{lost} customers reach no later phase; over all phases {usual} do not. No measure stands in the "
                    "plan, and no campaign runs at a touchpoint of this phase.",
                    lost=share.hits,
                    usual=Share(usual),
                ),
                result="phases",
                customers=share.hits,
                share=share,
                refs=(phase,),
            )


def _last(figures: Figures) -> int:
    """Return the place of the last phase anybody was met in: nobody can be seen to go on from there."""
    return max((figures.place(row.phase) for row in figures.results.phases if row.touched), default=0)


def _measured(phase: str, figures: Figures, plan: Plan) -> bool:
    lanes = [lane.id for lane in plan.lanes if lane.type is LaneType.MEASURE]
    written = any(plan.cell(lane, phase).claims for lane in lanes)
    return written or any(figures.touchpoint(row.touchpoint).phase == phase for row in figures.results.campaigns)


def touchpoints_without_goal(figures: Figures) -> Iterator[Found]:
    """Yield per phase the touchpoint most customers meet of those without a goal, and how many there are.

    It concerns the plan and nobody's journey, so it comes after everything measured. Where no touchpoint has a goal
    yet, one sentence about all phases says so instead of one in every phase; it stands in the first of them.
    """
    met = sorted(figures.results.touchpoints, key=lambda row: (-row.customers, row.touchpoint))
    told = [row for row in met if row.customers >= ENOUGH and row.phase is not None]
    open_ = [row for row in told if _aimless(row.touchpoint, figures)]
    if not open_:
        return
    if not any(touchpoint.goal for touchpoint in figures.touchpoints):
        first = min((str(row.phase) for row in open_), key=figures.place)
        yield _nowhere(first, tuple(row.touchpoint for row in open_), figures)
        return
    for phase in figures.phases:
        here = [row for row in open_ if row.phase == phase.id]
        if here:
            name = figures.name(here[0].touchpoint)
            text = both("“{touchpoint}” has no goal of its own yet", touchpoint=name)
            if len(here) > 1:
                more = len(here) - 1
                text = both("“{touchpoint}” and {n} more have no goal of their own yet", touchpoint=name, n=more)
            yield _aim(phase.id, text, here[0].customers, tuple(row.touchpoint for row in here))


def _nowhere(phase: str, touchpoints: tuple[str, ...], figures: Figures) -> Found:
    """Return that no touchpoint has a goal: it is about all of them, met often or hardly, and about every customer."""
    return Found(
        id="cl_aim_all",
        phase=phase,
        text=both("In no phase does a touchpoint have a goal of its own yet"),
        detail=both("This is about the whole map. Write down as `goal` of a touchpoint what it is for."),
        result="touchpoints",
        customers=0,
        n=figures.summary.customers,
        refs=touchpoints,
    )


def _aimless(touchpoint: str, figures: Figures) -> bool:
    """Return whether somebody should say what a touchpoint is for; one that reaches a goal has it."""
    return not figures.touchpoint(touchpoint).goal and touchpoint not in figures.reaching


def _aim(phase: str, text: Text, met: int, touchpoints: tuple[str, ...]) -> Found:
    return Found(
        id=f"cl_aim_{phase}",
        phase=phase,
        text=text,
        detail=both("{n} customers meet it. Write down as `goal` of a touchpoint what it is for.", n=met),
        result="touchpoints",
        customers=0,
        n=met,
        refs=touchpoints,
    )
