"""Channels a persona uses and we do not: where her contacts happen while we write to people elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wegweiser.domain.personas import Persona, UseShare
from wegweiser.i18n import Share, both
from wegweiser.levers.found import ENOUGH, Found
from wegweiser.maps import Figures

USED = 0.20
"""A persona uses a channel where the lower end of its share in her contacts reaches one in five."""
_COME_TO = frozenset(
    {
        *("chat", "delivery", "direct", "mobile", "other", "phone"),
        *("search", "service", "store", "telephone", "web"),
    }
)
"""Channels customers come to by themselves: nobody sends anything there, so nobody neglects to."""


def unused_channels(figures: Figures, personas: Sequence[Persona]) -> Iterator[Found]:
    """Yield channels a persona surely uses and on which we reach out to nobody.

    We use a channel where a touchpoint of ours on it reaches out: paid media, letters, broadcasts, whatever sends
    campaigns or carries one. Where the data shows no outreach at all, nothing is told: it may be missing from the
    data, and a channel cannot be unused beside none. Nor is anything told of the website, a store or the hotline:
    customers come there by themselves. A channel is told once, for the persona most of whom use it.
    """
    ours = _ours(figures)
    if not ours:
        return
    told: dict[str, tuple[Persona, UseShare]] = {}
    for persona in personas:
        for use in persona.channels:
            here = _phase(use.id, figures)
            if use.id in ours | _COME_TO or use.share.lo < USED or persona.size < ENOUGH or here is None:
                continue
            if use.id not in told or _people(persona, use) > _people(*told[use.id]):
                told[use.id] = persona, use
    for channel in sorted(told):
        yield _unused(*told[channel], figures)


def _ours(figures: Figures) -> frozenset[str]:
    """Return the channels on which at least 20 customers were reached by something we sent."""
    met = {row.touchpoint for row in figures.results.touchpoints if row.customers >= ENOUGH}
    campaigned = {row.touchpoint for row in figures.results.campaigns}
    known = [t for t in figures.touchpoints if t.id in met]
    return frozenset(t.channel for t in known if figures.outbound(t.id) or t.id in campaigned)


def _phase(channel: str, figures: Figures) -> str | None:
    """Return the phase in which most customers are met on a channel; None where nobody is."""
    rows = [row for row in figures.results.touchpoints if row.phase and row.channel == channel]
    best = max(rows, key=lambda row: (row.customers, row.touchpoint), default=None)
    return best.phase if best else None


def _people(persona: Persona, use: UseShare) -> int:
    return round(persona.size * use.share.value)


def _unused(persona: Persona, use: UseShare, figures: Figures) -> Found:
    return Found(
        id=f"cl_unused_{use.id}",
        phase=str(_phase(use.id, figures)),
        text=both(
            "{share} of contacts of “{persona}” are on {channel}; we send nothing there",
            share=Share(use.share.value),
            persona=persona.name,
            channel=use.name,
        ),
        detail=both(
            "{n} people belong to this persona. Nothing we send and no campaign runs on this channel.", n=persona.size
        ),
        result="touchpoints",
        customers=_people(persona, use),
        share=use.share,
        refs=(persona.id, use.id),
    )
