"""What every column of an export is taken for: proposed from its values, its name, and the dictionary."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from wegweiser.domain.surveys import Item, Metric, Role
from wegweiser.voice.surveys import codes, places, roles, scales
from wegweiser.voice.surveys.dictionaries import Field, bare
from wegweiser.voice.surveys.profiles import Column

_OVERALL = re.compile(
    r"overall|as a whole|all in all|in general|altogether|insgesamt|alles in allem|im großen und ganzen|gesamt",
    re.IGNORECASE,
)
_ALL = re.compile(r"(^|\d|_)(all|overall|gesamt|total)$")
_SIGNS = re.compile(r"[\W_]+")
_NAME = re.compile(r"[A-ZÄÖÜ]?[a-zäöüß]+|[A-ZÄÖÜ]+|\d+")
_FELT = frozenset({Metric.SATISFACTION, Metric.EFFORT, Metric.EXPECTATION, Metric.IMPORTANCE})
_PLACED = _FELT | {Metric.YES_NO}
_NOTHING = "0"
"""What forms are filled with where nothing was written, whether the code list says so or not."""


@dataclass(frozen=True)
class _Asked:
    """One column with what the dictionary says of it."""

    column: Column
    known: Field
    siblings: int

    @property
    def levels(self) -> dict[str, str]:
        """The labels of the codes, where the values are those codes."""
        if not self.known.levels or not self.column.values:
            return dict(self.known.levels)
        said = sum(self.column.values.values())
        told = {*self.known.levels, _NOTHING} | {codes.same(label) for label in self.known.levels.values()}
        values = self.column.values.items()
        fits = sum(n for v, n in values if v in told or codes.same(v) in told or codes.is_missing(v))
        return dict(self.known.levels) if fits >= roles.FITTING * said else {}

    @property
    def text(self) -> str:
        """The question, or the column's name where nothing tells."""
        return " ".join(self.known.text.split()) or self.column.name.strip()

    @property
    def words(self) -> str:
        """Everything that may tell what it is: section, question and name."""
        return f"{self.known.section} {self.text} {roles.stem(self.column.name)}"


def propose(columns: Sequence[Column], dictionary: Mapping[str, Field] | None = None) -> tuple[Item, ...]:
    """Return what every column is taken for, in the order of the file; all of it marked as proposed."""
    known = dictionary or {}
    alike = Counter(_battery(column) for column in columns)
    asked = [_Asked(c, known.get(bare(c.name), Field(c.name, "")), alike[_battery(c)]) for c in columns if bare(c.name)]
    items = [_item(one, asked) for one in asked]
    return _once(placed(_unique(items)))


def _battery(column: Column) -> tuple[str, tuple[float, float] | None]:
    """What the columns of one battery of ratings share: the question's number or word, and the scale."""
    family = roles.number(column.name) or re.split(r"[_.\s-]", column.name.strip().casefold())[0]
    return family, scales.ends_of(column)


def _item(one: _Asked, everything: Sequence[_Asked]) -> Item:
    column, levels = one.column, one.levels
    role = roles.without_scale(column, one.known, [other.column for other in everything])
    if role is None and roles.sorted_comments(levels):
        role = Role.CODED
    if role is not None:
        return _made(one, role, levels=levels if role in {Role.TRAIT, Role.CODED} else {})
    read = scales.by_labels(one.words, levels) if levels else scales.by_values(one.words, column, one.siblings)
    if read is None and roles.number(column.name) and (choice := scales.choice(column)):
        read = choice
    if read is None:
        return _made(one, roles.otherwise(column, levels), levels=levels)
    is_question = roles.number(column.name) is not None or read.metric is not Metric.CHOICE
    if not is_question:
        return _made(one, Role.TRAIT if not roles.administrative(one.words) else Role.IGNORED, levels=levels)
    return _made(one, Role.ANSWER, metric=read.metric, scale=read.scale, levels=levels)


def _made(one: _Asked, role: Role, **more: object) -> Item:
    fields = {"section": one.known.section, "columns": (one.column.name,), "proposed": True} | more
    return Item(_SIGNS.sub("_", one.column.name.casefold()).strip("_"), one.text, role, **fields)  # type: ignore[arg-type]


def _unique(items: Sequence[Item]) -> list[Item]:
    """Give items whose names differ in signs only an id of their own."""
    seen: Counter[str] = Counter()
    named = []
    for item in items:
        seen[item.id] += 1
        again = seen[item.id]
        named.append(msgspec.structs.replace(item, id=f"{item.id}_{again}") if again > 1 else item)
    return named


def placed(items: Sequence[Item]) -> list[Item]:
    """Say which touchpoint each rating asks about; what asks about everything is overall."""
    journey = places.kind_of(words_of(item) for item in items if item.role is Role.ANSWER and item.metric in _FELT)
    return [
        _about(item, journey.find(words_of(item)) if journey else None)
        if item.role is Role.COMMENT or (item.role is Role.ANSWER and item.metric in _PLACED)
        else item
        for item in items
    ]


def _about(item: Item, found: places.Place | None) -> Item:
    if found is not None:
        return msgspec.structs.replace(item, about=found.id, phase=found.phase)
    if item.metric not in _FELT:
        return item
    if _OVERALL.search(words_of(item)) or _ALL.search(item.id):
        return msgspec.structs.replace(item, overall=True)
    return msgspec.structs.replace(item, about=places.subject(words_of(item)))


def words_of(item: Item) -> str:
    """Return the question in all languages it is written in, or the telling part of the column's name."""
    if item.text in item.columns or item.text == "".join(item.columns).strip():
        return " ".join(_NAME.findall(roles.told(item.columns[0])))
    return item.text if isinstance(item.text, str) else " ".join(item.text.values())


def _once(items: Sequence[Item]) -> tuple[Item, ...]:
    """Keep one respondent number, one weight and one time: the first of each."""
    seen: set[Role] = set()
    kept = []
    for item in items:
        alone = item.role in {Role.RESPONDENT, Role.WEIGHT, Role.TIME}
        kept.append(msgspec.structs.replace(item, role=Role.IGNORED) if alone and item.role in seen else item)
        seen.add(item.role)
    return tuple(kept)
