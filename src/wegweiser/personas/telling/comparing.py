"""Personas side by side: one row for each thing that can be said of several of them, one column a persona."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from wegweiser.domain.personas import Cell, Comparison, Persona, PersonaSet, Row, Trait, UseShare
from wegweiser.i18n import Text, both

_PARTS = {
    "size": "Share of customers",
    "traits": "What sets them apart",
    "figures": "In figures",
    "loyalty": "Loyalty",
    "channels": "Channels",
    "devices": "Devices",
    "media": "Media",
    "weekdays": "Weekdays",
    "hours": "Time of day",
    "demography": "Who they are",
    "feelings": "Feelings",
    "sure": "How sure we are",
}
_SHARES = ("part:", "channel:", "weekend", "repeat_rate", "morning", "midday", "afternoon", "evening", "night")


def compare(
    personas: PersonaSet, ids: Sequence[str] = (), places: Mapping[tuple[str, str], Text] | None = None
) -> Comparison:
    """Return the personas side by side, all or those named, in the order of the set.

    A row stands where at least one of them has something to say; feelings are one row a phase and series. `places`
    names phases ("phase", id) and touchpoints ("touchpoint", id), which else stand there by their ids.
    """
    chosen = [p for p in personas.personas if not ids or p.id in ids]
    rows = [Row("size", "size", both(_PARTS["size"]), tuple(Cell(p.share) for p in chosen))]
    for part in ("traits", "figures", "loyalty"):
        rows += _traits(part, chosen)
    for part in ("channels", "devices", "media", "weekdays", "hours", "demography"):
        rows += _uses(part, chosen)
    rows += _feelings(chosen, places or {})
    rows += [
        Row("homogeneity", "sure", both("Mean probability of membership"), tuple(Cell(p.homogeneity) for p in chosen)),
        Row("stability", "sure", both("Agreement of refits"), tuple(Cell(p.stability) for p in chosen)),
    ]
    used = {row.part for row in rows}
    parts = {part: both(_PARTS[part]) for part in _PARTS if part in used}
    return Comparison(tuple(p.id for p in chosen), tuple(p.name for p in chosen), parts, tuple(rows))


def _traits(part: str, chosen: Sequence[Persona]) -> list[Row]:
    own: list[dict[str, Trait]] = [{t.id: t for t in getattr(p, part)} for p in chosen]
    return [Row(key, part, name, tuple(_trait(o.get(key)) for o in own)) for key, name in _names(own)]


def _trait(trait: Trait | None) -> Cell:
    if trait is None:
        return Cell()
    stands_out = trait.difference.lo * trait.difference.hi > 0
    return Cell(trait.here, trait.shown, stands_out, percent=trait.id.startswith(_SHARES))


def _uses(part: str, chosen: Sequence[Persona]) -> list[Row]:
    own: list[dict[str, UseShare]] = [{u.id: u for u in getattr(p, part)} for p in chosen]
    return [Row(key, part, name, tuple(_use(o.get(key)) for o in own)) for key, name in _names(own)]


def _use(use: UseShare | None) -> Cell:
    if use is None:
        return Cell()
    return Cell(use.share, stands_out=use.base is not None and not use.share.lo <= use.base <= use.share.hi)


def _feelings(chosen: Sequence[Persona], places: Mapping[tuple[str, str], Text]) -> list[Row]:
    own = [{f"{f.series}:{f.phase}:{f.touchpoint or ''}": f for f in p.feelings} for p in chosen]
    keys = dict.fromkeys(key for found in own for key in found)
    return [
        Row(key, "feelings", _place(key, places),
            tuple(Cell(o[key].experienced) if key in o else Cell() for o in own))
        for key in keys
    ]  # fmt: skip


def _place(key: str, places: Mapping[tuple[str, str], Text]) -> Text:
    """Return the name of the touchpoint, or else the phase, that a row of feelings is about."""
    _, phase, touchpoint = key.split(":")
    about = ("touchpoint", touchpoint) if touchpoint else ("phase", phase)
    return places.get(about, about[1])


def _names(own: Iterable[dict[str, Trait] | dict[str, UseShare]]) -> list[tuple[str, Text]]:
    """Return the ids and names of everything any persona has, in the order in which they first come."""
    found: dict[str, Text] = {}
    for mapping in own:
        for key, item in mapping.items():
            found.setdefault(key, item.name)
    return list(found.items())
