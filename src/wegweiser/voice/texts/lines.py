"""Files of JSON lines as a table of texts."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pyarrow as pa

from wegweiser.collect import plain
from wegweiser.errors import SourceProblem
from wegweiser.warehouse import Warehouse

_MOST = 1_000_000


def json_lines(warehouse: Warehouse, path: Path, name: str) -> plain.Grid:
    """Return a file of one JSON object a line as a table of texts, as `plain.grid` gives other files.

    Raises:
        SourceProblem: the file does not exist or holds no object.
    """
    if not path.is_file():
        raise SourceProblem(f"The file {path} does not exist.")
    rows: list[tuple[int, dict[str, object] | None, str]] = []
    names: dict[str, None] = {}
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if not line.strip():
                continue
            fields = _object(line)
            names |= dict.fromkeys(fields or ())
            rows.append((number, fields, "" if fields is not None else line.decode("utf-8", "replace").strip()))
    if not names:
        raise SourceProblem(f"The file {path} holds no JSON object, one a line.")
    columns = {
        "line": pa.array([number for number, _, _ in rows], pa.int64()),
        "problem": pa.array(["malformed_json" if fields is None else None for _, fields, _ in rows], pa.string()),
        "raw": pa.array([raw or None for _, _, raw in rows], pa.string()),
    }
    for place, field in enumerate(names):
        columns[f"f{place}"] = pa.array([_said((fields or {}).get(field)) for _, fields, _ in rows], pa.string())
    return plain.Grid(warehouse.offer(name, pa.table(columns)), tuple(names), len(rows))


def _object(line: bytes) -> dict[str, object] | None:
    if len(line) > _MOST:
        return None
    try:
        return msgspec.json.decode(line, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _said(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode()
