"""The registry: which events are which touchpoint, where it stands, whose it is; and the events that belong nowhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Annotated

import msgspec

from wegweiser.domain.channels import channels_of
from wegweiser.domain.people import Role
from wegweiser.domain.touchpoints import Match, Medium, Signature, Touchpoint
from wegweiser.errors import UnknownName
from wegweiser.i18n import Language, Text, read
from wegweiser.journeys import Registry
from wegweiser.web.analysis.naming import phase_names
from wegweiser.web.frame.declared import Action, Declared, Nothing, Reply, View
from wegweiser.web.frame.site import Site, Visit
from wegweiser.web.screens.jobs import JobShown, current_run
from wegweiser.workspace import changing
from wegweiser.workspace.insights import FOLDER
from wegweiser.workspace.insights import rows as insight

_HOME = "/touchpoints"
_EXAMPLES = 8
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120, pattern=r"\S")]
Short = Annotated[str, msgspec.Meta(max_length=200)]


class Choices(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a touchpoint can be put into."""

    phases: tuple[insight.Named, ...] = ()
    channels: tuple[insight.Named, ...] = ()

    def phase_options(self, language: Language) -> list[tuple[str, str]]:
        """Return the phases as a form offers them."""
        return [(one.id, read(one.name, language)) for one in self.phases]

    def channel_options(self, language: Language) -> list[tuple[str, str]]:
        """Return the channels as a form offers them, by name."""
        return sorted(((one.id, read(one.name, language)) for one in self.channels), key=lambda pair: pair[1])


class Narrowed(msgspec.Struct, frozen=True):
    """Which touchpoints: those whose name or rule holds some words, of a phase, of a channel, or not looked at yet."""

    q: str = ""
    phase: str = ""
    channel: str = ""
    proposed: bool = False


class TouchpointsShown(Choices, frozen=True, kw_only=True, omit_defaults=True):
    """The registry, what can be chosen in it, and what waits for a run."""

    rows: tuple[insight.TouchpointRow, ...] = ()
    total: int = 0
    proposed: int = 0
    """How many nobody has looked at yet."""
    unmapped: tuple[insight.Unmapped, ...] = ()
    unmapped_events: int = 0
    pending: bool = False
    """Whether rules changed since the last run."""
    run: JobShown | None = None


class OneTouchpoint(msgspec.Struct, frozen=True):
    """Which touchpoint."""

    id: str


class New(msgspec.Struct, frozen=True):
    """The event a new touchpoint is made of."""

    event: str = ""


class TouchpointShown(Choices, frozen=True, kw_only=True, omit_defaults=True):
    """One touchpoint with what can be chosen for it; `row.id` is empty for a new one."""

    row: insight.TouchpointRow
    matched: Matched


class RuleAsked(msgspec.Struct, frozen=True):
    """A rule that is being written."""

    rule: Match = Match()
    id: str = ""


class Matched(msgspec.Struct, frozen=True, omit_defaults=True):
    """How many events of the last run a rule takes, and how many of those another touchpoint has before it."""

    events: int = 0
    others: int = 0
    of: int = 0
    examples: tuple[insight.Seen, ...] = ()


class Told(msgspec.Struct, frozen=True):
    """What a touchpoint is from now on; an empty field of the rule takes everything."""

    name: Name
    id: str = ""
    rule: Match = Match()
    channel: Short = "other"
    medium: Medium = Medium.OWNED
    phase: str = ""
    goal: Short = ""
    owner: Short = ""
    cost: Annotated[float, msgspec.Meta(ge=0)] | None = None
    direct: bool = False


def _all(visit: Visit, asked: Narrowed) -> TouchpointsShown:
    found, rows = visit.site.insights.touchpoints(), tuple(_rows(visit.site))
    words = _plain(asked.q)
    shown = tuple(
        row
        for row in rows
        if words in _plain(f"{read(row.name, visit.language)} {row.id} {row.rule} {row.owner or ''}")
        and asked.phase in {"", row.phase or "-"}
        and asked.channel in {"", row.channel}
        and (row.proposed or not asked.proposed)
    )
    return TouchpointsShown(
        rows=shown,
        total=len(rows),
        proposed=sum(row.proposed for row in rows),
        unmapped=_unmapped(visit.site, found.unmapped if found else ()),
        unmapped_events=found.unmapped_events if found else 0,
        phases=phases(visit.site),
        channels=channels(visit.site),
        pending=pending(visit.site),
        run=current_run(visit),
    )


