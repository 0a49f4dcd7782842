"""What is known of people as columns: levels in natural order, numbers as numbers, and parts of a whole."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from wegweiser.i18n import Text
from wegweiser.stats.deferred import Deferred

if TYPE_CHECKING:
    import pyarrow.compute as pc
else:
    pc = Deferred("pyarrow.compute")

OTHER = "other"
_MOST_LEVELS = 12
_NUMBERS, _LEAST_PARTS, _MAJORITY = 0.95, 3, 0.75
_BIRTH = ({"year", "birth"}, {"birth", "year", "of"}, {"birthyear"}, {"yob"}, {"geburtsjahr"})
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-ZÄÖÜ]?[a-zäöüß]+|[A-ZÄÖÜ]+|\d+")
_MONEY = frozenset({"amount", "spend", "spent", "spending", "revenue", "sales", "umsatz", "betrag", "ausgaben"})
_IN_FULL = {"prods": "products", "prod": "product", "amt": "amount", "mnt": "amount"}
_AGE = "age"
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class TraitColumn:
    """One trait: its levels in natural order, and each profile's level (-1 where nothing is known)."""

    name: str
    levels: tuple[str, ...]
    codes: Ints
    title: Text = ""
    """The question it answers, where one was asked."""


@dataclass(frozen=True)
class Whole:
    """Numbers that are parts of one whole, such as spending by category: their columns and what each is called."""

    name: str
    columns: tuple[str, ...]
    labels: tuple[str, ...]
    money: bool


@dataclass(frozen=True)
class Known:
    """How an earlier search read the traits: levels by trait, and the traits it read as numbers."""

    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()


def natural(level: str) -> tuple[float, int, str]:
    """Return the key that puts levels in natural order: 'Under 15K', '15-24K', '100K+'.

    Example:
        >>> sorted(["65+", "19-24", "Under 19"], key=natural)
        ['Under 19', '19-24', '65+']
    """
    number = re.search(r"\d+", level)
    below = re.match(r"under|below|unter|<", level.strip(), re.IGNORECASE)
    return (float(number.group()) if number else np.inf, 0 if below else 1, level)


def tokens(name: str) -> list[str]:
    """Return the words of a column's name, in small letters.

    Example:
        >>> tokens("MntMeatProducts"), tokens("household_size")
        (['amount', 'meat', 'products'], ['household', 'size'])
    """
    return [_IN_FULL.get(word.lower(), word.lower()) for word in _WORD.findall(name)]


def columns(
    table: pa.Table, ids: Ints, year: int, known: Known | None = None
) -> tuple[tuple[TraitColumn, ...], dict[str, Floats]]:
    """Return traits with levels, and traits that are numbers; a year of birth becomes the age in `year`.

    A trait is a number where nearly all of its values are, and there are more than twelve of them.
    """
    names = sorted(pc.unique(table.column("name")).to_pylist())
    found: list[TraitColumn] = []
    numbers: dict[str, Floats] = {}
    for name in names:
        own = table.filter(pc.equal(table.column("name"), name))
        values = own.column("value").combine_chunks().dictionary_encode()
        texts = [str(value) for value in values.dictionary.to_pylist()]
        rows = np.searchsorted(ids, own.column("profile_id").to_numpy())
        called = _AGE if set(tokens(name)) in _BIRTH else name
        figures = _read_as(texts, called, known)
        if figures is not None:
            column = np.full(len(ids), np.nan)
            column[rows] = figures[values.indices.to_numpy()]
            numbers[called] = year - column if called != name else column
        else:
            fixed = None if known is None else known.levels.get(name)
            trait = _coded(name, texts, (rows, values.indices.to_numpy()), len(ids), fixed)
            found += [trait] if len(trait.levels) > 1 else []
    return tuple(found), numbers


