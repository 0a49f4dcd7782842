"""What happened to personas since the last refresh: new, gone, split, merged, another share, other people or habits.

Shares are compared by the score test, centres by Welch's z on the scale of the earlier people; all p-values of one
refresh are brought under one false discovery rate of 5 % (Benjamini and Hochberg 1995, JRSS B 57). Overlap of people
is Jaccard's index among those present both times (Hennig 2007, CSDA 52: below one half a cluster has dissolved).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt

import msgspec
import numpy as np
import pyarrow as pa

from wegweiser.domain.personas import ChangeKind, PersonaChange
from wegweiser.i18n import LANGUAGES, Amount, Share, Text, both, read
from wegweiser.personas.find import Found
from wegweiser.personas.matrix import raw
from wegweiser.personas.scaling import share_of
from wegweiser.personas.traits import Floats
from wegweiser.personas.words import NO_DIFFERENCE
from wegweiser.stats import wilson
from wegweiser.stats.testing import benjamini_hochberg, same_share, two_sided

_Q, _POINTS, _SHIFT = 0.05, 0.02, 0.3
_PART, _DISSOLVED = 0.25, 0.5
_FEW = 20


class Centre(msgspec.Struct, frozen=True):
    """Mean, standard deviation and n of one feature in one persona, in the feature's own unit."""

    mean: float
    sd: float
    n: int


class Snapshot(msgspec.Struct, frozen=True):
    """What is kept of a search so that the next one can be held against it."""

    names: dict[str, Text]
    sizes: dict[str, int]
    covered: int
    centres: dict[str, dict[str, Centre]]
    """By feature, then persona."""
    spreads: dict[str, float]
    """Standard deviation of each feature among everybody."""
    called: dict[str, Text]


@dataclass(frozen=True)
class _Tested:
    """A finding that counts only if it survives the control of all tests together."""

    p: float
    change: PersonaChange
    large: bool
    """Whether it is worth telling; what is not, is tested all the same."""


def snapshot(found: Found) -> Snapshot:
    """Return what is kept of a search: names, sizes, and the centre of every feature people were grouped by."""
    model, people, grouping = found.model, found.people, found.grouping
    centres: dict[str, dict[str, Centre]] = {}
    spreads: dict[str, float] = {}
    for column in () if model is None else model.columns:
        if column.scaling is None:
            continue
        values, whole = raw(people, column.id, column.parts)
        plain = values if whole is None else share_of(values, whole)
        spreads[column.id] = round(float(np.nanstd(plain)), 9)
        own = {key: _centre(plain[grouping.labels == label]) for label, key in enumerate(grouping.ids)}
        centres[column.id] = {key: centre for key, centre in own.items() if centre is not None}
    return Snapshot(
        names={p.id: p.name for p in found.personas.personas},
        sizes={p.id: p.size for p in found.personas.personas},
        covered=found.personas.covered,
        centres=centres,
        spreads=spreads,
        called=dict(found.called),
    )


def changes(
    before: Snapshot, after: Snapshot, members_before: pa.Table, members_after: pa.Table
) -> tuple[PersonaChange, ...]:
    """Return what happened to the personas between two searches; nothing where both saw the same.

    Both tables hold (profile_id, persona_id). Without any persona before there is nothing to compare with.
    """
    if not before.names:
        return ()
    names = {**before.names, **after.names}
    tested = [*_shares(before, after, names), *_drifts(before, after, names)]
    q = benjamini_hochberg([t.p for t in tested])
    sure = [
        msgspec.structs.replace(t.change, q=round(float(value), 6))
        for t, value in zip(tested, q, strict=True)
        if value <= _Q and t.large
    ]
    moved = list(_moved(_overlap(members_before, members_after), names))
    told = [*_come_and_gone(before, after, names), *moved, *sure, *_renamed(before, after)]
    return tuple(sorted(told, key=lambda c: (_ORDER.index(c.kind), c.persona)))


_ORDER = tuple(ChangeKind)


def _centre(values: Floats) -> Centre | None:
    known = values[~np.isnan(values)]
    if len(known) < _FEW:
        return None
    return Centre(round(float(known.mean()), 9), round(float(known.std(ddof=1)), 9), len(known))


def _come_and_gone(before: Snapshot, after: Snapshot, names: Mapping[str, Text]) -> Iterator[PersonaChange]:
    for key in sorted(after.names.keys() - before.names.keys()):
        share = wilson(after.sizes[key], after.covered)
        text = both("“{name}” is new: {share} of the customers.", name=names[key], share=Share(share.value))
        yield PersonaChange(ChangeKind.NEW, key, text, after=share)
    for key in sorted(before.names.keys() - after.names.keys()):
        share = wilson(before.sizes[key], before.covered)
        text = both("“{name}” is gone; it was {share} of the customers.", name=names[key], share=Share(share.value))
        yield PersonaChange(ChangeKind.GONE, key, text, before=share)


