"""The sedcards: who each group is, where and when it is met, what it is worth, and what nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Proportion
from wegweiser.domain.personas import Persona, Trait, UseShare
from wegweiser.i18n import Text, both
from wegweiser.personas import about, titles, words
from wegweiser.personas.differences import Difference, Mask, clear, distinguishing, figure
from wegweiser.personas.matrix import Matrix
from wegweiser.personas.names import claim, initials, names
from wegweiser.personas.profiles import Floats, Ints, Profiles
from wegweiser.personas.queries import BANDS, DAYS
from wegweiser.personas.rules import described
from wegweiser.personas.settings import PersonaSettings
from wegweiser.stats import ratio, wilson


@dataclass(frozen=True)
class Grouping:
    """Everybody's group (-1 for none), the probability of it, the ids of the groups, and how well they come back."""

    labels: Ints
    probability: Floats
    ids: tuple[str, ...]
    agreement: float
    places: tuple[int, ...] = ()
    """The label of each group of the mixture, -1 for one too small to be shown."""


def sedcards(
    people: Profiles, matrix: Matrix, grouping: Grouping, settings: PersonaSettings, as_of: date
) -> tuple[tuple[Persona, ...], Proportion | None]:
    """Return the sedcard of each group, in the order of its labels, and how faithful the rules on them are."""
    masks: tuple[Mask, ...] = tuple(grouping.labels == label for label in range(len(grouping.ids)))
    found = tuple(distinguishing(matrix, here, settings.currency) for here in masks)
    wide = tuple(clear(matrix, here, settings.currency) for here in masks)
    count = len(grouping.ids)
    told = described(matrix, grouping.labels, count, seed=settings.seed, currency=settings.currency)
    rules = told.rules or ((),) * count
    heads = zip(masks, grouping.ids, names(found, wide), found, strict=True)
    cards = tuple(
        described_by(people, here, settings, _card(people, grouping, here, (key, name, traits), as_of))
        for here, key, name, traits in heads
    )
    whole = tuple(
        msgspec.structs.replace(card, rules=own, assumed=about.assumed(card, grouping.agreement))
        for card, own in zip(cards, rules, strict=True)
    )
    return whole, told.fidelity


def _card(
    people: Profiles, grouping: Grouping, here: Mask, who: tuple[str, Text, tuple[Difference, ...]], as_of: date
) -> Persona:
    """Return the head of a card: name, claim, share, how sure we are, and traits."""
    key, name, differences = who
    size = int(here.sum())
    return Persona(
        id=key,
        name=name,
        claim=claim(differences),
        initials=initials(name),
        size=size,
        share=wilson(size, len(people)),
        stability=round(grouping.agreement, 4),
        homogeneity=round(float(grouping.probability[here].mean()), 4),
        traits=tuple(d.trait for d in differences),
        unknown=about.unknown(people, here),
        as_of=as_of,
    )


def described_by(people: Profiles, here: Mask, settings: PersonaSettings, card: Persona) -> Persona:
    """Return a card with everything that is measured of some people: channels, times, figures, who they are."""
    columns = about.demography(people)
    shown = about.shares(columns, here)
    channels = tuple((c, titles.named_channel(c, settings.channels)) for c in people.channels)
    days = tuple((day, both(name)) for day, name in zip(DAYS, words.DAY_NAMES, strict=True))
    bands = tuple((band, both(name)) for (band, _, _), name in zip(BANDS, words.BAND_NAMES, strict=True))
    return msgspec.structs.replace(
        card,
        channels=_by_share(_uses(people, here, people.by_channel, channels, settings.seed)),
        weekdays=_uses(people, here, people.by_day, days, settings.seed),
        hours=_uses(people, here, people.by_band, bands, settings.seed),
        figures=_figures(people, here, settings.currency),
        demography=shown,
        devices=about.shares(about.devices(people), here),
        media=about.shares(about.media(people), here),
        loyalty=about.loyalty(people, here),
        represented=about.represented(shown, columns),
    )


def _figures(people: Profiles, here: Mask, currency: str | None) -> tuple[Trait, ...]:
    shown = words.FIGURES if people.valued else (words.REACHES, words.CONTACTS)
    found = (figure(feature, people.columns[feature.id], here, currency) for feature in shown)
    return (*(trait for trait in found if trait is not None), *about.totals(people, here, currency))


def _uses(
    people: Profiles, here: Mask, counts: Floats, columns: tuple[tuple[str, Text], ...], seed: int
) -> tuple[UseShare, ...]:
    """Return each column's share of the group's contacts; intervals resample people, not contacts."""
    whole = counts.sum(axis=1)
    counted, others = here & (whole > 0), ~here & (whole > 0)
    if int(counted.sum()) < SUPPRESSED_BELOW:
        return ()
    found = []
    for number, (key, name) in enumerate(columns):
        part = counts[:, number]
        share = ratio(part[counted], whole[counted], people.ids[counted], seed=seed)
        if share is None:
            continue
        hits, n = int(part[counted].sum()), int(whole[counted].sum())
        lo, hi = round(min(share.lo, share.value), 6), round(max(share.hi, share.value), 6)
        base = round(float(part[others].sum() / whole[others].sum()), 6) if others.any() else None
        interval = Proportion(value=round(share.value, 6), lo=lo, hi=hi, hits=hits, n=n)
        found.append(UseShare(id=key, name=name, share=interval, base=base))
    return tuple(found)


def _by_share(uses: tuple[UseShare, ...]) -> tuple[UseShare, ...]:
    return tuple(sorted(uses, key=lambda use: (-use.share.value, use.id)))
