"""Editing a map: a revision is a list of changes to single things, so that it can be undone, merged and told."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

import msgspec

from wegweiser.i18n import Text


class Thing(StrEnum):
    """What a change is about; together with its id it names one place in a plan."""

    FIELD = "field"
    """A field of the plan itself: title, subtitle, owner, kind, review …; the id is its name."""
    PHASE = "phase"
    LANE = "lane"
    STEP = "step"
    TOUCHPOINT = "touchpoint"
    """A card; its id is `<touchpoint>@<phase>`."""
    CLAIM = "claim"
    METRIC = "metric"
    POINT = "point"
    """A point of the curve somebody assumed; its id is made of persona, series and place."""
    HIDDEN = "hidden"
    """An id under `hide`: generated content that was rejected."""
    PLACED = "placed"
    """A measured touchpoint somebody moved to another phase."""
    SEEN = "seen"
    """A proposal somebody decided to leave beside her own words."""
    OLDER = "older"
    """A text that was not changed with its other language; the id is `<thing>:<id>/<field>@<language>`."""


class Change(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing before and after: added where nothing was before, removed where nothing is after."""

    thing: Thing
    id: str
    before: msgspec.Raw | None = None
    after: msgspec.Raw | None = None
    """JSON of the thing with its place (lane, phase, position), so that undoing puts it back where it stood."""


class Revision(msgspec.Struct, frozen=True, omit_defaults=True):
    """One saved edit of a map; `number` counts from 1 per map."""

    map: str
    number: int
    at: datetime
    by: str
    label: Text
    """What was done, in words: "Renamed phase “Order”"."""
    changes: tuple[Change, ...] = ()
    undoes: int | None = None
    """The revision it takes back, where it is an undo (or redoes, where that one was an undo itself)."""


class Draft(msgspec.Struct, frozen=True, omit_defaults=True):
    """An edit about to be saved: what it changes, how it is called, and who makes it."""

    by: str
    label: Text
    changes: tuple[Change, ...] = ()
    undoes: int | None = None
    title: Text | None = None
    """The title of the map from now on, where the edit changed it; `kind` likewise."""
    kind: str | None = None
