"""What a card says of people beyond behaviour: demography as ranges, devices, media, loyalty, whom it speaks for."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from wegweiser.domain.claims import Status
from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.personas import Persona, Remark, Trait, UseShare
from wegweiser.i18n import Amount, Count, Share, Text, both
from wegweiser.personas import titles, words
from wegweiser.personas.differences import Mask, figure, level_name
from wegweiser.personas.matrix import RESULTS, figure_of, told_apart
from wegweiser.personas.profiles import ANSWERED, Profiles
from wegweiser.personas.traits import Floats, TraitColumn, ranges, tokens
from wegweiser.personas.words import Feature, Kind
from wegweiser.stats import standardised_difference, wilson

_DEVICES = frozenset({"device", "os", "browser", "platform", "gerät", "geraet", "betriebssystem"})
_COUNTS = frozenset({"num", "nb", "count", "cnt", "visits", "anzahl"})
_MEDIA = frozenset(
    {"media", "medium", "medien", "newspaper", "zeitung", "tv", "radio", "magazine", "podcast", "newsletter", "social"}
)
_MONTH = 30.4375
REPEAT = Feature(
    id="repeat_rate",
    kind=Kind.SHARE,
    name="reached a goal again",
    high="{here} came back to a goal, of the others {rest}",
    low="{here} came back to a goal, of the others {rest}",
)
KNOWN_FOR = Feature(
    id="tenure_days",
    kind=Kind.DAYS,
    name="days since the first contact",
    high="known for {here} days, the others for {rest}",
    low="known for {here} days, the others for {rest}",
)
LAST_SEEN = Feature(
    id="recency_days",
    kind=Kind.DAYS,
    name="days since the last contact",
    high="last contact {here} days ago, of the others {rest}",
    low="last contact {here} days ago, of the others {rest}",
)


def shares(columns: tuple[TraitColumn, ...], here: Mask) -> tuple[UseShare, ...]:
    """Return the shares of each trait's levels among those whose trait is known, if they are twenty or more."""
    found = []
    for column in columns:
        known = column.codes >= 0
        n, others = int((known & here).sum()), known & ~here
        if n < SUPPRESSED_BELOW:
            continue
        for number, level in enumerate(column.levels):
            has = column.codes == number
            base = round(float(has[others].mean()), 6) if others.any() else None
            share = wilson(int((has & here).sum()), n)
            name = level_name(column.name, level, column.title)
            found.append(UseShare(id=f"{column.name}:{level}", name=name, share=share, base=base))
    return tuple(found)


def demography(people: Profiles) -> tuple[TraitColumn, ...]:
    """Return what says who people are: traits as they are, numbers such as age and income as ranges."""
    inside = {column for whole in people.wholes for column in whole.columns}
    own = (n for n in sorted(people.numbers) if n not in inside and not n.startswith(ANSWERED))
    numbers = (name for name in own if told_apart(name) and not _used(name, _COUNTS))
    ranged = (ranges(name, people.numbers[name], people.titles.get(name, "")) for name in numbers)
    plain = (t for t in people.traits if not _used(t.name, _DEVICES | _MEDIA) and not _used(t.name, RESULTS))
    return _once((*(column for column in ranged if column is not None), *plain))


def _once(columns: tuple[TraitColumn, ...]) -> tuple[TraitColumn, ...]:
    """Return the columns without those that say of fewer people what another says: age beside an age band."""
    known = {id(column): int((column.codes >= 0).sum()) for column in columns}
    best: dict[frozenset[str], TraitColumn] = {}
    for column in columns:
        about = titles.concept(column.name, column.title)
        if about not in best or known[id(column)] > known[id(best[about])]:
            best[about] = column
    return tuple(column for column in columns if any(column is one for one in best.values()))


def devices(people: Profiles) -> tuple[TraitColumn, ...]:
    """Return the traits that name devices."""
    return tuple(trait for trait in people.traits if _used(trait.name, _DEVICES))


def media(people: Profiles) -> tuple[TraitColumn, ...]:
    """Return the traits that name media people use."""
    return tuple(trait for trait in people.traits if _used(trait.name, _MEDIA) and not _used(trait.name, _DEVICES))


def loyalty(people: Profiles, here: Mask) -> tuple[Trait, ...]:
    """Return repeat rate, time known and time since the last contact, each beside everyone else's."""
    found = [_repeat(people, here)]
    found += [figure(feature, people.columns[feature.id], here, None) for feature in (KNOWN_FOR, LAST_SEEN)]
    return tuple(trait for trait in found if trait is not None)


