"""The difference of two documents as a JSON Patch (RFC 6902)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

import msgspec

Operation: TypeAlias = dict[str, Any]
"""`op` add, remove or replace, `path`, and `value` where something comes."""


def patch(before: Any, after: Any) -> tuple[Operation, ...]:  # noqa: ANN401  (any document)
    """Return the operations that make the one document of the other; structs count as their JSON.

    Example:
        >>> patch({"a": 1, "b": [1, 2]}, {"a": 2, "b": [1]})
        ({'op': 'replace', 'path': '/a', 'value': 2}, {'op': 'remove', 'path': '/b/1'})
    """
    old, new = (msgspec.json.decode(msgspec.json.encode(document)) for document in (before, after))
    return tuple(_patch("", old, new))


def _patch(path: str, old: Any, new: Any) -> Iterator[Operation]:  # noqa: ANN401
    if isinstance(old, dict) and isinstance(new, dict):
        for name in old:
            if name in new:
                yield from _patch(f"{path}/{_escaped(name)}", old[name], new[name])
            else:
                yield {"op": "remove", "path": f"{path}/{_escaped(name)}"}
        for name in new:
            if name not in old:
                yield {"op": "add", "path": f"{path}/{_escaped(name)}", "value": new[name]}
    elif isinstance(old, list) and isinstance(new, list):
        yield from _rows(path, old, new)
    elif type(old) is not type(new) or old != new:
        yield {"op": "replace", "path": path, "value": new}


def _rows(path: str, old: list[Any], new: list[Any]) -> Iterator[Operation]:
    """Yield the operations of a list: what both begin and end with stays, the middle is replaced place by place."""
    head = 0
    while head < min(len(old), len(new)) and _same(old[head], new[head]):
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and _same(old[-1 - tail], new[-1 - tail]):
        tail += 1
    was, now = old[head : len(old) - tail], new[head : len(new) - tail]
    shared = min(len(was), len(now))
    for i in range(shared):
        yield from _patch(f"{path}/{head + i}", was[i], now[i])
    for i in reversed(range(shared, len(was))):
        yield {"op": "remove", "path": f"{path}/{head + i}"}
    for i in range(shared, len(now)):
        yield {"op": "add", "path": f"{path}/{head + i}", "value": now[i]}


def _same(old: Any, new: Any) -> bool:  # noqa: ANN401
    return next(_patch("", old, new), None) is None


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
