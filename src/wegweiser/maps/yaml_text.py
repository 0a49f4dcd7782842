"""Reads YAML as people write it: a key written twice is a problem and not the end of the first one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from wegweiser.errors import InvalidSetting

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(text: bytes | str, where: str) -> Any:  # noqa: ANN401  (what a person wrote: anything)
    """Return what a text in YAML holds.

    Example:
        >>> read_yaml("id: journey", "journey.yaml")
        {'id': 'journey'}

    Raises:
        InvalidSetting: it is no YAML, or a key stands twice in one place; line and column are named.
    """
    try:
        loader = _LOADER(text)
        node = loader.get_single_node()
        twice = list(_twice(node, ""))
        found = None if node is None or twice else loader.construct_document(node)
    # A day such as 2026-02-30 is a ValueError of the calendar.
    except (yaml.YAMLError, ValueError) as problem:
        raise InvalidSetting(where, [f"this is no YAML: {_place(problem)}"]) from problem
    if twice:
        raise InvalidSetting(where, twice)
    return found


def _place(problem: Exception) -> str:
    if isinstance(problem, yaml.MarkedYAMLError) and problem.problem_mark is not None:
        mark = problem.problem_mark
        return f"line {mark.line + 1}, column {mark.column + 1}: {problem.problem}"
    if isinstance(problem, yaml.reader.ReaderError):
        return f"{problem.reason} at byte {problem.position}; the file must be saved as UTF-8"
    return str(problem)


def _twice(node: yaml.Node | None, place: str) -> Iterator[str]:
    """Yield a sentence for each key that stands twice in one mapping; what an alias repeats is read where it stands."""
    if isinstance(node, yaml.SequenceNode):
        for i, item in enumerate(node.value):
            yield from _twice(item, f"{place}[{i}]")
    elif isinstance(node, yaml.MappingNode):
        lines: dict[str, list[int]] = {}
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            lines.setdefault(name, []).append(key.start_mark.line + 1)
            yield from _twice(value, f"{place}.{name}" if place else name)
        for name, at in lines.items():
            if len(at) > 1:
                called = f"{place}.{name}" if place else name
                yield f"{called} is written {len(at)} times, on lines {', '.join(map(str, at))}; only one can count"