def totals(people: Profiles, here: Mask, currency: str | None) -> tuple[Trait, ...]:
    """Return spending, purchases and the like, all parts together."""
    features = [words.in_total(whole) for whole in people.wholes]
    found = (figure(f, figure_of(people, f.id, f.parts), here, currency) for f in features)
    return tuple(trait for trait in found if trait is not None)


def represented(uses: tuple[UseShare, ...], columns: tuple[TraitColumn, ...]) -> tuple[UseShare, ...]:
    """Return the levels whose share among the persona's people leaves out everybody's, which becomes the base."""
    found = []
    everybody = {f"{c.name}:{level}": share for c in columns for level, share in _everybody(c)}
    for use in uses:
        base = everybody.get(use.id)
        if base is not None and not use.share.lo <= base <= use.share.hi:
            found.append(UseShare(id=use.id, name=use.name, share=use.share, base=round(base, 6)))
    return tuple(found)


def coverage(people: Profiles, everybody: Profiles, labels: Mask) -> tuple[UseShare, ...]:
    """Return each group's share among people with a persona, against all people whose group is known."""
    columns = {column.name: column for column in demography(everybody)}
    inside = np.isin(everybody.ids, people.ids[labels])
    found = []
    for column in columns.values():
        for use in shares((column,), inside):
            level = column.levels.index(use.id.removeprefix(f"{column.name}:"))
            base = float((column.codes[column.codes >= 0] == level).mean())
            found.append(UseShare(id=use.id, name=use.name, share=use.share, base=round(base, 6)))
    return tuple(found)


def unknown(people: Profiles, here: Mask) -> tuple[Text, ...]:
    """Say what the data cannot tell about the group."""
    known = np.zeros(len(people), dtype=bool)
    for column in people.traits:
        known |= column.codes >= 0
    share = float(known[here].mean())
    gaps: list[Text] = [] if f"{ANSWERED}feeling" in people.numbers else [both("feelings")]
    gaps.append(both("reasons for what they do"))
    if share == 0 and not people.numbers:
        gaps.append(both("demography"))
    elif 0 < share < 1:
        gaps.append(both("demography: known of only {share} of them", share=Share(share)))
    if not people.behaves:
        return (*gaps, both("what they do and when: too few contacts are known"))
    if not people.by_band[here].any():
        gaps.append(both("time of day"))
    if not people.valued:
        gaps.append(both("value of what they do"))
    return tuple(gaps)


def assumed(card: Persona, agreement: float) -> tuple[Remark, ...]:
    """Say what on a card is inferred or assumed rather than measured."""
    group = both(
        "That these people are one group is inferred: refits agree by {agreement}, members belong to it with a "
        "probability of {homogeneity} on average.",
        agreement=Amount(agreement),
        homogeneity=Share(card.homogeneity),
    )
    name = both("The name follows a rule out of the two strongest differences; nobody has confirmed it yet.")
    found = [Remark(group, Status.INFERRED), Remark(name)]
    known = max((use.share.n for use in card.demography), default=0)
    if 0 < known < card.size:
        alike = both("Who they are is known of {n} of them; that the rest are alike is assumed.", n=Count(known))
        found.append(Remark(alike))
    return tuple(found)


def _everybody(column: TraitColumn) -> Iterator[tuple[str, float]]:
    known = column.codes[column.codes >= 0]
    for number, level in enumerate(column.levels):
        yield level, float((known == number).mean()) if len(known) else 0.0


def _repeat(people: Profiles, here: Mask) -> Trait | None:
    """Return how many of those who reached a goal reached it again."""
    months = people.columns["conversions_per_month"]
    times = np.round(months * np.maximum(people.columns["tenure_days"], _MONTH) / _MONTH)
    reached = times >= 1
    again: Floats = np.where(reached, (times >= 2).astype(np.float64), np.nan)
    own, rest = (wilson(int(np.nansum(again[m])), int(reached[m].sum())) for m in (here, ~here))
    gap = standardised_difference(again[here], again[~here])
    if own.suppressed or rest.suppressed or gap is None:
        return None
    shown = REPEAT.shown(own.value, rest.value, None)
    return Trait(id=REPEAT.id, name=REPEAT.called(), here=own, rest=rest, difference=gap, shown=shown)


def _used(name: str, said: frozenset[str]) -> bool:
    return bool(set(tokens(name)) & said)
