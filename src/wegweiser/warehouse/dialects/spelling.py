"""The common subset in other spellings: quoted names, decimal numbers and type names, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""(?P<text>'(?:\\.|[^'\\])*')
      | "(?P<name>(?:[^"]|"")*)"
      | (?P<value>(?<![\w.])[\w.]+)[ ]>>[ ](?P<bits>\d+)
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
    shift: str = ""
    """The function that stands for `value >> bits`, where that is no operator."""

    def of(self, statement: str) -> str:
        """Return the statement in this spelling."""
        return _TOKEN.sub(self._token, statement)

    def _token(self, found: re.Match[str]) -> str:
        if found["name"] is not None:
            return self.quoted(found["name"].replace('""', '"'))
        if found["number"] and self.doubles:
            return f"{found['number']}E0"
        if found["value"] and self.shift:
            return f"{self.shift}({found['value']}, {found['bits']})"
        if found["type"]:
            return self.types.get(found["type"].lower(), found["type"])
        return found[0]


def ticked(name: str) -> str:
    """Return a name in backticks."""
    return "`" + name.replace("`", "``") + "`"


def escaped(value: str) -> str:
    """Return a text literal whose quotes and backslashes are escaped by backslashes; NUL bytes are left out."""
    return "'" + value.replace("\0", "").replace("\\", "\\\\").replace("'", "\\'") + "'"
