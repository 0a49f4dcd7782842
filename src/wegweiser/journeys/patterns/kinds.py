"""Kinds of contacts written as conditions on steps, by the registry's codes."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from wegweiser.errors import UnknownName
from wegweiser.journeys.patterns.language import Anything, Classed, Either, Kind, Named, Other
from wegweiser.journeys.registry import Registry

_NOTHING_SEEN = -1
"""Stands for the phase of a contact that no phase holds."""


def condition(kind: Kind, registry: Registry) -> str:
    """Return the condition on `touchpoint_id` and `phase_id` that contacts of a kind fulfil.

    Raises:
        UnknownName: no touchpoint, channel or phase is called so.
    """
    if isinstance(kind, Anything):
        return "true"
    if isinstance(kind, Other):
        return f"not ({condition(kind.than, registry)})"
    if isinstance(kind, Either):
        return f"({' or '.join(condition(option, registry) for option in kind.options)})"
    if isinstance(kind, Classed) and kind.kind == "phase":
        phases = [phase.id for phase in registry.model.phases]
        return f"coalesce(phase_id, {_NOTHING_SEEN}) in ({_places('phase', kind.name, phases)})"
    return f"touchpoint_id in ({_touchpoints(kind, registry)})"


def _touchpoints(kind: Named | Classed, registry: Registry) -> str:
    if isinstance(kind, Classed):
        return _places("channel", kind.name, [touchpoint.channel for touchpoint in registry.touchpoints])
    ids = [touchpoint.id for touchpoint in registry.touchpoints]
    return _places("touchpoint", kind.name, ids, literal=kind.literal)


def _places(kind: str, name: str, known: Sequence[str], *, literal: bool = False) -> str:
    """Return where the names stand that a name fits, as a list for SQL."""
    fits = [place for place, other in enumerate(known) if other == name or (not literal and fnmatchcase(other, name))]
    if not fits:
        raise UnknownName(kind, name, set(known))
    return ", ".join(map(str, fits))
