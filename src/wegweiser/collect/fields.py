"""From the columns of a file to canonical columns: one pass of SQL, all text until here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wegweiser.collect.numbers import number
from wegweiser.collect.spec import SourceSpec
from wegweiser.collect.times import check_zone, instant, month_number
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.warehouse import Dialect, Query, Table

_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class Fields:
    """The rows of a file as text: `table` has `line`, `problem` and f0, f1, ... named by `names` in their order."""

    table: Query | Table
    names: tuple[str, ...]

    def column(self, name: str) -> str:
        """Return the column that holds a field of the file.

        Raises:
            UnknownName: the file has no such column.
        """
        if name not in self.names:
            raise UnknownName("column", name, self.names)
        return f"f{self.names.index(name)}"


@dataclass(frozen=True)
class Mapped:
    """Rows in canonical columns, and which of them there are."""

    query: Query
    columns: tuple[str, ...]


def mapped(fields: Fields, spec: SourceSpec, dialect: Dialect) -> Mapped:
    """Return the rows in canonical columns, each with the first problem found in it.

    Raises:
        UnknownName: the spec names a column the file does not have.
        InvalidSetting: the spec does not say where time, event or customer come from.
    """
    _check(spec)
    chosen = {field: _text(fields, name) for field, name in spec.columns.items() if field not in {"time", "value"}}
    chosen |= {field: dialect.text(value) for field, value in spec.fixed.items() if field not in {"time", "value"}}
    time, rows = _time(fields, spec, dialect)
    chosen["time"] = time
    if "value" in spec.columns:
        chosen["value"] = number(_text(fields, spec.columns["value"]), spec.text.decimal)
    elif "value" in spec.fixed:
        chosen["value"] = number(dialect.text(spec.fixed["value"]), ".")
    properties = _properties(fields, spec, dialect)
    if properties:
        chosen["properties"] = properties
    chosen |= {f"trait:{name}": _text(fields, name) for name in spec.traits}
    if spec.also:
        chosen["extra"] = f"unnest({_extras(fields, spec, dialect)})"
    chosen["content"] = content(fields, spec.name, dialect)
    listed = ",\n       ".join(f"{expression} as {dialect.identifier(field)}" for field, expression in chosen.items())
    query = Query(
        "mapped",
        f"select line,\n       {listed},\n       {_problem(fields, spec)} as problem\nfrom {rows}",
        (rows,) if isinstance(rows, Query) else (),
    )
    return Mapped(_named_by_extra(query, chosen) if spec.also else query, ("line", "problem", *chosen))


def _named_by_extra(query: Query, columns: Iterable[str]) -> Query:
    """Name the events computed beside a row, and leave the row's value to the row's own event."""
    value = ", case when extra is null then value end as value" if "value" in columns else ""
    return Query("extended", f"select * replace (coalesce(extra, event) as event{value}) from {query}", (query,))


def content(fields: Fields, source: str, dialect: Dialect) -> str:
    """Return the id of a row's content: neither the order of columns nor empty ones change it."""
    parts = [
        f"{dialect.text(name + '=')} || nullif(f{place}, '')"
        for name, place in sorted((name, place) for place, name in enumerate(fields.names))
    ]
    separator = f"chr({ord(_SEPARATOR)})"
    return dialect.id_of(f"concat_ws({separator}, {', '.join([dialect.text(source), *parts])})")


def _check(spec: SourceSpec) -> None:
    check_zone(spec.time.zone)
    missing = []
    if "time" not in spec.columns and spec.time.month is None:
        missing.append("no column is mapped to 'time', and no month column is given")
    if spec.time.month is not None and spec.time.first_year is None:
        missing.append("'time.month' needs 'time.first_year': the year of the file's first row")
    if "event" not in spec.columns and "event" not in spec.fixed:
        missing.append("no column is mapped to 'event', and no fixed event is given")
    if missing:
        raise InvalidSetting(f"The source '{spec.name}'", missing)


def _text(fields: Fields, name: str) -> str:
    return f"nullif(trim({fields.column(name)}), '')"


def _time(fields: Fields, spec: SourceSpec, dialect: Dialect) -> tuple[str, Query | Table]:
    if spec.time.month is None:
        return instant(_text(fields, spec.columns["time"]), spec.time, dialect), fields.table
    inputs = (fields.table,) if isinstance(fields.table, Query) else ()
    months = Query(
        "months", f"select *, {month_number(_text(fields, spec.time.month))} as month_ from {fields.table}", inputs
    )
    turned = Query(
        "turned",
        "select *, case when month_ < lag(month_ ignore nulls) over (order by line) then 1 else 0 end as turned_ "
        f"from {months}",
        (months,),
    )
    years = Query(
        "years",
        f"select *, sum(turned_) over (order by line rows unbounded preceding) as year_ from {turned}",
        (turned,),
    )
    return f"make_timestamp(cast({spec.time.first_year} + year_ as bigint), month_, 1, 0, 0, 0)", years


def _problem(fields: Fields, spec: SourceSpec) -> str:
    found = ["when problem is not null then problem"]
    if spec.time.month is None:
        when = _text(fields, spec.columns["time"])
        found += [f"when {when} is null then 'no_time'", "when time is null then 'unreadable_time'"]
    else:
        found.append("when month_ is null then 'unreadable_time'")
    if "value" in spec.columns:
        amount = _text(fields, spec.columns["value"])
        found.append(f"when {amount} is not null and value is null then 'unreadable_number'")
    return f"case {' '.join(found)} end"


def _properties(fields: Fields, spec: SourceSpec, dialect: Dialect) -> str | None:
    used = {*spec.columns.values(), *spec.ignored, spec.time.month}
    pairs = [
        f"{dialect.text(_json_key(name))} || to_json(nullif(f{place}, ''))"
        for place, name in enumerate(fields.names)
        if name not in used
    ]
    if not pairs:
        return None
    return f"nullif('{{' || concat_ws(',', {', '.join(pairs)}) || '}}', '{{}}')"


def _json_key(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c >= " " else f"\\u{ord(c):04x}" for c in escaped) + '":'


def _extras(fields: Fields, spec: SourceSpec, dialect: Dialect) -> str:
    branches = []
    for also in spec.also:
        test = " and ".join(f"trim({fields.column(c)}) = {dialect.text(v)}" for c, v in sorted(also.when.items()))
        branches.append(f"case when {test} then {dialect.text(also.event)} end")
    # The row's own event has no word: null cannot pass the filter, so it is put in front of what passed.
    return f"list_concat([null], list_filter([{', '.join(branches)}], lambda x: x is not null))"
