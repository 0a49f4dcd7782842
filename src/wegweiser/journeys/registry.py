"""The registry: which touchpoints, phases and goals there are, by which rules, and their small stable codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from itertools import islice

import pyarrow as pa

from wegweiser.domain.goals import Goal
from wegweiser.domain.phases import PhaseModel
from wegweiser.domain.touchpoints import Match, Signature, Touchpoint
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.journeys.words import word_for


@dataclass(frozen=True)
class Rule:
    """Where the events of one signature belong; a phase of None is unplaced, a repeat phase of None the same phase."""

    code: int
    touchpoint_id: int
    phase_id: int | None
    repeat_phase_id: int | None


@dataclass(frozen=True)
class Registry:
    """Touchpoints, phase model and goals; a touchpoint's or goal's code is its place in the order given here.

    Raises:
        UnknownName: a touchpoint stands in a phase the model has not, or a goal names a touchpoint nobody defined.
        InvalidSetting: two touchpoints or two goals share one id, or a goal names no touchpoint.
    """

    touchpoints: tuple[Touchpoint, ...]
    model: PhaseModel
    goals: tuple[Goal, ...] = ()

    def __post_init__(self) -> None:
        """Refuse names nobody defined and ids used twice."""
        problems = [
            f"the {kind} '{name}' is defined {times} times"
            for kind, items in (("touchpoint", self.touchpoints), ("goal", self.goals))
            for name, times in sorted(Counter(item.id for item in items).items())
            if times > 1
        ]
        problems += [f"the goal '{goal.id}' names no touchpoint" for goal in self.goals if not goal.touchpoints]
        if problems:
            raise InvalidSetting("The registry", problems)
        for touchpoint in self.touchpoints:
            for phase in (touchpoint.phase, touchpoint.repeat_phase):
                if phase is not None:
                    self.model.order(phase)
        for goal in self.goals:
            self.goal_touchpoints(goal)

    def touchpoint_id(self, name: str) -> int:
        """Return a touchpoint's code.

        Raises:
            UnknownName: no touchpoint is called so.
        """
        return _place("touchpoint", name, [touchpoint.id for touchpoint in self.touchpoints])

    def goal_id(self, name: str) -> int:
        """Return a goal's code.

        Raises:
            UnknownName: no goal is called so.
        """
        return _place("goal", name, [goal.id for goal in self.goals])

    def goal(self, name: str) -> Goal:
        """Return a goal by its id.

        Raises:
            UnknownName: no goal is called so.
        """
        return self.goals[self.goal_id(name)]

    def goal_touchpoints(self, goal: Goal) -> tuple[int, ...]:
        """Return the codes of the touchpoints that reach a goal."""
        return tuple(sorted({self.touchpoint_id(name) for name in goal.touchpoints}))

    def touchpoint_for(self, signature: Signature) -> int | None:
        """Return the code of the first touchpoint whose rule takes the signature; None where none does."""
        taken = (code for code, touchpoint in enumerate(self.touchpoints) if _takes(touchpoint.match, signature))
        return next(taken, None)

    def rules(self, signatures: Iterable[Signature]) -> tuple[Rule, ...]:
        """Return where each signature belongs, by code; a signature no rule takes is left out."""
        found = ((signature.code, self.touchpoint_for(signature)) for signature in signatures)
        rules = (self._rule(code, place) for code, place in found if place is not None)
        return tuple(sorted(rules, key=lambda rule: rule.code))

    def unmapped(self, signatures: Iterable[Signature]) -> tuple[str, ...]:
        """Return the event names no rule takes, sorted."""
        return tuple(sorted({s.event for s in signatures if self.touchpoint_for(s) is None}))

    def missed(self) -> tuple[tuple[Goal, Touchpoint], ...]:
        """Return touchpoints no goal counts, each with the goal that counts others of its kind or of its name."""
        counted = {name for goal in self.goals for name in goal.touchpoints}
        known = {touchpoint.id: touchpoint for touchpoint in self.touchpoints}
        found = []
        for touchpoint in self.touchpoints:
            if touchpoint.id not in counted:
                near = (
                    goal for goal in self.goals if any(_alike(touchpoint, known[name]) for name in goal.touchpoints)
                )
                found += [(goal, touchpoint) for goal in islice(near, 1)]
        return tuple(found)

    def _rule(self, code: int, place: int) -> Rule:
        touchpoint = self.touchpoints[place]
        phase = None if touchpoint.phase is None else self.model.order(touchpoint.phase)
        repeat = None if touchpoint.repeat_phase is None else self.model.order(touchpoint.repeat_phase)
        return Rule(code, place, phase, repeat)


def rule_table(rules: Sequence[Rule]) -> pa.Table:
    """Return the rules as a table to join events with."""
    names = {"code": pa.int32(), "touchpoint_id": pa.int16(), "phase_id": pa.int16(), "repeat_phase_id": pa.int16()}
    columns = [pa.array([getattr(rule, name) for rule in rules], kind) for name, kind in names.items()]
    return pa.table(columns, names=list(names))


def code_table(registry: Registry) -> pa.Table:
    """Return the touchpoints' codes with their ids, channels, phases, and what is asked of them."""
    goals = {code for goal in registry.goals for code in registry.goal_touchpoints(goal)}
    items = registry.touchpoints
    return pa.table(
        {
            "touchpoint_id": pa.array(range(len(items)), pa.int16()),
            "id": pa.array([t.id for t in items], pa.string()),
            "channel": pa.array([t.channel for t in items], pa.string()),
            "phase": pa.array([t.phase for t in items], pa.string()),
            "structural": pa.array([t.structural for t in items], pa.bool_()),
            "is_goal": pa.array([code in goals for code in range(len(items))], pa.bool_()),
        }
    )


