"""A first registry from what events are called and when they come: a proposal that people can change."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from wegweiser.domain.channels import channel_id
from wegweiser.domain.goals import Goal
from wegweiser.domain.phases import PhaseModel
from wegweiser.domain.touchpoints import Match, Signature, Touchpoint
from wegweiser.i18n import Text, both
from wegweiser.journeys.registry import Registry
from wegweiser.journeys.words import CHANNEL_ICONS, GENERIC, Word, readable, spelled, word_for

_ROLES = ("aware", "consider", "decide", "buy", "keep", "advocate")
# Where a model has no phase of a role, the nearest that holds such contacts: whoever decides is about to buy.
_INSTEAD = {
    "aware": ("consider",),
    "consider": ("aware", "decide"),
    "decide": ("buy", "consider"),
    "buy": ("decide",),
    "keep": ("buy", "advocate"),
    "advocate": ("keep", "buy"),
}
_GOALS = {
    "purchase": "Purchase",
    "newsletter": "Newsletter sign-up",
    "service": "Contact with service",
    "recommendation": "Recommendation",
}


@dataclass(frozen=True)
class _Found:
    """One touchpoint in the making: the event and channel it stands for, and what we know of the name."""

    event: str
    channel: str
    generic: bool
    word: Word | None
    channels: frozenset[str] = field(default_factory=frozenset)


def propose(signatures: Iterable[Signature], model: PhaseModel, order: Mapping[str, float] | None = None) -> Registry:
    """Return a registry for events nobody has described yet, every touchpoint and goal marked as proposed.

    A touchpoint stands for one event name, or for a name and a channel where the name says nothing by itself.
    Known names (English and German) bring their words, phase and icon. An unknown name goes by its place in
    `order` (event name to mean relative position on the way to a conversion, see `observed`), else to where
    customers weigh.

    Example:
        >>> from wegweiser.domain.phases import phase_model
        >>> seen = [Signature(0, "shop", "product_view", "web", ""), Signature(1, "shop", "purchase", "web", "")]
        >>> registry = propose(seen, phase_model("five"))
        >>> [(t.id, t.phase, t.repeat_phase) for t in registry.touchpoints]
        [('product_view', 'consideration', None), ('purchase', 'conversion', 'retention')]
        >>> [goal.id for goal in registry.goals]
        ['purchase']
    """
    found = _found(signatures)
    ids = _ids(found)
    positions = {name.lower(): position for name, position in (order or {}).items()}
    shared = Counter(item.word.name for item in found if item.word)
    touchpoints = [
        _touchpoint(item, name, _phase(item, model, positions), model, shared)
        for item, name in zip(found, ids, strict=True)
    ]
    places = {phase.id: place for place, phase in enumerate(model.phases)}
    in_order = sorted(touchpoints, key=lambda t: (places.get(t.phase or "", len(places)), t.id))
    return Registry(tuple(in_order), model, _goals(found, ids))


def _found(signatures: Iterable[Signature]) -> list[_Found]:
    """Gather signatures to touchpoints; rules ignore case, so names that differ only by case are one."""
    seen: dict[tuple[str, str], tuple[str, set[str]]] = {}
    for signature in sorted(signatures, key=lambda s: (s.event, s.channel, s.source, s.campaign)):
        generic = spelled(signature.event) in GENERIC and bool(signature.channel)
        key = (signature.event.lower(), signature.channel.lower() if generic else "")
        seen.setdefault(key, (signature.event, set()))[1].add(signature.channel.lower())
    return [
        _Found(event, channel, bool(channel), _word(event, channel), frozenset(channels - {""}))
        for (_, channel), (event, channels) in sorted(seen.items())
    ]


def _word(event: str, channel: str) -> Word | None:
    """Return what we know of a name; of a generic one, what we know with its channel."""
    if not channel:
        return word_for(event)
    return word_for(f"{channel} {event}") if spelled(event) else word_for(channel)


def _ids(found: Sequence[_Found]) -> list[str]:
    """Return an id per touchpoint: its name in lower case, numbered where two would be the same."""
    taken: Counter[str] = Counter()
    ids = []
    for item in found:
        words = f"{item.event} {item.channel}" if item.generic else item.event
        name = spelled(words).replace(" ", "_") or "event"
        taken[name] += 1
        ids.append(name if taken[name] == 1 else f"{name}_{taken[name]}")
    return ids


def _touchpoint(item: _Found, name: str, phase: str | None, model: PhaseModel, shared: Mapping[str, int]) -> Touchpoint:
    word = item.word or Word(pattern="", name="", role="", icon="")
    return Touchpoint(
        id=name,
        name=_name(item, shared),
        match=Match(event=_literal(item.event), channel=_literal(item.channel) if item.generic else "*"),
        channel=_channel(item),
        medium=word.medium,
        direct=word.direct,
        phase=phase,
        repeat_phase=_for_role("keep", model) if word.goal == "purchase" else None,
        icon=word.icon or CHANNEL_ICONS.get(_channel(item), "circle-dot"),
        structural=word.structural,
        proposed=True,
    )


def _name(item: _Found, shared: Mapping[str, int]) -> Text:
    """Return the known name, told apart where several events have it; else the event's own, readable."""
    words = readable(f"{item.event} {item.channel}" if item.generic else item.event)
    if item.word is None:
        return (words[:1].upper() + words[1:]) or both("Contact")
    if shared[item.word.name] > 1:
        return both("{name} ({detail})", name=both(item.word.name), detail=words)
    return both(item.word.name)


def _channel(item: _Found) -> str:
    """Return the channel the events name if it is one, else the one such contacts usually use."""
    if item.generic:
        return channel_id(item.channel)
    used = {channel_id(channel) for channel in item.channels}
    if len(used) == 1:
        return used.pop()
    return item.word.channel if item.word else "other"


def _literal(value: str) -> str:
    """Return a pattern that matches nothing but the value."""
    return re.sub(r"([*?\[])", r"[\1]", value)


def _phase(item: _Found, model: PhaseModel, order: Mapping[str, float]) -> str | None:
    role = item.word.role if item.word else _role_at(order.get(item.event.lower()))
    return _for_role(role, model)


def _role_at(position: float | None) -> str:
    """Return the role of a name by its mean place between the first contact (0) and the conversion (1)."""
    if position is None:
        return "consider"
    borders = ((0.25, "aware"), (0.7, "consider"), (1.0, "decide"))
    return next((role for border, role in borders if position <= border), "keep")


def _for_role(role: str, model: PhaseModel) -> str | None:
    """Return the model's first phase of a role, or of the nearest role it has; one without roles goes by place."""
    by_role = {phase.role: phase.id for phase in reversed(model.phases) if phase.role}
    if not by_role:
        place = _ROLES.index(role) * len(model.phases) // len(_ROLES)
        return model.phases[place].id
    return next((by_role[r] for r in (role, *_INSTEAD[role], *_ROLES) if r in by_role), None)


def _goals(found: Sequence[_Found], ids: Sequence[str]) -> tuple[Goal, ...]:
    """Return a goal of each kind that some touchpoint reaches."""
    reaching = {
        kind: tuple(name for item, name in zip(found, ids, strict=True) if item.word and item.word.goal == kind)
        for kind in _GOALS
    }
    return tuple(
        Goal(id=kind, name=both(_GOALS[kind]), touchpoints=names, proposed=True)
        for kind, names in reaching.items()
        if names
    )
