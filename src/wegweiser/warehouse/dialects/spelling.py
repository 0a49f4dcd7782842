"""The common subset in other spellings: quoted names, decimal numbers and type names, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""(?P<text>'(?:\\.|[^'\\])*')
      | "(?P<name>(?:[^"]|"")*)"
      | (?P<number>(?<![\w.])\d+\.\d+(?![\w.]))
      | (?<=\bas[ ])(?P<type>varchar|double)(?=\))""",
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Spelling:
    r"""Rewrites a statement of the common subset; what stands inside a text literal is left as it is.

    Example:
        >>> spark = Spelling(ticked, {"varchar": "string"}, doubles=True)
        >>> print(spark.of('select "on" * 1.0 / n, cast(n as varchar) from "step"'))
        select `on` * 1.0E0 / n, cast(n as string) from `step`
    """

    quoted: Callable[[str], str]
    types: Mapping[str, str] = field(default_factory=dict)
    doubles: bool = False
    """A decimal number is written as a double, where the engine would count on with few decimal places."""

    def of(self, statement: str) -> str:
        """Return the statement in this spelling."""
        return _TOKEN.sub(self._token, statement)

    def _token(self, found: re.Match[str]) -> str:
        if found["name"] is not None:
            return self.quoted(found["name"].replace('""', '"'))
        if found["number"] and self.doubles:
            return f"{found['number']}E0"
        if found["type"]:
            return self.types.get(found["type"].lower(), found["type"])
        return found[0]


def ticked(name: str) -> str:
    """Return a name in backticks."""
    return "`" + name.replace("`", "``") + "`"


def escaped(value: str) -> str:
    """Return a text literal whose quotes and backslashes are escaped by backslashes; NUL bytes are left out."""
    return "'" + value.replace("\0", "").replace("\\", "\\\\").replace("'", "\\'") + "'"


def wrapped(statement: str, functions: Sequence[str], wrap: str) -> str:
    """Return the statement with the first argument of some functions handed through another one.

    Example:
        >>> wrapped("lag(coalesce(a, 0)) over w", ["lag"], "toNullable")
        'lag(toNullable(coalesce(a, 0))) over w'
    """
    called = re.compile(rf"\b(?:{'|'.join(functions)})\(|'(?:\\.|[^'\\])*'")
    pieces, place = [], 0
    while (found := called.search(statement, place)) is not None:
        pieces.append(statement[place : found.end()])
        place = found.end()
        if not found[0].startswith("'"):
            end = _argument_end(statement, place)
            pieces.append(f"{wrap}({wrapped(statement[place:end], functions, wrap)})")
            place = end
    return "".join(pieces) + statement[place:]


def _argument_end(statement: str, start: int) -> int:
    """Return where the argument that starts here ends."""
    depth = 0
    for place in range(start, len(statement)):
        character = statement[place]
        if depth == 0 and character in ",)":
            return place
        depth += (character == "(") - (character == ")")
    return len(statement)
