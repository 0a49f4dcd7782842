"""A map as one person looks at it: which view, channel and curves, whether she edits, and what is drawn of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec
from msgspec.structs import replace

from wegweiser.domain.channels import channels_of
from wegweiser.domain.feelings import Series
from wegweiser.domain.journey_maps import CurvePoint, JourneyMap, View
from wegweiser.domain.people import Role
from wegweiser.domain.talk import MapEntry
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Language, Share, Text, both, message, read
from wegweiser.maps import screen
from wegweiser.maps.comparing import planned_vs_actual
from wegweiser.web.frame.site import Visit
from wegweiser.web.mapping import changing, deciding
from wegweiser.web.mapping.changing import Point
from wegweiser.web.mapping.lagging import by_thing
from wegweiser.web.mapping.narrowing import Narrow, narrowed, personas
from wegweiser.web.mapping.opening import Opened
from wegweiser.web.mapping.quoting import Quoted, quoted
from wegweiser.web.mapping.saving import can_undo
from wegweiser.web.resting import unseen
from wegweiser.workspace import standing

VIEWS = {
    "minimal": "Minimal",
    "working": "Working",
    "full": "Full",
    "executive": "For the board",
    "blueprint": "Blueprint",
}

STATUSES = {"draft": "Draft", "review": "In review", "approved": "Approved"}
_BESIDE = 2

_DEVIATIONS = {
    "missing": "planned, not seen",
    "added": "seen, not planned",
    "moved": "planned in another phase",
    "reordered": "planned in another order",
}


class Look(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a map is looked at; every part may be left out."""

    view: View = View.WORKING
    editing: bool = False
    channel: str = ""
    """Only touchpoints of this channel."""
    beside: tuple[str, ...] = ()
    """Further curves drawn beside the main one: personas, or `text` and `behaviour` for what was inferred."""
    job: str = ""
    """The job that counts the map of some customers or a period."""
    planned: bool = False
    """Whether marks say where the actual journeys differ from the planned ones."""

    def query(self, **changed: object) -> str:
        """Return the look as the query of an address, some of it changed."""
        return urlencode(replace(self, **changed).pairs())

    def pairs(self) -> list[tuple[str, str]]:
        """Return the look field by field, as an address or a form says it."""
        found: dict[str, Any] = msgspec.to_builtins(self, builtin_types=())
        return [
            (name, str(int(value) if isinstance(value, bool) else value))
            for name, values in found.items()
            for value in (values if isinstance(values, (list, tuple)) else (values,))
        ]


def look_of(query: str) -> Look:
    """Return the look a query says.

    Raises:
        InvalidSetting: it says something that cannot be meant.
    """
    raw: dict[str, Any] = dict(parse_qsl(query))
    raw["beside"] = [value for name, value in parse_qsl(query) if name == "beside"]
    try:
        return msgspec.convert(raw, Look, strict=False)
    except msgspec.ValidationError as problem:
        raise InvalidSetting("look", [str(problem)]) from problem


class Mark(msgspec.Struct, frozen=True):
    """What a card or step carries where planned and actual journeys differ: missing, added or reordered."""

    kind: str
    words: str


