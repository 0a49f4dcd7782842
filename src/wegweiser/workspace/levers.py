"""From what was measured and what people know to the list of levers."""

from __future__ import annotations

from collections.abc import Sequence

from wegweiser.domain.personas import Persona
from wegweiser.journeys import Registry
from wegweiser.levers import Known, Ranked, Ranking
from wegweiser.maps import Figures, Plan
from wegweiser.warehouse import Result
from wegweiser.workspace.ground import Ground


def ranked(ws: Ground, registry: Registry, figures: Figures, plan: Plan, personas: Sequence[Persona] = ()) -> Ranked:
    """Return the levers of a workspace, ranked ones first, then those listed apart, and the drivers left out.

    Raises:
        UnknownName: wegweiser.toml names a goal or a touchpoint in an experiment that nobody knows.
    """
    return _ranking(ws, registry).ranked(figures, plan=plan, personas=personas)


def drifts(ws: Ground, registry: Registry) -> Result:
    """Return the days in which the drivers of a workspace are bad more often than before."""
    return _ranking(ws, registry).drifts(ws.config.timezone)


def _ranking(ws: Ground, registry: Registry) -> Ranking:
    config = ws.config
    known = Known(experiments=config.experiment, drivers=config.driver, notes=config.lever)
    return Ranking(ws.analysis, registry, known, seed=config.seed)
