"""Touchpoints, phases and goals of a workspace: what people wrote, and proposals for what nobody placed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from wegweiser import collect
from wegweiser.domain.goals import Goal
from wegweiser.domain.touchpoints import Touchpoint
from wegweiser.journeys import Registry, observed, propose
from wegweiser.warehouse import Warehouse
from wegweiser.workspace import config as configuration
from wegweiser.workspace.config import Config


@dataclass(frozen=True)
class Placed:
    """The registry in force, and the part of it that was proposed just now and is not yet written down."""

    registry: Registry
    touchpoints: tuple[Touchpoint, ...]
    goals: tuple[Goal, ...]


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
    touchpoints = tuple(t for t in proposal.touchpoints if t.id not in taken)
    goals = () if config.goal else proposal.goals
    registry = Registry(config.touchpoint + touchpoints, config.model, config.goal + goals)
    return Placed(registry, touchpoints, goals)


def write_down(folder: Path, found: Placed) -> None:
    """Append proposals to wegweiser.toml, marked as proposed; what stands there is left as it is."""
    configuration.extend(folder, "touchpoint", found.touchpoints)
    configuration.extend(folder, "goal", found.goals)
