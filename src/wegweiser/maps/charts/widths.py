"""How wide a text is drawn: the advance widths of the fonts that ship, so that labels can make room for each other."""

from __future__ import annotations

import struct
from functools import cache, lru_cache

from wegweiser.maps.render.resources import FONTS

REGULAR, SEMIBOLD = 400, 600
_FILES = {REGULAR: "SourceSans3-Regular.ttf", SEMIBOLD: "SourceSans3-Semibold.ttf"}
_SAFETY = 1.03
"""Figures are set as wide as the widest of them, which the plain widths do not know."""
_HYPHEN, _UNKNOWN = "-", "n"


@lru_cache(maxsize=20_000)
def width(text: str, size: float, weight: int = REGULAR) -> float:
    """Return how wide a text is in units of its size.

    Example:
        >>> round(width("Cart", 13)), round(width("Shipping details", 13, SEMIBOLD))
        (24, 93)
    """
    known = _advances(weight)
    return sum(known.get(ord(letter), known[ord(_UNKNOWN)]) for letter in text) * size * _SAFETY


def wrapped(text: str, room: float, size: float, weight: int = REGULAR) -> tuple[str, ...]:
    """Return the lines a text takes in so much room; a word too long for a line is divided by a hyphen.

    Example:
        >>> wrapped("Shipping details", 60, 13)
        ('Shipping', 'details')
        >>> wrapped("Donaudampfschifffahrt", 60, 13)
        ('Donauda-', 'mpfschiff-', 'fahrt')
    """
    lines: list[str] = []
    for part in (part for word in text.split(" ") for part in _parts(word, room, size, weight)):
        joined = f"{lines[-1]} {part}" if lines else part
        if lines and not lines[-1].endswith(_HYPHEN) and width(joined, size, weight) <= room:
            lines[-1] = joined
        else:
            lines.append(part)
    return tuple(lines)


def fitting(text: str, room: float, size: float, weight: int = REGULAR) -> str:
    """Return a text on one line, cut by an ellipsis where it is too long.

    Example:
        >>> fitting("Shipping details", 60, 13), fitting("Cart", 60, 13)
        ('Shippin…', 'Cart')
    """
    if width(text, size, weight) <= room:
        return text
    ends = (end for end in range(len(text), 0, -1) if width(text[:end] + "…", size, weight) <= room)
    return text[: next(ends, 1)].rstrip() + "…"


def _parts(word: str, room: float, size: float, weight: int) -> list[str]:
    """Return a word in pieces that fit; at least three letters each, however small the room."""
    if width(word, size, weight) <= room or len(word) <= 3:
        return [word]
    fits = [end for end in range(3, len(word)) if width(word[:end] + _HYPHEN, size, weight) <= room]
    end = min(max(fits, default=3), max(len(word) - 3, 1))
    return [word[:end] + _HYPHEN, *_parts(word[end:], room, size, weight)]


@cache
def _advances(weight: int) -> dict[int, float]:
    """Return the advance of every character of a font, as a share of the font size.

    Read after the OpenType specification: `head` holds the units, `hmtx` the advances by glyph, and a `cmap` of
    format 4 the glyphs of the basic plane.
    """
    font = (FONTS / _FILES[weight]).read_bytes()
    (count,) = struct.unpack_from(">H", font, 4)
    records = (struct.unpack_from(">4s4xII", font, 12 + 16 * i) for i in range(count))
    at = {tag: offset for tag, offset, _ in records}
    (units,) = struct.unpack_from(">H", font, at[b"head"] + 18)
    (metrics,) = struct.unpack_from(">H", font, at[b"hhea"] + 34)
    advances = [struct.unpack_from(">H", font, at[b"hmtx"] + 4 * glyph)[0] / units for glyph in range(metrics)]
    glyphs = _glyphs(font, at[b"cmap"])
    return {code: advances[min(glyph, metrics - 1)] for code, glyph in glyphs.items()}


def _glyphs(font: bytes, cmap: int) -> dict[int, int]:
    """Return the glyph of every character of the basic plane, from the table of Windows' Unicode encoding."""
    (tables,) = struct.unpack_from(">H", font, cmap + 2)
    found = (struct.unpack_from(">HHI", font, cmap + 4 + 8 * i) for i in range(tables))
    start = cmap + next(offset for platform, encoding, offset in found if (platform, encoding) == (3, 1))
    (twice,) = struct.unpack_from(">H", font, start + 6)
    ends, starts = start + 14, start + 16 + twice
    deltas, ranges = starts + twice, starts + 2 * twice
    glyphs = {}
    for place in range(0, twice, 2):
        last, first, delta, jump = (
            struct.unpack_from(">H", font, table + place)[0] for table in (ends, starts, deltas, ranges)
        )
        for code in range(first, min(last, 0xFFFE) + 1):
            if jump:
                (glyph,) = struct.unpack_from(">H", font, ranges + place + jump + 2 * (code - first))
                glyphs[code] = (glyph + delta) & 0xFFFF if glyph else 0
            else:
                glyphs[code] = (code + delta) & 0xFFFF
    return glyphs