def _rows(site: Site) -> Iterable[insight.TouchpointRow]:
    """Yield what wegweiser.toml says of each touchpoint now, with the figures of the last run."""
    found = site.insights.touchpoints()
    figures = {row.id: row for row in found.touchpoints} if found else {}
    for one in site.config.touchpoint:
        row = insight.TouchpointRow.of(one)
        known = figures.get(one.id)
        yield (
            row
            if known is None
            else msgspec.structs.replace(
                row, contacts=known.contacts, customers=known.customers, share=known.share, last_seen=known.last_seen
            )
        )


def _unmapped(site: Site, found: Iterable[insight.Unmapped]) -> tuple[insight.Unmapped, ...]:
    """Return the events no rule takes, without those a rule takes since."""
    registry = Registry(tuple(map(_bare, site.config.touchpoint)), site.config.model, ())
    seen = {one.event: one for one in _seen(site)}
    left = []
    for one in found:
        known = seen.get(one.event) or insight.Seen("", one.event, "", "", one.events)
        if registry.touchpoint_for(_signature(known)) is None:
            left.append(one)
    return tuple(left)


def phases(site: Site) -> tuple[insight.Named, ...]:
    """Return the phases of the workspace's model, called as its own map calls them."""
    today = phase_names(site)
    return tuple(insight.Named(one.id, today.get(one.id, one.name)) for one in site.config.model.phases)


def channels(site: Site) -> tuple[insight.Named, ...]:
    """Return the channels there are, called as wegweiser.toml calls them, else by their common names."""
    index = site.insights.index()
    named = {one.id: one for one in (index.channels if index else ())}
    named |= {one.id: insight.Named(one.id, one.name, one.icon) for one in site.config.channel}
    used = {one.channel for one in site.config.touchpoint} | {"other"}
    named = {one.id: insight.Named(one.id, one.name, one.icon) for one in channels_of(used)} | named
    return tuple(named[name] for name in sorted(named))


def pending(site: Site) -> bool:
    """Return whether wegweiser.toml changed after the last run read it."""
    index = site.folder / FOLDER / "index.json"
    return index.is_file() and (site.folder / "wegweiser.toml").stat().st_mtime > index.stat().st_mtime


def _one(visit: Visit, asked: OneTouchpoint) -> TouchpointShown:
    row = next((row for row in _rows(visit.site) if row.id == asked.id), None)
    if row is None:
        raise UnknownName("touchpoint", asked.id, [one.id for one in visit.site.config.touchpoint])
    return _shown(visit, row)


def _new(visit: Visit, asked: New) -> TouchpointShown:
    words = asked.event.replace("_", " ").replace("-", " ").strip()
    new = Touchpoint("", words[:1].upper() + words[1:], Match(event=asked.event or "*"))
    return _shown(visit, insight.TouchpointRow.of(new))


def _shown(visit: Visit, row: insight.TouchpointRow) -> TouchpointShown:
    matched = _preview(visit, RuleAsked(row.match, row.id))
    return TouchpointShown(row=row, phases=phases(visit.site), channels=channels(visit.site), matched=matched)


def _preview(visit: Visit, asked: RuleAsked) -> Matched:
    """Count what a rule takes among what the last run saw; no event is read for it."""
    seen, config = _seen(visit.site), visit.site.config
    own = Registry((Touchpoint("rule", "", _rule(asked.rule)),), config.model, ())
    earlier: list[Touchpoint] = []
    for one in config.touchpoint:
        if one.id == asked.id:
            break
        earlier.append(_bare(one))
    first = Registry(tuple(earlier), config.model, ())
    taken = [one for one in seen if own.touchpoint_for(_signature(one)) is not None]
    lost = sum(one.events for one in taken if first.touchpoint_for(_signature(one)) is not None)
    everything = sum(one.events for one in seen)
    return Matched(sum(one.events for one in taken), lost, everything, tuple(taken[:_EXAMPLES]))


def _seen(site: Site) -> tuple[insight.Seen, ...]:
    found = site.insights.touchpoints()
    return found.seen if found else ()


def _bare(one: Touchpoint) -> Touchpoint:
    """Return a touchpoint as far as its rule goes, so that a phase which is no more stops nothing."""
    return Touchpoint(one.id, one.name, one.match)


def _signature(one: insight.Seen) -> Signature:
    return Signature(0, one.source, one.event, one.channel, one.campaign)


