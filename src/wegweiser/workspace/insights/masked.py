"""Shows a row in quarantine so that it can be mended and names nobody."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping

import msgspec

from wegweiser.collect import SourceSpec
from wegweiser.voice.texts import masking

_PLAIN = ("time",)
_MASKED = ("event", "channel", "campaign", "value", "currency", "path", "conversions", "nulls")
_LONGEST, _ROW = 40, 300
_LETTER, _DIGIT = re.compile(r"[^\W\d_]"), re.compile(r"\d")


def shape(text: str) -> str:
    """Return a text with every letter as x and every digit as 0: how it is written, and not what it says.

    Example:
        >>> shape("Ana, 12 B")
        'xxx, 00 x'
    """
    return _DIGIT.sub("0", _LETTER.sub("x", text))[:_LONGEST]


def masked_row(raw: str, header: str | None, spec: SourceSpec | None) -> str:
    """Return a row's text: times, events and amounts as they stand, all else by its shape only.

    What cannot be told apart by columns, as a row with a field too many, is a shape as a whole.
    """
    columns = _columns(spec)
    if raw.lstrip().startswith("{"):
        return _as_json(raw, columns)[:_ROW]
    separator = spec.text.separator if spec else ","
    named = next(csv.reader([header.strip()], delimiter=separator), []) if header else []
    cells = next(csv.reader([raw.replace("\n", " ").replace("\r", " ")], delimiter=separator), [])
    if not named or len(named) != len(cells):
        return _shaped(raw)
    return separator.join(_cell(value, columns.get(name.strip())) for name, value in zip(named, cells, strict=True))[
        :_ROW
    ]


def _shaped(raw: str) -> str:
    return _DIGIT.sub("0", _LETTER.sub("x", raw))[:_ROW]


def _columns(spec: SourceSpec | None) -> dict[str, str]:
    """Return what field each column holds, of those that may be shown."""
    told: Mapping[str, str] = spec.columns if spec else {}
    return {column: field for field, column in told.items() if field in {*_PLAIN, *_MASKED}}


def _cell(value: str, field: str | None) -> str:
    if field in _PLAIN:
        return value[:_LONGEST]
    return masking.mask(value[:_LONGEST]) if field in _MASKED else shape(value)


def _as_json(raw: str, columns: Mapping[str, str]) -> str:
    try:
        found = msgspec.json.decode(raw)
    except msgspec.DecodeError:
        return _shaped(raw)
    if not isinstance(found, dict):
        return _shaped(raw)
    told = {str(key): _cell(str(value), columns.get(str(key))) for key, value in found.items()}
    return msgspec.json.encode(told).decode()
