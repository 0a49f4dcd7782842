"""Candidates: the gaps something could be done about, each with its goal, its kind and what meeting it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from wegweiser.domain.measures import GapKind
from wegweiser.levers.found import ENOUGH, Found
from wegweiser.maps import Figures

_KINDS = {
    "loss": GapKind.LOSS,
    "drop": GapKind.LOSS,
    "answer": GapKind.ANSWER,
    "contact": GapKind.QUESTION,
    "back": GapKind.WAY_BACK,
    "loop": GapKind.LOOP,
    "fault": GapKind.FAULT,
    "silence": GapKind.SILENCE,
    "open": GapKind.LITTLE_USED,
    "feeling": GapKind.FEELING,
    "question": GapKind.QUESTION,
    "unused": GapKind.UNUSED_CHANNEL,
    "break": GapKind.DISCOUNT,
}
"""By the second word of a gap's id; a break names its kind in the third. Blind spots of the data and of the
plan are no levers on customers."""
_FRICTION = {
    "fault": GapKind.FAULT,
    "contact": GapKind.QUESTION,
    "back": GapKind.WAY_BACK,
    "repeat": GapKind.REPEAT,
    "slow": GapKind.DWELL,
    "exit": GapKind.LOSS,
    "unreached": GapKind.LOSS,
}
"""By the third word of the id of a friction; what else changed in a stretch of days or a segment is a change."""
_WINDOW = {GapKind.FAULT: 10, GapKind.WAY_BACK: 1, GapKind.LITTLE_USED: 5}


@dataclass(frozen=True)
class Exposure:
    """What meeting a gap means: after the first contact with `anchor`, `way` comes within the next contacts.

    Several touchpoints in `way` have to follow at once and in this order; one may come anywhere in the window.
    """

    anchor: str
    way: tuple[str, ...]
    window: int


@dataclass(frozen=True)
class Candidate:
    """A gap that could be a lever: what was found, and the goal it keeps customers from."""

    found: Found
    goal: str
    kind: GapKind
    touchpoint: str | None
    exposure: Exposure | None = None

    @property
    def id(self) -> str:
        """The lever's id, which follows from the gap's."""
        return "lv_" + self.found.id.removeprefix("cl_")

    @property
    def family(self) -> str:
        """The second word of the gap's id, which tells two kinds of loss apart."""
        return family(self.found)


def candidates(gaps: Sequence[Found], figures: Figures) -> tuple[Candidate, ...]:
    """Return the gaps that could be levers, in their order; where no goal is set there is none."""
    if not figures.goals:
        return ()
    every = [_of(found, figures) for found in gaps if found.customers >= ENOUGH and _somewhere(found, figures)]
    return tuple(one for one in every if not _by_construction(one, figures))


def _somewhere(found: Found, figures: Figures) -> bool:
    """Return whether there is a place to change something at; a friction of whole visits refers to a goal alone."""
    if family(found) == "friction":
        return not (len(found.refs) == 1 and any(found.refs[0] == goal.id for goal in figures.goals))
    return family(found) in _KINDS


def _kind(found: Found) -> GapKind:
    if family(found) == "friction":
        return _FRICTION.get(found.id.split("_")[2], GapKind.CHANGE)
    if family(found) == "break":
        return GapKind(found.id.split("_")[2])
    return _KINDS[family(found)]


def _by_construction(candidate: Candidate, figures: Figures) -> bool:
    """Return whether more is asked of a touchpoint that belongs to a goal by construction: it brings nobody there."""
    if candidate.kind is not GapKind.LITTLE_USED or candidate.touchpoint is None:
        return False
    return figures.touchpoint(candidate.touchpoint).structural or candidate.touchpoint in figures.reaching


def family(found: Found) -> str:
    """Return the second word of a gap's id."""
    return found.id.split("_")[1]


def _of(found: Found, figures: Figures) -> Candidate:
    kind = _kind(found)
    known = {touchpoint.id for touchpoint in figures.touchpoints}
    return Candidate(
        found=found,
        goal=_goal(found, figures),
        kind=kind,
        touchpoint=next((ref for ref in found.refs if ref in known), None),
        exposure=_exposure(kind, found, figures),
    )


def _goal(found: Found, figures: Figures) -> str:
    """Return the goal a gap keeps from: the one it names, else the next one reached in its phase or later."""
    goals = {goal.id for goal in figures.goals}
    for ref in found.refs:
        if ref in goals:
            return ref
    reached = {row.goal: row.customers for row in figures.results.goals}
    here = figures.place(found.phase)

    def near(goal: str) -> tuple[bool, int, int, str]:
        place = figures.place(figures.goal_phase(goal))
        return place < here, abs(place - here), -reached.get(goal, 0), goal

    return min(goals, key=near)


def _exposure(kind: GapKind, found: Found, figures: Figures) -> Exposure | None:
    """Return what meeting a gap means, for the kinds one can meet."""
    if kind is GapKind.LOOP:
        source, via = found.refs[:2]
        return Exposure(source, (via, source), 2)
    if kind is GapKind.WAY_BACK:
        source, target = found.refs[:2]
        return Exposure(source, (target,), _WINDOW[kind])
    if kind is GapKind.FAULT:
        before = _before(found.refs[0], figures)
        return Exposure(before, (found.refs[0],), _WINDOW[kind]) if before else None
    if kind is GapKind.LITTLE_USED:
        start = _start(found.phase, found.refs[0], figures)
        return Exposure(start, (found.refs[0],), _WINDOW[kind]) if start else None
    return None


def _before(touchpoint: str, figures: Figures) -> str | None:
    """Return the touchpoint that most often comes right before another."""
    rows = list(_into(touchpoint, figures))
    return min(rows)[1] if rows else None


def _into(touchpoint: str, figures: Figures) -> Iterator[tuple[int, str]]:
    for row in figures.results.transitions:
        if row.target == touchpoint and row.source not in {touchpoint, *figures.reaching}:
            yield -row.transitions, row.source


def _start(phase: str, touchpoint: str, figures: Figures) -> str | None:
    """Return the touchpoint of a phase that most customers meet, other than the one in question."""
    rows = [row for row in figures.results.touchpoints if row.phase == phase and row.touchpoint != touchpoint]
    rows = [row for row in rows if row.touchpoint not in figures.reaching]
    best = min(rows, key=lambda row: (-row.customers, row.touchpoint), default=None)
    return best.touchpoint if best else None