def _rule(told: Match) -> Match:
    """Return a rule whose empty fields take everything."""
    return Match(**{name: getattr(told, name).strip() or "*" for name in told.__struct_fields__})


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _save(visit: Visit, told: Told) -> insight.TouchpointRow:
    site = visit.site
    before = next((one for one in site.config.touchpoint if one.id == told.id), None)
    edit = changing.TouchpointEdit(
        told.id,
        name=spoken(before.name if before else "", told.name.strip(), visit),
        match=_rule(told.rule),
        channel=told.channel or "other",
        medium=told.medium,
        direct=told.direct,
        phase=told.phase or None,
        goal=spoken(before.goal or "" if before else "", told.goal.strip(), visit) or None,
        owner=told.owner.strip() or None,
        cost=told.cost,
    )
    changing.set_touchpoint(site.folder, edit)
    return next(row for row in _rows(site) if row.id == told.id)


def _add(visit: Visit, told: Told) -> insight.TouchpointRow:
    site = visit.site
    made = Touchpoint(
        id=free_id(told.name, {one.id for one in site.config.touchpoint}),
        name=told.name.strip(),
        match=_rule(told.rule),
        channel=told.channel or "other",
        medium=told.medium,
        direct=told.direct,
        phase=told.phase or None,
        goal=told.goal.strip() or None,
        owner=told.owner.strip() or None,
        cost=told.cost,
    )
    changing.add(site.folder, "touchpoint", made)
    return next(row for row in _rows(site) if row.id == made.id)


def spoken(before: Text, now: str, visit: Visit) -> Text:
    """Return a text with these words in the visitor's language; what another language says of it stays."""
    if isinstance(before, Mapping) and now:
        return {**before, visit.language: now}
    return now


def free_id(name: str, taken: set[str]) -> str:
    """Return an id made of a name that nothing has yet.

    Example:
        >>> free_id("Anruf bei der Hotline", {"anruf_bei_der_hotline"})
        'anruf_bei_der_hotline_2'
    """
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = _NOT_PLAIN.sub("_", ascii_only).strip("_")[:60] or "touchpoint"
    return next(one for one in (base, *(f"{base}_{n}" for n in range(2, len(taken) + 3))) if one not in taken)


def _confirm(visit: Visit, asked: OneTouchpoint) -> None:
    changing.set_touchpoint(visit.site.folder, changing.TouchpointEdit(asked.id))


def _confirm_all(visit: Visit, _: Nothing) -> None:
    for one in visit.site.config.touchpoint:
        if one.proposed:
            changing.set_touchpoint(visit.site.folder, changing.TouchpointEdit(one.id))


def _remove(visit: Visit, asked: OneTouchpoint) -> None:
    changing.remove(visit.site.folder, "touchpoint", asked.id)


def _saved(visit: Visit, _: Told, __: insight.TouchpointRow) -> Reply:
    return Reply(to=_HOME, told=visit.say("Saved. A run brings the figures up to date."))


_LIST: View[Narrowed, TouchpointsShown] = View(
    _HOME, "touchpoints", "The registry of touchpoints.", _all, Narrowed, template="touchpoints.html"
)
_NEW: View[New, TouchpointShown] = View(
    f"{_HOME}/new", "new_touchpoint", "A touchpoint to be made.", _new, New, Role.EDITOR, "touchpoint.html"
)
_PAGE: View[OneTouchpoint, TouchpointShown] = View(
    f"{_HOME}/{{id}}", "touchpoint", "One touchpoint.", _one, OneTouchpoint, template="touchpoint.html"
)
DECLARED: tuple[Declared, ...] = (
    _LIST,
    _NEW,
    View(
        f"{_HOME}/preview",
        "preview_rule",
        "How many events a rule takes.",
        _preview,
        RuleAsked,
        template="parts/rule_preview.html",
    ),
    Action(_HOME, "add_touchpoint", "Make a touchpoint.", _add, Told, then=_saved, again=_NEW),
    Action(f"{_HOME}/confirm", "confirm_touchpoints", "Agree to every proposal.", _confirm_all, Nothing, then=_HOME),
    _PAGE,
    Action(_PAGE.path, "change_touchpoint", "Change a touchpoint.", _save, Told, then=_saved, again=_PAGE),
    Action(f"{_PAGE.path}/confirm", "confirm_touchpoint", "Agree to a proposal.", _confirm, OneTouchpoint, then=_HOME),
    Action(f"{_PAGE.path}/remove", "remove_touchpoint", "Remove a touchpoint.", _remove, OneTouchpoint, then=_HOME),
)
