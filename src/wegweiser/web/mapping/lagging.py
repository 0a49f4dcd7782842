"""Texts of a map that were not changed with their other language, each with the edit that changes it."""

from __future__ import annotations

import msgspec

from wegweiser.domain.editing import Thing
from wegweiser.maps import Plan
from wegweiser.maps.editing import languages

_EDITS = {
    Thing.CLAIM: "edit_claim",
    Thing.TOUCHPOINT: "edit_card",
    Thing.STEP: "edit_step",
    Thing.METRIC: "edit_metric",
    Thing.PHASE: "edit_phase",
    Thing.LANE: "edit_lane",
}


class Lagging(msgspec.Struct, frozen=True):
    """A text that fell behind: what it says, and what its other language says, which is newer."""

    note: str
    target: str
    """The thing it belongs to, such as `claim:cl_a`."""
    language: str
    words: str
    newer: str
    edit: str = ""
    """The edit that takes new words in its field `field`; empty where it is written elsewhere, as a persona is."""
    field: str = ""
    fields: dict[str, str] = {}
    """What else the edit says."""


def lagging(plan: Plan, target: str = "") -> tuple[Lagging, ...]:
    """Return the texts that fell behind, of one thing or of the whole map."""
    return tuple(one for each in languages.behind(plan) if target in {"", (one := _shown(plan, each)).target})


def _shown(plan: Plan, one: languages.Behind) -> Lagging:
    newer = next(text for language, text in one.text.items() if language != one.language)
    name = one.id
    if one.thing is Thing.TOUCHPOINT:
        touchpoint, _, phase = name.rpartition("@")
        name = f"{touchpoint}@{plan.placed.get(name, phase)}"
    shown = Lagging(one.note, f"{one.thing}:{name}", one.language, one.text[one.language], newer)
    if one.thing in _EDITS:
        return msgspec.structs.replace(shown, edit=_EDITS[one.thing], field=one.field, fields={"id": name})
    if one.thing is Thing.FIELD and not one.field:
        return msgspec.structs.replace(shown, edit="set_text", field="words", fields={"field": one.id})
    if one.id == "finding" and one.field == "text":
        return msgspec.structs.replace(shown, edit="set_finding", field="words")
    return shown


def by_thing(plan: Plan) -> dict[str, str]:
    """Return the language in which each thing of a map fell behind, by its address."""
    return {one.target: one.language for one in reversed(lagging(plan))}
