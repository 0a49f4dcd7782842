"""Reads `journey.yaml` forgivingly in form and strictly in sense: every problem is reported at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from enum import StrEnum
from hashlib import md5
from pathlib import Path
from typing import Any, TypeAlias, get_args, get_origin, get_type_hints

import msgspec

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.journey_maps import SCHEMA, Band, Cell, LaneType, View
from wegweiser.errors import InvalidSetting, UnknownName, UnsupportedClaim
from wegweiser.i18n import LANGUAGES
from wegweiser.maps.lanes import DEFAULT_LANES
from wegweiser.maps.yaml_text import read_yaml

Raw: TypeAlias = dict[str, Any]
Problems: TypeAlias = list[str]
_KINDS = ("current", "target", "planned", "hypothesis")
_ENUMS: dict[str, type[StrEnum]] = {"status": Status, "type": LaneType, "band": Band, "views": View}
_ENUM_MESSAGE = re.compile(r"Invalid enum value '(?P<value>.*)' - at `\$\.?(?P<path>.*)`")


def content(path: Path) -> bytes:
    """Return what is in a file.

    Raises:
        InvalidSetting: there is no such file.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InvalidSetting(str(path), ["there is no such file"]) from None


def parts(text: bytes | str, where: str, kind: type) -> dict[str, Any]:
    """Return the fields of the struct `kind` (a plan) written in a text.

    Raises:
        InvalidSetting: it is no YAML or no plan; every problem is listed with its place.
    """
    raw = _mapping(text, where)
    hints = get_type_hints(kind)
    problems: Problems = _unknown_keys(raw, sorted(hints))
    filled = _filled(raw)
    found: dict[str, Any] = {}
    for name, hint in hints.items():
        if name in filled:
            item = _item(hint)
            convert = _converted_list if item else _converted
            found[name] = convert(name, filled[name], item or hint, problems)
    problems += [f"{name} is missing" for name in ("id", "title", "phases") if not filled.get(name)]
    problems += _crossed(found)
    if problems:
        raise InvalidSetting(where, problems)
    return found


def _item(hint: Any) -> Any:  # noqa: ANN401  (a type)
    """Return what a field holds many of, where it is a list of structs."""
    first = get_args(hint)[0] if get_origin(hint) is tuple else None
    return first if isinstance(first, type) and issubclass(first, msgspec.Struct) else None


def _mapping(text: bytes | str, where: str) -> Raw:
    raw = read_yaml(text, where)
    if raw is None:
        raise InvalidSetting(where, ["it is empty; delete it and run again to get a new one"])
    if not isinstance(raw, dict):
        raise InvalidSetting(where, ["it must hold fields like id, title and phases"])
    return raw


def _unknown_keys(raw: Raw, known: list[str]) -> Problems:
    near = {name: get_close_matches(str(name), known, n=1) for name in raw if name not in known}
    return [f"{name} is no field of a plan" + (f"; did you mean {n[0]}?" if n else "") for name, n in near.items()]


def _filled(raw: Raw) -> Raw:
    """Return the fields with short forms written out: a claim may be a bare text, an icon may be left out."""
    author = raw.get("author", "human")
    filled = dict(raw)
    for name, more in (("touchpoints", {"icon": "circle-dot"}), ("metrics", {"author": author})):
        if isinstance(raw.get(name), list):
            filled[name] = [more | item if isinstance(item, dict) else item for item in raw[name]]
    if isinstance(raw.get("cells"), list):
        filled["cells"] = [_filled_cell(cell, author) for cell in raw["cells"]]
    return filled


def _filled_cell(cell: Any, author: str) -> Any:  # noqa: ANN401  (what a person wrote: anything)
    if not isinstance(cell, dict) or not isinstance(cell.get("claims"), list):
        return cell
    place = f"cl_{cell.get('lane')}_{cell.get('phase')}"
    return cell | {"claims": [_filled_claim(claim, place, author) for claim in cell["claims"]]}


