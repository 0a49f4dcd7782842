"""A map as slides for a room: what it finds, the curve, one phase after the other, and what to change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from wegweiser.i18n import Language

_STATEMENTS, _CARDS, _FIGURES, _GAPS, _GROUPS = 3, 5, 4, 3, 3
"""So many fit a screen that is read from the last row of a room."""


class Said(msgspec.Struct, frozen=True):
    """A statement on a slide: words, standing, and what supports it."""

    text: str
    status: str
    status_name: str
    support: str
    kind: str = ""


class Group(msgspec.Struct, frozen=True):
    """Statements of one lane."""

    title: str
    said: tuple[Said, ...]
    spoken: bool = False
    """Whether customers say it."""


class Contact(msgspec.Struct, frozen=True):
    """A touchpoint: icon, name and how many it meets."""

    icon: str
    name: str
    share: str
    width: float


class Value(msgspec.Struct, frozen=True):
    """A metric with its change and target."""

    name: str
    shown: str
    change: str
    tone: str
    target: str


class PhaseSlide(msgspec.Struct, frozen=True):
    """One phase."""

    id: str
    number: int
    name: str
    line: str
    customers: str
    dwell: str
    on: str
    on_within: str
    contacts: tuple[Contact, ...] = ()
    groups: tuple[Group, ...] = ()
    gaps: tuple[Said, ...] = ()
    values: tuple[Value, ...] = ()


class Slides(msgspec.Struct, frozen=True):
    """The slides of a map in one language."""

    title: str
    subtitle: str
    organisation: str
    language: Language
    simulated: str
    finding: Said | None
    phases: tuple[PhaseSlide, ...]
    words: dict[str, str]
    imprint: tuple[str, ...]


def slides(sheet: Any, language: Language) -> Slides:  # noqa: ANN401  (the drawing's, behind its door)
    """Return the slides of a map's sheet."""
    return Slides(
        title=sheet.title,
        subtitle=sheet.subtitle,
        organisation=sheet.organisation,
        language=language,
        simulated=sheet.words["simulated"] if sheet.simulated else "",
        finding=_said(sheet.finding) if sheet.finding else None,
        phases=tuple(_phase(sheet, at) for at in range(len(sheet.heads))),
        words=sheet.words,
        imprint=sheet.imprint,
    )


def _phase(sheet: Any, at: int) -> PhaseSlide:  # noqa: ANN401  (as above)
    head = sheet.heads[at]
    boxes = [(row, row.boxes[at]) for band in sheet.bands for row in band.rows if row.boxes]
    return PhaseSlide(
        id=head.id,
        number=at + 1,
        name=head.name,
        line=head.line,
        customers=head.nobody or head.customers,
        dwell=head.dwell,
        on=head.on,
        on_within=head.on_within,
        contacts=tuple(Contact(card.icon, card.name, card.share, card.width) for _, box in boxes for card in box.cards)[
            :_CARDS
        ],
        groups=tuple(_groups(boxes))[:_GROUPS],
        gaps=tuple(_said(one) for row, box in boxes if row.kind == "gaps" for one in box.statements)[:_GAPS],
        values=tuple(
            Value(one.name, one.shown, one.change, one.tone, one.target) for _, box in boxes for one in box.figures
        )[:_FIGURES],
    )


def _groups(boxes: list[tuple[Any, Any]]) -> Iterator[Group]:
    """Yield what customers say first, then what else is written."""
    for spoken in (True, False):
        for row, box in boxes:
            if row.kind in {"voice", "text"} and (row.kind == "voice") is spoken and box.statements:
                yield Group(row.title, tuple(_said(one) for one in box.statements[:_STATEMENTS]), spoken)


def _said(one: Any) -> Said:  # noqa: ANN401  (as above)
    return Said(one.text, one.status, one.status_name, one.support, one.kind_name)
