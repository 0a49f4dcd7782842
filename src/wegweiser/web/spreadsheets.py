"""Tables as CSV the way spreadsheets of the visitor's language open them by a double click."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from wegweiser.web.frame.declared import Download
from wegweiser.web.frame.site import Visit

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def spreadsheet(visit: Visit, name: str, heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> Download:
    """Return a table as CSV: semicolons and decimal commas for German, else commas and points; UTF-8 with its mark.

    Moments are told by the workspace's clock, and no cell is taken for a formula. Programs ask the API, which
    answers with the same table as JSON, whatever the language.
    """
    german, zone = visit.language == "de", ZoneInfo(visit.site.config.timezone)
    made = io.StringIO()
    table = csv.writer(made, delimiter=";" if german else ",", lineterminator="\r\n")
    table.writerow([visit.say(head) for head in heads])
    for row in rows:
        table.writerow([_cell(value, zone, german=german) for value in row])
    return Download(f"{name}.csv", "text/csv; charset=utf-8", made.getvalue().encode("utf-8-sig"))


def _cell(value: object, zone: ZoneInfo, *, german: bool) -> object:
    if isinstance(value, datetime):
        return value.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, float):
        return str(value).replace(".", ",") if german else value
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
