"""What people change of wegweiser.toml in the app: comments and order stay, and nothing unusable is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec
import tomlkit
from tomlkit.items import AoT, Table

from wegweiser.domain.goals import Goal
from wegweiser.domain.levers import LeverNote
from wegweiser.domain.phases import Phase, PhaseModel, phase_model
from wegweiser.domain.touchpoints import Match, Medium, Signature
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import Language, Text
from wegweiser.journeys import Registry, propose
from wegweiser.maps import Plan
from wegweiser.workspace import config as configuration
from wegweiser.workspace.config import Config
from wegweiser.workspace.output import put

_OWN = "own"
_ONE_AT_A_TIME = Lock()


class Basics(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a workspace is called and how it reads; what is left out stays as it is."""

    name: Text | msgspec.UnsetType = msgspec.UNSET
    title: Text | msgspec.UnsetType = msgspec.UNSET
    subtitle: Text | msgspec.UnsetType = msgspec.UNSET
    organisation: Text | msgspec.UnsetType = msgspec.UNSET
    language: Language | msgspec.UnsetType = msgspec.UNSET
    timezone: str | msgspec.UnsetType = msgspec.UNSET
    keep_days: int | msgspec.UnsetType = msgspec.UNSET
    """How long texts of customers are kept."""
    audit_days: int | msgspec.UnsetType = msgspec.UNSET
    """How long lines of the app's audit log are kept."""


