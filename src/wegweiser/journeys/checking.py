"""Whether a question can be asked at all: patterns, selections, plans and funnels held against the registry only."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from wegweiser.domain.funnels import Funnel
from wegweiser.journeys.asking import one_of
from wegweiser.journeys.patterns.kinds import condition
from wegweiser.journeys.patterns.language import Kind
from wegweiser.journeys.patterns.matching import Unit
from wegweiser.journeys.patterns.reading import read, read_kind
from wegweiser.journeys.reasons.conforming import Plan
from wegweiser.journeys.registry import Registry
from wegweiser.journeys.selection import Selection


class _Which(StrEnum):
    """Which contact with an anchor is meant."""

    FIRST = "first"
    LAST = "last"
    EACH = "each"


def pattern(text: str, registry: Registry, unit: str = "journey") -> None:
    """Refuse a pattern nobody can search for.

    Raises:
        InvalidSetting: the text is no pattern; the message says where and what could stand there.
        UnknownName: no touchpoint, channel, phase or unit is called so.
    """
    one_of(Unit, unit)
    found = read(text)
    kinds: list[Kind] = [element.kind for element in found.elements]
    for kind in (*kinds, *(arrow.without for arrow in found.arrows if arrow.without is not None)):
        condition(kind, registry)


def anchor(text: str, registry: Registry, which: str = "first") -> None:
    """Refuse an anchor nobody can look around.

    Raises:
        InvalidSetting: the text is no kind of contact.
        UnknownName: no touchpoint, channel, phase or choice of contacts is called so.
    """
    one_of(_Which, which, "choice of contacts")
    condition(read_kind(text), registry)


def selection(texts: Sequence[str], registry: Registry) -> None:
    """Refuse a selection nobody can make; whether persona and trait exist only the data can say.

    Raises:
        InvalidSetting: a text is no selection, or one kind stands there twice.
        UnknownName: no kind of selection, touchpoint, channel or phase is called so.
    """
    if not texts:
        return
    found = Selection.read(*texts)
    if found.pattern is not None:
        pattern(found.pattern, registry)
    if found.touchpoint is not None:
        anchor(found.touchpoint, registry)


def funnel(asked: Funnel, registry: Registry) -> None:
    """Refuse a funnel whose steps nobody registered.

    Raises:
        UnknownName: a step, or what is excluded, is no touchpoint.
    """
    for name in (*asked.steps, *asked.exclude):
        registry.touchpoint_id(name)


def plan(steps: Sequence[str], registry: Registry) -> None:
    """Refuse a plan nobody can be held against.

    Raises:
        InvalidSetting: there are fewer than two steps, or one twice.
        UnknownName: a step is neither a touchpoint nor a phase.
    """
    Plan.of(steps, registry)