def _shares(before: Snapshot, after: Snapshot, names: Mapping[str, Text]) -> Iterator[_Tested]:
    for key in sorted(before.names.keys() & after.names.keys()):
        was, now = wilson(before.sizes[key], before.covered), wilson(after.sizes[key], after.covered)
        text = both(
            "“{name}” went from {was} to {now} of the customers.",
            name=names[key], was=Share(was.value), now=Share(now.value),
        )  # fmt: skip
        change = PersonaChange(ChangeKind.SHARE, key, text, before=was, after=now)
        yield _Tested(same_share(now.hits, now.n, was.hits, was.n), change, abs(now.value - was.value) >= _POINTS)


def _drifts(before: Snapshot, after: Snapshot, names: Mapping[str, Text]) -> Iterator[_Tested]:
    """Yield for each persona and feature how far its centre has moved, told where it moved by three tenths or more."""
    for feature, centres in sorted(before.centres.items()):
        spread = before.spreads.get(feature, 0.0)
        for key, was in sorted(centres.items()):
            now = after.centres.get(feature, {}).get(key)
            if now is None or spread <= 0:
                continue
            error = sqrt(was.sd**2 / was.n + now.sd**2 / now.n)
            shift = (now.mean - was.mean) / spread
            text = both(
                "“{name}” drifts: {feature} moved from {was} to {now}.",
                name=names[key],
                feature=after.called.get(feature) or before.called.get(feature) or feature,
                was=Amount(was.mean),
                now=Amount(now.mean),
            )
            still = 1.0 if now.mean == was.mean else 0.0
            p = two_sided((now.mean - was.mean) / error) if error > 0 else still
            change = PersonaChange(ChangeKind.DRIFT, key, text, size=round(shift, 4))
            yield _Tested(p, change, abs(shift) >= _SHIFT)


def _overlap(before: pa.Table, after: pa.Table) -> dict[tuple[str, str], int]:
    """Return how many people present both times were in this persona before and are in that one now."""
    _, old, new = np.intersect1d(
        before.column("profile_id").to_numpy(), after.column("profile_id").to_numpy(), return_indices=True
    )
    was = np.array(before.column("persona_id").to_pylist(), dtype=object)[old]
    now = np.array(after.column("persona_id").to_pylist(), dtype=object)[new]
    counts: dict[tuple[str, str], int] = {}
    for pair in zip(was.tolist(), now.tolist(), strict=True):
        counts[pair] = counts.get(pair, 0) + 1
    return counts


def _moved(counts: Mapping[tuple[str, str], int], names: Mapping[str, Text]) -> Iterator[PersonaChange]:
    """Yield splits, merges and personas whose people are no longer the same."""
    was, now = _sums(counts, 0), _sums(counts, 1)
    for key, total in sorted(was.items()):
        heirs = tuple(sorted(b for (a, b), n in counts.items() if a == key and wilson(n, total).lo >= _PART))
        # Where all of them were there before, people changed places; that only few stayed is told below.
        if len(heirs) > 1 and total >= _FEW and any(heir not in was for heir in heirs):
            text = both("“{name}” has split into {others}.", name=names[key], others=_listed(heirs, names))
            yield PersonaChange(ChangeKind.SPLIT, key, text, others=heirs)
        both_times = counts.get((key, key), 0)
        either = total + now.get(key, 0) - both_times
        if key in now and total >= _FEW and wilson(both_times, either).hi < _DISSOLVED:
            size = both_times / either
            text = both("Of the people of “{name}” only {share} are the same.", name=names[key], share=Share(size))
            yield PersonaChange(ChangeKind.TURNOVER, key, text, size=round(size, 4))
    for key, total in sorted(now.items()):
        sources = tuple(sorted(a for (a, b), n in counts.items() if b == key and wilson(n, total).lo >= _PART))
        if len(sources) > 1 and total >= _FEW and any(source not in now for source in sources):
            text = both("“{name}” has merged {others}.", name=names[key], others=_listed(sources, names))
            yield PersonaChange(ChangeKind.MERGED, key, text, others=sources)


def renamed(before: Mapping[str, Text], after: Mapping[str, Text]) -> dict[str, Text]:
    """Return by id what personas were called before, where the data has another name for them now.

    Where personas only swapped their names, or one of the two says nothing, nobody has to learn a new name.
    """
    kept = {read(name, "en") for name in before.values()} & {read(name, "en") for name in after.values()}
    found = {}
    for key in sorted(before.keys() & after.keys()):
        was, now = read(before[key], "en"), read(after[key], "en")
        plain = any(name.startswith(NO_DIFFERENCE) for name in (was, now))
        if was != now and not plain and not {was, now} <= kept:
            found[key] = before[key]
    return found


def _renamed(before: Snapshot, after: Snapshot) -> Iterator[PersonaChange]:
    for key, was in renamed(before.names, after.names).items():
        text = both("What was called “{was}” is now called “{now}” by the data.", was=was, now=after.names[key])
        yield PersonaChange(ChangeKind.RENAMED, key, text)


def _sums(counts: Mapping[tuple[str, str], int], side: int) -> dict[str, int]:
    sums: dict[str, int] = {}
    for pair, n in counts.items():
        sums[pair[side]] = sums.get(pair[side], 0) + n
    return sums


def _listed(keys: tuple[str, ...], names: Mapping[str, Text]) -> Text:
    quoted = [both("“{level}”", level=names[key]) for key in keys]
    return {language: ", ".join(read(text, language) for text in quoted) for language in LANGUAGES}