def wholes(numbers: Mapping[str, Floats]) -> tuple[Whole, ...]:
    """Return the numbers that are parts of one whole: three or more of one first word, none of them negative.

    Where three quarters end in one word as well, only those: purchases by channel, without the visits.

    Example:
        >>> one = np.ones(1)
        >>> wholes({"MntWines": one, "MntFruits": one, "MntMeatProducts": one})[0].labels
        ('fruits', 'meat products', 'wines')
    """
    first: dict[str, list[str]] = defaultdict(list)
    for name in sorted(numbers):
        words = tokens(name)
        if len(words) > 1 and not np.nanmin(numbers[name], initial=0.0) < 0:
            first[words[0]].append(name)
    found = (_whole(prefix, names) for prefix, names in sorted(first.items()) if len(names) >= _LEAST_PARTS)
    return tuple(whole for whole in found if whole is not None)


def ranges(name: str, values: Floats, title: Text = "") -> TraitColumn | None:
    """Return a number as four ranges of about as many people each, between round figures.

    Example:
        >>> ranges("income", np.arange(20_000.0, 60_000.0, 100)).levels
        ('<30000', '30000\u201340000', '40000\u201350000', '50000+')
    """
    known = values[~np.isnan(values)]
    if len(known) == 0:
        return None
    cuts = sorted({_round(float(cut)) for cut in np.quantile(known, [0.25, 0.5, 0.75])})
    inner = [f"{_plain(low)}\u2013{_plain(high)}" for low, high in pairwise(cuts)]
    levels = (f"<{_plain(cuts[0])}", *inner, f"{_plain(cuts[-1])}+")
    codes: Ints = np.searchsorted(np.asarray(cuts), values, side="right")
    return TraitColumn(name, levels, np.where(np.isnan(values), -1, codes), title)


def _plain(value: float) -> str:
    """Return a number written out, never as a power of ten."""
    return f"{int(value)}" if value == int(value) else f"{value:.10g}"


def _round(value: float) -> float:
    """Return the value with two digits that count."""
    if value == 0:
        return 0.0
    digits = 1 - int(np.floor(np.log10(abs(value))))
    return float(round(value, digits))


def _whole(prefix: str, names: Sequence[str]) -> Whole | None:
    last: dict[str, list[str]] = defaultdict(list)
    for name in names:
        last[tokens(name)[-1]].append(name)
    suffix, sharing = max(last.items(), key=lambda item: (len(item[1]), item[0]))
    closed = len(sharing) >= max(_LEAST_PARTS, _MAJORITY * len(names))
    members = sharing if closed else list(names)
    labels = [" ".join(tokens(name)[1:-1] if closed else tokens(name)[1:]) for name in members]
    if not all(labels):
        return None
    return Whole(suffix if closed else prefix, tuple(members), tuple(labels), bool(_MONEY & {prefix, suffix}))


def _read_as(texts: Sequence[str], name: str, known: Known | None) -> Floats | None:
    """Return the texts as numbers (NaN where one is none); None where they are names, or few and so levels."""
    found = np.array([_number(text) for text in texts])
    if known is not None:
        return found if name in known.numbers else None
    if len(texts) <= _MOST_LEVELS:
        return None
    return found if np.mean(~np.isnan(found)) >= _NUMBERS else None


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return float("nan")
    return value if np.isfinite(value) else float("nan")


def _coded(
    name: str, values: Sequence[str], found: tuple[Ints, Ints], n: int, fixed: tuple[str, ...] | None
) -> TraitColumn:
    """Code one trait; of more than twelve levels the eleven with most people stay and the rest is 'other'."""
    rows, held = found
    if fixed is None:
        people = np.bincount(held, minlength=len(values))
        kept = sorted(range(len(values)), key=lambda i: (-people[i], values[i]))
        if len(values) > _MOST_LEVELS:
            kept = kept[: _MOST_LEVELS - 1]
        levels = sorted((values[i] for i in kept), key=natural)
        levels += [OTHER] if len(kept) < len(values) and OTHER not in levels else []
    else:
        levels = list(fixed)
    place = {level: number for number, level in enumerate(levels)}
    recode = np.array([place.get(value, place.get(OTHER, -1)) for value in values], dtype=np.int64)
    codes = np.full(n, -1, dtype=np.int64)
    codes[rows] = recode[held]
    return TraitColumn(name, tuple(levels), codes)
