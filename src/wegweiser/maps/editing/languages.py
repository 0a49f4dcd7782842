"""Texts that fell behind: written in two languages, and changed in one of them since.

Where a revision changes one language of a text and leaves the other, the plan notes the other one under `older`, as
`<thing>:<id>/<field>@<language>`. The note goes with the next change of that language, or when somebody says that the
text is still right. It stands in the plan and is not computed from the history, which holds no first state of a
generated text: so it comes and goes with undo and travels with `journey.yaml`, and texts in step cost nothing. What
somebody changes in that file by hand is not noted: she sees both languages there, and her file is not written over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import msgspec
from msgspec.structs import replace

from wegweiser.domain.editing import Thing
from wegweiser.i18n import LANGUAGES, Text, both, read
from wegweiser.maps.editing import edits
from wegweiser.maps.editing.desk import Desk, Done, known
from wegweiser.maps.editing.things import apart
from wegweiser.maps.generated import Generated
from wegweiser.maps.plan import Plan

_APART = frozenset({Thing.POINT, Thing.HIDDEN, Thing.PLACED, Thing.SEEN, Thing.OLDER})
"""Things without texts in two languages, and points: their ids change with their place."""


class Behind(NamedTuple):
    """A text that fell behind: its note, where it stands, in which language, and what it says in all of them."""

    note: str
    thing: Thing
    id: str
    field: str
    language: str
    text: dict[str, str]


class Compared(NamedTuple):
    """Which languages of which texts a change touched, by their place, and every place there is after it."""

    changed: dict[str, set[str]]
    places: set[str]


def compared(before: Plan, after: Plan, generated: Generated | None = None) -> Compared:
    """Return which languages of texts a change touched.

    Args:
        before: the plan as it was.
        after: the plan as it is now.
        generated: what data says; a generated text somebody made her own is compared with what data said.
    """
    then = {one.place: one.text for one in _written(before)}
    data = {one.place: one.text for one in _proposed(generated)} if generated else {}
    found = Compared({}, set())
    for one in _written(after):
        found.places.add(one.place)
        was = then.get(one.place) or data.get(one.source)
        if was is not None and was != one.text:
            found.changed[one.place] = {language for language in LANGUAGES if one.text[language] != was[language]}
    return found


def noted(plan: Plan, found: Compared) -> Plan:
    """Return a changed plan with notes of the texts that fell behind by the change, without those that caught up."""
    notes = set(plan.older)
    for place, changed in found.changed.items():
        fresh = {f"{place}@{language}" for language in changed}
        if not fresh & notes:
            # Where it did not catch up with its other language, it is the one that runs ahead now.
            notes |= {f"{place}@{language}" for language in LANGUAGES} - fresh
        notes -= fresh
    notes = {note for note in notes if note.rpartition("@")[0] in found.places}
    return plan if notes == set(plan.older) else replace(plan, older=tuple(sorted(notes)))


def labelled(label: Text, found: Compared) -> Text:
    """Return the label of a change; who reads a language it left alone is told which one it was made in."""
    changed = set().union(*found.changed.values())
    if len(changed) != 1:
        return label
    told = both("{label}, in German" if "de" in changed else "{label}, in English", label=label)
    return {language: read(label if language in changed else told, language) for language in LANGUAGES}


def behind(plan: Plan) -> tuple[Behind, ...]:
    """Return the texts of a plan that fell behind, in the order of the map."""
    if not plan.older:
        return ()
    return tuple(
        Behind(f"{one.place}@{language}", one.thing, one.id, one.field, language, one.text)
        for one in _written(plan)
        for language in LANGUAGES
        if f"{one.place}@{language}" in plan.older
    )


def still_right(desk: Desk, edit: edits.StillRight) -> Done:
    """Say that a text that fell behind is right as it stands."""
    known("text that fell behind", edit.id, desk.plan.older)
    text = next((one.text[one.language] for one in behind(desk.plan) if one.note == edit.id), "")
    older = tuple(note for note in desk.plan.older if note != edit.id)
    return desk.done(both("Found “{text}” still right", text=text), older=older)


class _Written(NamedTuple):
    """A text in every language, and where it stands; `source` is the place of what data says in its stead."""

    place: str
    source: str
    thing: Thing
    id: str
    field: str
    text: dict[str, str]


def _written(plan: Plan) -> Iterator[_Written]:
    """Yield the texts of a plan that are written in every language, each place once."""
    seen: set[str] = set()
    for (thing, _), shelf in apart(plan).items():
        for name, item in shelf.items() if thing not in _APART else ():
            for one in _texts(thing, name, item):
                if one.place not in seen:
                    seen.add(one.place)
                    yield one


def _proposed(generated: Generated) -> Iterator[_Written]:
    """Yield the texts data says in every language."""
    rows: dict[Thing, Iterable[Any]] = {
        Thing.CLAIM: [claim for cell in generated.cells for claim in cell.claims],
        Thing.TOUCHPOINT: generated.touchpoints,
        Thing.STEP: generated.steps,
        Thing.METRIC: generated.metrics,
    }
    for thing, items in rows.items():
        for item in items:
            name = f"{item.id}@{item.phase}" if thing is Thing.TOUCHPOINT else item.id
            yield from _texts(thing, name, msgspec.to_builtins(item))
    if generated.finding:
        yield from _texts(Thing.FIELD, "finding", msgspec.to_builtins(generated.finding))


def _texts(thing: Thing, name: str, item: Any) -> Iterator[_Written]:  # noqa: ANN401  (whatever a plan holds)
    """Yield the texts of one thing; a field of the plan can be one itself."""
    if not isinstance(item, dict):
        return
    source = item.get("supersedes") or name if thing is Thing.CLAIM else name
    for field, text in {"": item, **item}.items():
        if isinstance(text, dict) and text.keys() == set(LANGUAGES) and all(text.values()):
            path = f"/{field}" if field else ""
            yield _Written(f"{thing}:{name}{path}", f"{thing}:{source}{path}", thing, name, field, text)
