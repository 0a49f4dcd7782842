"""Reads counted paths, offered to attribution only: nobody in them has a journey of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from wegweiser.collect.columns import bare
from wegweiser.collect.delimited import names_of, read_records, write_records
from wegweiser.collect.fields import Fields
from wegweiser.collect.numbers import decimal_of, number
from wegweiser.collect.rows import NOTHING, Guess, Rows, Source
from wegweiser.collect.sampling import sampled_text
from wegweiser.collect.scratch import scratch
from wegweiser.collect.spec import COUNTED_FIELDS, SourceSpec, TextRule
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import both
from wegweiser.warehouse import Dialect, Query, Warehouse

_NAMES = {
    "path": ("path", "pfad", "kanalpfad", "channelpath"),
    "conversions": ("totalconversions", "conversions", "conversion", "conv", "konversionen", "abschluesse"),
    "value": ("totalconversionvalue", "conversionvalue", "totalvalue", "value", "wert", "umsatz"),
    "nulls": ("totalnull", "totalnulls", "nulls", "null", "ohneabschluss"),
}


@dataclass(frozen=True)
class CountedPathsSource:
    """Tables with a path in each row, written "a > b", and how often it converted."""

    format: str = "counted_paths"
    endings: tuple[str, ...] = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz")
    special: bool = True

    def guess(
        self, warehouse: Warehouse, file: Path, name: str, zone: str, told: Mapping[str, str] = NOTHING
    ) -> Guess | None:
        """Return how the paths are written where the header names a path and its conversions; else None."""
        del warehouse, zone
        if told:
            return None
        if file.is_dir() or not file.name.lower().endswith(self.endings):
            return None
        sample = sampled_text(file)
        by_name = {bare(column): column for column in sample.columns}
        columns = {
            field: by_name[found]
            for field, names in _NAMES.items()
            if (found := next((n for n in names if n in by_name), None)) is not None
        }
        if not {"path", "conversions"} <= columns.keys():
            return None
        decimal = decimal_of(sample.values(columns["value"])) if "value" in columns else None
        text = TextRule(sample.text.encoding, sample.text.separator, sample.text.quote, decimal or ".")
        spec = SourceSpec(name, self.format, columns=columns, text=text)
        said = both("Paths that arrive already counted, without people: used for attribution only.")
        return Guess(spec, (said,))

    def read(self, warehouse: Warehouse, spec: SourceSpec, file: Path) -> Rows:
        """Return the paths with their counts.

        Raises:
            SourceProblem: the file cannot be opened or is empty.
            InvalidSetting: the spec does not say which column holds the path or the conversions.
        """
        missing = [
            f"no column is mapped to '{field}'" for field in ("path", "conversions") if field not in spec.columns
        ]
        if missing:
            raise InvalidSetting(f"The source '{spec.name}'", missing)
        names = names_of(file, spec.text)
        target = scratch(warehouse, "paths.parquet")
        count = write_records(read_records(file, spec.text), len(names), target)
        source = f"read_parquet({warehouse.dialect.text(str(target))})"
        fields = Fields(Query("received", f"select * from {source}"), names)
        raw = Query("lines", f"select line, raw from {source}")
        return Rows(None, (), raw, count, paths=_paths(fields, spec, warehouse.dialect))


def _paths(fields: Fields, spec: SourceSpec, dialect: Dialect) -> Query:
    texts = {field: f"nullif(trim({fields.column(column)}), '')" for field, column in spec.columns.items()}
    numbers = {field: number(texts[field], spec.text.decimal) for field in COUNTED_FIELDS[1:] if field in texts}
    separator = dialect.text(spec.options.get("separator", ">"))
    # Spaces around the separator are a matter of taste; inside the warehouse a path is always 'a > b'.
    path = f"array_to_string(list_transform(string_split({texts['path']}, {separator}), lambda x: trim(x)), ' > ')"
    listed = ", ".join(f"{numbers.get(field, 'cast(null as double)')} as {field}" for field in COUNTED_FIELDS[1:])
    unread = " or ".join(f"({texts[field]} is not null and {field} is null)" for field in numbers)
    problem = (
        "case when problem is not null then problem when path is null then 'no_path' "
        f"when {unread} then 'unreadable_number' end"
    )
    return Query(
        "counted",
        f"select line, {path} as path, {listed}, {problem} as problem from {fields.table}",
        (fields.table,) if isinstance(fields.table, Query) else (),
    )


SOURCE: Source = CountedPathsSource()
