"""How one source is read: its files, which column means what, and how its times and numbers are written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import msgspec
import tomlkit

from wegweiser.domain.events import KINDS, Origin
from wegweiser.errors import InvalidSetting, UnknownName

IDENTIFIERS: tuple[str, ...] = tuple(kind.name for kind in KINDS)
FIELDS: tuple[str, ...] = (
    "time",
    "event",
    "channel",
    "campaign",
    "object",
    "value",
    "currency",
    "session",
    "event_id",
    *IDENTIFIERS,
)
"""The fields a column can be mapped to."""
COUNTED_FIELDS: tuple[str, ...] = ("path", "conversions", "value", "nulls")
"""The fields of a source of counted paths."""


class TimeRule(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How times are written.

    `formats` are tried in order: "iso", "epoch_s", "epoch_ms" or a strptime pattern such as "%d.%m.%Y %H:%M".
    Times without an offset are local times of the IANA `zone`. Where there is no time but a column of `month`
    names in a file ordered by date, each row is dated to the first of its month: the year starts at
    `first_year` and advances whenever the month goes back.
    """

    formats: tuple[str, ...] = ("iso",)
    zone: str = "UTC"
    month: str | None = None
    first_year: int | None = None


class TextRule(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How a text file is written: encoding, separator of fields and of decimals, with or without a header."""

    encoding: str = "utf-8"
    separator: str = ","
    quote: str = '"'
    decimal: str = "."
    header: bool = True


class Also(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One more event a row gives when its columns have the values of `when`; counted apart from the rows."""

    event: str
    when: dict[str, str]


class SourceSpec(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One source: a name, a format, its files, and the meaning of its columns.

    `columns` maps a field to the column that holds it, `fixed` gives a field the same value in every row;
    `traits` are columns that say something of the person; `ignored` columns are dropped, all others are kept
    as properties. With `rows_are_profiles` every row is a person of its own. `options` belong to the format.
    """

    FIELDS: ClassVar[tuple[str, ...]] = FIELDS
    """What a column of events can hold."""

    name: str
    format: str
    files: tuple[str, ...] = ()
    columns: dict[str, str] = {}
    fixed: dict[str, str] = {}
    traits: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    rows_are_profiles: bool = False
    also: tuple[Also, ...] = ()
    time: TimeRule = TimeRule()
    text: TextRule = TextRule()
    origin: Origin = Origin.OBSERVED
    phone_region: str | None = None
    options: dict[str, str] = {}

    def to_toml(self) -> str:
        """Return the spec as TOML, defaults left out.

        Example:
            >>> print(SourceSpec("shop", "csv", columns={"customer": "id"}).to_toml())
            name = "shop"
            format = "csv"
            <BLANKLINE>
            [columns]
            customer = "id"
            <BLANKLINE>
        """
        return tomlkit.dumps(msgspec.to_builtins(self))

    @classmethod
    def of(cls, table: Mapping[str, Any]) -> SourceSpec:
        """Return the spec a parsed TOML table describes.

        Raises:
            InvalidSetting: a key or a type is wrong.
            UnknownName: a column is mapped to a field that does not exist.
        """
        try:
            spec = msgspec.convert(table, cls)
        except msgspec.ValidationError as wrong:
            raise InvalidSetting(f"The source '{table.get('name', '?')}'", [str(wrong)]) from wrong
        known = {*FIELDS, *COUNTED_FIELDS}
        for field in (*spec.columns, *spec.fixed):
            if field not in known:
                raise UnknownName("field", field, known)
        return spec
