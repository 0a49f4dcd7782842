"""Touchpoints, phases and goals of a workspace: what people wrote, and proposals for what nobody placed."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from wegweiser import collect
from wegweiser.domain.goals import Goal
from wegweiser.domain.touchpoints import Signature, Touchpoint
from wegweiser.i18n import LANGUAGES, read
from wegweiser.journeys import Registry, observed, propose
from wegweiser.warehouse import Warehouse
from wegweiser.workspace import changing
from wegweiser.workspace import config as configuration
from wegweiser.workspace.config import Config


@dataclass(frozen=True)
class Placed:
    """The registry in force, and the part of it that was proposed just now and is not yet written down."""

    registry: Registry
    touchpoints: tuple[Touchpoint, ...]
    goals: tuple[Goal, ...]
    grown: tuple[Goal, ...] = ()
    """Goals nobody has looked at yet that count touchpoints of just now, too."""


def placed(warehouse: Warehouse, config: Config) -> Placed:
    """Return the registry: every touchpoint the configuration names, and a proposal for every event it does not."""
    written = Registry(config.touchpoint, config.model, config.goal)
    left = [
        signature
        for signature in collect.tables.known_signatures(warehouse)
        if written.touchpoint_for(signature) is None
    ]
    if not left:
        return Placed(written, (), ())
    proposal = propose(left, config.model, observed(warehouse).order)
    taken = {touchpoint.id for touchpoint in config.touchpoint}
    new = (t for t in proposal.touchpoints if t.id not in taken)
    touchpoints = tuple(_told_apart(t, config, left) for t in new)
    goals = () if config.goal else proposal.goals
    registry = Registry(config.touchpoint + touchpoints, config.model, config.goal + goals)
    grown = _grown(registry, {t.id for t in touchpoints})
    by_id = {goal.id: goal for goal in grown}
    known = tuple(by_id.get(goal.id, goal) for goal in registry.goals)
    return Placed(dataclasses.replace(registry, goals=known), touchpoints, goals, grown)


def _grown(registry: Registry, new: Collection[str]) -> tuple[Goal, ...]:
    """Return the goals nobody has looked at that miss new touchpoints of their kind, with these."""
    more: dict[str, list[str]] = defaultdict(list)
    for goal, touchpoint in registry.missed():
        if goal.proposed and touchpoint.id in new:
            more[goal.id].append(touchpoint.id)
    return tuple(
        replace(goal, touchpoints=(*goal.touchpoints, *more[goal.id])) for goal in registry.goals if goal.id in more
    )


def _told_apart(touchpoint: Touchpoint, config: Config, left: Sequence[Signature]) -> Touchpoint:
    """Return a new touchpoint with its source (or its channel) in its name where another one has that name."""
    if touchpoint.called not in {one.called for one in config.touchpoint}:
        return touchpoint
    alone = Registry((touchpoint,), config.model)
    sources = {signature.source for signature in left if alone.touchpoint_for(signature) is not None}
    detail = sources.pop() if len(sources) == 1 else touchpoint.channel
    name = {language: f"{read(touchpoint.name, language)} ({detail})" for language in LANGUAGES}
    return replace(touchpoint, name=name)


def write_down(folder: Path, found: Placed) -> None:
    """Append proposals to wegweiser.toml, marked as proposed; what stands there is left as it is."""
    configuration.extend(folder, "touchpoint", found.touchpoints)
    configuration.extend(folder, "goal", found.goals)
    for goal in found.grown:
        changing.set_goal(folder, goal)
