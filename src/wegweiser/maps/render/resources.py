"""Fonts, icons and status glyphs that the pages carry with them."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
FONTS = FOLDER / "fonts"
TEMPLATES = FOLDER / "templates"
FALLBACK_ICON = "circle-dot"

GLYPHS = {
    "validated": '<circle cx="6" cy="6" r="5" fill="currentColor"/>',
    "measured": '<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor"/>'
    '<path d="M6 6V1.5A4.5 4.5 0 1 1 1.5 6Z" fill="currentColor"/>',
    "inferred": '<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor"/>'
    '<path d="M6 1.5A4.5 4.5 0 0 1 6 10.5Z" fill="currentColor"/>',
    "assumption": '<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor"/>',
    "contradicted": '<path d="M2 2L10 10M10 2L2 10" fill="none" stroke="currentColor" stroke-width="1.8"'
    ' stroke-linecap="round"/>',
    "stale": '<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor"/>'
    '<path d="M2.3 8L8 2.3M3.4 9.7L9.7 3.4" fill="none" stroke="currentColor" stroke-width=".9"/>',
}
_SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 12">{}</svg>'
_LATIN_EXT = (
    "U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,"
    "U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF"
)


class Face(NamedTuple):
    """A web font: its family, style and file, and the characters it is needed for."""

    family: str
    style: str
    file: str
    ranges: str = ""


FACES = (
    Face("Source Sans 3", "normal", "source-sans-3-latin-wght-normal"),
    Face("Source Serif 4", "normal", "source-serif-4-latin-wght-normal"),
    Face("Source Serif 4", "italic", "source-serif-4-latin-wght-italic"),
    Face("Source Sans 3", "normal", "source-sans-3-latin-ext-wght-normal", _LATIN_EXT),
    Face("Source Serif 4", "normal", "source-serif-4-latin-ext-wght-normal", _LATIN_EXT),
    Face("Source Serif 4", "italic", "source-serif-4-latin-ext-wght-italic", _LATIN_EXT),
)


@cache
def icon_name(name: str) -> str:
    """Return the name under which an icon is drawn: its own, or the plain dot's where we ship none of that name."""
    plain = name.replace("-", "").isalnum()
    return name if plain and (FOLDER / "icons" / f"{name}.svg").is_file() else FALLBACK_ICON


@cache
def icon(name: str) -> str:
    """Return the SVG of an icon."""
    return (FOLDER / "icons" / f"{icon_name(name)}.svg").read_text(encoding="utf-8")


def icon_shapes(name: str) -> str:
    """Return the shapes inside an icon's SVG, to be placed in a symbol."""
    svg = icon(name)
    return "".join(
        line.strip() for line in svg[svg.index(">", svg.index("<svg")) + 1 : svg.index("</svg>")].splitlines()
    )


def glyph(status: str) -> str:
    """Return a status glyph as an SVG of its own."""
    return _SVG.format(GLYPHS[status])


def font_faces(text: str) -> str:
    """Return the CSS that carries the web fonts the text needs; the extended ones only where it uses them."""
    extended = any(_is_extended(ord(character)) for character in set(text))
    return "".join(_face(face) for face in FACES if extended or not face.ranges)


@cache
def _face(face: Face) -> str:
    data = b64encode((FONTS / f"{face.file}.woff2").read_bytes()).decode()
    ranges = f";unicode-range:{face.ranges}" if face.ranges else ""
    return (
        f'@font-face{{font-family:"{face.family}";font-style:{face.style};font-weight:200 900;'
        f'src:url(data:font/woff2;base64,{data}) format("woff2"){ranges}}}\n'
    )


def _is_extended(code: int) -> bool:
    for part in _LATIN_EXT.split(","):
        first, _, last = part.removeprefix("U+").partition("-")
        if int(first, 16) <= code <= int(last or first, 16):
            return True
    return False


def printable(text: str) -> str:
    """Return the text with a replacement for each character no shipped print font can draw.

    The print has no system fonts to fall back on, and a tagged PDF may not hold an undrawn character.
    """
    return "".join(character if _drawn(ord(character)) else "?" for character in text)


def _drawn(code: int) -> bool:
    return any(first <= code <= last for first, last in _coverage())


@cache
def _coverage() -> tuple[tuple[int, int], ...]:
    lines = (FONTS / "coverage.txt").read_text(encoding="ascii").split()
    return tuple((int(first, 16), int(last or first, 16)) for first, _, last in (line.partition("-") for line in lines))
