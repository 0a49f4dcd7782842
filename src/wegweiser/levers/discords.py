"""Discord: phases in which customers feel or think otherwise than the company wants to stand for."""

from __future__ import annotations

from collections.abc import Iterator

from wegweiser.domain.mission import Discord
from wegweiser.i18n import Amount, Count, Share, Signed, Text, both
from wegweiser.levers.found import ENOUGH, Found
from wegweiser.maps import Figures


def against_the_mission(figures: Figures) -> Iterator[Found]:
    """Yield the phases in which measured feelings or associations do not harmonise with a value of the mission."""
    phases = {phase.id for phase in figures.phases}
    for discord in figures.heard.discords:
        n = _n(discord)
        if discord.phase in phases and n >= ENOUGH:
            yield Found(
                id=f"cl_discord_{discord.value}_{discord.phase}",
                phase=discord.phase,
                text=discord.text,
                detail=_detail(discord),
                result="discords",
                customers=n,
                share=discord.denied,
                estimate=discord.felt,
                n=n,
                refs=(discord.phase,),
            )


def _n(discord: Discord) -> int:
    return max(discord.felt.n if discord.felt else 0, discord.denied.hits if discord.denied else 0)


def _detail(discord: Discord) -> Text:
    """Return what was measured: the feeling beside the promise, the words that deny it."""
    if discord.felt is not None and discord.least is not None:
        return both(
            "Felt {felt} ({lo} to {hi}, n\u00a0=\u00a0{n}), promised at least {least}.",
            felt=Signed.within(discord.felt.value, discord.felt.lo, discord.felt.hi),
            lo=Amount(discord.felt.lo, digits=1),
            hi=Amount(discord.felt.hi, digits=1),
            n=Count(discord.felt.n),
            least=Signed(discord.least),
        )
    if discord.denied is not None:
        return both(
            "{share} of {n} who speak of it deny it: {words}",
            share=Share(discord.denied.value),
            n=Count(discord.denied.n),
            words=", ".join(discord.words),
        )
    return discord.text
