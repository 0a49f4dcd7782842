"""Phase models: named stretches of a journey, in order; four ship as data and people write their own."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import Text


class Phase(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One phase: what it is called, what the customer wants there, what we want there (its intermediate goal)."""

    id: str
    name: Text
    line: Text = ""
    goal_customer: Text = ""
    goal_business: Text = ""
    role: str = ""
    """What the default phase assignment looks for: aware, consider, decide, buy, keep or advocate."""


class PhaseModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Phases in their order, under one name."""

    id: str
    name: Text
    phases: tuple[Phase, ...]

    def __post_init__(self) -> None:
        """Refuse a model without phases or with one id used twice."""
        ids = [phase.id for phase in self.phases]
        if not ids or len(set(ids)) != len(ids):
            raise InvalidSetting(f"Phase model '{self.id}'", ["it needs at least one phase, and each phase its own id"])

    def order(self, phase_id: str) -> int:
        """Return the place of a phase, from 0.

        Raises:
            UnknownName: the model has no such phase.
        """
        for place, phase in enumerate(self.phases):
            if phase.id == phase_id:
                return place
        raise UnknownName("phase", phase_id, [p.id for p in self.phases])


@cache
def shipped_models() -> dict[str, PhaseModel]:
    """Return the phase models that ship, by id.

    Example:
        >>> [phase.id for phase in shipped_models()["five"].phases]
        ['awareness', 'consideration', 'conversion', 'retention', 'advocacy']
    """
    text = (files("wegweiser.domain") / "phase_models.yaml").read_bytes()
    return {model.id: model for model in msgspec.yaml.decode(text, type=list[PhaseModel])}


def phase_model(name: str) -> PhaseModel:
    """Return a shipped phase model by its id.

    Raises:
        UnknownName: no model of that name ships.
    """
    models = shipped_models()
    if name not in models:
        raise UnknownName("phase model", name, models)
    return models[name]
