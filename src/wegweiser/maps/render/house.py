"""Whose map is handed out: the name, colour and logo on it, and how far people are with it."""

from __future__ import annotations

import base64
from io import BytesIO

import msgspec
from PIL import Image

from wegweiser.maps.render.resources import printable

ACCENT, _TINT, _RIBBON = "#2440b8", "#e9edfb", "#cfd6ee"
_TINTED, _PALE = 0.1, 0.215
_LOGO_MM = (45, 12)


class House(msgspec.Struct, frozen=True):
    """What a map handed out carries of the house it comes from; nothing of it where nobody said so."""

    name: str = ""
    accent: str = ""
    """A colour as six digits that can be read on white; empty: ours. `dark` likewise, on dark paper."""
    dark: str = ""
    logo: bytes = b""
    """A picture as PNG."""
    standing: str = ""
    """How far people are with the map, since when, and who said so."""

    @property
    def line(self) -> str:
        """The name of the house and how far the map is, in one line."""
        return " ·\u00a0".join(one for one in (self.name, self.standing) if one)

    @property
    def colour(self) -> str:
        """The accent, ours where the house has none."""
        return self.accent or ACCENT

    @property
    def tint(self) -> str:
        """What stands behind small things in the accent."""
        return _mixed(self.accent, _TINTED) if self.accent else _TINT

    @property
    def ribbon(self) -> str:
        """The colour of the flow."""
        return _mixed(self.accent, _PALE) if self.accent else _RIBBON

    @property
    def logo_source(self) -> str:
        """The logo as the source of a picture in a page that asks for nothing; empty where there is none."""
        return "data:image/png;base64," + base64.b64encode(self.logo).decode() if self.logo else ""

    def logo_size(self, wide: float, high: float) -> tuple[float, float]:
        """Return the logo's width and height where it is as large as this room lets it be; nothing without one."""
        if not self.logo:
            return 0.0, 0.0
        with Image.open(BytesIO(self.logo), formats=("PNG",)) as found:
            scale = min(wide / found.width, high / found.height)
            return found.width * scale, found.height * scale

    def for_print(self) -> dict[str, object]:
        """Return it as the press takes it: bytes as numbers, since its data is JSON."""
        return {
            "name": printable(self.name),
            "line": self.line,
            "accent": self.colour,
            "tint": self.tint,
            "logo": list(self.logo),
            "logo_high": self.logo_size(*_LOGO_MM)[1],
        }


PLAIN = House()
"""A map of nobody's."""


def _mixed(colour: str, share: float) -> str:
    """Return a share of a colour on white.

    Example:
        >>> _mixed("#000000", 0.2)
        '#cccccc'
    """
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 + (part - 255) * share):02x}" for part in parts)
