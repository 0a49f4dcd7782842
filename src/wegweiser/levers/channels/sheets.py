"""Strategy sheets: what a channel is for, whom it meets, which part it plays, what is wrong there, what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wegweiser.domain.channels import channels_of
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate, Proportion
from wegweiser.domain.levers import Lever
from wegweiser.domain.personas import Persona
from wegweiser.domain.phases import Phase
from wegweiser.domain.strategy import ChannelSheet, SheetAction, SheetFigure, SheetLever, SheetUse
from wegweiser.domain.touchpoints import Channel, Touchpoint
from wegweiser.i18n import LANGUAGES, Between, Count, Share, Text, both, read
from wegweiser.levers.playbook import measure

MOST_LEVERS, MOST_ACTIONS = 5, 4
_PLAIN = 0.02
"""A difference of less than two points between parts played is not worth a word."""


@dataclass(frozen=True)
class Part:
    """How often a channel opens, assists and closes the converted journeys it takes part in."""

    opens: Proportion
    assists: Proportion
    closes: Proportion


@dataclass(frozen=True)
class Material:
    """What the sheets are made from: names, and by channel what was measured.

    `reach` holds the customers met, of all; `contacts` their number by the place of the phase; `parts` and `credit`
    come from attribution (credit in conversions, never an effect), the levers from the ranked list and the list apart.
    """

    touchpoints: tuple[Touchpoint, ...]
    phases: tuple[Phase, ...]
    reach: Mapping[str, Proportion]
    contacts: Mapping[str, Mapping[int | None, int]]
    channels: tuple[Channel, ...] = ()
    personas: tuple[Persona, ...] = ()
    parts: Mapping[str, Part] | None = None
    credit: Mapping[str, Estimate] | None = None
    levers: Sequence[Lever] = ()


def sheets(material: Material) -> tuple[ChannelSheet, ...]:
    """Return the sheet of every channel with a contact, those that meet most customers first."""
    order = sorted(material.reach, key=lambda name: (-material.reach[name].hits, name))
    names = {channel.id: channel for channel in channels_of(order, material.channels)}
    return tuple(_sheet(names[name], material) for name in order)


def _sheet(channel: Channel, material: Material) -> ChannelSheet:
    own = [touchpoint for touchpoint in material.touchpoints if touchpoint.channel == channel.id]
    levers = _levers(own, material.levers)
    return ChannelSheet(
        id=channel.id,
        name=channel.name,
        icon=channel.icon,
        touchpoints=tuple(touchpoint.name for touchpoint in own),
        aims=tuple(touchpoint.goal for touchpoint in own if touchpoint.goal),
        role=_role((material.parts or {}).get(channel.id)),
        phases=_phases(channel.id, material),
        personas=_personas(channel.id, material.personas),
        figures=_figures(channel.id, material),
        levers=tuple(SheetLever(one.id, _told(one), str(one.grade), one.rank) for one in levers[:MOST_LEVERS]),
        actions=_actions(levers),
        as_of=max((one.as_of for one in levers if one.as_of), default=None),
    )


def _levers(own: Sequence[Touchpoint], levers: Sequence[Lever]) -> list[Lever]:
    """Return the levers on the channel's touchpoints: the ranked ones first, then those that concern most people."""
    ids = {touchpoint.id for touchpoint in own}
    found = [lever for lever in levers if lever.touchpoint in ids]
    return sorted(found, key=lambda one: (one.rank is None, bool(one.doubt), one.rank or 0, -one.customers, one.id))


def _told(lever: Lever) -> Text:
    """Return what a lever is called; what shows no effect says so."""
    if not lever.doubt:
        return lever.text
    return {one: f"{read(lever.text, one)} \u2013 {read(lever.doubt, one)}" for one in LANGUAGES}


def _actions(levers: Sequence[Lever]) -> tuple[SheetAction, ...]:
    """Return the measures the levers listed apart draw from the playbook, each once, with the lever it answers.

    A lever with an effect is itself what to do: an experiment with one measure says nothing about another.
    """
    why: dict[str, Text] = {}
    for lever in (one for one in levers if one.rank is None and not one.doubt):
        for name in lever.measures:
            why.setdefault(name, lever.text)
    chosen = [measure(name) for name in list(why)[:MOST_ACTIONS]]
    return tuple(SheetAction(one.id, one.name, one.text, one.metric, one.test, why[one.id]) for one in chosen)


def _role(part: Part | None) -> Text:
    """Say in one sentence which part the channel plays most often; nothing about fewer than twenty conversions."""
    if part is None or part.opens.n < SUPPRESSED_BELOW:
        return ""
    shares = {
        "opens": Share(part.opens.value),
        "assists": Share(part.assists.value),
        "closes": Share(part.closes.value),
    }
    n = Count(part.opens.n)
    values = sorted((part.opens.value, part.assists.value, part.closes.value))
    if values[2] - values[1] < _PLAIN:
        return both(
            "Opens {opens}, assists {assists}, closes {closes} of the {n} conversions it takes part in", n=n, **shares
        )
    if part.opens.value == values[2]:
        return both(
            "Mostly opens: {opens} of the {n} conversions it takes part in begin here", n=n, opens=shares["opens"]
        )
    if part.closes.value == values[2]:
        return both(
            "Mostly closes: {closes} of the {n} conversions it takes part in end here", n=n, closes=shares["closes"]
        )
    return both(
        "Mostly assists: in {assists} of the {n} conversions it takes part in it stands between",
        n=n,
        assists=shares["assists"],
    )


def _phases(channel: str, material: Material) -> tuple[tuple[Text, float], ...]:
    counted = material.contacts.get(channel, {})
    total = sum(counted.values())
    return tuple(
        (phase.name, counted[place] / total) for place, phase in enumerate(material.phases) if counted.get(place)
    )


def _personas(channel: str, personas: Sequence[Persona]) -> tuple[SheetUse, ...]:
    """Return the personas that use the channel, those most inclined to it first."""
    found = [
        SheetUse(persona.id, persona.name, use.share, use.base)
        for persona in personas
        for use in persona.channels
        if use.id == channel and not use.share.suppressed
    ]
    return tuple(sorted(found, key=lambda use: (-use.share.value, use.id)))


def _figures(channel: str, material: Material) -> tuple[SheetFigure, ...]:
    reach, contacts = material.reach[channel], sum(material.contacts.get(channel, {}).values())
    figures = []
    if reach.n >= SUPPRESSED_BELOW:
        figures.append(
            SheetFigure(
                both("Customers met"),
                both("{share}", share=Share(reach.value)),
                both(
                    "{hits} of {n}; 95 % interval {within}",
                    hits=Count(reach.hits),
                    n=Count(reach.n),
                    within=Between(Share(reach.lo, 1), Share(reach.hi, 1)),
                ),
            )
        )
    figures.append(SheetFigure(both("Contacts"), both("{n}", n=Count(contacts))))
    credit = (material.credit or {}).get(channel)
    if credit is not None and credit.n >= SUPPRESSED_BELOW:
        figures.append(
            SheetFigure(
                both("Credited conversions"),
                both("{share}", share=Share(credit.value)),
                both(
                    "of {n}; 95 % interval {within}; credit by a chain of contacts, not an effect",
                    n=Count(credit.n),
                    within=Between(Share(credit.lo, 1), Share(credit.hi, 1)),
                ),
            )
        )
    return tuple(figures)
