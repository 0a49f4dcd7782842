"""The interface for programs as a page: every address, what it takes, and who may."""

from __future__ import annotations

from typing import Any

import msgspec

from wegweiser.domain.people import Role
from wegweiser.web.frame.declared import Action, Declared, Nothing, Stream, View
from wegweiser.web.frame.routing import API
from wegweiser.web.frame.site import Visit


class Field(msgspec.Struct, frozen=True):
    """Something that can be told."""

    name: str
    needed: bool


class Operation(msgspec.Struct, frozen=True):
    """One address and what it does."""

    name: str
    method: str
    path: str
    summary: str
    needs: str
    """The least role; empty where nobody needs to sign in."""
    fields: tuple[Field, ...] = ()


class Part(msgspec.Struct, frozen=True):
    """Addresses that begin alike."""

    name: str
    operations: tuple[Operation, ...]


class Reference(msgspec.Struct, frozen=True):
    """All of them."""

    base: str
    parts: tuple[Part, ...]


def _reference(visit: Visit, _: Nothing) -> Reference:
    from wegweiser.web.screens import declared  # noqa: PLC0415  (the list of screens holds this one)

    parts: dict[str, list[Operation]] = {}
    for one in declared():
        if not isinstance(one, Stream) and one.api:
            parts.setdefault(one.path.split("/")[1], []).append(_operation(one))
    return Reference(visit.site.base_url, tuple(Part(name, tuple(parts[name])) for name in sorted(parts)))


def _operation(one: View[Any, Any] | Action[Any, Any]) -> Operation:
    asked = one.takes if isinstance(one, Action) else one.asks
    fields = tuple(Field(field.encode_name, field.required) for field in msgspec.structs.fields(asked))
    method = "POST" if isinstance(one, Action) else "GET"
    needs = one.needs.value if isinstance(one.needs, Role) else ""
    return Operation(one.name, method, API + one.path, one.summary, needs, fields)


DECLARED: tuple[Declared, ...] = (
    View(
        "/api",
        "reference",
        "Every address of this interface.",
        _reference,
        Nothing,
        template="reference.html",
        api=False,
    ),
)
