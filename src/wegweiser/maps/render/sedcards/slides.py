"""Sedcards as slides, one a persona: native shapes in three columns, and the whole card in the presenter's notes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pptx.enum.dml import MSO_LINE

from wegweiser.domain.personas import PersonaSet
from wegweiser.i18n import Language, message, read
from wegweiser.maps.render.figures import DOT
from wegweiser.maps.render.sedcards.cards import PLAIN, WORDS, Sedcard, sedcards
from wegweiser.maps.render.sedcards.mood import Curve, Mood
from wegweiser.maps.render.sedcards.portrait import HUES, Backdrop
from wegweiser.maps.render.sedcards.shares import Bar, Group
from wegweiser.maps.render.sedcards.told import Line, Said
from wegweiser.maps.render.sedcards.traits import Dial, Figure
from wegweiser.maps.render.slides import HIGH, WIDE, Box, Deck, Slide, Type, height_of, lines_of

INK, INK2, INK3, LINE, WELL = "#1d1b16", "#545048", "#6a645a", "#8f8879", "#efece4"
ACCENT, BAR, OCHRE, GOOD, BAD = "#2440b8", "#7181d0", "#805300", "#0b6b5e", "#a63a1e"
_EDGE, _TOP, _BOTTOM, _GAP, _BETWEEN = 30.0, 108.0, 508.0, 24.0, 9.0
_COLUMN = (WIDE - 2 * _EDGE - 2 * _GAP) / 3
_MARKS = {"validated": "●", "measured": "◕", "inferred": "◑", "assumption": "○", "contradicted": "✕", "stale": "◌"}
_TONES = {"more": ACCENT, "less": OCHRE, "open": INK3, "good": GOOD, "bad": BAD, "plain": INK3}
_TITLE, _BODY, _SMALL = Type(11.5, bold=True, serif=True), Type(10), Type(8, colour=INK2)
_HEAD = 20.0
_DASHES = {"text": MSO_LINE.DASH, "behaviour": MSO_LINE.ROUND_DOT}


@dataclass(frozen=True)
class Fill:
    """How much of a card goes on its slide: bars and traits of a piece, lines of a list, figures, and whether times."""

    bars: int
    lines: int
    times: bool = True
    doubts: int = 3
    figures: int = 4


_FILLS = (
    Fill(8, 6, figures=6), Fill(6, 4, figures=6), Fill(5, 3, figures=6), Fill(4, 3), Fill(4, 2),
    Fill(4, 2, times=False), Fill(3, 2, doubts=1), Fill(3, 2, times=False, doubts=1),
    Fill(3, 1, times=False, doubts=1), Fill(2, 1, times=False, doubts=1),
    Fill(2, 1, times=False, doubts=1, figures=2), Fill(2, 1, times=False, doubts=0, figures=2),
    Fill(1, 1, times=False, doubts=0, figures=2),
)  # fmt: skip


@dataclass(frozen=True)
class Block:
    """A piece of a card: its height, and how it is drawn from an upper left corner."""

    high: float
    draw: Callable[[Slide, float, float], None]


def slides(personas: PersonaSet, language: Language, backdrop: Backdrop = PLAIN) -> bytes:
    """Return the personas as a presentation, one slide each; the same set always gives the same bytes."""
    title = message(WORDS["personas"], language)
    made = Deck(title, language, personas.as_of, author=backdrop.house.name)
    told = read(personas.verdict, language)
    cards = sedcards(personas, language, backdrop)
    if not cards:
        slide = made.slide(message(WORDS["none"], language), Box(_EDGE, 30, 900, 40), Type(26, True, True), told)
        slide.text(Box(_EDGE, 90, 700, 120), [(told, Type(16))])
    for card in cards:
        simulated = message(WORDS["simulated"], language) if backdrop.simulated else ""
        _slide(made, card, language, (backdrop.house.name, simulated))
    return made.saved()


def _slide(deck: Deck, card: Sedcard, language: Language, labels: tuple[str, str]) -> None:
    """Draw one card, with as many lines a piece as three columns hold."""
    columns: list[list[Block]] = []
    for fill in _FILLS:
        columns, left = _columns(_blocks(card, language, fill))
        if not left:
            break
    head = Type(24, bold=True, serif=True)
    if lines_of(card.name, 570, head) > 1:
        head = Type(17, bold=True, serif=True)
    high = max(height_of([(card.name, head)], 570), 28)
    slide = deck.slide(card.name, Box(108, 24, 570, high), head, _notes(card, language))
    _head(slide, card, language, 28 + high)
    for number, blocks in enumerate(columns):
        y = _TOP
        for block in blocks:
            block.draw(slide, _EDGE + number * (_COLUMN + _GAP), y)
            y += block.high + _BETWEEN
    foot = DOT.join((*card.imprint, *(label for label in labels if label)))
    slide.shape(Box(_EDGE, 512, WIDE - 2 * _EDGE, 0.75), LINE)
    slide.text(Box(_EDGE, 515, WIDE - 2 * _EDGE, HIGH - 518), [(foot, Type(8, colour=INK2))])


def _columns(blocks: list[Block]) -> tuple[list[list[Block]], bool]:
    """Return the blocks in three columns of about the same height, in order, and whether some found no room."""
    room = _BOTTOM - _TOP
    even = sum(block.high + _BETWEEN for block in blocks) / 3
    columns: list[list[Block]] = [[], [], []]
    used, at, left = [0.0, 0.0, 0.0], 0, False
    for block in blocks:
        while at < 2 and used[at] and (used[at] + block.high > room or used[at] + block.high / 2 > even):
            at += 1
        free = next((i for i in (at, 0, 1, 2) if used[i] + block.high <= room), None)
        if free is None:
            left = True
            continue
        columns[free].append(block)
        used[free] += block.high + _BETWEEN
    return columns, left


def _head(slide: Slide, card: Sedcard, language: Language, y: float) -> None:
    """Draw portrait, claim and share."""
    face = Box(_EDGE, 24, 64, 64)
    if card.portrait.picture:
        slide.picture(card.portrait.picture, face, card.portrait.credit or card.name)
    else:
        ground, ink, *_ = HUES[card.portrait.hue]
        disc = slide.shape(face, ground, round_=True)
        slide.write(disc, [(card.portrait.initials, Type(22, bold=True, serif=True, colour=ink, align="center"))])
    claim = Type(12, serif=True, italic=True, colour=INK2)
    while lines_of(card.line, 565, claim) > 2 and claim.size > 8:
        claim = Type(claim.size - 1, serif=True, italic=True, colour=INK2)
    if card.line:
        slide.text(Box(108, y, 570, 104 - y), [(card.line, claim)])
    elif card.hidden:
        slide.text(Box(108, y, 570, 20), [(message(WORDS["suppressed"], language), _BODY)])
    if card.part:
        part, (x, wide) = card.part, (712.0, WIDE - _EDGE - 712.0)
        slide.text(Box(x, 24, wide, 32), [(part.shown, Type(24, bold=True, serif=True, colour=ACCENT))])
        strip = slide.group(f"{part.shown}, {part.words}")
        strip.shape(Box(x, 60, wide, 7), WELL)
        strip.shape(Box(x, 60, max(part.at * wide, 0.5), 7), ACCENT)
        strip.shape(Box(x + part.lo * wide, 63, max((part.hi - part.lo) * wide, 0.5), 1), INK)
        slide.text(Box(x, 71, wide, 34), [(part.words, Type(9, colour=INK2))])


def _blocks(card: Sedcard, language: Language, fill: Fill) -> list[Block]:
    """Return the pieces of a card in the order in which they are read."""
    word = {name: message(msgid, language) for name, msgid in WORDS.items()}
    blocks = [_said(card.quotes)] if card.quotes else []
    if card.figures:
        blocks.append(_figures(word["figures"], card.figures[: fill.figures]))
    blocks += [_lines(kind.title, kind.lines[: fill.lines]) for kind in card.lists]
    if card.mood:
        blocks.append(_mood(word["feelings"], card.mood))
    if card.dials:
        blocks.append(_dials(word["apart"], card.dials[: fill.bars]))
    timed = [group for group in card.groups if group.kind == "columns" or group.title == word["times"]]
    barred = [group for group in card.groups if group not in timed] + ([card.who] if card.who else [])
    blocks += [_pair(barred[i : i + 2], fill.bars) for i in range(0, len(barred), 2)]
    blocks += [_columned(group) for group in timed if fill.times]
    for name, told in (("statements", card.statements[: fill.bars]), ("rules", card.rules[:1])):
        if told:
            blocks.append(_lines(word[name], told))
    if card.assumed and fill.doubts:
        blocks.append(_lines(word["assumed"], card.assumed[: fill.doubts]))
    if card.unknown:
        gaps = tuple(Line("", "", text) for text in card.unknown)
        blocks.append(_lines(word["unknown"], gaps[: max(fill.doubts, 1)], mark="?"))
    return blocks


def _title(slide: Slide, title: str, x: float, y: float, wide: float = _COLUMN) -> None:
    slide.shape(Box(x, y, wide, 0.75), LINE)
    slide.text(Box(x, y + 3, wide, 15), [(title, _TITLE)])


def _said(quotes: tuple[Said, ...]) -> Block:
    words = [(quote.text, Type(12, serif=True, italic=True)) for quote in quotes]
    sources = [(quote.source, Type(8.5, colour=INK2, after=5)) for quote in quotes]
    paragraphs = [one for pair in zip(words, sources, strict=True) for one in pair if one[0]]
    high = height_of(paragraphs, _COLUMN)
    return Block(high, lambda slide, x, y: slide.text(Box(x, y, _COLUMN, high), paragraphs))


def _figures(title: str, figures: tuple[Figure, ...]) -> Block:
    wide = (_COLUMN - 12) / 2
    cells = [
        [
            (f.name, Type(8.5, bold=True, colour=INK3)),
            (f.shown, Type(17, bold=True, serif=True)),
            (f.rest, Type(9)),
            (f.support, Type(8, colour=INK2)),
        ]
        for f in figures
    ]
    rows = [cells[i : i + 2] for i in range(0, len(cells), 2)]
    highs = [max(height_of(cell, wide) for cell in row) + 5 for row in rows]

    def draw(slide: Slide, x: float, y: float) -> None:
        _title(slide, title, x, y)
        top = y + _HEAD
        for row, high in zip(rows, highs, strict=True):
            for number, cell in enumerate(row):
                slide.text(Box(x + number * (wide + 12), top, wide, high - 5), cell)
            top += high

    return Block(_HEAD + sum(highs) - 5, draw)


def _lines(title: str, lines: tuple[Line, ...], mark: str = "") -> Block:
    paragraphs: list[tuple[str, Type]] = []
    for line in lines:
        after = 1.0 if line.support else 3.0
        words = f"{mark or _MARKS[line.status]}\t{line.text}"
        paragraphs.append((words, Type(10, serif=line.quoted, italic=line.quoted, hanging=13, after=after)))
        if line.support:
            paragraphs.append((f"\t{line.support}", Type(8.5, colour=INK2, hanging=13, after=3)))
    high = height_of(paragraphs, _COLUMN)

    def draw(slide: Slide, x: float, y: float) -> None:
        _title(slide, title, x, y)
        slide.text(Box(x, y + _HEAD, _COLUMN, high), paragraphs)

    return Block(_HEAD + high, draw)


def _dials(title: str, dials: tuple[Dial, ...]) -> Block:
    scale = 72.0
    wide = _COLUMN - scale - 10
    rows = [[(d.shown, Type(10, bold=True)), (d.detail, _SMALL)] for d in dials]
    highs = [height_of(row, wide) + 4 for row in rows]

    def draw(slide: Slide, x: float, y: float) -> None:
        _title(slide, title, x, y)
        left, top = x + _COLUMN - scale, y + _HEAD
        chart = slide.group("; ".join(f"{d.shown}: {d.detail}" for d in dials))
        chart.shape(Box(left + scale / 2 - 0.4, top, 0.8, sum(highs) - 4), LINE)
        for dial, row, high in zip(dials, rows, highs, strict=True):
            slide.text(Box(x, top, wide, high - 4), row)
            middle, colour = top + (high - 4) / 2, _TONES[dial.tone]
            whisker = Box(left + dial.lo * scale, middle - 0.75, max((dial.hi - dial.lo) * scale, 1), 1.5)
            chart.shape(whisker, colour)
            dot = Box(left + dial.at * scale - 4, middle - 4, 8, 8)
            chart.shape(dot, "#ffffff" if dial.tone == "open" else colour, round_=True, line=colour)
            top += high

    return Block(_HEAD + sum(highs) - 4, draw)


def _pair(groups: list[Group], most: int) -> Block:
    """Return one or two groups of bars side by side, the widest bars of each where there is no room for all."""
    kept = [[bar for bar in g.bars if bar in sorted(g.bars, key=lambda b: -b.length)[:most]] for g in groups]
    wide = (_COLUMN - 16 * (len(groups) - 1)) / len(groups)
    row, number = 17.5, 34.0

    def draw(slide: Slide, x: float, y: float) -> None:
        for i, (group, bars) in enumerate(zip(groups, kept, strict=True)):
            left = x + i * (wide + 16)
            _title(slide, group.title, left, y, wide)
            chart = slide.group("; ".join(f"{bar.name}: {bar.shown}" for bar in bars))
            for j, bar in enumerate(bars):
                top = y + _HEAD + j * row
                slide.text(Box(left, top, wide - number, 11), [(_cut(bar.name, wide - number - 2), Type(9))])
                shown = Type(9, bold=True, align="right")
                slide.text(Box(left + wide - number, top, number, 11), [(bar.shown, shown)])
                _bar(chart, bar, Box(left, top + 11.5, wide, 3.5))
            below = Box(left, y + _HEAD + len(bars) * row, wide, 10.5)
            slide.text(below, [(_cut(group.note, wide, 8), Type(8, colour=INK2))])

    return Block(_HEAD + max(map(len, kept)) * row + 10.5, draw)


def _columned(group: Group) -> Block:
    """Return shares in time as columns with a mark for everyone else."""
    tall, wide = 30.0, _COLUMN / max(len(group.bars), 1)

    def draw(slide: Slide, x: float, y: float) -> None:
        _title(slide, group.title, x, y)
        top = y + _HEAD
        chart = slide.group("; ".join(f"{bar.name}: {bar.shown}" for bar in group.bars))
        chart.shape(Box(x, top + 11 + tall, _COLUMN, 0.5), LINE)
        for i, bar in enumerate(group.bars):
            left = x + i * wide
            slide.text(Box(left, top, wide, 10.5), [(bar.shown, Type(8, bold=True, align="center"))])
            slide.text(
                Box(left, top + 13 + tall, wide, 10.5),
                [(_cut(bar.short if len(group.bars) > 5 else bar.name, wide - 2, 8), Type(8, align="center"))],
            )
            if bar.length > 0:
                chart.shape(Box(left + 4, top + 11 + (1 - bar.length) * tall, wide - 8, bar.length * tall), BAR)
            if bar.base >= 0:
                chart.shape(Box(left + 2, top + 11 + (1 - min(bar.base, 1)) * tall - 0.6, wide - 4, 1.2), INK)
        slide.text(Box(x, top + 24 + tall, _COLUMN, 10.5), [(group.note, Type(8, colour=INK2))])

    return Block(_HEAD + tall + 35, draw)


def _bar(chart: Slide, bar: Bar, box: Box) -> None:
    chart.shape(box, WELL)
    if bar.length > 0:
        chart.shape(Box(box.x, box.y, bar.length * box.wide, box.high), BAR)
    if bar.hi > bar.lo:
        middle = box.y + box.high / 2 - 0.4
        chart.shape(Box(box.x + bar.lo * box.wide, middle, (bar.hi - bar.lo) * box.wide, 0.8), INK)
    if bar.base >= 0:
        chart.shape(Box(box.x + min(bar.base, 1) * box.wide - 0.75, box.y - 1.5, 1.5, box.high + 3), INK)


def _cut(words: str, wide: float, size: float = 9) -> str:
    """Return words that fit one line, cut with an ellipsis where they do not; the notes hold them whole."""
    kept = words
    while len(kept) > 1 and lines_of(kept.replace(" ", "\u00a0"), wide, Type(size)) > 1:
        kept = kept.rstrip("…")[:-1].rstrip() + "…"
    return kept


def _mood(title: str, mood: Mood) -> Block:
    curve, margin = 74.0, 13.0
    wide = _COLUMN / len(mood.phases)
    names = [_phase(name, wide - 2) for name in mood.phases]
    below = max(height_of(name, wide - 2) for name in names)
    key = [(DOT.join(c.name for c in mood.curves), _SMALL)] if len(mood.curves) > 1 else []

    def draw(slide: Slide, x: float, y: float) -> None:
        _title(slide, title, x, y)
        top = y + _HEAD + margin
        chart = slide.group("; ".join(f"{c.name}, {spot.spoken}" for c in mood.curves for spot in c.spots))
        chart.shape(Box(x, top + curve / 2, _COLUMN, 0.5), LINE)
        for one in mood.curves:
            _curve(chart, one, Box(x, top, _COLUMN, curve))
        if mood.curves:
            for spot in mood.curves[0].spots:
                up = spot.y <= 0.5
                place = top + spot.hi * curve - 13 if up else top + spot.lo * curve + 2
                kind = Type(8.5, bold=True, align="center")
                slide.text(Box(x + spot.x * _COLUMN - 16, place, 32, 11), [(spot.shown, kind)])
        foot = top + curve + margin
        for number, name in enumerate(names):
            slide.text(Box(x + number * wide + 1, foot, wide - 2, below), name)
        if key:
            slide.text(Box(x, foot + below + 2, _COLUMN, 11), key)

    return Block(_HEAD + curve + 2 * margin + below + (13 if key else 0), draw)


def _phase(name: str, wide: float) -> list[tuple[str, Type]]:
    """Return the name of a phase as large as it fits below the curve without breaking a word."""
    size = 8.5
    while size > 5 and any(lines_of(word, wide, Type(size, bold=True)) > 1 for word in name.split()):
        size -= 0.5
    return [(name, Type(size, bold=True, align="center"))]


def _curve(chart: Slide, curve: Curve, box: Box) -> None:
    reported = curve.series == "survey"
    for run in curve.runs:
        points = [(box.x + x * box.wide, box.y + y * box.high) for x, y in run]
        chart.path(points, INK2, 1.5 if reported else 1.0, _DASHES.get(curve.series))
    for spot in curve.spots:
        x, y = box.x + spot.x * box.wide, box.y + spot.y * box.high
        chart.shape(Box(x - 0.4, box.y + spot.hi * box.high, 0.8, max((spot.lo - spot.hi) * box.high, 0.5)), INK3)
        tone, half = (_TONES[spot.tone], 3.5) if reported else (INK3, 2.5)
        fill = tone if spot.solid else "#ffffff"
        chart.shape(Box(x - half, y - half, 2 * half, 2 * half), fill, round_=reported, line=tone)


def _notes(card: Sedcard, language: Language) -> str:
    """Return the whole card as text for the presenter, also what the slide has no room for."""
    word = {name: message(msgid, language) for name, msgid in WORDS.items()}
    parts: list[str] = [card.name, card.line, card.was]
    if card.part:
        parts.append(f"{card.part.shown}{DOT}{card.part.words}")
    parts += [DOT.join((quote.text, quote.source)) for quote in card.quotes]
    parts += [f"{f.name}: {f.shown} ({f.support}; {f.rest})" for f in card.figures]
    parts += [f"{dial.shown} ({dial.detail})" for dial in card.dials]
    told = [(kind.title, kind.lines) for kind in card.lists]
    told += [(word[name], lines) for name, lines in (("statements", card.statements), ("rules", card.rules))]
    told.append((word["assumed"], card.assumed))
    for title, lines in told:
        if lines:
            parts += [
                f"{title}:",
                *(
                    f"\u2013 {line.text} [{DOT.join((line.status_name, *filter(None, (line.support,))))}]"
                    for line in lines
                ),
            ]
    if card.mood:
        parts += [f"{word['feelings']}:", *(f"\u2013 {c.name}, {s.spoken}" for c in card.mood.curves for s in c.spots)]
    for group in (*card.groups, *((card.who,) if card.who else ())):
        parts += [f"{group.title}: " + "; ".join(f"{bar.name} {bar.shown}" for bar in group.bars)]
    if card.unknown:
        parts += [f"{word['unknown']}: " + "; ".join(card.unknown)]
    return "\n".join(part for part in (*parts, card.notes, DOT.join(card.imprint)) if part)
