"""What goes out and comes in: a file, what it is made from, and what was taken from one."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from wegweiser.domain.journey_maps import JourneyMap, View
from wegweiser.i18n import Language, Text
from wegweiser.maps.plan import Plan
from wegweiser.maps.render.house import PLAIN, House


class File(msgspec.Struct, frozen=True):
    """A file to hand out."""

    name: str
    media_type: str
    content: bytes


class Subject(msgspec.Struct, frozen=True):
    """What is exported: the joined map, the plan behind it, and how it is to be read."""

    map: JourneyMap
    plan: Plan
    language: Language = "en"
    view: View = View.WORKING
    house: House = PLAIN


class Format(msgspec.Struct, frozen=True):
    """One format a map can be had in; `comes_back` says whether `read` takes it again."""

    id: str
    title: str
    """The message that names it."""
    ending: str
    media_type: str
    write: Callable[[Subject], bytes]
    comes_back: bool = False


class Taken(msgspec.Struct, frozen=True):
    """A plan read from a file: what was recognised and what was not, each in sentences."""

    plan: Plan
    layout: str
    """workbook, grid, cards, claims, map, plan or cjml."""
    recognised: tuple[Text, ...] = ()
    remarks: tuple[Text, ...] = ()
    base: Plan | None = None
    """The plan the file was made from, where it says so: what changed is the difference to it."""
