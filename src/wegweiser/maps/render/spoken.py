"""A drawing for those who do not see it: the print draws every letter as a shape, so its words go along as text."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape

from wegweiser.maps.render.resources import printable
from wegweiser.maps.render.sheet import Box, Sheet, Statement

_OPEN = b"<svg "


def with_words(drawing: bytes, sheet: Sheet) -> bytes:
    """Return an SVG that is one picture with a name and everything the sheet says, phase by phase.

    Its letters stay shapes, for text is broken anew by every program and would not fit the places it was set for.
    """
    head, _, body = drawing.partition(b">")
    named = head.replace(
        _OPEN, f'<svg role="img" aria-labelledby="map-name map-words" lang="{sheet.language}" '.encode(), 1
    )
    words = "\n".join(_lines(sheet))
    told = f'<title id="map-name">{_safe(sheet.title)}</title><desc id="map-words">{_safe(words)}</desc>'
    return named + b">" + told.encode() + body


def _safe(text: str) -> str:
    """Return a text for XML, which may not hold what no font can draw either."""
    return "\n".join(escape(printable(line)) for line in text.split("\n"))


def _lines(sheet: Sheet) -> Iterator[str]:
    """Yield what the sheet says: what it is, its finding, and each phase lane by lane."""
    yield from (one for one in (sheet.house.line, sheet.kind, sheet.subtitle) if one)
    if sheet.simulated:
        yield sheet.words["simulated"]
    if sheet.finding:
        yield _said(sheet.finding)
    if sheet.feelings:
        yield sheet.feelings.spoken
    rows = [row for band in sheet.bands for row in band.rows]
    for at, head in enumerate(sheet.heads):
        yield ". ".join(one for one in (head.name, head.line, head.spoken) if one)
        for row in rows:
            said = [*_of(row.boxes[at])] if len(row.boxes) > at else []
            if said:
                yield f"{row.title}: {'; '.join(said)}"
    yield from _levers(sheet)
    yield from (*sheet.notes, " \u00b7 ".join(sheet.imprint))


def _of(box: Box) -> Iterator[str]:
    yield from (f"{card.name} {card.share}".strip() for card in box.cards)
    yield from (f"{step.name} {step.share}".strip() for step in box.steps)
    for one in box.figures:
        yield " ".join(part for part in (one.name, one.shown, one.change, one.target, one.statement.support) if part)
    yield from map(_said, box.statements)


def _said(one: Statement) -> str:
    behind = ", ".join(part for part in (one.status_name, one.support) if part)
    return f"{one.text} ({behind})" if behind else one.text


def _levers(sheet: Sheet) -> Iterator[str]:
    cards = (*sheet.levers.ranked, *sheet.levers.apart) if sheet.levers else ()
    if cards:
        yield f"{sheet.words['levers']}: {'; '.join(f'{one.badge.mark} {one.text}' for one in cards)}"
