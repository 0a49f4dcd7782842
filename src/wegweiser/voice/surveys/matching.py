"""Which column of another wave holds which question, although it is called differently there."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from wegweiser.domain.surveys import Item, Role
from wegweiser.stats.deferred import Deferred
from wegweiser.voice.surveys import codes, roles
from wegweiser.voice.surveys.dictionaries import Field, bare
from wegweiser.voice.surveys.profiles import Column, as_number

if TYPE_CHECKING:
    from scipy import optimize
else:
    optimize = Deferred("scipy.optimize")

LEAST = 0.6
"""What a likeness must reach to count as a match."""
_LETTERS, _ORDERED, _OF_LIST = 3, 0.8, 0.9
_NAME, _SPREAD, _ORDER, _QUESTION = 0.4, 0.3, 0.15, 0.15


class How(StrEnum):
    """By what a column was recognised."""

    NAME = "name"
    SPELLING = "spelling"
    """The same name but for case, spaces and signs."""
    NUMBER = "number"
    """The same name, its question's number moved."""
    TEXT = "text"
    """The same question in the dictionary."""
    ORDER = "order"
    """The same place among the columns of one question."""
    LIKENESS = "likeness"
    """A name like it, with answers spread like its."""


@dataclass(frozen=True)
class Match:
    """A question, the column that holds it in one wave (None: gone), by what it was recognised, and how surely."""

    item: str
    column: str | None
    how: How | None = None
    score: float = 0.0


@dataclass(frozen=True)
class Matched:
    """The questions of one wave: those found, those gone that are of use, and the columns nobody knows yet."""

    found: tuple[Match, ...]
    gone: tuple[str, ...]
    new: tuple[str, ...]


def match(
    items: Sequence[Item],
    columns: Sequence[Column],
    *,
    before: Mapping[str, Column] | None = None,
    dictionary: Mapping[str, Field] | None = None,
) -> Matched:
    """Return which column holds which question: surest ways first, one column each.

    `before` has the columns of the wave the items were proposed from, by item: their order and spread decide among
    names that are alike.
    """
    open_items = {item.id: item for item in items}
    open_columns = {column.name: column for column in columns}
    found: list[Match] = []
    for how, pairs in _SURELY.items():
        for item, column in pairs(list(open_items.values()), list(open_columns.values()), dictionary or {}):
            if same_codes(open_items[item], open_columns[column]):
                del open_items[item], open_columns[column]
                found.append(Match(item, column, how, _ORDERED if how is How.ORDER else 1.0))
    left = [column for column in open_columns.values() if column.filled]
    for one in _alike(list(open_items.values()), left, before or {}):
        del open_items[one.item], open_columns[str(one.column)]
        found.append(one)
    order = {item.id: place for place, item in enumerate(items)}
    found.sort(key=lambda one: order[one.item])
    gone = tuple(item.id for item in open_items.values() if item.role is not Role.IGNORED)
    return Matched(tuple(found), gone, tuple(open_columns))


def _by_name(items: Sequence[Item], columns: Sequence[Column], _: Mapping[str, Field]) -> list[tuple[str, str]]:
    return _pairs([(i.id, n) for i in items for n in i.columns], [(c.name, c.name) for c in columns])


def _by_spelling(items: Sequence[Item], columns: Sequence[Column], _: Mapping[str, Field]) -> list[tuple[str, str]]:
    return _pairs([(i.id, bare(n)) for i in items for n in i.columns], [(c.name, bare(c.name)) for c in columns])


def _by_number(items: Sequence[Item], columns: Sequence[Column], _: Mapping[str, Field]) -> list[tuple[str, str]]:
    return _pairs([(i.id, _told(n)) for i in items for n in i.columns], [(c.name, _told(c.name)) for c in columns])


def _by_text(items: Sequence[Item], columns: Sequence[Column], told: Mapping[str, Field]) -> list[tuple[str, str]]:
    texts = [(item.id, item.text) for item in items if isinstance(item.text, str)]
    return _pairs(texts, [(c.name, " ".join(told[bare(c.name)].text.split())) for c in columns if bare(c.name) in told])


def _by_order(items: Sequence[Item], columns: Sequence[Column], _: Mapping[str, Field]) -> list[tuple[str, str]]:
    """Pair the columns of one question in their order; all of them must use its codes, or none is paired."""
    mine = _rows_of([(item.id, item.columns[0]) for item in items if item.columns])
    theirs = _rows_of([(column.name, column.name) for column in columns])
    by_id, by_name = {item.id: item for item in items}, {column.name: column for column in columns}
    found: list[tuple[str, str]] = []
    for number in mine:
        pairs = list(zip(mine[number], theirs.get(number, ()), strict=False))
        found += pairs if all(same_codes(by_id[item], by_name[column]) for item, column in pairs) else []
    return found


