"""All maps together: how they hang together, what they share, what is to be mended, and new ones."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any, Literal

import msgspec

from wegweiser import maps
from wegweiser.domain.people import Role
from wegweiser.domain.talk import MapEntry
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import Text
from wegweiser.maps import Plan, document, portfolio
from wegweiser.maps.editing import edits
from wegweiser.web import arriving, making, mapping, pointing, typed
from wegweiser.web.frame import Upload
from wegweiser.web.frame.declared import Action, Declared, Reply, View
from wegweiser.web.frame.site import Limits, Visit
from wegweiser.web.handing import housing
from wegweiser.web.mapping import Opened, deciding
from wegweiser.web.screens.tasks import today_of

_HERE = "/maps"
Words = Annotated[str, msgspec.Meta(max_length=2_000)]
Kind = Literal["current", "target", "planned", "hypothesis"]
Days = Annotated[int, msgspec.Meta(ge=1, le=3650)]


class ListAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Whether maps that were put away are listed, too."""

    archived: bool = False


class ToMend(msgspec.Struct, frozen=True):
    """One thing to mend on a map, and where it stands."""

    text: Text
    target: str = ""
    anchor: str = ""


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """A map in the list."""

    entry: MapEntry
    depth: int
    phases: int
    touchpoints: int
    mix: dict[str, int]
    """How many claims stand at each status, the strongest first."""
    mend: tuple[ToMend, ...] = ()
    comments: int = 0
    tasks: int = 0
    proposals: int = 0
    late: bool = False
    """Whether its review is due."""
    inside: Text = ""
    """The phase of its parent it looks into."""
    status: str = "draft"
    standing: str = ""
    """How far people are with it, since when, and who says so."""


class Listed(msgspec.Struct, frozen=True, omit_defaults=True):
    """The maps of the workspace."""

    rows: tuple[Row, ...]
    may_edit: bool
    overlaps: tuple[portfolio.Overlap, ...] = ()
    covered: int = 0
    """Touchpoints of the registry that stand on some map, of `registry`."""
    registry: int = 0
    uncovered: tuple[Text, ...] = ()
    titles: dict[str, Text] = {}
    archived: tuple[MapEntry, ...] = ()


class Template(msgspec.Struct, frozen=True):
    """A template that ships."""

    id: str
    title: Text
    phases: tuple[Text, ...]


class Beginnings(msgspec.Struct, frozen=True):
    """What a new map can begin with."""

    templates: tuple[Template, ...]
    maps: tuple[MapEntry, ...]
    phases: dict[str, tuple[tuple[str, Text], ...]]


class NewAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Which map a new one is begun from."""

    map: str = ""


class OfTemplate(msgspec.Struct, frozen=True, kw_only=True):
    """A template, and what the map is called."""

    template: str
    title: Words = ""


class OfMap(msgspec.Struct, frozen=True, kw_only=True):
    """A map that is copied, what the copy is called, and of which kind it is."""

    map: str
    title: Words = ""
    kind: Kind = "target"


class OfPhase(msgspec.Struct, frozen=True, kw_only=True):
    """The phase of a map whose inside is mapped, as `<map>/<phase>`."""

    inside: str
    title: Words = ""


class OfFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file with a map in it."""

    file: Upload


class Sent(msgspec.Struct, frozen=True):
    """The token under which a file waits."""

    token: str


