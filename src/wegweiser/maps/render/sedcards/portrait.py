"""Portraits of personas: a monogram on a disc whose hue the id decides, or the picture somebody uploaded."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import md5
from io import BytesIO

import msgspec
from PIL import Image, ImageOps

from wegweiser.domain.personas import Persona
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Language, Text, message, read
from wegweiser.maps.render.house import PLAIN as NOBODYS
from wegweiser.maps.render.house import House

HUES = (
    ("#d9e8ff", "#2a498e", "#24324f", "#b7d1ff"),
    ("#ffddd6", "#822d22", "#4b2722", "#ffbeb2"),
    ("#cdf2e0", "#00603c", "#113c2c", "#9fe2c4"),
    ("#fadef6", "#70306c", "#432840", "#f0bfea"),
    ("#fae4c7", "#724000", "#432e0e", "#f0ca96"),
    ("#c7f0fb", "#005b75", "#033a44", "#92dff2"),
    ("#ece2ff", "#583a84", "#372c4b", "#d9c6fe"),
    ("#e4edcc", "#455500", "#2f3714", "#cad99e"),
)
"""Ground and letters of a disc, in light and in dark."""
_SIDE, _QUALITY = 360, 86
_SMALL_WORDS = {
    *("with", "without", "of", "and", "the", "in", "at", "by", "for"),
    *("mit", "ohne", "von", "und", "der", "die", "das", "den", "im", "am", "bei", "für"),
}


@dataclass(frozen=True)
class Backdrop:
    """What cards show beside the personas themselves: names of phases and touchpoints, and pictures."""

    phases: Mapping[str, Text] = field(default_factory=dict)
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """The bytes of each picture by the path that a persona names."""
    simulated: bool = False
    touchpoints: Mapping[str, Text] = field(default_factory=dict)
    """Their names by id; one without a name stands by its id."""
    house: House = NOBODYS
    """Whose cards they are."""


class Portrait(msgspec.Struct, frozen=True):
    """A face for a persona: letters on a hue, or a square picture with its licence."""

    initials: str
    hue: int
    picture: bytes = b""
    credit: str = ""

    @property
    def source(self) -> str:
        """The picture as an address that needs no request; empty for a monogram."""
        return f"data:image/jpeg;base64,{b64encode(self.picture).decode()}" if self.picture else ""


def portraits(personas: Sequence[Persona], language: Language, backdrop: Backdrop) -> list[Portrait]:
    """Return the portraits of a set; two personas share a hue only where there are more of them than hues."""
    hues = hues_of([persona.id for persona in personas])
    return [_portrait(persona, hue, language, backdrop) for persona, hue in zip(personas, hues, strict=True)]


def hues_of(ids: Sequence[str]) -> list[int]:
    """Return a hue for each id: the one it hashes to, or the next that no earlier id of the set has.

    Example:
        >>> hues_of(["pe_1", "pe_1"])
        [7, 0]
    """
    taken: list[int] = []
    for ident in ids:
        hue = int.from_bytes(md5(ident.encode(), usedforsecurity=False).digest()[:4]) % len(HUES)
        lap = taken[len(taken) // len(HUES) * len(HUES) :]
        while hue in lap:
            hue = (hue + 1) % len(HUES)
        taken.append(hue)
    return taken


def monogram(name: str) -> str:
    """Return the first letters of the first two words that carry meaning, or two letters of a single word.

    Example:
        >>> monogram("Customers with income below average"), monogram("E-mail customers"), monogram("Abendkunden")
        ('CI', 'EM', 'AB')
    """
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum() and word.lower() not in _SMALL_WORDS]
    return ("".join(word[0] for word in words[:2]) if len(words) > 1 else name[:2]).upper()


def _portrait(persona: Persona, hue: int, language: Language, backdrop: Backdrop) -> Portrait:
    """Return a portrait; the monogram of a name a rule gave in several languages is the card's own."""
    ours = persona.named_by == "rule" and isinstance(persona.name, dict)
    initials = monogram(read(persona.name, language)) if ours else persona.initials
    data = backdrop.pictures.get(persona.portrait) if persona.portrait else None
    if data is None:
        return Portrait(initials, hue)
    credit = message("Picture: {licence}", language, licence=persona.portrait_licence)
    return Portrait(initials, hue, _square(data, persona), credit if persona.portrait_licence else "")


def _square(data: bytes, persona: Persona) -> bytes:
    """Return a picture cut to a square and drawn anew, so that no place or camera it was taken with comes along."""
    try:
        with Image.open(BytesIO(data)) as opened:
            upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, Image.DecompressionBombError) as problem:
        where = f"portrait of persona '{persona.id}'"
        raise InvalidSetting(where, [f"'{persona.portrait}' is no picture we can read ({problem})"]) from problem
    made = BytesIO()
    ImageOps.fit(upright, (_SIDE, _SIDE)).save(made, "JPEG", quality=_QUALITY)
    return made.getvalue()
