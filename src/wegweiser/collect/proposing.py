"""From a sample of a file to a spec, with a sentence for everything it assumes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from wegweiser.collect.columns import DOUBTS, FIELD_WORDS, bare, fields_of
from wegweiser.collect.numbers import decimal_of
from wegweiser.collect.rows import NOTHING, Guess
from wegweiser.collect.sampling import Sample
from wegweiser.collect.spec import IDENTIFIERS, SourceSpec, TextRule, TimeRule
from wegweiser.collect.times import Formats, formats_of, in_words
from wegweiser.errors import SourceProblem
from wegweiser.i18n import Text, both, read

_MONTHS = frozenset({"month", "monat"})
_MOST_TRAIT_VALUES = 100
_LIST, _MUCH = 50, 5
_NO_TRAITS = frozenset({"y", "outcome", "target", "label", "response", "converted", "conversion"})


@dataclass
class _Draft:
    """What is guessed so far."""

    sample: Sample
    file: Path
    name: str
    zone: str
    columns: dict[str, str]
    fixed: dict[str, str] = field(default_factory=dict)
    time: TimeRule = field(default_factory=TimeRule)
    decimal: str = "."
    said: list[Text] = field(default_factory=list)
    told: Mapping[str, str] = field(default_factory=dict)

    def say(self, sentence: Text) -> None:
        self.said.append(sentence)


def guessed(sample: Sample, file: Path, spec: SourceSpec, zone: str, told: Mapping[str, str] = NOTHING) -> Guess:
    """Return the spec of name and format with all the sample of the file speaks for, and what somebody told of it.

    Raises:
        SourceProblem: no column holds a time or a month, or the one told is not there or holds none.
    """
    found = fields_of(sample)
    draft = _Draft(sample, file, spec.name, zone, _with_told(sample, found.columns, told), told=told)
    if spec.format == "csv":
        _say_text(draft)
    _time(draft)
    _value(draft)
    _event(draft)
    alone = not any(kind in draft.columns for kind in IDENTIFIERS)
    draft.columns = {f: c for f, c in draft.columns.items() if f not in draft.fixed}
    draft.said[:0] = [
        both("Column {column} is read as {field}.", column=_quoted(c), field=_field(f))
        for f, c in draft.columns.items()
    ]
    for column, meant, doubt in found.aside:
        draft.say(
            both(
                "Column {column} is not read as {field}, because {why}; it is kept as a property.",
                column=_quoted(column),
                field=_field(meant),
                why=both(DOUBTS[doubt]),
            )
        )
    if alone:
        draft.say(both("No column names a customer: every row is taken as a person of its own."))
    traits = _traits(draft, alone=alone)
    if traits:
        draft.say(both("Columns that say something of the person: {columns}.", columns=", ".join(traits)))
    rule = sample.text
    spec = msgspec.structs.replace(
        spec,
        columns=draft.columns,
        fixed=draft.fixed,
        traits=traits,
        rows_are_profiles=alone,
        time=draft.time,
        text=TextRule(rule.encoding, rule.separator, rule.quote, draft.decimal, rule.header),
    )
    return Guess(spec, tuple(draft.said))


def _with_told(sample: Sample, found: Mapping[str, str], told: Mapping[str, str]) -> dict[str, str]:
    """Return which column holds which field: what was told, and what was found of the other columns.

    Raises:
        SourceProblem: a column told is not in the file.
    """
    missing = [column for column in told.values() if column not in sample.columns]
    if missing:
        raise SourceProblem(f"There is no column {missing[0]}. Columns: {', '.join(sample.columns)}.")
    return {f: c for f, c in found.items() if f not in told and c not in told.values()} | dict(told)


def _quoted(name: str) -> Text:
    return {"en": f"'{name}'", "de": f"„{name}“"}


def _field(name: str) -> Text:
    called = both(FIELD_WORDS[name])
    return {"en": f"'{read(called, 'en')}'", "de": f"„{read(called, 'de')}“"}


def _say_text(draft: _Draft) -> None:
    rule = draft.sample.text
    sign = {",": both("comma"), ";": both("semicolon"), "\t": both("tab"), "|": both("bar")}[rule.separator]
    draft.say(both("Encoding {encoding}, fields separated by {sign}.", encoding=rule.encoding, sign=sign))


def _time(draft: _Draft) -> None:
    column = draft.columns.get("time")
    found = _formats(draft.sample, column) if column else None
    if found is not None and "time" in draft.told and not found.formats:
        raise SourceProblem(f"The column {column} holds no times that can be read.")
    if found is None or (found.asked and not found.formats):
        column = _looks_like_time(draft.sample)
        found = _formats(draft.sample, column) if column else None
    if column is None or found is None:
        draft.columns.pop("time", None)
        _month(draft)
        return
    draft.columns["time"] = column
    if not found.asked:
        # An empty export says nothing against its header, and nothing about offsets.
        draft.time = TimeRule(zone=draft.zone)
        return
    draft.time = TimeRule(formats=found.formats, zone=draft.zone if found.naive else "UTC")
    _say_time(draft, found)


def _say_time(draft: _Draft, found: Formats) -> None:
    for pattern in found.formats:
        draft.say(both("Times are written like this: {example}.", example=in_words(pattern)))
    if found.day_first is not None:
        _say_order(draft, found)
    if found.naive:
        draft.say(both("Times without an offset are taken as local times of {zone}.", zone=draft.zone))
    if found.read < found.asked:
        draft.say(
            both("Sampled times in none of these formats: {n} of {of}.", n=found.asked - found.read, of=found.asked)
        )


def _say_order(draft: _Draft, found: Formats) -> None:
    order = both("day before month") if found.day_first else both("month before day")
    if found.decided:
        draft.say(both("The values show {order} ({example}).", order=order, example=found.example))
    else:
        draft.say(
            both("No value tells day from month ({example}); taken as {order}.", order=order, example=found.example)
        )


def _formats(sample: Sample, column: str) -> Formats:
    place = sample.columns.index(column)
    return formats_of(sample.values(column), lambda: sample.everything(place))


def _looks_like_time(sample: Sample) -> str | None:
    for column in sample.columns:
        values = sample.values(column)
        if values and not values[0].isdigit():
            found = formats_of(values, list)
            if found.read >= 0.95 * found.asked:
                return column
    return None


def _month(draft: _Draft) -> None:
    column = next((c for c in draft.sample.columns if bare(c) in _MONTHS), None)
    if column is None:
        raise SourceProblem(
            f"No column of {draft.file} looks like a time. Columns: {', '.join(draft.sample.columns)}. "
            'Name one as time = "..." under [source.columns] in wegweiser.toml.'
        )
    draft.time = TimeRule(month=column)
    draft.say(
        both(
            "Rows are dated by month ({column}); set time.first_year to the year of the first row.",
            column=_quoted(column),
        )
    )


def _value(draft: _Draft) -> None:
    column = draft.columns.get("value")
    if column is None:
        return
    decimal = decimal_of(draft.sample.values(column))
    if decimal is None and "value" in draft.told:
        raise SourceProblem(f"The column {column} holds no numbers.")
    if decimal is None:
        del draft.columns["value"]
        draft.say(both("Column {column} holds no numbers and is kept as a property.", column=_quoted(column)))
        return
    draft.decimal = decimal
    sign = both("comma") if decimal == "," else both("point")
    draft.say(both("Decimals are written with a {sign}.", sign=sign))


def _event(draft: _Draft) -> None:
    if "event" in draft.columns:
        return
    if "channel" in draft.columns:
        draft.columns["event"] = draft.columns["channel"]
        draft.say(both("No column names an event: the channel is taken for it."))
        return
    draft.fixed["event"] = "purchase" if "value" in draft.columns else draft.name
    draft.say(both("No column names an event: every row is called {event}.", event=_quoted(draft.fixed["event"])))


def _traits(draft: _Draft, *, alone: bool) -> tuple[str, ...]:
    """Columns with few values that never change within one customer; with a person per row, those with few values.

    In a list of customers every column says something of them, numbers too.
    """
    used = {*draft.columns.values(), draft.time.month}
    free = [c for c in draft.sample.columns if c not in used and bare(c) not in _NO_TRAITS]
    few = [c for c in free if 1 < len(set(draft.sample.values(c))) <= _MOST_TRAIT_VALUES]
    if alone:
        return tuple(few)
    if _one_each(draft):
        return tuple(c for c in free if len(set(draft.sample.values(c))) > 1)
    kind = next(k for k in IDENTIFIERS if k in draft.columns)
    owner = draft.sample.columns.index(draft.columns[kind])
    return tuple(c for c in few if _constant(draft.sample, owner, draft.sample.columns.index(c)))


def _one_each(draft: _Draft) -> bool:
    """Return whether the file is a list of customers: each stands there once, with much about them and no event."""
    if "event" in draft.columns or "value" in draft.columns or "customer" not in draft.columns:
        return False
    customers = draft.sample.values(draft.columns["customer"])
    told = len(draft.sample.columns) - len(draft.columns)
    return len(customers) >= _LIST and told >= _MUCH and len(set(customers)) == len(customers)


def _constant(sample: Sample, owner: int, place: int) -> bool:
    seen: dict[str, set[str]] = defaultdict(set)
    rows: dict[str, int] = defaultdict(int)
    for row in sample.rows:
        if row[place].strip():
            seen[row[owner]].add(row[place].strip())
            rows[row[owner]] += 1
    # A customer seen once proves nothing; too few seen twice, and the column might be anything.
    repeated = [customer for customer, count in rows.items() if count > 1]
    return len(repeated) > 1 and all(len(seen[customer]) == 1 for customer in repeated)
