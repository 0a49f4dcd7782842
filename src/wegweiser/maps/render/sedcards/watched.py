"""What a deck says of the whole set: what changed, how shares went over time, and how it was made."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.personas import ChangeKind, Persona, PersonaChange, PersonaSet
from wegweiser.i18n import Language, Share, message, read
from wegweiser.maps.render.figures import DOT, day, interval, share

_KINDS = {
    ChangeKind.NEW: "new",
    ChangeKind.GONE: "gone",
    ChangeKind.SPLIT: "split",
    ChangeKind.MERGED: "merged",
    ChangeKind.SHARE: "share",
    ChangeKind.DRIFT: "drift",
    ChangeKind.TURNOVER: "turnover",
    ChangeKind.RENAMED: "renamed",
}
_ALARMS = {ChangeKind.GONE, ChangeKind.SPLIT, ChangeKind.MERGED, ChangeKind.DRIFT, ChangeKind.TURNOVER}
_MOST = 8


class Alarm(msgspec.Struct, frozen=True):
    """One thing that happened: its kind in a word, the sentence, the day, and whether the card must be looked at."""

    kind: str
    text: str
    when: str
    loud: bool


class Trend(msgspec.Struct, frozen=True):
    """One persona's share of the active customers over time: places 0..1, gaps where there were too few."""

    name: str
    hue: int
    runs: tuple[tuple[tuple[float, float], ...], ...]
    bands: tuple[tuple[tuple[float, float], ...], ...]
    first: str
    last: str
    spoken: str


class Watched(msgspec.Struct, frozen=True):
    """Changes, trends on one scale, and the sentence on the rules; `periods` name the ends of the time axis."""

    alarms: tuple[Alarm, ...]
    earlier: tuple[Alarm, ...]
    trends: tuple[Trend, ...]
    periods: tuple[str, str]
    top: str
    fidelity: str


def watched(personas: PersonaSet, hues: Sequence[int], language: Language) -> Watched:
    """Return what is told of the set; its parts are empty where nothing is known."""
    fidelity = ""
    if personas.fidelity is not None and not personas.fidelity.suppressed:
        fidelity = message(
            "Rules learnt on other people put {share} ({within}) where the mixture does.",
            language,
            share=share(personas.fidelity, language),
            within=interval(personas.fidelity, language),
        )
    trends, periods, top = _trends(personas, hues, language)
    return Watched(
        alarms=tuple(_alarms(personas.changes, language)),
        earlier=tuple(_alarms(personas.history[:_MOST], language)),
        trends=trends,
        periods=periods,
        top=top,
        fidelity=fidelity,
    )


def _alarms(changes: Iterable[PersonaChange], language: Language) -> Iterable[Alarm]:
    for change in changes:
        few = [part for part in (change.before, change.after) if part and 0 < part.hits < SUPPRESSED_BELOW]
        if not few:
            yield Alarm(
                kind=message(_KINDS[change.kind], language),
                text=read(change.text, language),
                when=day(change.seen_on, language),
                loud=change.kind in _ALARMS,
            )


def _trends(
    personas: PersonaSet, hues: Sequence[int], language: Language
) -> tuple[tuple[Trend, ...], tuple[str, str], str]:
    told = [one for one in personas.over_time if not one.share.suppressed]
    periods = sorted({one.period for one in told})
    if len(periods) < 2:
        return (), ("", ""), ""
    top = max((one.share.hi for one in told if one.share.hits >= SUPPRESSED_BELOW), default=1.0)
    trends = tuple(
        trend
        for persona, hue in zip(personas.personas, hues, strict=True)
        if (trend := _trend(persona, personas, (periods, top, hue), language))
    )
    return trends, (periods[0], periods[-1]), Share(top, 0).shown(language)


def _trend(
    persona: Persona, personas: PersonaSet, axis: tuple[list[str], float, int], language: Language
) -> Trend | None:
    periods, top, hue = axis
    shares = {one.period: one.share for one in personas.over_time if one.persona == persona.id}
    shares = {period: part for period, part in shares.items() if part.hits >= SUPPRESSED_BELOW}
    if len(shares) < 2:
        return None
    runs: list[list[tuple[float, float]]] = [[]]
    bands: list[list[tuple[float, float]]] = [[]]
    for number, period in enumerate(periods):
        part = shares.get(period)
        if part is None:
            runs.append([])
            bands.append([])
            continue
        x = number / (len(periods) - 1)
        runs[-1].append((x, 1 - part.value / top))
        bands[-1].append((1 - part.hi / top, 1 - part.lo / top))
    first, last = min(shares), max(shares)
    ends = (share(shares[first], language), share(shares[last], language))
    return Trend(
        name=read(persona.name, language),
        hue=hue,
        runs=tuple(tuple(run) for run in runs if run),
        bands=tuple(_area(run, band) for run, band in zip(runs, bands, strict=True) if len(run) > 1),
        first=ends[0],
        last=ends[1],
        spoken=DOT.join(f"{period}: {text}" for period, text in ((first, ends[0]), (last, ends[1]))),
    )


def _area(run: list[tuple[float, float]], band: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Return the outline of the interval: its upper ends forth, its lower ends back."""
    upper = [(x, hi) for (x, _), (hi, _) in zip(run, band, strict=True)]
    lower = [(x, lo) for (x, _), (_, lo) in zip(run, band, strict=True)]
    return (*upper, *reversed(lower))