def phase_table(registry: Registry) -> pa.Table:
    """Return the phases' places with their ids, and whether any touchpoint stands in a later one."""
    phases = registry.model.phases
    used = {name for t in registry.touchpoints for name in (t.phase, t.repeat_phase) if name is not None}
    last = max((place for place, phase in enumerate(phases) if phase.id in used), default=-1)
    return pa.table(
        {
            "phase_id": pa.array(range(len(phases)), pa.int16()),
            "id": pa.array([phase.id for phase in phases], pa.string()),
            "role": pa.array([phase.role for phase in phases], pa.string()),
            "followed": pa.array([place < last for place in range(len(phases))], pa.bool_()),
        }
    )


def goal_table(registry: Registry) -> pa.Table:
    """Return the goals' codes with their ids."""
    return pa.table(
        {
            "goal_id": pa.array(range(len(registry.goals)), pa.int16()),
            "id": pa.array([goal.id for goal in registry.goals], pa.string()),
        }
    )


def _alike(one: Touchpoint, other: Touchpoint) -> bool:
    """Return whether two touchpoints read the same or reach the same kind of goal."""
    kind = _kind(one.match)
    return bool(kind and kind == _kind(other.match)) or one.called == other.called


def _kind(match: Match) -> str:
    """Return the kind of goal that events of a rule reach, as far as their name says so."""
    words = match.event if match.channel == "*" else f"{match.channel} {match.event}"
    word = None if match.event == "*" else word_for(words.translate(_ESCAPED))
    return word.goal if word else ""


def _place(kind: str, name: str, known: list[str]) -> int:
    if name not in known:
        raise UnknownName(kind, name, known)
    return known.index(name)


def _takes(match: Match, signature: Signature) -> bool:
    pairs = (
        (match.event, signature.event),
        (match.channel, signature.channel),
        (match.source, signature.source),
        (match.campaign, signature.campaign),
    )
    return all(pattern == "*" or _fits(pattern.lower(), value.lower()) for pattern, value in pairs)


def _fits(pattern: str, value: str) -> bool:
    """Return whether a pattern takes a value; most patterns are plain, and nothing needs to be compiled for those."""
    return pattern == value or (not _WILD.isdisjoint(pattern) and fnmatchcase(value, pattern))


_WILD = frozenset("*?[")
_ESCAPED = str.maketrans("", "", "[]")
