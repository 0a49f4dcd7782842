"""What of a map has to be drawn anew after revisions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from wegweiser.domain.editing import Change, Revision, Thing

ALL = ("all",)
_ROWS = {Thing.STEP: "row:steps", Thing.TOUCHPOINT: "row:cards", Thing.PLACED: "row:cards", Thing.METRIC: "row:metrics"}
_PLACES = {Thing.FIELD: "head", Thing.POINT: "row:curve", Thing.SEEN: "head"}


def touched(revisions: Iterable[Revision]) -> tuple[str, ...]:
    """Return the places changed, each once: `cell:<lane>/<phase>`, `row:<kind>`, `curve`, `head`, or `all`.

    The head counts with every change, for it says how well the map is supported.
    """
    found = dict.fromkeys(place for one in revisions for change in _telling(one) for place in _places(change))
    if not found or "all" in found:
        return ALL if found else ()
    return tuple(dict.fromkeys(("head", *found)))


def _telling(revision: Revision) -> tuple[Change, ...]:
    """Return the changes that say where; a note that a text fell behind stands where its other language changed."""
    return tuple(change for change in revision.changes if change.thing is not Thing.OLDER) or revision.changes


def _places(change: Change) -> Iterator[str]:
    if change.thing is Thing.CLAIM:
        sides = [msgspec.json.decode(raw) for raw in (change.before, change.after) if raw is not None]
        yield from (f"cell:{side['in']}" for side in sides)
    elif change.thing is Thing.POINT and change.before is not None and change.after is not None:
        yield "curve"  # no row comes or goes with a point that only moves
    else:
        yield _ROWS.get(change.thing) or _PLACES.get(change.thing) or "all"
