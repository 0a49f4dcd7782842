"""The OpenAPI document: what the declarations say, as programs read it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from wegweiser.version import VERSION
from wegweiser.web.frame.declared import Action, Declared, Download, Public, Reply, Stream, Upload, View
from wegweiser.web.frame.guarding import session_cookie_at
from wegweiser.web.frame.refusals import Problem
from wegweiser.web.frame.routing import API

_REF = "#/components/schemas/{name}"
_IN_PATH = re.compile(r"\{(\w+)(?::\w+)?\}")
_REFUSALS = {
    "400": "The request cannot be read.",
    "401": "Nobody signed in.",
    "403": "The role does not allow it.",
    "404": "Nothing is called so.",
    "409": "Somebody changed it since.",
    "413": "It is too large.",
    "415": "It is of no kind we read.",
    "422": "Something in it cannot be used.",
    "429": "Too much at once.",
    "501": "A package is not installed.",
    "503": "It cannot be reached or kept now.",
}


def document(declared: Iterable[Declared], base_url: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of everything declared that has a place in the API."""
    shown = [one for one in declared if not isinstance(one, Stream) and one.api]
    kinds: dict[str, Any] = {"Problem": Problem}
    kinds |= {f"{one.name} asks": _asked(one) for one in shown}
    kinds |= {f"{one.name} says {place}": kind for one in shown for place, kind in enumerate(_shapes(one))}
    schemas, components = msgspec.json.schema_components(kinds.values(), ref_template=_REF, schema_hook=_file_schema)
    by_kind = dict(zip(kinds, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for one in shown:
        path = _IN_PATH.sub(r"{\1}", one.path)
        method = "post" if isinstance(one, Action) else "get"
        paths.setdefault(API + path, {})[method] = _operation(one, by_kind, components)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Wegweiser",
            "version": VERSION,
            "summary": "Everything the screens show and do, as JSON.",
        },
        "servers": [{"url": base_url}],
        "security": [{"key": []}, {"session": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "key": {"type": "http", "scheme": "bearer", "description": "A key made under Settings."},
                "session": {"type": "apiKey", "in": "cookie", "name": session_cookie_at(base_url)},
            },
        },
    }


def _asked(one: Declared) -> type[msgspec.Struct]:
    return one.takes if isinstance(one, Action) else one.asks


def _answers(one: View[Any, Any] | Action[Any, Any]) -> tuple[Any, ...]:
    """Return the kinds of thing it may answer with."""
    hint = get_type_hints(one.act if isinstance(one, Action) else one.load).get("return")
    return get_args(hint) if get_origin(hint) in {Union, UnionType} else (hint,)


def _shapes(one: View[Any, Any] | Action[Any, Any]) -> list[Any]:
    """Return those of its answers that are JSON."""
    return [kind for kind in _answers(one) if kind not in {None, NoneType, Download, Reply}]


def _operation(
    one: View[Any, Any] | Action[Any, Any], by_kind: dict[str, Any], components: dict[str, Any]
) -> dict[str, Any]:
    named = set(_IN_PATH.findall(one.path))
    asked = _asked(one)
    fields = msgspec.structs.fields(asked)
    properties = _resolved(by_kind[f"{one.name} asks"], components).get("properties", {})
    made: dict[str, Any] = {
        "operationId": one.name,
        "summary": one.summary,
        "parameters": [
            _parameter(field, properties[field.encode_name], components, in_path=field.name in named)
            for field in fields
            if field.name in named or isinstance(one, View)
        ],
        "responses": _said(one, by_kind) | {code: _refusal(told) for code, told in _REFUSALS.items()},
    }
    if isinstance(one.needs, Public):
        made["security"] = []
    else:
        made["description"] = f"Needs the role {one.needs.value} or a higher one."
    if isinstance(one, Action):
        body = {name: schema for name, schema in properties.items() if name not in named}
        needed = [f.encode_name for f in fields if f.required and f.name not in named]
        kind = "multipart/form-data" if any(_is_file(f.type) for f in fields) else "application/json"
        schema: dict[str, Any] = {"type": "object", "properties": body, "required": needed}
        if kind == "application/json":
            # A form may bring along its button and its secret; a body of JSON holds nothing that nobody reads.
            schema["additionalProperties"] = False
            _close(body, components)
        made["requestBody"] = {"required": True, "content": {kind: {"schema": schema}}}
    return made


def _close(schema: Any, components: dict[str, Any]) -> None:  # noqa: ANN401  (a part of a schema)
    """Say of every struct a body may hold that it takes no other fields."""
    for part in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        _close(part, components)
    if not isinstance(schema, dict) or not isinstance(schema.get("$ref"), str):
        return
    found = _resolved(schema, components)
    if "properties" in found and "additionalProperties" not in found:
        found["additionalProperties"] = False
        _close(found["properties"], components)


def _parameter(
    field: msgspec.structs.FieldInfo, schema: dict[str, Any], components: dict[str, Any], *, in_path: bool
) -> dict[str, Any]:
    """Return one part of an address; a thing with fields of its own stands there as JSON, and nothing as nothing."""
    choices = [one for one in schema.get("anyOf", [schema]) if one.get("type") != "null"]
    plain = schema if "anyOf" not in schema else choices[0] if len(choices) == 1 else {"anyOf": choices}
    made = {
        "name": field.encode_name,
        "in": "path" if in_path else "query",
        "required": in_path or field.required,
    }
    if any("properties" in _resolved(one, components) for one in choices):
        return made | {"content": {"application/json": {"schema": plain}}}
    return made | {"schema": plain}


def _resolved(schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = components[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
    return found


def _said(one: View[Any, Any] | Action[Any, Any], by_kind: dict[str, Any]) -> dict[str, Any]:
    """Return its good answers by status: what it says, a file, or where to go on."""
    answers, content = _answers(one), {}
    shapes = [by_kind[f"{one.name} says {place}"] for place in range(len(_shapes(one)))]
    if NoneType in answers or answers == (None,):
        shapes.append({"type": "null"})
    if shapes:
        content["application/json"] = {"schema": shapes[0] if len(shapes) == 1 else {"anyOf": shapes}}
    if Download in answers:
        content["*/*"] = {"schema": {"type": "string", "format": "binary"}}
    found = {"200": {"description": "As asked.", "content": content}}
    if Reply in answers:
        found["303"] = {"description": "It stands somewhere else."}
    return found


def _refusal(told: str) -> dict[str, Any]:
    return {
        "description": told,
        "content": {"application/problem+json": {"schema": {"$ref": _REF.format(name="Problem")}}},
    }


def _is_file(kind: Any) -> bool:  # noqa: ANN401  (a type)
    return kind is Upload or Upload in getattr(kind, "__args__", ())


def _file_schema(kind: type) -> dict[str, Any]:
    if kind is Upload:
        return {"type": "string", "format": "binary"}
    raise TypeError(f"{kind.__name__} has no schema")
