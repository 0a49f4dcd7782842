"""Rules that tell a persona's people from the others, in words and in the features' own units.

A decision tree of at most four questions is fitted to the groups the mixture found (a surrogate: Craven and Shavlik
1996, NIPS 8). How well it does on people it never saw is printed beside it: the rules are a description of the
groups, the mixture decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Proportion
from wegweiser.domain.personas import Condition, Rule
from wegweiser.i18n import LANGUAGES, Amount, Text, both, read
from wegweiser.personas import titles, words
from wegweiser.personas.differences import Mask
from wegweiser.personas.matrix import Matrix
from wegweiser.personas.traits import Floats, Ints, TraitColumn
from wegweiser.personas.words import Feature, Kind
from wegweiser.stats import wilson

_DEPTH, _FOLDS, _LEAF, _SAMPLE = 4, 5, 200, 20_000
_MOST, _TELLS, _WIDE = 3, 0.5, 0.1
_AND = {"en": " and ", "de": " und "}


@dataclass(frozen=True)
class Asked:
    """One column the tree may ask about: a feature, or one level of a trait."""

    values: Floats
    feature: Feature | None = None
    trait: TraitColumn | None = None
    level: int = 0


@dataclass(frozen=True)
class Described:
    """The rules of each group in order, and how often they put a person they were not fitted to in the same one."""

    rules: tuple[tuple[Rule, ...], ...] = ()
    fidelity: Proportion | None = None


@dataclass(frozen=True)
class _Bounds:
    """What a way through the tree says of each column asked: above and below which value."""

    above: dict[int, float] = field(default_factory=dict)
    below: dict[int, float] = field(default_factory=dict)


def described(matrix: Matrix, labels: Ints, count: int, *, seed: int, currency: str | None = None) -> Described:
    """Return up to three rules for each of `count` groups; none where no short rule tells most of its people."""
    asked = _asked(matrix)
    rows = np.flatnonzero(labels >= 0)
    if not asked or count < 2 or len(rows) < 2 * SUPPRESSED_BELOW:
        return Described()
    table = np.stack([_filled(one.values) for one in asked], axis=1)
    sample = _sample(rows, seed)
    fidelity = _fidelity(table[sample], labels[sample], seed)
    tree = _tree(table[sample], labels[sample], seed).tree_
    found = []
    for label in range(count):
        here = labels == label
        ways = _ways(tree, label)
        if not ways:
            # A small group may be the majority nowhere; asked about alone and weighed up, it has its own tree.
            own = _tree(table[sample], here[sample].astype(np.int64), seed, weight="balanced").tree_
            ways = _ways(own, 1)
        found.append(_rules(asked, ways, here, labels >= 0, currency))
    return Described(tuple(found), fidelity)


def holds(condition: Condition, values: Floats) -> Mask:
    """Return for whom a condition on a number holds; for nobody of whom nothing is known.

    Example:
        >>> holds(Condition(feature="age", text="", at_least=30, below=50), np.array([29.0, 30, 50, np.nan])).tolist()
        [False, True, False, False]
    """
    true = ~np.isnan(values)
    if condition.at_least is not None:
        true &= np.nan_to_num(values, nan=-np.inf) >= condition.at_least
    if condition.below is not None:
        true &= np.nan_to_num(values, nan=np.inf) < condition.below
    return true


def _asked(matrix: Matrix) -> tuple[Asked, ...]:
    own = [Asked(m.values, feature=m.feature) for m in matrix.measured if m.grouped]
    for trait in matrix.traits:
        known = trait.codes >= 0
        for level in range(len(trait.levels)):
            has = np.where(known, (trait.codes == level).astype(np.float64), np.nan)
            own.append(Asked(has, trait=trait, level=level))
    return tuple(own)


def _filled(values: Floats) -> Floats:
    """Return the values with what nobody knows in the middle: it must tell the tree nothing."""
    known = values[~np.isnan(values)]
    return np.where(np.isnan(values), np.median(known) if len(known) else 0.0, values)


def _sample(rows: Ints, seed: int) -> Ints:
    if len(rows) <= _SAMPLE:
        return rows
    return np.sort(np.random.default_rng([seed, _SAMPLE]).choice(rows, size=_SAMPLE, replace=False))


def _tree(table: Floats, labels: Ints, seed: int, weight: str | None = None) -> Any:  # noqa: ANN401  (no types)
    # Here, for it takes a second to load and most commands look for no personas.
    from sklearn.tree import DecisionTreeClassifier  # noqa: PLC0415

    leaf = max(SUPPRESSED_BELOW, len(table) // _LEAF)
    tree = DecisionTreeClassifier(max_depth=_DEPTH, min_samples_leaf=leaf, random_state=seed, class_weight=weight)
    return tree.fit(table, labels)


def _fidelity(table: Floats, labels: Ints, seed: int) -> Proportion:
    """Return the share of people whom a tree fitted to the other four fifths puts in their group."""
    fold = np.random.default_rng([seed, _FOLDS]).permutation(len(labels)) % _FOLDS
    hits = 0
    for number in range(_FOLDS):
        out = fold == number
        hits += int((_tree(table[~out], labels[~out], seed).predict(table[out]) == labels[out]).sum())
    return wilson(hits, len(labels))


def _ways(tree: Any, label: int) -> list[_Bounds]:  # noqa: ANN401  (no types)
    """Return the ways to leaves in which the group is the majority."""
    found = []
    for leaf, bounds in _leaves(tree, 0, _Bounds()):
        counts = tree.value[leaf][0]
        if label < len(counts) and counts[label] >= _TELLS * counts.sum():
            found.append(bounds)
    return found


def _leaves(tree: Any, node: int, bounds: _Bounds) -> Iterator[tuple[int, _Bounds]]:  # noqa: ANN401  (no types)
    left, right = tree.children_left[node], tree.children_right[node]
    if left == right:
        yield node, bounds
        return
    column, cut = int(tree.feature[node]), float(tree.threshold[node])
    below = min(cut, bounds.below.get(column, np.inf))
    above = max(cut, bounds.above.get(column, -np.inf))
    yield from _leaves(tree, left, _Bounds(bounds.above, {**bounds.below, column: below}))
    yield from _leaves(tree, right, _Bounds({**bounds.above, column: above}, bounds.below))


def _rules(
    asked: tuple[Asked, ...], ways: list[_Bounds], here: Mask, shown: Mask, currency: str | None
) -> tuple[Rule, ...]:
    """Return the widest rules; thresholds are rounded first, so that what is printed is what was counted."""
    found = []
    for way in ways:
        columns = sorted({*way.above, *way.below})
        pairs = [_condition(asked[c], way.above.get(c), way.below.get(c), currency) for c in columns]
        fits = np.logical_and.reduce([true for _, true in pairs]) & shown
        if int(fits.sum()) < SUPPRESSED_BELOW:
            continue
        hits = int((fits & here).sum())
        conditions = tuple(condition for condition, _ in pairs)
        text = words.capital(_joined(tuple(c.text for c in conditions)))
        found.append(Rule(text, conditions, wilson(hits, int(here.sum())), wilson(hits, int(fits.sum()))))
    ordered = sorted(found, key=lambda rule: (-rule.coverage.value, read(rule.text, "en")))
    return (*ordered[:1], *(rule for rule in ordered[1:_MOST] if rule.coverage.value >= _WIDE))


def _condition(asked: Asked, above: float | None, below: float | None, currency: str | None) -> tuple[Condition, Mask]:
    if asked.trait is not None:
        return _level(asked.trait, asked.level, has=above is not None)
    feature = asked.feature
    if feature is None:
        raise AssertionError
    least, most = (None if cut is None else _round(cut, feature) for cut in (above, below))
    condition = Condition(feature.id, bounds_text(feature, least, most, currency), at_least=least, below=most)
    return condition, holds(condition, asked.values)


def bounds_text(feature: Feature, least: float | None, most: float | None, currency: str | None) -> Text:
    """Return 'purchases per month at least 2', '… below 5' or both."""
    # A card's channels count all contacts together; a rule asks each person.
    name = both("own {name}", name=feature.called()) if feature.kind is Kind.SHARE else feature.called()
    shown = [None if v is None else feature.figure(v, currency) for v in (least, most)]
    if shown[0] is not None and shown[1] is not None:
        return both("{name} from {least} to below {most}", name=name, least=shown[0], most=shown[1])
    if shown[0] is not None:
        return both("{name} at least {least}", name=name, least=shown[0])
    return both("{name} below {most}", name=name, most=shown[1] if shown[1] is not None else Amount(0))


def _level(trait: TraitColumn, level: int, *, has: bool) -> tuple[Condition, Mask]:
    if has:
        text = titles.told(trait.name, trait.title, trait.levels[level])
        levels: tuple[str, ...] = (trait.levels[level],)
    else:
        name, own = titles.named_trait(trait.name, trait.title), titles.named_level(trait.levels[level], trait.name)
        text = both("{trait} other than {level}", trait=name, level=own)
        levels = tuple(other for number, other in enumerate(trait.levels) if number != level)
    known = trait.codes >= 0
    return Condition(trait.name, text, levels=levels), known & ((trait.codes == level) == has)


def _round(cut: float, feature: Feature) -> float:
    """Return a threshold as it is printed: whole percent, or two digits that count."""
    if feature.kind is Kind.SHARE:
        return round(cut, 2 if 0.0995 <= cut < 0.9005 else 3)
    return _significant(cut)


def _significant(value: float) -> float:
    """Return the value with two digits that count, three from a hundred on."""
    if value == 0:
        return 0.0
    power = int(np.floor(np.log10(abs(value))))
    return float(round(value, (2 if power >= 2 else 1) - power))


def _joined(texts: tuple[Text, ...]) -> Text:
    return {language: _AND[language].join(read(text, language) for text in texts) for language in LANGUAGES}
