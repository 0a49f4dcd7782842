"""Slides of native shapes and texts, placed in points and measured before; the same deck gives the same bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from typing import Any

from PIL import ImageFont
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.util import Length, Pt

from wegweiser.i18n import Language
from wegweiser.maps.render.resources import FONTS

WIDE, HIGH = 960.0, 540.0
"""Points of a 16:9 slide."""
_SANS, _SERIF = "Calibri", "Georgia"
_LINE = 1.22
# widths are taken from our own fonts: Calibri is about as wide as Source Sans, Georgia wider than Source Serif
_RULER = {_SANS: ("SourceSans3-Regular.ttf", "SourceSans3-Semibold.ttf", 1.05),
          _SERIF: ("SourceSerif4-Regular.ttf", "SourceSerif4-Semibold.ttf", 1.14)}  # fmt: skip
_RULED = 100
_LANGUAGES = {"de": MSO_LANGUAGE_ID.GERMAN, "en": MSO_LANGUAGE_ID.ENGLISH_UK}
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ALIGN = {"left": PP_ALIGN.LEFT, "right": PP_ALIGN.RIGHT, "center": PP_ALIGN.CENTER}


@dataclass(frozen=True)
class Type:
    """How words are set: size in points, weight, face, colour and side."""

    size: float
    bold: bool = False
    serif: bool = False
    italic: bool = False
    colour: str = "#1d1b16"
    align: str = "left"
    after: float = 0.0
    """Points below each paragraph."""
    hanging: float = 0.0
    """Points by which lines after the first are moved in; the first has a mark before a tab there."""

    @property
    def face(self) -> str:
        """The typeface by name, one that every office has."""
        return _SERIF if self.serif else _SANS


@dataclass(frozen=True)
class Box:
    """A place on the slide, in points from its upper left corner."""

    x: float
    y: float
    wide: float
    high: float


def lines_of(text: str, wide: float, kind: Type) -> int:
    """Return how many lines a paragraph takes; a word wider than its box is broken.

    Example:
        >>> lines_of("Regular frequent buyers", 400, Type(10)), lines_of("Regular frequent buyers", 60, Type(10))
        (1, 3)
    """
    room = wide - kind.hanging
    count, used = 1, 0.0
    space = _width(" ", kind)
    for word in text.split(" "):
        width = _width(word, kind)
        if used and used + space + width > room:
            count, used = count + 1, 0.0
        if width > room:
            count += int(width // room)
            width %= room
        used += width + (space if used else 0.0)
    return count


def height_of(paragraphs: Sequence[tuple[str, Type]], wide: float) -> float:
    """Return how many points paragraphs below each other take."""
    return sum(lines_of(text, wide, kind) * kind.size * _LINE + kind.after for text, kind in paragraphs)


@cache
def _width(word: str, kind: Type) -> float:
    regular, bold, wider = _RULER[kind.face]
    font = _ruler(bold if kind.bold else regular)
    return font.getlength(word) / _RULED * kind.size * wider


@cache
def _ruler(file: str) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONTS / file), _RULED, layout_engine=ImageFont.Layout.BASIC)


class Slide:
    """One slide, and what can be placed on it or inside a group of it."""

    def __init__(self, shapes: Any, language: Language) -> None:  # noqa: ANN401  (a slide's or a group's)
        self._shapes, self._language = shapes, language

    def text(self, box: Box, paragraphs: Sequence[tuple[str, Type]], *, anchor: str = "top") -> None:
        """Place paragraphs in a box of their own."""
        shape = self._shapes.add_textbox(*_emu(box))
        self.write(shape, paragraphs)
        shape.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE if anchor == "middle" else MSO_ANCHOR.TOP

    def write(self, shape: Any, paragraphs: Sequence[tuple[str, Type]]) -> None:  # noqa: ANN401  (python-pptx's)
        """Write paragraphs into a shape that is there."""
        frame = shape.text_frame
        frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
        frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
        for number, (words, kind) in enumerate(paragraphs):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.alignment, paragraph.space_after, paragraph.space_before = (
                _ALIGN[kind.align],
                Pt(kind.after),
                Pt(0),
            )
            if kind.hanging:
                properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001  (python-pptx has no name for indents)
                properties.set("marL", str(Pt(kind.hanging)))
                properties.set("indent", str(-Pt(kind.hanging)))
            run = paragraph.add_run()
            run.text = words
            font = run.font
            font.name, font.size, font.bold, font.italic = kind.face, Pt(kind.size), kind.bold, kind.italic
            font.color.rgb, font.language_id = _rgb(kind.colour), _LANGUAGES[self._language]

    def shape(self, box: Box, fill: str | None, *, round_: bool = False, line: str | None = None) -> Any:  # noqa: ANN401
        """Place a rectangle, or an ellipse, and return it."""
        kind = MSO_SHAPE.OVAL if round_ else MSO_SHAPE.RECTANGLE
        made = self._shapes.add_shape(kind, *_emu(box))
        _unstyled(made)
        if fill:
            made.fill.solid()
            made.fill.fore_color.rgb = _rgb(fill)
        else:
            made.fill.background()
        if line:
            made.line.color.rgb, made.line.width = _rgb(line), Pt(1.25)
        else:
            made.line.fill.background()
        return made

    def path(self, points: Sequence[tuple[float, float]], colour: str, thick: float, dash: Any = None) -> None:  # noqa: ANN401
        """Place an open line through points."""
        builder = self._shapes.build_freeform(*(Pt(round(v, 2)) for v in points[0]), scale=1.0)
        builder.add_line_segments([(Pt(round(x, 2)), Pt(round(y, 2))) for x, y in points[1:]], close=False)
        made = builder.convert_to_shape()
        made.fill.background()
        _unstyled(made)
        made.line.color.rgb, made.line.width = _rgb(colour), Pt(thick)
        if dash is not None:
            made.line.dash_style = dash

    def picture(self, data: bytes, box: Box, spoken: str, *, disc: bool = True) -> None:
        """Place a picture, in the shape of a disc unless it is to stand as it is."""
        made = self._shapes.add_picture(BytesIO(data), *_emu(box))
        if disc:
            made.auto_shape_type = MSO_SHAPE.OVAL
        describe(made, spoken)

    def group(self, spoken: str) -> Slide:
        """Return a group on this slide, described for those who do not see it."""
        made = self._shapes.add_group_shape()
        describe(made, spoken)
        return Slide(made.shapes, self._language)


def _unstyled(shape: Any) -> None:  # noqa: ANN401  (python-pptx's)
    """Take a shape's style away: some programs draw the shadow of the theme although the shape has none."""
    shape.shadow.inherit = False
    for style in shape.element.xpath("./p:style"):
        style.getparent().remove(style)


