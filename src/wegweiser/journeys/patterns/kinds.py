"""Kinds of contacts written as conditions on steps, by the registry's codes."""

from __future__ import annotations

from collections.abc import Sequence
from fnmatch import fnmatchcase

from wegweiser.errors import UnknownName
from wegweiser.i18n import Text
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
        phases = [(phase.id, phase.name) for phase in registry.model.phases]
        return f"coalesce(phase_id, {_NOTHING_SEEN}) in ({_places('phase', kind.name, phases)})"
    return f"touchpoint_id in ({_touchpoints(kind, registry)})"


def _touchpoints(kind: Named | Classed, registry: Registry) -> str:
    if isinstance(kind, Classed):
        channels = [(touchpoint.channel, touchpoint.channel) for touchpoint in registry.touchpoints]
        return _places("channel", kind.name, channels)
    named = [(touchpoint.id, touchpoint.name) for touchpoint in registry.touchpoints]
    return _places("touchpoint", kind.name, named, literal=kind.literal)


def _places(kind: str, name: str, known: Sequence[tuple[str, Text]], *, literal: bool = False) -> str:
    """Return where the things stand that a name fits, as a list for SQL: an id first, else what people call it."""
    ids = [other for other, _ in known]
    fits = [place for place, other in enumerate(ids) if other == name or (not literal and fnmatchcase(other, name))]
    fits = fits or [place for place, one in enumerate(known) if name.casefold() in _called(*one)]
    if not fits:
        raise UnknownName(kind, name, set(ids))
    return ", ".join(map(str, fits))


def _called(ident: str, name: Text) -> set[str]:
    """Return everything a thing is called, in each language and without regard to capitals."""
    names = [name] if isinstance(name, str) else name.values()
    return {one.casefold() for one in (ident, *names)}
