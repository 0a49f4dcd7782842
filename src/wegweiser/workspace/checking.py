"""Says in words what cannot be used in wegweiser.toml: where it stands, what is expected, what is nearest."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec

from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Text

_AT = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL)
_EXPECTED: dict[Any, str] = {
    str: "a text in quotation marks",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    date: "a day such as 2026-10-31, without quotation marks",
    Text: 'a text in quotation marks, or one per language such as {en = "Shop", de = "Laden"}',
}


def tables(text: bytes, where: str) -> dict[str, Any]:
    """Return the tables written in a text.

    Raises:
        InvalidSetting: it is no TOML; the message names line and column.
    """
    try:
        written = text.decode("utf-8-sig")
        return tomllib.loads(written)
    except UnicodeDecodeError as wrong:
        line = text[: wrong.start].count(b"\n") + 1
        raise InvalidSetting(where, [f"line {line}: the file must be saved as UTF-8"]) from wrong
    except tomllib.TOMLDecodeError as wrong:
        raise InvalidSetting(where, [_syntax(str(wrong), written)]) from wrong


def _syntax(problem: str, text: str) -> str:
    at = _AT.fullmatch(problem)
    if at is None:
        return f"this is no TOML: {problem}"
    if at["line"] is None:
        return f"line {text.count(chr(10)) + 1}, at the end of the file: {at['what']}"
    line = text.split("\n")[int(at["line"]) - 1].strip()
    return f"line {at['line']}, column {at['column']}: {at['what']}, in: {line}"


def wrong_in(found: Mapping[str, Any], kind: type[msgspec.Struct], place: str = "") -> Iterator[str]:
    """Yield a sentence for every key a struct does not know, misses, or that holds something else than it should.

    Example:
        >>> from wegweiser.domain.goals import Goal
        >>> list(wrong_in({"id": 3, "name": "Buy", "touchpoints": ["cart"]}, Goal, "[[goal]] number 1"))
        ['id of [[goal]] number 1 is 3; it must be a text in quotation marks']
    """
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    tag = kind.__struct_config__.tag_field
    for key in found:
        if key not in fields and key != tag:
            yield _unknown(key, sorted(fields), place)
    for key, field in fields.items():
        if key in found:
            yield from _wrong(found[key], field.type, key, place)
        elif field.required:
            yield f"{key}{_of(place)} is missing"


def _unknown(key: str, known: Sequence[str], place: str) -> str:
    near = get_close_matches(key, known, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return f"{place or 'The file'} has no key '{key}'.{hint} Known: {', '.join(known)}."


def _wrong(value: Any, hint: Any, key: str, place: str) -> Iterator[str]:  # noqa: ANN401  (whatever a person wrote)
    hint = _required(hint)
    of_many = _struct(get_args(hint)[0]) if get_origin(hint) is tuple else None
    if of_many is not None:
        yield from _wrong_tables(value, of_many, key, place)
    elif (one := _struct(hint)) is not None:
        inner = f"{key}{_of(place)}"
        if isinstance(value, dict):
            yield from wrong_in(value, one, inner)
        else:
            yield f"{inner} is {_shown(value)}; it must be a table such as {{key = value}}"
    else:
        try:
            msgspec.convert(value, hint, strict=False)
        except msgspec.ValidationError:
            yield f"{key}{_of(place)} is {_shown(value)}; it must be {_expected(hint)}"


def _wrong_tables(value: Any, kind: type[msgspec.Struct], key: str, place: str) -> Iterator[str]:  # noqa: ANN401
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        yield f"{key}{_of(place)} must be written as tables, each under its own line [[{key}]]"
        return
    for number, item in enumerate(value, 1):
        name = item.get("id", item.get("name"))
        called = f"'{name}'" if isinstance(name, str) else f"number {number}"
        yield from wrong_in(item, kind, f"[[{key}]] {called}{_of(place)}")


def _of(place: str) -> str:
    return f" of {place}" if place else ""


def _shown(value: Any) -> str:  # noqa: ANN401  (as above)
    if isinstance(value, bool):
        return str(value).lower()
    return repr(value) if isinstance(value, str | int | float) else f"{str(value)[:60]}"


def _required(hint: Any) -> Any:  # noqa: ANN401  (a type)
    """Return what a value is where it is given: `str` of `str | None`."""
    if get_origin(hint) in {Union, UnionType}:
        some = [arg for arg in get_args(hint) if arg is not NoneType]
        return some[0] if len(some) == 1 else hint
    return hint


def _struct(hint: Any) -> type[msgspec.Struct] | None:  # noqa: ANN401  (as above)
    return hint if isinstance(hint, type) and issubclass(hint, msgspec.Struct) else None


def _expected(hint: Any) -> str:  # noqa: ANN401  (as above)
    if hint in _EXPECTED:
        return _EXPECTED[hint]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return f"one of {', '.join(hint)}"
    if get_origin(hint) is Literal:
        return f"one of {', '.join(map(str, get_args(hint)))}"
    if get_origin(hint) is tuple:
        return f'a list such as ["a", "b"], each of them {_expected(get_args(hint)[0])}'
    return 'a table of texts such as {a = "b"}'
