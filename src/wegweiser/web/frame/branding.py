"""A workspace's own name, logo and accent: one colour, moved until it can be read in both themes."""

from __future__ import annotations

import hashlib
import io
import re

import msgspec
from PIL import Image, UnidentifiedImageError

from wegweiser.web.frame.site import Site

ACCENT = "#2440b8"
"""Ours."""
_KEY, _LOGO = "brand", "brand_logo"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_PAPERS = {False: ("#f7f5f0", "#ffffff", "#efece4"), True: ("#15171b", "#1d2026", "#101215")}
"""What stands behind text, in light and in dark."""
_TINTED = {False: ("#ffffff", 0.1), True: ("#15171b", 0.19)}
"""What the tint of the accent is mixed from, and how much of it."""
_LEAST, _STEPS = 4.7, 100
"""A little more than AA asks for, since the browser mixes the tint in another colour space."""
_FORMATS, _MOST_PIXELS, _LARGEST = ("PNG", "JPEG", "WEBP"), 25_000_000, (320, 96)


class Brand(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the app calls itself here, and its colour."""

    name: str = ""
    accent: str = ""
    logo: str = ""
    """Mark of the logo's content; empty where there is none."""

    @property
    def light(self) -> str:
        """The accent as it is readable on light paper."""
        return readable(self.accent or ACCENT, dark=False)

    @property
    def dark(self) -> str:
        """The accent as it is readable on dark paper."""
        return readable(self.accent or ACCENT, dark=True)

    @property
    def mark(self) -> str:
        """What changes with the colour, so that its style can be kept for a year."""
        return hashlib.sha256(self.accent.encode()).hexdigest()[:10]


def brand_of(site: Site) -> Brand:
    """Return the brand of a workspace; ours where it has none."""
    kept = site.store.settings.get(_KEY)
    return msgspec.json.decode(kept, type=Brand) if kept else Brand()


def keep(site: Site, brand: Brand, logo: bytes | None = None) -> Brand:
    """Return the brand as it is kept from now on; `logo` replaces the picture, an empty one takes it away."""
    if logo:
        site.store.settings.set(_LOGO, logo)
        brand = msgspec.structs.replace(brand, logo=hashlib.sha256(logo).hexdigest()[:10])
    elif logo is not None:
        site.store.settings.unset(_LOGO)
        brand = msgspec.structs.replace(brand, logo="")
    site.store.settings.set(_KEY, msgspec.json.encode(brand))
    return brand


def logo_of(site: Site) -> bytes | None:
    """Return the logo as PNG, or None."""
    return site.store.settings.get(_LOGO)


def stylesheet(brand: Brand) -> str:
    """Return the two tokens all colours of the accent are made of.

    Example:
        >>> stylesheet(Brand(accent="#0a7a3c"))
        ':root{--brand-light:#0a783b;--brand-dark:#60a980}'
    """
    return f":root{{--brand-light:{brand.light};--brand-dark:{brand.dark}}}"


def colour(text: str) -> str | None:
    """Return a colour as six digits, or None where it is none.

    Example:
        >>> colour(" #0A7A3C "), colour("red;}")
        ('#0a7a3c', None)
    """
    told = text.strip()
    return told.lower() if _HEX.fullmatch(told) else None


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21 (WCAG 2.2).

    Example:
        >>> contrast("#000000", "#ffffff"), round(contrast("#2440b8", "#f7f5f0"), 1)
        (21.0, 7.7)
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(accent: str, *, dark: bool) -> str:
    """Return the colour nearest to an accent that text can have on every paper of a theme.

    Example:
        >>> readable("#ffdd00", dark=False), readable("#ffdd00", dark=True)
        ('#786800', '#ffdd00')
    """
    towards = "#ffffff" if dark else "#000000"
    for step in range(_STEPS + 1):
        found = _mixed(accent, towards, step / _STEPS)
        papers = (*_PAPERS[dark], _mixed(_TINTED[dark][0], found, _TINTED[dark][1]))
        if min(contrast(found, paper) for paper in papers) >= _LEAST:
            return found
    return towards


def picture(content: bytes) -> bytes | None:
    """Return a picture drawn anew as a small PNG, without anything else its file held; None where it is none.

    SVG is none: it is a document that can hold scripts.
    """
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as found:
            if found.width * found.height > _MOST_PIXELS:
                return None
            drawn = found.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    drawn.thumbnail(_LARGEST)
    made = io.BytesIO()
    drawn.save(made, "PNG", optimize=True)
    return made.getvalue()


def _luminance(colour_: str) -> float:
    parts = (int(colour_[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(one: str, other: str, share: float) -> str:
    parts = ((int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)
