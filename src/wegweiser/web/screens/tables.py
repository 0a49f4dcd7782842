"""Tables of the app as spreadsheets: the registry of touchpoints, and the maps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

import msgspec

from wegweiser.domain.touchpoints import Medium
from wegweiser.errors import UnknownName
from wegweiser.i18n import message, read
from wegweiser.maps.drawings import files
from wegweiser.web.frame.declared import Declared, Download, View
from wegweiser.web.frame.site import Visit
from wegweiser.web.screens import touchpoints

Row: TypeAlias = tuple[str | float | None, ...]


class TableAsked(msgspec.Struct, frozen=True):
    """Which table, as csv or xlsx."""

    table: str
    form: str


_TOUCHPOINTS = (
    "Id", "Name", "Rule", "Channel", "Medium", "Phase", "Goal", "Owner", "Cost per contact", "Customers", "Contacts",
    "Last seen",
)  # fmt: skip
_MEDIA = {Medium.OWNED: "our own", Medium.PAID: "paid", Medium.EARNED: "earned"}
_KINDS = {
    "current": "as it is",
    "target": "as it should be",
    "planned": "as planned",
    "hypothesis": "as we suppose",
}
_MAPS = ("Id", "Title", "Kind", "Parent", "Owner", "Last changed", "Revision", "Next review")


def _touchpoints(visit: Visit) -> list[Row]:
    """Return the registry as it is written now, with the figures of the last run."""
    found = visit.site.insights.touchpoints()
    counted = {row.id: row for row in found.touchpoints} if found else {}
    called = {one.id: read(one.name, visit.language) for one in touchpoints.channels(visit.site)}
    phase_called = {one.id: read(one.name, visit.language) for one in touchpoints.phases(visit.site)}
    rows: list[Row] = []
    for one in visit.site.config.touchpoint:
        known = counted.get(one.id)
        rule = ", ".join(f"{name} = {value}" for name, value in msgspec.to_builtins(one.match).items())
        medium = message(_MEDIA[one.medium], visit.language)
        phase = phase_called.get(one.phase or "", one.phase)
        written = (one.id, read(one.name, visit.language), rule, called[one.channel], medium, phase)
        steered = (read(one.goal or "", visit.language), one.owner, one.cost)
        met = (known.customers, known.contacts, _day(known.last_seen)) if known else (None, None, None)
        rows.append((*written, *steered, *met))
    return rows


def _maps(visit: Visit) -> list[Row]:
    return [
        (
            one.id,
            read(one.title, visit.language),
            message(_KINDS[one.kind], visit.language) if one.kind in _KINDS else one.kind,
            one.parent,
            one.owner,
            _day(one.changed.date()),
            one.revision,
            _day(one.review_next),
        )
        for one in visit.site.store.maps.all()
    ]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


_TABLES: Mapping[str, tuple[tuple[str, ...], Callable[[Visit], list[Row]]]] = {
    "touchpoints": (_TOUCHPOINTS, _touchpoints),
    "maps": (_MAPS, _maps),
}


def _file(visit: Visit, asked: TableAsked) -> Download:
    if asked.table not in _TABLES:
        raise UnknownName("table", asked.table, _TABLES)
    heads, rows = _TABLES[asked.table]
    shown = [message(head, visit.language) for head in heads]
    made = files.tabled(asked.table, shown, rows(visit), asked.form, visit.language)
    visit.note("export", f"table:{asked.table}", asked.form)
    return Download(made.name, made.media_type, made.content)


DECLARED: tuple[Declared, ...] = (
    View("/tables/{table}/{form}", "table_file", "A table as CSV or XLSX.", _file, TableAsked),
)