class InFile(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file as it was read: the plan in it, what was recognised and what was not."""

    name: str
    layout: str
    plan: Plan
    recognised: tuple[Text, ...] = ()
    remarks: tuple[Text, ...] = ()


class Agreed(msgspec.Struct, frozen=True, kw_only=True):
    """A file somebody looked at, and what its map is called."""

    token: str
    title: Words = ""


class Archiving(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a map is put away."""

    map: str
    archived: bool = False


class OneMap(msgspec.Struct, frozen=True, kw_only=True):
    """Which map."""

    map: str


class AboutMap(OneMap, frozen=True, kw_only=True):
    """Who looks after a map, what it is, where it hangs, and when it is gone through again."""

    owner: Words | None = None
    kind: Kind | None = None
    parent: str | None = None
    """Id of the map it looks into; empty: none."""
    parent_step: str = ""
    every_days: Days | None = None
    next: date | None = None


def _list(visit: Visit, asked: ListAsked) -> Listed:
    site = visit.site
    mapping.take_in(site)
    opened = [mapping.opened(site, one.id) for one in site.store.maps.all()]
    held = [portfolio.Held(replaced(one), one.journey_map, one.generated, one.entry.parent) for one in opened]
    found = portfolio.portfolio(held)
    by_id = {one.entry.id: one for one in opened}
    stock = site.insights.touchpoints()
    known = {one.id: one.name for one in stock.touchpoints} if stock else {}
    standing = {card.id for one in opened for card in one.journey_map.touchpoints}
    return Listed(
        rows=tuple(_row(visit, by_id[spot.id], by_id, spot) for spot in found.spots),
        may_edit=visit.may(Role.EDITOR),
        overlaps=found.overlaps,
        covered=len(standing & set(known)),
        registry=len(known),
        uncovered=tuple(name for key, name in known.items() if key not in standing),
        titles={one.entry.id: one.entry.title for one in opened},
        archived=tuple(one for one in site.store.maps.all(archived=True) if one.archived) if asked.archived else (),
    )


def replaced(one: Opened) -> Any:  # noqa: ANN401  (a plan)
    """Return the plan under the id the app knows it by."""
    return msgspec.structs.replace(one.plan, id=one.entry.id)


def _row(visit: Visit, one: Opened, others: dict[str, Opened], spot: Any) -> Row:  # noqa: ANN401  (where it hangs)
    here, entry = one.journey_map, one.entry
    store = visit.site.store
    parent = others.get(entry.parent or "")
    inside = {phase.id: phase.name for phase in parent.journey_map.phases} if parent else {}
    mend = []
    for finding in spot.findings:
        target = pointing.sought(here, finding.where)
        mend.append(ToMend(finding.text, target, pointing.anchor(here, target) if target else ""))
    return Row(
        entry=entry,
        depth=spot.depth,
        phases=len(here.phases),
        touchpoints=len({card.id for card in here.touchpoints}),
        mix={status.value: many for status, many in document.evidence_mix(here).items() if many},
        mend=tuple(mend),
        comments=sum(store.comments.counts(entry.id).values()),
        tasks=sum(task.state != "done" for task in store.tasks.all(map=entry.id)),
        proposals=len(deciding.waiting(visit.site, one)),
        late=entry.review_next is not None and entry.review_next <= today_of(visit),
        inside=inside.get(entry.parent_step, ""),
        status=one.plan.status,
        standing=housing.standing_of(visit.site, entry.id, one.plan).words(visit.site, visit.language),
    )


def _beginnings(visit: Visit, _: NewAsked) -> Beginnings:
    mapping.take_in(visit.site)
    templates = (maps.template(name) for name in maps.templates())
    entries = visit.site.store.maps.all()
    opened = {one.id: mapping.opened(visit.site, one.id).journey_map for one in entries}
    return Beginnings(
        templates=tuple(
            Template(name, plan.title, tuple(phase.name for phase in plan.phases))
            for name, plan in zip(maps.templates(), templates, strict=True)
        ),
        maps=entries,
        phases={key: tuple((phase.id, phase.name) for phase in here.phases) for key, here in opened.items()},
    )


def _title(visit: Visit, title: str) -> str:
    return typed.line(visit, title, needed=False)


def _of_template(visit: Visit, told: OfTemplate) -> MapEntry:
    return making.from_template(visit, told.template, _title(visit, told.title))


def _of_map(visit: Visit, told: OfMap) -> MapEntry:
    return making.copy(visit, told.map, _title(visit, told.title), told.kind)


def _of_phase(visit: Visit, told: OfPhase) -> MapEntry:
    map_id, _, phase = told.inside.partition("/")
    return making.child(visit, map_id, phase, _title(visit, told.title))


def _of_file(visit: Visit, told: OfFile) -> Sent:
    return Sent(arriving.take(visit, told.file).id)


def _preview(visit: Visit, asked: Sent) -> InFile:
    file, found = arriving.taken(visit, asked.token)
    return InFile(file.name, found.layout, found.plan, found.recognised, found.remarks)


def _agree(visit: Visit, told: Agreed) -> MapEntry:
    plan = arriving.taken(visit, told.token)[1].plan
    made = making.from_file(visit, msgspec.structs.replace(plan, title=_title(visit, told.title) or plan.title))
    arriving.drop(visit, told.token)
    return made


def _archive(visit: Visit, told: Archiving) -> MapEntry:
    mapping.take_in(visit.site)
    store = visit.site.store.maps
    return store.archive(told.map) if told.archived else store.unarchive(told.map)


def _about(visit: Visit, told: AboutMap) -> MapEntry:
    """Change what the list shows of a map; what its plan holds, too, is an edit that can be undone."""
    site = visit.site
    found = mapping.opened(site, told.map)
    if told.parent is not None:
        site.store.maps.change(told.map, parent=told.parent or None, parent_step=told.parent_step)
    if told.owner is not None and told.owner.strip() != found.plan.owner:
        mapping.save(visit, told.map, edits.SetOwner(owner=told.owner))
    if told.kind is not None and told.kind != found.plan.kind:
        mapping.save(visit, told.map, edits.SetKind(kind=told.kind))
    review = found.plan.review
    every, following = told.every_days or review.every_days, told.next or review.next
    if (every, following) != (review.every_days, review.next):
        _review(visit, told.map, every, following)
    return site.store.maps.get(told.map)


def _reviewed(visit: Visit, told: OneMap) -> MapEntry:
    found = mapping.opened(visit.site, told.map)
    if found.entry.archived:
        problem = visit.say("It was put away; bring it back first.")
        raise InvalidSetting(visit.say("The map"), [problem])
    every = found.plan.review.every_days
    _review(visit, told.map, every, today_of(visit) + timedelta(days=every))
    return visit.site.store.maps.get(told.map)


def _review(visit: Visit, map_id: str, every: int, following: date | None) -> None:
    mapping.save(visit, map_id, edits.SetReview(every_days=every, next=following))


def _to_map(visit: Visit, _: Any, made: MapEntry) -> Reply:  # noqa: ANN401  (whatever it was made of)
    return Reply(to=f"/maps/{made.id}?editing=1", told=visit.say("The map is made."))


def _to_preview(_: Visit, __: OfFile, sent: Sent) -> Reply:
    return Reply(to=f"/maps/new/import/{sent.token}")


_NEW = "/maps/new"
_LIST = View(_HERE, "maps", "All maps.", _list, ListAsked, template="portfolio.html")
_BEGIN = View(_NEW, "beginnings", "What can begin a map.", _beginnings, NewAsked, Role.EDITOR, template="map_new.html")
_LOOK = View(
    _NEW + "/import/{token}", "look_at_file", "What is in a file.", _preview, Sent, Role.EDITOR, "map_file.html"
)
DECLARED: tuple[Declared, ...] = (
    _LIST,
    _BEGIN,
    _LOOK,
    Action(_NEW + "/template", "make_of_template", "Begin with a template.", _of_template, OfTemplate, then=_to_map),
    Action(_NEW + "/copy", "copy_map", "Begin with a copy.", _of_map, OfMap, then=_to_map),
    Action(_NEW + "/child", "map_inside", "Map the inside of a phase.", _of_phase, OfPhase, then=_to_map),
    Action(
        _NEW + "/import",
        "send_map",
        "Send a file with a map in it.",
        _of_file,
        OfFile,
        then=_to_preview,
        most_bytes=Limits().document,
        again=_BEGIN,
    ),
    Action(_NEW + "/import/{token}", "make_of_file", "Make its map.", _agree, Agreed, then=_to_map, again=_LOOK),
    Action("/maps/{map}/archive", "archive_map", "Put a map away or bring it back.", _archive, Archiving, then=_HERE),
    Action("/maps/{map}/about", "tell_map", "Owner, kind, parent and review.", _about, AboutMap, then=_HERE),
    Action("/maps/{map}/reviewed", "review_map", "Note that it was gone through.", _reviewed, OneMap, then=_HERE),
)
