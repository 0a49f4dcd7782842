"""What a source hands over: the rows of one file in canonical columns, not yet checked, and the protocol of sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from wegweiser.collect.spec import SourceSpec
from wegweiser.i18n import Text
from wegweiser.warehouse import Query, Table, Warehouse

NOTHING: Mapping[str, str] = MappingProxyType({})
COLUMNS: dict[str, str] = {
    "line": "BIGINT",
    "problem": "VARCHAR",
    "content": "BIGINT",
    "extra": "VARCHAR",
    "time": "TIMESTAMP",
    "event": "VARCHAR",
    "channel": "VARCHAR",
    "campaign": "VARCHAR",
    "object": "VARCHAR",
    "value": "DOUBLE",
    "currency": "VARCHAR",
    "session": "VARCHAR",
    "event_id": "VARCHAR",
    "customer": "VARCHAR",
    "email": "VARCHAR",
    "card": "VARCHAR",
    "cookie": "VARCHAR",
    "device": "VARCHAR",
    "phone": "VARCHAR",
    "properties": "VARCHAR",
    "origin": "VARCHAR",
    "file": "VARCHAR",
    "seq": "BIGINT",
}
"""The canonical columns. A source leaves out those it never has; `line` and `event` it always has.

line     where the row stands in the file (from 1, the header counted); it orders events of one instant.
problem  null, or a code of `collect.reasons` the source found itself (malformed_row, unreadable_time, ...).
content  `dialect.id_of` of source and row; needed where `event_id` is absent: identical rows are told apart
         by their occurrence, so overlapping exports and reloads give the same ids.
extra    null for the event the row is; else a short, stable word for one more event computed from the row
         (same `line`, `content` and `event_id`); extras are counted apart and never quarantined.
time     UTC.  value  finite.  properties  a JSON object as text.  origin  null: the spec's.
file     in a source made of several files, the one the row stands in; `raw` then has it too, and the pair of
         file and line is unique.  seq  orders events of one instant where the line does not (null: the line).
A column "trait:<name>" holds what the row says of its person under that name.
Identifier columns hold the text as received; `collect.load` normalises it and drops blocked values.
"""


@dataclass(frozen=True)
class Rows:
    """The rows of one file, each column of `table` one of `COLUMNS` or a trait.

    `table` may be lazy: it is read once. `columns` names the columns it has. `raw` gives `line` and `raw` (the
    text of the row) and is asked only for rows that end in quarantine. `rows` is how many rows the file has;
    where several are folded into one event (basket lines into a basket) it exceeds the table's, and the
    difference is counted as folded. Where `otherwise` is given, the table must have exactly `rows` rows: if
    not, the fast way missed something and `otherwise` reads the file the careful way. `traits` gives `kind`,
    `identifier`, `name`, `value`, `occurred_at`. `paths` gives COUNTED_PATH columns besides `source`, plus
    `line` and `problem`; with it, `table` is None. `accounts` says by file of a source made of several what
    became of its rows, and is kept in the event part's details. `header` is the text to put before raw rows so
    that the source can read them without the file (None: it cannot). `scratch` names temporary tables to drop
    afterwards; files of `collect.scratch` are removed without being named.
    """

    table: Query | Table | None
    columns: tuple[str, ...]
    raw: Query | Table
    rows: int
    otherwise: Callable[[], Rows] | None = None
    traits: Query | Table | None = None
    paths: Query | Table | None = None
    accounts: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    header: str | None = None
    scratch: tuple[str, ...] = ()


@dataclass(frozen=True)
class Guess:
    """What was guessed of a file: the spec to write down, and sentences that say what it assumes."""

    spec: SourceSpec
    sentences: tuple[Text, ...]


class Source(Protocol):
    """One format of source: a folder in `collect/sources/` whose `__init__` offers one of these as `SOURCE`."""

    @property
    def format(self) -> str:
        """The word that names it in a spec; equals the folder's name."""
        ...

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of its files, such as ".csv" and ".csv.gz"; none where it reads a folder."""
        ...

    @property
    def special(self) -> bool:
        """True where it recognises certain files by their content and is asked before general formats."""
        ...

    def guess(
        self, warehouse: Warehouse, file: Path, name: str, zone: str, told: Mapping[str, str] = NOTHING
    ) -> Guess | None:
        """Return how it would read the file, or None when the file is not of its kind.

        Times without an offset are taken as local times of the zone. `told` names the columns of fields somebody
        knows; only a format whose columns anybody can name is asked with it.

        Raises:
            SourceProblem: the file is of its kind and cannot be read, or no column holds a time.
        """
        ...

    def read(self, warehouse: Warehouse, spec: SourceSpec, file: Path) -> Rows:
        """Return the rows of the file (or folder) in canonical columns.

        Raises:
            SourceProblem: the file cannot be read at all.
        """
        ...