def _filled_claim(claim: Any, place: str, author: str) -> Any:  # noqa: ANN401  (as above)
    if isinstance(claim, str) or (isinstance(claim, dict) and claim and set(claim) <= set(LANGUAGES)):
        claim = {"text": claim}
    if not isinstance(claim, dict):
        return claim
    # The id follows from the words, so that adding a claim above it does not rename it.
    mark = md5(str(claim.get("text")).encode(), usedforsecurity=False).hexdigest()[:6]
    return {"id": f"{place}_{mark}", "author": author} | claim


def _converted_list(name: str, value: Any, kind: Any, problems: Problems) -> tuple[Any, ...]:  # noqa: ANN401
    if not isinstance(value, list):
        problems.append(f"{name} must be a list")
        return ()
    found = []
    for i, item in enumerate(value):
        place = f"{name}[{i}]"
        if name == "cells" and isinstance(item, dict) and isinstance(item.get("claims"), list):
            claims = [_converted(f"{place}.claims[{j}]", c, Claim, problems) for j, c in enumerate(item["claims"])]
            cell = _converted(place, item | {"claims": []}, Cell, problems)
            found.append(cell and msgspec.structs.replace(cell, claims=tuple(c for c in claims if c)))
        else:
            found.append(_converted(place, item, kind, problems))
    return tuple(item for item in found if item is not None)


def _converted(place: str, value: Any, kind: Any, problems: Problems) -> Any:  # noqa: ANN401  (as above)
    try:
        return msgspec.convert(value, kind)
    except UnsupportedClaim as problem:
        problems.append(f"{place}: {problem}")
    except msgspec.ValidationError as problem:
        problems.append(_sentence(place, str(problem)))
    return None


def _sentence(place: str, problem: str) -> str:
    """Return what is wrong in words, with the nearest right answer where a name is unknown."""
    if unknown := _ENUM_MESSAGE.fullmatch(problem):
        field = unknown["path"].partition("[")[0]
        if field in _ENUMS:
            return f"{place}: {UnknownName(field, unknown['value'], [e.value for e in _ENUMS[field]])}"
    what, _, where = problem.partition(" - at `$")
    return f"{place}{where.rstrip('`')}: {what}"


def _crossed(found: dict[str, Any]) -> Problems:
    """Return what is wrong between the fields: unknown references, and ids used twice."""
    phases = [phase.id for phase in found.get("phases", ())]
    lanes = [lane.id for lane in found.get("lanes", DEFAULT_LANES)]
    problems: Problems = []
    if found.get("schema", SCHEMA) != SCHEMA:
        problems.append(f"schema is '{found['schema']}'; this version reads '{SCHEMA}'")
    if found.get("kind", "current") not in _KINDS:
        problems.append(str(UnknownName("kind", str(found["kind"]), _KINDS)))
    for name in ("touchpoints", "steps", "cells", "metrics"):
        for i, item in enumerate(found.get(name, ())):
            if phases and item.phase not in phases:
                problems.append(f"{name}[{i}]: {UnknownName('phase', item.phase, phases)}")
            if name == "cells" and item.lane not in lanes:
                problems.append(f"{name}[{i}]: {UnknownName('lane', item.lane, lanes)}")
    problems += [
        f"placed.{card}: {UnknownName('phase', to, phases)}"
        for card, to in found.get("placed", {}).items()
        if phases and to not in phases
    ]
    return problems + [f"{what} '{name}' is used {n} times" for what, name, n in _twice(found)]


def _twice(found: dict[str, Any]) -> Iterator[tuple[str, str, int]]:
    claims = [claim.id for cell in found.get("cells", ()) for claim in cell.claims]
    ids = {
        "claim id": claims,
        "phase id": [phase.id for phase in found.get("phases", ())],
        "lane id": [lane.id for lane in found.get("lanes", ())],
        "touchpoint": [f"{t.id} in {t.phase}" for t in found.get("touchpoints", ())],
        "step id": [step.id for step in found.get("steps", ())],
        "metric id": [metric.id for metric in found.get("metrics", ())],
        "evidence id": [evidence.id for evidence in found.get("evidence", ())],
    }
    for what, names in ids.items():
        yield from ((what, name, n) for name, n in Counter(names).items() if n > 1)
