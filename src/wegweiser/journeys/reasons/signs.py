"""What friction shows in: rates of visits that are bad when they rise, and the touchpoints they are watched at."""

from __future__ import annotations

from dataclasses import dataclass

from wegweiser.domain.touchpoints import is_fault
from wegweiser.journeys.reasons.visits import NOBODY, Fact, Watched
from wegweiser.journeys.registry import Registry

_SERVICE = frozenset({"service", "phone", "chat"})
_EARLY = frozenset({"aware", "consider"})


@dataclass(frozen=True)
class Key:
    """One series of counts: the fact, the touchpoint it is about, and the one it leads to."""

    fact: Fact
    a: int = NOBODY
    b: int = NOBODY


@dataclass(frozen=True)
class Sign:
    """A rate that is bad when it rises: visits with `hit` of those with `base`, or those without where `missing`."""

    what: str
    base: Key
    hit: Key
    missing: bool = False

    @property
    def a(self) -> int:
        """The touchpoint it is about."""
        return self.hit.a

    @property
    def b(self) -> int:
        """The touchpoint it leads to, if any."""
        return self.hit.b


ARRIVAL = Sign("burst", Key(Fact.MET), Key(Fact.MET))
"""More visits than usual; bad so far as those who come leave without the goal."""


@dataclass(frozen=True)
class Field:
    """The touchpoints by what they are for one goal; all of them codes."""

    goal: tuple[int, ...]
    steps: tuple[int, ...]
    """Steps before the goal: the structural ones, else those up to its phase that are not for exploring."""
    faults: tuple[int, ...]
    service: tuple[int, ...]
    others: tuple[int, ...]
    """Everything that is neither the goal nor a fault."""
    places: tuple[int, ...]
    """Those of them customers can go to by themselves: no advert, letter or broadcast."""

    def watched(self, computed: frozenset[int]) -> Watched:
        """Return what the queries are asked to follow up; where contacts are computed, nobody was seen to act."""
        acted = {*self.goal, *self.faults, *self.places} - computed
        return Watched(self.goal, tuple(sorted({*self.steps, *self.faults})), tuple(sorted(acted)))

    def signs(self, turns: tuple[tuple[int, int], ...]) -> tuple[Sign, ...]:
        """Return every rate to look at; `turns` are the ways from a step back to where its visitors come from."""
        everyone = Key(Fact.MET)
        found = [Sign("unreached", everyone, Key(Fact.GOAL), missing=True)]
        found += [Sign("fault", everyone, Key(Fact.MET, a)) for a in self.faults]
        found += [Sign("contact", everyone, Key(Fact.MET, a)) for a in self.service]
        for a in self.steps:
            found.append(Sign("unreached", Key(Fact.MET, a), Key(Fact.GOAL, a), missing=True))
            found.append(Sign("exit", Key(Fact.MET, a), Key(Fact.EXIT, a)))
        found += [Sign("back", Key(Fact.MET, a), Key(Fact.BACK, a, b)) for a, b in turns]
        found += [Sign("slow", Key(Fact.MET, a), Key(Fact.SLOW, a)) for a in sorted({*self.steps, *self.others})]
        return tuple(found)


def field(registry: Registry, goal: str) -> Field:
    """Return what the registry's touchpoints are for a goal.

    Raises:
        UnknownName: no goal is called so.
    """
    reaching = registry.goal_touchpoints(registry.goal(goal))
    roles = {phase.id: (place, phase.role) for place, phase in enumerate(registry.model.phases)}
    goal_phases = [registry.touchpoints[code].phase for code in reaching]
    latest = max((roles[phase][0] for phase in goal_phases if phase is not None), default=len(roles))
    codes = range(len(registry.touchpoints))
    faults = tuple(c for c in codes if is_fault(registry.touchpoints[c].id) and c not in reaching)
    free = [c for c in codes if c not in reaching and c not in faults]
    structural = tuple(c for c in free if registry.touchpoints[c].structural)
    late = tuple(
        c
        for c in free
        if (phase := registry.touchpoints[c].phase) is not None
        and roles[phase][1] not in _EARLY
        and roles[phase][0] <= latest
    )
    service = tuple(c for c in free if registry.touchpoints[c].channel in _SERVICE)
    places = tuple(c for c in free if not registry.touchpoints[c].outbound)
    return Field(reaching, structural or late, faults, service, tuple(free), places)