class TouchpointEdit(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What changes about a touchpoint; None takes a value away, what is left out stays."""

    id: str
    name: Text | msgspec.UnsetType = msgspec.UNSET
    match: Match | msgspec.UnsetType = msgspec.UNSET
    channel: str | msgspec.UnsetType = msgspec.UNSET
    medium: Medium | msgspec.UnsetType = msgspec.UNSET
    direct: bool | msgspec.UnsetType = msgspec.UNSET
    phase: str | msgspec.UnsetType | None = msgspec.UNSET
    repeat_phase: str | msgspec.UnsetType | None = msgspec.UNSET
    goal: Text | msgspec.UnsetType | None = msgspec.UNSET
    owner: str | msgspec.UnsetType | None = msgspec.UNSET
    cost: float | msgspec.UnsetType | None = msgspec.UNSET
    structural: bool | msgspec.UnsetType = msgspec.UNSET


def set_basics(folder: Path, basics: Basics) -> Config:
    """Change name, title, language, time zone or retention, and return the configuration with it.

    Raises:
        InvalidSetting: a value cannot be used; nothing is written.
    """

    def change(document: tomlkit.TOMLDocument) -> None:
        told = msgspec.to_builtins(basics)
        keep = told.pop("keep_days", None)
        for key, value in told.items():
            document[key] = _item(value)
        if keep is not None:
            voice = document.setdefault("voice", tomlkit.table())
            voice["keep_days"] = keep

    if basics.keep_days is not msgspec.UNSET and basics.keep_days < 1:
        raise InvalidSetting("The retention", [f"keep_days is {basics.keep_days}; it must be at least 1"])
    return edited(folder, change)


def set_touchpoint(folder: Path, edit: TouchpointEdit) -> Config:
    """Change a touchpoint, which counts as looked at by a person then, and return the configuration with it.

    Raises:
        UnknownName: no touchpoint is called so, or it is put into a phase the model has not.
        InvalidSetting: a value cannot be used; nothing is written.
    """

    def change(document: tomlkit.TOMLDocument) -> None:
        table = _named(document, "touchpoint", edit.id)
        told = {name: value for name in edit.__struct_fields__ if (value := getattr(edit, name)) is not msgspec.UNSET}
        for key, value in told.items():
            _put(table, key, msgspec.to_builtins(value))
        table.pop("proposed", None)

    if edit.cost is not msgspec.UNSET and edit.cost is not None and edit.cost < 0:
        raise InvalidSetting(f"The touchpoint '{edit.id}'", [f"cost is {edit.cost:g}; it cannot be below 0"])
    return edited(folder, change)


def set_goal(folder: Path, goal: Goal) -> Config:
    """Write a goal, in place of the one of that id where there is one, and return the configuration with it.

    Raises:
        UnknownName: it names a touchpoint nobody registered.
        InvalidSetting: it names none, or a value cannot be used; nothing is written.
    """

    def change(document: tomlkit.TOMLDocument) -> None:
        plain = msgspec.to_builtins(goal)
        known = [table for table in document.get("goal", ()) if table.get("id") == goal.id]
        if not known:
            _append(document, "goal", plain)
            return
        for key in [key for key in known[0] if key not in plain]:
            del known[0][key]
        for key, value in plain.items():
            _put(known[0], key, value)

    if goal.lookback_days <= 0:
        raise InvalidSetting(f"The goal '{goal.id}'", [f"lookback_days is {goal.lookback_days:g}; it is above 0"])
    return edited(folder, change)


def set_lever(folder: Path, note: LeverNote) -> Config:
    """Write what people know of a lever, in place of what they knew, and return the configuration with it.

    Raises:
        InvalidSetting: a value cannot be used; nothing is written.
    """

    def change(document: tomlkit.TOMLDocument) -> None:
        plain = msgspec.to_builtins(note)
        known = next((table for table in document.get("lever", ()) if table.get("id") == note.id), None)
        if known is None:
            _append(document, "lever", plain)
            return
        for key in LeverNote.__struct_fields__:
            _put(known, key, plain.get(key))

    return edited(folder, change)


def remove(folder: Path, table: str, name: str) -> Config:
    """Take out a goal, touchpoint, source or other table by its id or name, and return the configuration without it.

    Raises:
        UnknownName: nothing is called so, or something else names it.
    """

    def change(document: tomlkit.TOMLDocument) -> None:
        gone = _named(document, table, name)
        kept = [one for one in document[table] if one is not gone]
        document.remove(table)
        if kept:
            document.add(table, _array(kept))

    return edited(folder, change)


def add(folder: Path, table: str, item: msgspec.Struct) -> Config:
    """Append a table and return the configuration with it.

    Raises:
        InvalidSetting: another one is called so, or a value cannot be used; nothing is written.
    """
    return edited(folder, lambda document: _append(document, table, msgspec.to_builtins(item)))


def set_phases(folder: Path, model: str | Sequence[Phase], moved: Mapping[str, str] | None = None) -> Config:
    """Follow a phase model that ships, or phases of one's own, and return the configuration with it.

    Touchpoints of phases that are no more go where `moved` says, else where a proposal would put them.

    Raises:
        UnknownName: no model of that name ships, or touchpoints are moved to a phase it has not.
        InvalidSetting: there is no phase, or one id stands there twice.
    """
    wanted = phase_model(model) if isinstance(model, str) else PhaseModel(_OWN, _OWN, tuple(model))
    known = {phase.id for phase in wanted.phases}

    def change(document: tomlkit.TOMLDocument) -> None:
        document["phases"] = model if isinstance(model, str) else _OWN
        if "phase" in document:
            document.remove("phase")
        if not isinstance(model, str):
            for phase in model:
                _append(document, "phase", msgspec.to_builtins(phase))
        for table in document.get("touchpoint", ()):
            for key in ("phase", "repeat_phase"):
                if key in table and table[key] not in known:
                    place = (moved or {}).get(str(table[key])) or (_proposed(table, wanted) if key == "phase" else None)
                    _put(table, key, place)

    return edited(folder, change)


def adopt_plan(folder: Path, plan: Plan) -> Config:
    """Make the phases of a map, and where people put its touchpoints, the rules of the next run.

    Raises:
        InvalidSetting: the map has no phase, or wegweiser.toml cannot be used with them; nothing is written.
    """
    config = Config.read(folder)
    places = {name.rpartition("@")[0]: phase for name, phase in plan.placed.items()}
    same = [phase.id for phase in plan.phases] == [phase.id for phase in config.model.phases]
    if not same:
        set_phases(folder, plan.phases)
    known = {touchpoint.id for touchpoint in config.touchpoint}
    there = {phase.id for phase in plan.phases}
    for name, phase in places.items():
        if name in known and phase in there:
            set_touchpoint(folder, TouchpointEdit(name, phase=phase))
    return Config.read(folder)


def edited(folder: Path, change: Callable[[tomlkit.TOMLDocument], None]) -> Config:
    """Return the configuration after a change to wegweiser.toml, which is written only where it can be used.

    Raises:
        InvalidSetting: it says something that cannot be used.
        UnknownName: it names a phase or a touchpoint that is not there.
    """
    path = folder / configuration.FILE
    with _ONE_AT_A_TIME:
        document = tomlkit.parse(path.read_text("utf-8"))
        change(document)
        text = tomlkit.dumps(document)
        config = Config.parse(text.encode(), str(path))
        # Goals and touchpoints are held against phases and each other.
        Registry(config.touchpoint, config.model, config.goal)
        put(path, text)
    return config


def _named(document: tomlkit.TOMLDocument, table: str, name: str) -> Table:
    key = {"source": "name", "survey": "name", "text": "name", "content": "name", "offers": "name"}.get(table, "id")
    known = [one for one in document.get(table, ()) if key in one]
    found = next((one for one in known if one[key] == name), None)
    if found is None:
        raise UnknownName(table, name, [str(one[key]) for one in known])
    return found  # type: ignore[no-any-return]


def _put(table: Any, key: str, value: Any) -> None:  # noqa: ANN401  (whatever TOML can hold)
    """Set a key; None takes it away."""
    if value is None:
        table.pop(key, None)
    else:
        table[key] = _item(value)


def _item(value: Any) -> Any:  # noqa: ANN401  (as above)
    if isinstance(value, Mapping):
        inline = tomlkit.inline_table()
        inline.update({key: one for key, one in value.items() if one is not None})
        return inline
    return tomlkit.item(list(value) if isinstance(value, tuple) else value)


def _append(document: tomlkit.TOMLDocument, name: str, item: Mapping[str, Any]) -> None:
    table = tomlkit.table()
    for key, value in item.items():
        if value is not None:
            table.add(key, _item(value))
    if name in document:
        document[name].append(table)
    else:
        document.add(name, _array([table]))


def _array(tables: Sequence[Any]) -> AoT:
    array = tomlkit.aot()
    for table in tables:
        array.append(table)
    return array


def _proposed(table: Mapping[str, Any], model: PhaseModel) -> str | None:
    """Return the phase a proposal puts a touchpoint into, by the events its rule takes."""
    rule = table.get("match") or {}
    event = str(rule.get("event", table.get("id", ""))).strip("*?") or str(table.get("id", ""))
    found = propose([Signature(0, "", event, str(rule.get("channel", "")).strip("*?"), "")], model).touchpoints
    return found[0].phase if found else None