def describe(shape: Any, words: str) -> None:  # noqa: ANN401  (python-pptx's)
    """Give a shape its alternative text."""
    shape.element.xpath(".//p:cNvPr")[0].set("descr", words)


class Deck:
    """A presentation under construction."""

    def __init__(
        self, title: str, language: Language, made: date, size: tuple[float, float] = (WIDE, HIGH), *, author: str = ""
    ) -> None:
        self._file, self._language = Presentation(), language
        self._file.slide_width, self._file.slide_height = _points(size[0]), _points(size[1])
        moment = datetime(made.year, made.month, made.day, tzinfo=UTC).replace(tzinfo=None)
        core = self._file.core_properties
        core.title, core.author, core.last_modified_by, core.language = (
            title,
            author or "Wegweiser",
            "Wegweiser",
            language,
        )
        core.created = core.modified = moment
        core.revision = 1

    def slide(self, title: str, box: Box, kind: Type, notes: str) -> Slide:
        """Return a new slide with its title in a box and the presenter's notes."""
        made = self._file.slides.add_slide(self._file.slide_layouts[5])
        slide = Slide(made.shapes, self._language)
        head = made.shapes.title
        head.left, head.top, head.width, head.height = _emu(box)
        slide.write(head, [(title, kind)])
        head.text_frame.vertical_anchor = MSO_ANCHOR.TOP
        made.notes_slide.notes_text_frame.text = notes
        return slide

    def saved(self) -> bytes:
        """Return the file, packed without the time it was packed at."""
        raw, made = BytesIO(), BytesIO()
        self._file.save(raw)
        with zipfile.ZipFile(raw) as packed, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as again:
            for name in packed.namelist():
                entry = zipfile.ZipInfo(name, _EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                again.writestr(entry, packed.read(name))
        return made.getvalue()


def _emu(box: Box) -> tuple[Length, Length, Length, Length]:
    return _points(box.x), _points(box.y), _points(box.wide), _points(box.high)


def _points(value: float) -> Length:
    return Pt(round(value, 2))


def _rgb(colour: str) -> RGBColor:
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]
