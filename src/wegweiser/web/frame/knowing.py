"""Names a body holds that nothing reads: each is told with the nearest one there is."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec
from msgspec import inspect

from wegweiser.errors import UnknownName


def unknown(raw: dict[str, Any], kind: type[msgspec.Struct], elsewhere: frozenset[str] = frozenset()) -> list[str]:
    """Return a sentence for every name in a body that its struct, or one within it, does not have.

    Args:
        raw: the body, as JSON holds it.
        kind: the struct it is read into.
        elsewhere: fields that stand in the address; they are not told as what the body may hold.
    """
    return list(dict.fromkeys(_unknown(raw, _shape(kind), elsewhere)))


def untold(raw: dict[str, Any], kind: type[msgspec.Struct]) -> list[str]:
    """Return a sentence for every kind of thing a form names that there is not, such as an edit nobody can make."""
    return [sentence for value, shape in _within(raw, _shape(kind)) for sentence in _of_no_kind(value, shape)]


@lru_cache(maxsize=512)
def _shape(kind: type[msgspec.Struct]) -> inspect.Type:
    return inspect.type_info(kind)


def _unknown(raw: Any, shape: inspect.Type, elsewhere: frozenset[str]) -> Iterator[str]:  # noqa: ANN401  (JSON)
    for value, found in _within(raw, shape):
        yield from _of_no_kind(value, found)
        struct = _struct(value, found)
        if struct is None:
            continue
        known = {field.encode_name for field in struct.fields}
        more = {struct.tag_field} if struct.tag_field else set()
        for name in value:
            if name not in known | more:
                yield _told(name, known - elsewhere)


def _told(name: str, known: set[str]) -> str:
    return str(UnknownName("field", name, known)) if known else f"No field is called '{name}'. None is taken here."


def _within(raw: Any, shape: inspect.Type) -> Iterator[tuple[dict[str, Any], inspect.Type]]:  # noqa: ANN401  (JSON)
    """Yield every object in a value that is to be a struct, with what it may be."""
    if isinstance(raw, dict):
        if _structs(shape):
            yield raw, shape
        struct = _struct(raw, shape)
        for field in struct.fields if struct else ():
            if field.encode_name in raw:
                yield from _within(raw[field.encode_name], field.type)
        for values in (one for one in _choices(shape) if isinstance(one, inspect.DictType)):
            for value in raw.values():
                yield from _within(value, values.value_type)
    elif isinstance(raw, list):
        for items in (one for one in _choices(shape) if isinstance(one, inspect.CollectionType)):
            for value in raw:
                yield from _within(value, items.item_type)


def _of_no_kind(raw: dict[str, Any], shape: inspect.Type) -> Iterator[str]:
    by_tag = {str(one.tag): one for one in _structs(shape) if one.tag_field}
    for field in {one.tag_field for one in by_tag.values()}:
        said = raw.get(field) if field else None
        if isinstance(said, str) and said not in by_tag:
            yield str(UnknownName(str(field), said, by_tag))


def _struct(raw: dict[str, Any], shape: inspect.Type) -> inspect.StructType | None:
    """Return which struct an object is meant as; a thing with no word for its kind is so if there is but one."""
    structs = _structs(shape)
    if len(structs) == 1:
        return structs[0]
    return next((one for one in structs if one.tag_field and raw.get(one.tag_field) == one.tag), None)


def _structs(shape: inspect.Type) -> list[inspect.StructType]:
    return [one for one in _choices(shape) if isinstance(one, inspect.StructType) and not one.array_like]


def _choices(shape: inspect.Type) -> tuple[inspect.Type, ...]:
    if isinstance(shape, inspect.Metadata):
        return _choices(shape.type)
    return shape.types if isinstance(shape, inspect.UnionType) else (shape,)