class MapShown(msgspec.Struct, frozen=True, dict=True):
    """A map as it is shown: its newest revision, joined with the numbers of the last run."""

    entry: MapEntry
    revision: int
    language: Language
    map: JourneyMap
    """As it is looked at: one channel, some curves."""
    seen_as: Look
    may_edit: bool
    undo: bool = False
    """Whether the visitor has something to undo; `redo` likewise."""
    redo: bool = False
    problem: Text | None = None
    """What is wrong with the file somebody wrote in."""
    ended: Text | None = None
    """How long ago the data end, where that is too long."""
    comments: dict[str, int] = {}
    """Open comments by place."""
    channels: tuple[tuple[str, Text], ...] = ()
    further: tuple[tuple[str, Text], ...] = ()
    """The curves that can be drawn beside the main one, by the key a look names, and their names."""
    status: str = "draft"
    """How far people are with it: draft, review or approved."""
    points: tuple[Point, ...] = ()
    """Where one edits: the assumed points of the curve that are drawn."""
    lagging: dict[str, str] = {}
    """Where one edits: the things with a text that was not changed with its other language, and in which it was not."""
    quoted: tuple[Quoted, ...] = ()
    """Where one reads: the points of the curve whose customers can be quoted."""
    touched: tuple[str, ...] = ()
    """What changed since the revision that was asked about."""
    marks: dict[str, tuple[Mark, ...]] = {}
    plannable: bool = False
    proposals: int = 0
    """What data propose and nobody has decided on."""
    narrow: Narrow | None = None
    """Whom the map is of, where not of everybody."""
    groups: tuple[tuple[str, Text], ...] = ()
    """Personas whose map can be asked for."""
    unseen: int = 0
    """Touchpoints the finding rests on that were proposed and nobody has looked at."""

    @cached_property
    def screen(self) -> screen.Screen:
        """The drawing."""
        return screen.drawn(self.map, self.language, self.seen_as.view, every_card=self.editing)

    @property
    def sheet(self) -> Any:  # noqa: ANN401  (the sheet is the drawing's, behind its door)
        """Words and numbers ready to be placed."""
        return self.screen.sheet

    @property
    def view(self) -> str:
        """The view's name."""
        return self.seen_as.view.value

    @property
    def editing(self) -> bool:
        """Whether the visitor edits."""
        return self.seen_as.editing and self.may_edit and not self.seen_as.job

    @property
    def full(self) -> bool:
        """Whether everything is shown, details too."""
        return self.seen_as.view is View.FULL

    @property
    def channel(self) -> str:
        """The only channel shown, or nothing."""
        return self.seen_as.channel

    @property
    def planned(self) -> bool:
        """Whether planned and actual journeys are compared."""
        return self.seen_as.planned

    @property
    def look(self) -> str:
        """The look as a query."""
        return self.seen_as.query()

    def with_(self, view: str = "", **changed: object) -> str:
        """Return the look as a query, some of it changed."""
        if view:
            changed["view"] = View(view)
        return self.seen_as.query(**changed)

    @property
    def views(self) -> tuple[tuple[str, str], ...]:
        """The views and their names."""
        return tuple((view.value, message(VIEWS[view.value], self.language)) for view in View)

    @property
    def statuses(self) -> tuple[tuple[str, str], ...]:
        """How far a map can be, and what each is called."""
        return tuple((value, message(name, self.language)) for value, name in STATUSES.items())

    @property
    def status_name(self) -> str:
        """How far the map is."""
        return message(STATUSES[self.status], self.language)

    @property
    def view_name(self) -> str:
        """What the view is called."""
        return message(VIEWS[self.view], self.language)

    @property
    def curves(self) -> tuple[tuple[str, bool, str], ...]:
        """The further curves by name, whether each is shown, and the query that turns it over."""
        chosen = self.seen_as.beside
        return tuple(
            (
                read(name, self.language),
                key in chosen,
                # A third curve takes the place of the one chosen first: more than two beside the main one confuse.
                self.with_(beside=tuple(k for k in chosen if k != key) if key in chosen else (*chosen, key)[-_BESIDE:]),
            )
            for key, name in self.further
        )

    @property
    def look_pairs(self) -> list[tuple[str, str]]:
        """The look field by field."""
        return self.seen_as.pairs()

    @property
    def channel_names(self) -> list[tuple[str, str]]:
        """The channels as a list to choose from."""
        return [(name, read(text, self.language)) for name, text in self.channels]

    @property
    def group_names(self) -> list[tuple[str, str]]:
        """The personas as a list to choose from."""
        return [(name, read(text, self.language)) for name, text in self.groups]

    @property
    def changed_cells(self) -> Iterator[tuple[Any, Any]]:
        """Yield row and box of every cell that changed."""
        for band in self.sheet.bands:
            for row in band.rows:
                lane = row.id.removesuffix("-words")
                for box in row.boxes:
                    if f"row:{row.kind}" in self.touched or f"cell:{lane}/{box.at}" in self.touched:
                        yield row, box

    @property
    def curve_lanes(self) -> tuple[str, ...]:
        """The lane that holds the curve, where the view has one."""
        return tuple(row.id for band in self.sheet.bands for row in band.rows if row.kind == "curve")

    def icon(self, name: str) -> str:
        """Return an icon we ship."""
        return screen.icon_name(name)

    def spark(self, values: Sequence[float]) -> tuple[tuple[float, float], ...]:
        """Return the places of a small trend line."""
        return screen.spark(values)

    def open_words(self, text: str) -> bool:
        """Return whether a text is a person's to edit, and not the note that too few people stand behind it."""
        return text != message("fewer than 20 people: not shown", self.language)


