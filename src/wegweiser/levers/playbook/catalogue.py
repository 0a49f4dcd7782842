"""The playbook: measures that ship, and which of them answer a gap of a kind in a phase on a channel."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec

from wegweiser.domain.measures import GapKind, Measure
from wegweiser.errors import UnknownName

MOST = 3


@cache
def playbook() -> dict[str, Measure]:
    """Return every measure of the playbook, by id.

    Example:
        >>> playbook()["reviews"].name["en"]
        'Show reviews, also the critical ones'
    """
    text = (files("wegweiser.levers.playbook") / "measures.yaml").read_bytes()
    return {measure.id: measure for measure in msgspec.yaml.decode(text, type=list[Measure])}


def measure(name: str) -> Measure:
    """Return a measure of the playbook by its id.

    Raises:
        UnknownName: the playbook has no such measure.
    """
    known = playbook()
    if name not in known:
        raise UnknownName("measure", name, known)
    return known[name]


def proposals(kind: GapKind | str, *, role: str = "", channel: str = "", most: int = MOST) -> tuple[Measure, ...]:
    """Return the measures that answer a gap, the most fitting first.

    A measure made for other phases or other channels is left out. Of the others, one made for this phase comes before
    one for any, one made for this channel before one for any, and one that names this kind of gap earlier before one
    that names it later.

    Args:
        kind: what is amiss.
        role: the phase's role (aware, consider, decide, buy, keep, advocate); empty where it has none.
        channel: the touchpoint's channel; empty where the gap has none.
        most: how many at most.

    Raises:
        UnknownName: there is no such kind of gap.

    Example:
        >>> [measure.id for measure in proposals("fault", role="buy", channel="web", most=2)]
        ['mend-checkout-step', 'payment-alternatives']
    """
    known = {str(one): one for one in GapKind}
    if str(kind) not in known:
        raise UnknownName("kind of gap", str(kind), known)
    wanted = known[str(kind)]
    fitting = [
        measure
        for measure in playbook().values()
        if wanted in measure.kinds
        and (not measure.roles or not role or role in measure.roles)
        and (not measure.channels or not channel or channel in measure.channels)
    ]
    places = {name: place for place, name in enumerate(playbook())}

    def fit(one: Measure) -> tuple[bool, bool, int, int]:
        return role not in one.roles, channel not in one.channels, one.kinds.index(wanted), places[one.id]

    return tuple(sorted(fitting, key=fit)[:most])
