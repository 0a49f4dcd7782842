"""The file of tests made by the command line: `validations.yaml`, beside `journey.yaml`, which is never written to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
import yaml

from wegweiser.domain.validations import Validation
from wegweiser.errors import InvalidSetting
from wegweiser.maps.yaml_text import read_yaml

_HEAD = """\
# Tests of claims: what is asked, of how many, and what came of it. `wegweiser claims` writes this file.
# Prüfungen von Aussagen: was gefragt wird, wie viele, und was herauskam. `wegweiser claims` schreibt diese Datei.
"""


class _Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in the file."""

    validations: tuple[Validation, ...] = ()


def parse(text: bytes | str, where: str) -> tuple[Validation, ...]:
    """Return the tests written in YAML.

    Raises:
        InvalidSetting: it is no YAML or holds no tests, or two have one id; what is wrong is named with its place.
    """
    try:
        found = msgspec.convert(read_yaml(text, where) or {}, _Kept).validations
    except msgspec.ValidationError as problem:
        raise InvalidSetting(where, [str(problem)]) from problem
    ids = [one.id for one in found]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise InvalidSetting(where, [f"two validations are called '{name}'" for name in twice])
    return found


def written(validations: Sequence[Validation]) -> str:
    """Return tests as YAML with a head that says what they are.

    Example:
        >>> parse(written(()), "validations.yaml")
        ()
    """
    plain = msgspec.to_builtins(_Kept(tuple(validations)), builtin_types=(date,))
    body: str = yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=110)
    return _HEAD + body