def shown(visit: Visit, found: Opened, look: Look, touched: tuple[str, ...] = ()) -> MapShown:
    """Return a map as a visitor looks at it."""
    site, narrow = visit.site, None
    if look.job:
        found, narrow = narrowed(visit, found, look.job)
    whole = found.journey_map
    may = visit.may(Role.EDITOR) and not found.entry.archived
    undo, redo = can_undo(visit, found.entry.id) if may and look.editing else (False, False)
    named = channels_of((card.channel for card in whole.touchpoints), site.config.channel)
    return MapShown(
        entry=found.entry,
        revision=found.revision,
        language=visit.language,
        map=_looked_at(whole, look),
        seen_as=look,
        may_edit=may,
        undo=undo,
        redo=redo,
        problem=found.problem,
        ended=standing.ended(standing.Footing(site.folder, site.config, site.clock)),
        comments=site.store.comments.counts(found.entry.id),
        channels=tuple((channel.id, channel.name) for channel in named),
        further=_further(whole),
        status=found.plan.status,
        points=changing.points(found.plan, whole) if may and look.editing else (),
        lagging=by_thing(found.plan) if may and look.editing else {},
        quoted=() if narrow or look.editing else quoted(site, whole, visit.language),
        touched=_wide(touched),
        marks=_marks(found, visit.language) if look.planned else {},
        plannable=bool(found.plan.steps or found.plan.touchpoints),
        proposals=0 if narrow else len(deciding.waiting(site, found)),
        narrow=narrow,
        groups=tuple((one.id, one.name) for one in personas(visit)),
        unseen=unseen(whole.finding, whole.evidence, site.config.touchpoint),
    )


def _marks(found: Opened, language: Language) -> dict[str, tuple[Mark, ...]]:
    """Return what cards and steps carry where customers go another way than planned, with their share."""
    marks: dict[str, tuple[Mark, ...]] = {}
    for one in planned_vs_actual(found.plan, found.journey_map):
        place = one.id if one.thing == "step" else f"{one.id}@{one.seen_in or one.phase}"
        words = message(_DEVIATIONS[one.kind], language)
        share = f" {Share(one.share.value).shown(language)}" if one.share else ""
        marks[place] = (*marks.get(place, ()), Mark(one.kind, words + share))
    return marks


def _looked_at(whole: JourneyMap, look: Look) -> JourneyMap:
    cards = tuple(card for card in whole.touchpoints if look.channel in {"", card.channel})
    main = {_curve_of(point) for point in screen.main_curve(whole)}
    curve = tuple(point for point in whole.curve if _curve_of(point) in main or _key_of(point) in look.beside)
    return replace(whole, touchpoints=cards, curve=curve)


def _further(whole: JourneyMap) -> tuple[tuple[str, Text], ...]:
    """Return the curves that are not the main one: what was inferred of everybody, then the personas'."""
    main = {_curve_of(point) for point in screen.main_curve(whole)}
    keys = {_key_of(point) for point in whole.curve if _curve_of(point) not in main}
    named: dict[str, Text] = {
        Series.TEXT: both("inferred from texts"),
        Series.BEHAVIOUR: both("inferred from behaviour"),
    }
    named |= {one.id: one.name for one in whole.beside}
    return tuple((key, name) for key, name in named.items() if key in keys)


def _curve_of(point: CurvePoint) -> tuple[str | None, Series]:
    return point.persona, point.series


def _key_of(point: CurvePoint) -> str:
    return point.persona or point.series.value


def _wide(touched: tuple[str, ...]) -> tuple[str, ...]:
    """Return what to draw anew, everything where a row may have come or gone with its first or last thing."""
    return ("all",) if {"all", "row:steps", "row:curve"} & set(touched) else touched
