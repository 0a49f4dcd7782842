"""A map as slides of native shapes that people edit: the map itself, its levers, and the evidence behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pptx.util import Pt

from wegweiser.i18n import message
from wegweiser.maps.exchange.curve import CURVE_HIGH, curve
from wegweiser.maps.exchange.forms import Subject
from wegweiser.maps.exchange.plain_text import GLYPH
from wegweiser.maps.exchange.safety import plain
from wegweiser.maps.exchange.shapes import drawn, plainly
from wegweiser.maps.render import geometry
from wegweiser.maps.render.layout import sheet as sheet_of
from wegweiser.maps.render.press import cut
from wegweiser.maps.render.sheet import Box as Place
from wegweiser.maps.render.sheet import LeverCard, Row, Sheet, Source, Statement
from wegweiser.maps.render.slides import Box, Deck, Slide, Type, height_of

WIDE, HIGH = 1190.0, 842.0
"""Points of an A3 sheet on its side."""
_EDGE, _LABEL, _FOOT = 30.0, 84.0, 828.0
_INK, _INK2, _LINE, _LINE2 = "#1d1b16", "#545048", "#ddd7cb", "#8f8879"
_WHITE = "#ffffff"
_TONES = {"good": "#0b6b5e", "bad": "#a63a1e", "plain": _INK2}
_KINDS = {"gap": "#a63a1e", "opportunity": "#805300"}
_FLOW, _LOGO = 34.0, (140.0, 46.0)
_PAD = 5.0
_SIZES = (9.0, 8.0, 7.5, 7.0)
"""Type tried from large to small; where even the smallest fills more than one slide, the largest is taken."""
_SOURCE, _SMALL = Type(9, bold=True), Type(8, colour=_INK2, after=4)
_LEVER, _LEVER_FACTS = Type(13, bold=True, serif=True), Type(10, colour=_INK2, after=6)

_Words = Sequence[tuple[str, Type]]


@dataclass(frozen=True)
class Lane:
    """A lane measured: its words per phase, and how high it is."""

    row: Row
    words: tuple[_Words, ...]
    high: float


def slides(subject: Subject) -> bytes:
    """Return the map as a presentation; the same map always gives the same bytes."""
    sheet = cut(sheet_of(subject.map, subject.language, subject.view, subject.house))
    made = subject.map.as_of or date(1980, 1, 1)
    deck = Deck(plain(sheet.title), sheet.language, made, (WIDE, HIGH), author=plain(sheet.house.name))
    for number, lanes in enumerate(_pages(sheet)):
        slide, top = _head(deck, sheet, first=number == 0)
        _lanes(slide, sheet, lanes, top)
    if sheet.levers and (sheet.levers.ranked or sheet.levers.apart):
        _listed(deck, sheet, message("Levers", sheet.language), [*_levers(sheet)])
    if sheet.sources:
        _listed(deck, sheet, message("Evidence and sources", sheet.language), [*map(_source, sheet.sources)])
    return deck.saved()


def _pages(sheet: Sheet) -> list[list[Lane]]:
    """Return the lanes slide by slide: in the largest type that fits one, else in the largest of all on several."""
    rows = [row for band in sheet.bands for row in band.rows]
    room = _FOOT - _top(sheet)
    wide = _column(sheet) - 2 * _PAD
    tried = [[_measured(row, wide, size) for row in rows] for size in _SIZES]
    lanes = next((lanes for lanes in tried if sum(lane.high for lane in lanes) <= room), tried[0])
    pages: list[list[Lane]] = [[]]
    used = 0.0
    for lane in lanes:
        if pages[-1] and used + lane.high > room:
            pages.append([])
            used = 0.0
        pages[-1].append(lane)
        used += lane.high
    return pages


def _top(sheet: Sheet) -> float:
    return 134.0 + (_FLOW if sheet.flow else 0.0)


def _column(sheet: Sheet) -> float:
    return (WIDE - 2 * _EDGE - _LABEL) / max(len(sheet.heads), 1)


def _measured(row: Row, wide: float, size: float) -> Lane:
    words = tuple(tuple(_words(row, box, size)) for box in row.boxes)
    high = max((height_of(one, wide) for one in words), default=0.0)
    if row.kind == "curve":
        high = CURVE_HIGH
    return Lane(row, words, max(high, 2 * size) + 2 * _PAD)


def _words(row: Row, box: Place, size: float) -> Iterator[tuple[str, Type]]:
    """Yield the paragraphs of a cell."""
    body, small = Type(size, after=1.5), Type(size - 1, colour=_INK2, after=2)
    for card in box.cards:
        yield plain(f"{card.name}  {card.share}".strip()), Type(size, bold=True)
    if box.more:
        yield plain(box.more), small
    for step in box.steps:
        yield plain(f"{step.number}  {step.name}  {step.share}".strip()), body
    for figure in box.figures:
        yield plain(figure.name), small
        yield plain(f"{figure.shown}  {figure.change}".strip()), Type(size + 3, bold=True, colour=_TONES[figure.tone])
        if figure.target or figure.statement.support:
            yield plain("  ".join(one for one in (figure.target, figure.statement.support) if one)), small
    for one in box.statements:
        yield _statement(one, row.kind, size)
    if not (box.cards or box.steps or box.figures or box.statements) and box.mark_words:
        yield plain(box.mark_words), small


def _statement(one: Statement, kind: str, size: float) -> tuple[str, Type]:
    mark = "".join(badge.mark for badge in one.badges[:1])
    # the statement itself may not speak across lines: a tab divides it from its mark
    text = " ".join(f"{one.text} {f'[{mark}]' if mark else ''}".split())
    return plain(f"{GLYPH[one.status]}\t{text}"), Type(
        size,
        serif=kind == "voice",
        italic=kind == "voice",
        colour=_KINDS.get(one.kind, _INK),
        after=2,
        hanging=size * 1.35,
    )


def _head(deck: Deck, sheet: Sheet, *, first: bool) -> tuple[Slide, float]:
    """Return a slide with title, persona, phases and the flow through them, and where the lanes begin."""
    title = Type(26, bold=True, serif=True)
    notes = "\n".join((*sheet.notes, " \u00b7 ".join(sheet.imprint)))
    x, house = _EDGE, sheet.house
    if house.logo:
        x += house.logo_size(*_LOGO)[0] + 12
    slide = deck.slide(plain(sheet.title), Box(x, 20, 730 - x, 36), title, plain(notes))
    if house.logo:
        slide.picture(
            house.logo, Box(_EDGE, 22, *house.logo_size(*_LOGO)), plain(house.name or sheet.words["logo"]), disc=False
        )
    words = (sheet.kind, sheet.subtitle, sheet.words["simulated"] if sheet.simulated else "")
    under = [one for one in (*words, house.standing, house.name) if one]
    slide.text(Box(x, 56, 730 - x, 16), [(plain(" \u00b7 ".join(under)), Type(11, colour=_INK2))])
    plainly(slide, Box(0, 0, WIDE, 5), house.colour)
    if sheet.finding and first:
        said = f"{GLYPH[sheet.finding.status]} {sheet.finding.text}"
        slide.text(Box(_EDGE, 72, 700, 18), [(plain(said), Type(12, serif=True, italic=True))])
    if sheet.persona:
        side, quote = Type(11, colour=_INK2, align="right"), Type(13, serif=True, italic=True, align="right")
        told = [(plain(f"{sheet.persona.name} \u00b7 {sheet.persona.line}"), side)]
        if sheet.persona.quote:
            marks = sheet.words["quote_open"], sheet.words["quote_close"]
            told.insert(0, (plain(f"{marks[0]}{sheet.persona.quote}{marks[1]}"), quote))
        slide.text(Box(WIDE - _EDGE - 410, 24, 410, 62), told)
    wide = _column(sheet)
    for place, head in enumerate(sheet.heads):
        x = _EDGE + _LABEL + place * wide
        name = [(plain(head.name), Type(14, bold=True, serif=True)), (plain(head.line), Type(8.5, colour=_INK2))]
        slide.text(Box(x + _PAD, 94, wide - 2 * _PAD, 38), name)
    if sheet.flow:
        _flow(slide, sheet, wide)
    return slide, _top(sheet)


def _flow(slide: Slide, sheet: Sheet, wide: float) -> None:
    """Draw how many customers are still on the way, as one freeform, with their number in each phase."""
    box = Box(_EDGE + _LABEL, 132, wide * len(sheet.heads), _FLOW - 4)
    group = slide.group(plain("; ".join(f"{head.name}: {head.spoken}" for head in sheet.heads)))
    drawn(group, geometry.ribbon(sheet.flow, box.wide, box.high), box, fill=sheet.house.ribbon).name = plain(
        sheet.words["flow"]
    )
    for place, head in enumerate(sheet.heads):
        shown = head.customers or head.nobody
        here = Box(box.x + place * wide + _PAD, 132, wide - 2 * _PAD, _FLOW - 4)
        group.text(
            here, [(plain("  ".join(one for one in (shown, head.on) if one)), Type(9, bold=True))], anchor="middle"
        )


def _lanes(slide: Slide, sheet: Sheet, lanes: list[Lane], top: float) -> None:
    wide, y = _column(sheet), top
    for lane in lanes:
        group = slide.group(plain(lane.row.title))
        plainly(group, Box(_EDGE, y, WIDE - 2 * _EDGE, 0.6), _LINE2)
        group.text(
            Box(_EDGE, y + _PAD, _LABEL - _PAD, lane.high - _PAD), [(plain(lane.row.title), Type(9.5, bold=True))]
        )
        if lane.row.kind == "curve" and sheet.feelings:
            curve(group, sheet, Box(_EDGE + _LABEL, y + _PAD, wide * len(sheet.heads), CURVE_HIGH))
        for place, words in enumerate(lane.words):
            box = Box(_EDGE + _LABEL + place * wide + _PAD, y + _PAD, wide - 2 * _PAD, lane.high - 2 * _PAD)
            if lane.row.kind == "cards":
                _cards(group, words, box)
            elif words and not (lane.row.kind == "curve" and sheet.feelings):
                group.text(box, words)
        y += lane.high
    plainly(slide, Box(_EDGE, y, WIDE - 2 * _EDGE, 0.6), _LINE2)
    for place in range(len(sheet.heads) + 1):
        plainly(slide, Box(_EDGE + _LABEL + place * wide, top, 0.4, y - top), _LINE)


def _cards(group: Slide, words: _Words, box: Box) -> None:
    """Place each touchpoint as a card of its own, so that it can be moved."""
    y = box.y
    for text, kind in words:
        high = height_of([(text, kind)], box.wide - 3)
        card = group.shape(
            Box(box.x, y, box.wide, high), _WHITE if kind.bold else None, line=_LINE if kind.bold else None
        )
        group.write(card, [(text, kind)])
        card.text_frame.margin_left = Pt(3)
        card.name = text[:60]
        y += high


def _levers(sheet: Sheet) -> Iterator[_Words]:
    """Yield the levers as blocks of words: the ranked ones, then those to be tested first."""
    found = sheet.levers
    if found is None:
        return
    order = found.order or found.unranked
    if order:
        yield [(plain(order), Type(11, italic=True, colour=_INK2, after=6))]
    for card in found.ranked:
        yield _lever(card)
    if found.apart:
        yield [(plain(sheet.words["apart"]), Type(11, italic=True, colour=_INK2, after=6))]
    for card in found.apart:
        yield _lever(card)


def _lever(card: LeverCard) -> _Words:
    facts = [one for one in (card.phase, card.effect, card.worth, card.sure, card.test, *card.warnings) if one]
    return [(plain(f"{card.badge.mark}  {card.text}"), _LEVER), (plain(" \u00b7 ".join(facts)), _LEVER_FACTS)]


def _source(source: Source) -> _Words:
    facts = " \u00b7 ".join(f"{label}: {value}" for label, value in source.facts)
    return [(plain(f"{source.number}  {source.name} ({source.kind})"), _SOURCE), (plain(facts), _SMALL)]


def _listed(deck: Deck, sheet: Sheet, title: str, blocks: list[_Words]) -> None:
    """Place blocks of words in two columns, on as many slides as they take."""
    wide, top = (WIDE - 2 * _EDGE - 30) / 2, 76.0
    slide, column, y = None, 0, top
    for block in blocks:
        high = height_of(block, wide)
        if slide is not None and y + high > _FOOT:
            column, y = column + 1, top
        if slide is None or column > 1:
            kind = Type(24, bold=True, serif=True)
            slide = deck.slide(plain(title), Box(_EDGE, 24, WIDE - 2 * _EDGE, 40), kind, plain(sheet.title))
            column, y = 0, top
        slide.text(Box(_EDGE + column * (wide + 30), y, wide, min(high, _FOOT - y)), block)
        y += high