_SURELY = {
    How.NAME: _by_name,
    How.SPELLING: _by_spelling,
    How.NUMBER: _by_number,
    How.TEXT: _by_text,
    How.ORDER: _by_order,
}
"""The ways to recognise a column without weighing, the surest first."""


def _told(name: str) -> str:
    """The name without the question's number, where enough letters are left to tell it."""
    stem = roles.stem(name)
    return stem if sum(c.isalpha() for c in stem) >= _LETTERS else ""


def _rows_of(names: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Return the owners of names that differ in a number at their end only (Q8-1, Q8-2), by the question's number."""
    rows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for owner, name in names:
        if number := roles.number(name):
            rows[number, roles.stem(name).rstrip("0123456789_")].append(owner)
    several = {key: owners for key, owners in rows.items() if len(owners) > 1}
    counted = Counter(number for number, _ in several)
    return {number: owners for (number, _), owners in several.items() if counted[number] == 1}


def _pairs(items: Sequence[tuple[str, str]], columns: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Join items and columns by a key that neither side has twice."""
    by_item, by_column = dict(_single(items)), dict(_single(columns))
    found = {by_item[key]: by_column[key] for key in by_item if key and key in by_column}
    return [(item, column) for item, column in found.items() if list(found.values()).count(column) == 1]


def _single(pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield key and owner where a key has one owner only."""
    counted = Counter(key for _, key in set(pairs))
    yield from ((key, owner) for owner, key in pairs if counted[key] == 1)


def _alike(items: Sequence[Item], columns: Sequence[Column], before: Mapping[str, Column]) -> list[Match]:
    """Pair what is left so that the likenesses sum to the most; a pair below the threshold is none."""
    if not items or not columns:
        return []
    scores = np.array([[likeness(item, before.get(item.id), column) for column in columns] for item in items])
    rows, places = optimize.linear_sum_assignment(scores, maximize=True)
    return [
        Match(items[row].id, columns[place].name, How.LIKENESS, round(float(scores[row, place]), 3))
        for row, place in zip(rows.tolist(), places.tolist(), strict=True)
        if scores[row, place] >= LEAST
    ]


def same_codes(item: Item, column: Column) -> bool:
    """Return whether sorted comments of a column use the item's code list; another list would lend them wrong words."""
    if item.role is not Role.CODED or not item.levels:
        return True
    told = {number for code in item.levels if (number := as_number(code)) is not None}
    used = {number: n for number, n in column.numbers.items() if number != 0}
    return sum(n for number, n in used.items() if number in told) >= _OF_LIST * sum(used.values())


def likeness(item: Item, before: Column | None, column: Column) -> float:
    """Return from 0 to 1 how well a column may hold an item: its name, its answers' spread, its place, its number."""
    if (item.role is Role.COMMENT) != (not column.numeric and column.words >= roles.COMMENT_WORDS):
        return 0.0
    if not same_codes(item, column):
        return 0.0
    name = max(
        (SequenceMatcher(None, roles.stem(known), roles.stem(column.name)).ratio() for known in item.columns),
        default=0.0,
    )
    numbers = {roles.number(known) for known in item.columns} - {None}
    same_number = roles.number(column.name) in numbers
    if before is None:
        return (_NAME * name + _QUESTION * same_number) / (_NAME + _QUESTION)
    near = max(0.0, 1 - abs(before.place - column.place) / 10)
    spread = _spread(before, column, item)
    if name < 0.5 and not same_number:
        return 0.0
    return _NAME * max(name, 0.6 * same_number) + _SPREAD * spread + _ORDER * near + _QUESTION * same_number


def _spread(one: Column, other: Column, item: Item) -> float:
    """Return what share of the answers two columns spread alike; labels stand for their codes."""
    a, b = _shares(one, item), _shares(other, item)
    return sum(min(a.get(value, 0.0), b.get(value, 0.0)) for value in a)


def _shares(column: Column, item: Item) -> dict[str, float]:
    by_label = {codes.same(label): code for code, label in item.levels.items() if isinstance(label, str) and label}
    total = sum(column.values.values()) or 1
    shares: Counter[str] = Counter()
    for value, n in column.values.items():
        shares[by_label.get(codes.same(value), value)] += n
    return {value: n / total for value, n in shares.items()}
