"""Talking about a map where it says something: comments, answers, who is called, and what happened lately."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated
from urllib.parse import quote

import msgspec

from wegweiser.domain.people import Role
from wegweiser.domain.talk import Activity, Comment, MapEntry
from wegweiser.errors import NotAllowed, UnknownName
from wegweiser.i18n import Text
from wegweiser.web import mapping, mentioning, pointing, typed
from wegweiser.web.frame.declared import Action, Declared, Nothing, Reply, View
from wegweiser.web.frame.site import Visit
from wegweiser.web.mentioning import Piece

_PAGE = 60
_SINCE = timedelta(days=365)
Words = Annotated[str, msgspec.Meta(max_length=20_000)]


class TalkAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Which map, and which place of it; without one the whole map."""

    map: str
    target: str = ""


class Saying(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says, where, and which comment it answers; `all`: the page shows the whole map."""

    map: str
    text: Words
    target: str = "map"
    answers: str | None = None
    all: bool = False


class OneComment(msgspec.Struct, frozen=True, kw_only=True):
    """Which comment; `all`: the page shows the whole map."""

    map: str
    id: str
    all: bool = False


class Rewording(OneComment, frozen=True, kw_only=True):
    """The new words of a comment."""

    text: Words


class Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """A comment as it is shown: who said it, and what the visitor may do with it."""

    comment: Comment
    name: str
    mine: bool = False


class Thread(msgspec.Struct, frozen=True, omit_defaults=True):
    """A comment with its answers, and the place it speaks of."""

    first: Said
    place: Text
    anchor: str = ""
    answers: tuple[Said, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it is not settled yet."""
        return self.first.comment.resolved is None


class Talk(msgspec.Struct, frozen=True, dict=True):
    """What people say about a map, or about one place of it; open threads first."""

    entry: MapEntry
    target: str
    place: Text
    threads: tuple[Thread, ...]
    people: tuple[str, ...]
    """Names that can be called with @."""
    may_say: bool
    open: int
    """How many threads are not settled."""

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """Return a text cut where it calls somebody."""
        return mentioning.pieces(text, self.__dict__.get("known", ()))


class Call(msgspec.Struct, frozen=True):
    """A comment that calls the visitor."""

    comment: Comment
    name: str
    map: Text
    place: Text


class Calls(msgspec.Struct, frozen=True):
    """The comments that call the visitor and that she has not seen."""

    calls: tuple[Call, ...]


class ActivityAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Whose doings on which map, before which moment."""

    map: str = ""
    by: str = ""
    before: datetime | None = None


class Event(msgspec.Struct, frozen=True):
    """One thing that happened, with the names of its map and its author."""

    happened: Activity
    map: str
    title: Text
    name: str


class Happened(msgspec.Struct, frozen=True):
    """What happened, newest first."""

    events: tuple[Event, ...]
    maps: tuple[MapEntry, ...]
    people: dict[str, str]
    older: datetime | None = None


def talk(visit: Visit, asked: TalkAsked) -> Talk:
    """Return what people say about a map or one place of it; what calls the visitor counts as seen from now on."""
    site, found = visit.site, mapping.opened(visit.site, asked.map)
    here, names = found.journey_map, pointing.names(site)
    people = pointing.present(site)
    said = site.store.comments.of(asked.map, asked.target or None)

    def shown(one: Comment) -> Said:
        return Said(one, names.get(one.by, one.by), one.by == visit.by)

    threads = [
        Thread(
            shown(one),
            pointing.called(here, one.target),
            pointing.anchor(here, one.target),
            tuple(shown(other) for other in said if other.answers == one.id),
        )
        for one in said
        if one.answers is None
    ]
    threads.sort(key=lambda thread: not thread.open)
    if visit.person:
        site.store.comments.mark_read(visit.person.id, [one.id for one in said])
    made = Talk(
        entry=found.entry,
        target=asked.target,
        place=pointing.called(here, asked.target) if asked.target else here.title,
        threads=tuple(threads),
        people=tuple(person.name for person in people),
        may_say=visit.may(Role.COMMENTER) and not found.entry.archived,
        open=sum(thread.open for thread in threads),
    )
    made.__dict__["known"] = people
    return made


def _say(visit: Visit, said: Saying) -> Comment:
    found = mapping.opened(visit.site, said.map)
    if said.answers is None:
        pointing.spot(found.journey_map, said.target)
    text = typed.lines(visit, said.text)
    called = mentioning.mentioned(text, pointing.present(visit.site))
    comments = visit.site.store.comments
    made = comments.add(said.map, said.target, visit.by, text, mentions=called, answers=said.answers)
    _ring(visit, made)
    return made


def _reword(visit: Visit, told: Rewording) -> Comment:
    if _comment(visit, told).by != visit.by:
        raise NotAllowed("Only who wrote a comment can change it.")
    text = typed.lines(visit, told.text)
    called = mentioning.mentioned(text, pointing.present(visit.site))
    made = visit.site.store.comments.edit(told.id, text, called)
    _ring(visit, made)
    return made


def _settle(visit: Visit, told: OneComment) -> Comment:
    made = visit.site.store.comments.resolve(_comment(visit, told).id, visit.by)
    _ring(visit, made)
    return made


def _reopen(visit: Visit, told: OneComment) -> Comment:
    made = visit.site.store.comments.reopen(_comment(visit, told).id)
    _ring(visit, made)
    return made


def _remove(visit: Visit, told: OneComment) -> Comment:
    one = _comment(visit, told)
    if one.by != visit.by and not visit.may(Role.ADMIN):
        raise NotAllowed("Only who wrote a comment can remove it.")
    visit.site.store.comments.remove(one.id)
    _ring(visit, one)
    return one


def _comment(visit: Visit, told: OneComment) -> Comment:
    """Return a comment of the map that is named; one of another map is not found."""
    one = visit.site.store.comments.get(told.id)
    if one.map != told.map:
        raise UnknownName("comment", told.id, None)
    return one


def _ring(visit: Visit, one: Comment) -> None:
    open_here = visit.site.store.comments.counts(one.map).get(one.target, 0)
    visit.site.bus.ring(f"map:{one.map}", "said", {"target": one.target, "open": open_here, "by": visit.by})


def _then(visit: Visit, told: Saying | OneComment, one: Comment) -> Reply:
    """Answer with the talk as it stands now, or lead back to it."""
    target = "" if told.all else one.target
    if not visit.scripted:
        return Reply(to=f"/maps/{one.map}/comments" + (f"?target={quote(target)}" if target else ""))
    return Reply(part="parts/talk.html", context={"shown": talk(visit, TalkAsked(map=one.map, target=target))})


def calls(visit: Visit, _: Nothing) -> Calls:
    """Return the comments that call the visitor and that she has not seen, newest first."""
    if visit.person is None:
        return Calls(())
    names = pointing.names(visit.site)
    found = []
    for one in visit.site.store.comments.unread(visit.person.id):
        opened = mapping.opened(visit.site, one.map)
        place = pointing.called(opened.journey_map, one.target)
        found.append(Call(one, names.get(one.by, one.by), opened.entry.title, place))
    return Calls(tuple(found))


def _read(visit: Visit, _: Nothing) -> Calls:
    if visit.person:
        unread = visit.site.store.comments.unread(visit.person.id)
        visit.site.store.comments.mark_read(visit.person.id, [one.id for one in unread])
    return Calls(())


def _activity(visit: Visit, asked: ActivityAsked) -> Happened:
    store = visit.site.store
    mapping.take_in(visit.site)
    entries, names = store.maps.all(archived=True), pointing.names(visit.site)
    found = [
        Event(one, entry.id, entry.title, names.get(one.by, one.by))
        for entry in entries
        if asked.map in {"", entry.id}
        for one in store.activity(entry.id, visit.now - _SINCE, 2_000)
        if asked.by in {"", one.by} and (asked.before is None or one.at < asked.before)
    ]
    found.sort(key=lambda event: event.happened.at, reverse=True)
    page = tuple(found[:_PAGE])
    return Happened(page, entries, names, page[-1].happened.at if len(found) > _PAGE else None)


_HERE = "/maps/{map}/comments"
_SAYS = Role.COMMENTER
DECLARED: tuple[Declared, ...] = (
    View(_HERE, "comments", "What people say about a map.", talk, TalkAsked, template="talk.html"),
    Action(_HERE, "say", "Say something at a place of a map.", _say, Saying, _SAYS, then=_then),
    Action(_HERE + "/{id}/words", "reword_comment", "Change one's own words.", _reword, Rewording, _SAYS, then=_then),
    Action(_HERE + "/{id}/settle", "settle_comment", "Settle a comment.", _settle, OneComment, _SAYS, then=_then),
    Action(_HERE + "/{id}/reopen", "reopen_comment", "Open a comment again.", _reopen, OneComment, _SAYS, then=_then),
    Action(_HERE + "/{id}/remove", "remove_comment", "Remove one's own words.", _remove, OneComment, _SAYS, then=_then),
    View("/mentions", "mentions", "Comments that call you.", calls, Nothing, template="mentions.html"),
    Action("/mentions/read", "read_mentions", "Note them all as seen.", _read, Nothing, Role.VIEWER, then="/mentions"),
    View("/activity", "activity", "What happened on all maps.", _activity, ActivityAsked, template="activity.html"),
)
