"""Funnels: touchpoints counted one after the other, and the rule by which they count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import TypeVar

import msgspec

from wegweiser.errors import InvalidSetting, UnknownName


class Order(StrEnum):
    """How the steps have to come: in order with others between, directly after one another, or in any order."""

    ORDERED = "ordered"
    STRICT = "strict"
    ANY = "any"


class Unit(StrEnum):
    """Whose contacts have to come so: a customer's, those of one session, or those of one attempt."""

    CUSTOMER = "customer"
    SESSION = "session"
    ATTEMPT = "attempt"


class Ties(StrEnum):
    """What contacts of the same moment are: in the order of the log, in whatever order fits, or not in order."""

    IN_ORDER = "in order"
    SAME_MOMENT = "same moment counts"
    LATER = "strictly later"


class Funnel(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Steps in their order and what has to be kept on the way.

    `within` is the longest time from the first step to the last; `step_within` that from one step to the next,
    one for all or one for each step after the first. Between two steps no contact with a touchpoint of `exclude`
    may come. The `optional` steps may be skipped: they are counted and not required. `hold` names what must stay
    the same on the way: "object", "channel", "campaign", or a property of the event.

    Example:
        >>> Funnel(["view", "cart", "buy"], within=timedelta(days=7), optional=["cart"]).required
        (0, 2)

    Raises:
        InvalidSetting: the steps and rules do not go together.
        UnknownName: there is no such order, unit or tie rule.
    """

    steps: Sequence[str]
    within: timedelta | None = None
    order: str = "ordered"
    exclude: Sequence[str] = ()
    optional: Sequence[str] = ()
    step_within: timedelta | Sequence[timedelta] | None = None
    unit: str = "customer"
    hold: str | None = None
    ties: str = "in order"

    def __post_init__(self) -> None:
        """Refuse what cannot be counted, everything at once."""
        _known(Order, self.order, "order")
        _known(Unit, self.unit, "unit")
        _known(Ties, self.ties, "tie rule")
        problems = [*_texts(self)] or [*_steps(self), *_windows(self), *_modes(self)]
        if problems:
            raise InvalidSetting("A funnel", problems)

    @property
    def required(self) -> tuple[int, ...]:
        """The places of the steps that have to be reached, counted from 0."""
        return tuple(place for place, step in enumerate(self.steps) if step not in self.optional)

    @property
    def gaps(self) -> tuple[timedelta | None, ...]:
        """The longest time to each step from the one before it; None for the first, and where there is none."""
        after = len(self.steps) - 1
        if self.step_within is None or isinstance(self.step_within, timedelta):
            return (None, *(self.step_within for _ in range(after)))
        return (None, *self.step_within)

    @property
    def closes(self) -> bool:
        """True where time runs out, so that somebody who is not there yet may be open or lost."""
        return self.within is not None or self.step_within is not None


_Choice = TypeVar("_Choice", bound=StrEnum)


def _known(choices: type[_Choice], name: str, kind: str) -> None:
    if name not in set(choices):
        raise UnknownName(kind, name, [str(choice) for choice in choices])


def _texts(funnel: Funnel) -> Iterator[str]:
    """Yield where one text stands for a list: its letters would be taken as names."""
    for name in ("steps", "exclude", "optional"):
        value = getattr(funnel, name)
        if isinstance(value, str):
            yield f"its {name} are a list, such as ['{value}', ...], and not one text"


def _steps(funnel: Funnel) -> Iterator[str]:
    if not funnel.steps:
        yield "it needs at least one step"
        return
    for name in sorted(set(funnel.optional) - set(funnel.steps)):
        yield f"'{name}' is optional and no step"
    for name in sorted(set(funnel.optional)):
        if list(funnel.steps).count(name) > 1:
            yield f"'{name}' is optional and a step more than once, so it cannot be told which of them may be skipped"
    if funnel.steps[0] in funnel.optional:
        yield f"'{funnel.steps[0]}' is the first step, where time begins, so it cannot be optional"
    for name in sorted(set(funnel.exclude) & set(funnel.steps)):
        yield f"'{name}' is a step and excluded"


def _windows(funnel: Funnel) -> Iterator[str]:
    lengths = [gap for gap in (funnel.within, *_gaps(funnel)) if gap is not None]
    if any(length < timedelta(0) or length.microseconds for length in lengths):
        yield "a window is a whole, positive number of seconds"
    given, after = _gaps(funnel), len(funnel.steps) - 1
    if not isinstance(funnel.step_within, timedelta) and funnel.step_within is not None and len(given) != after:
        yield f"step_within has {len(given)} lengths for {after} steps after the first"


def _gaps(funnel: Funnel) -> tuple[timedelta, ...]:
    if funnel.step_within is None:
        return ()
    return (funnel.step_within,) if isinstance(funnel.step_within, timedelta) else tuple(funnel.step_within)


def _modes(funnel: Funnel) -> Iterator[str]:
    """Yield which rules have no meaning together."""
    if funnel.order == Order.STRICT and funnel.exclude:
        yield "in strict order nothing comes between, so there is nothing to exclude"
    if funnel.order != Order.ORDERED and funnel.ties != Ties.IN_ORDER:
        yield f"the tie rule '{funnel.ties}' needs the order 'ordered'"
    if funnel.unit == Unit.ATTEMPT and funnel.ties != Ties.IN_ORDER:
        yield f"attempts are told apart by the order of the log, so the tie rule is not '{funnel.ties}'"
    if funnel.order == Order.ANY and funnel.step_within is not None:
        yield "in any order no step has one before it, so there is no step_within"
    if funnel.order == Order.ANY and funnel.unit == Unit.ATTEMPT:
        yield "an attempt begins with the first step, so it needs an order"
    if funnel.order == Order.STRICT and funnel.unit == Unit.ATTEMPT and funnel.steps[0] in funnel.steps[1:]:
        yield f"'{funnel.steps[0]}' comes again, so in strict order attempts would overlap"
