"""Talking about a map where it says something: comments, answers, and who is called."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal
from urllib.parse import urlencode

import msgspec

from wegweiser.domain.journey_maps import JourneyMap
from wegweiser.domain.people import Role
from wegweiser.domain.talk import Comment, MapEntry
from wegweiser.errors import NotAllowed, UnknownName
from wegweiser.i18n import Text
from wegweiser.web import mapping, mentioning, pointing, typed
from wegweiser.web.frame.declared import Action, Declared, Nothing, Reply, View
from wegweiser.web.frame.site import Visit
from wegweiser.web.mentioning import Piece

_PAGE, _CALLS = 25, 50
Words = Annotated[str, msgspec.Meta(max_length=20_000)]
Some = Literal["", "open", "settled"]
"""Which threads: all, those that are open, those that are settled."""
Number = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of the talk a page shows: which threads of it, and the how manieth page of them."""

    some: Some = ""
    page: Number = 1


class TalkAsked(Part, frozen=True, kw_only=True):
    """Which map, and which place of it; without one the whole map."""

    map: str
    target: str = ""


class Saying(Part, frozen=True, kw_only=True):
    """What somebody says, where, and which comment it answers; `all`: the page shows the whole map."""

    map: str
    text: Words
    target: str = "map"
    answers: str | None = None
    all: bool = False


class OneComment(Part, frozen=True, kw_only=True):
    """Which comment; `all`: the page shows the whole map."""

    map: str
    id: str
    all: bool = False


class Rewording(OneComment, frozen=True, kw_only=True):
    """The new words of a comment."""

    text: Words


class SeenTold(msgspec.Struct, frozen=True, kw_only=True):
    """Comments of a map the visitor has read; `target`: the place whose talk she read."""

    map: str
    id: Annotated[tuple[str, ...], msgspec.Meta(max_length=1_000)] = ()
    target: str = ""


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
    """A page of what people say about a map, or one place of it: open threads first, those that go on now first."""

    entry: MapEntry
    target: str
    place: Text
    threads: tuple[Thread, ...]
    people: tuple[str, ...]
    """Names that can be called with @."""
    may_say: bool
    open: int
    """How many threads are not settled; `settled`: how many are."""
    settled: int
    some: Some
    page: int
    pages: int
    calls: tuple[str, ...] = ()
    """The comments shown that call the visitor and that she has not marked as read."""

    def pieces(self, text: str) -> tuple[Piece, ...]:
        """Return a text cut where it calls somebody."""
        return mentioning.pieces(text, self.__dict__.get("known", ()))

    def address(self, some: Some | None = None, page: int = 1) -> str:
        """Return the address of another part of the same talk."""
        return _address(self.entry.id, self.target, Part(some=self.some if some is None else some, page=page))


class Call(msgspec.Struct, frozen=True):
    """A comment that calls the visitor."""

    comment: Comment
    name: str
    map: Text
    place: Text


class Calls(msgspec.Struct, frozen=True):
    """The newest comments that call the visitor and that she has not seen."""

    calls: tuple[Call, ...]
    more: int = 0
    """How many older ones there are."""


def talk(visit: Visit, asked: TalkAsked) -> Talk:
    """Return a page of what people say about a map or one place of it."""
    site, found = visit.site, mapping.opened(visit.site, asked.map)
    here, people = found.journey_map, pointing.present(site)
    threads = _threads(visit, asked)
    still = sum(one.open for one in threads)
    chosen = [one for one in threads if asked.some == "" or one.open == (asked.some == "open")]
    pages = max(-(-len(chosen) // _PAGE), 1)
    page = min(asked.page, pages)
    shown = tuple(chosen[(page - 1) * _PAGE : page * _PAGE])
    made = Talk(
        entry=found.entry,
        target=asked.target,
        place=pointing.called(here, asked.target) if asked.target else here.title,
        threads=tuple(_placed(here, one) for one in shown),
        people=tuple(person.name for person in people),
        may_say=visit.may(Role.COMMENTER) and not found.entry.archived,
        open=still,
        settled=len(threads) - still,
        some=asked.some,
        page=page,
        pages=pages,
        calls=_calling(visit, shown),
    )
    made.__dict__["known"] = people
    return made


def _threads(visit: Visit, asked: TalkAsked) -> list[Thread]:
    """Return the threads of a talk, open ones first, and those with the newest words first."""
    names = pointing.names(visit.site)
    said = visit.site.store.comments.of(asked.map, asked.target or None)
    answers: dict[str | None, list[Said]] = {}
    for one in said:
        answers.setdefault(one.answers, []).append(Said(one, names.get(one.by, one.by), one.by == visit.by))
    lately = {one.answers or one.id: at for at, one in enumerate(said)}
    threads = [Thread(first, "", answers=tuple(answers.get(first.comment.id, ()))) for first in answers.get(None, ())]
    return sorted(threads, key=lambda one: (one.open, lately[one.first.comment.id]), reverse=True)


def _placed(here: JourneyMap, thread: Thread) -> Thread:
    target = thread.first.comment.target
    return msgspec.structs.replace(thread, place=pointing.called(here, target), anchor=pointing.anchor(here, target))


def _calling(visit: Visit, threads: Iterable[Thread]) -> tuple[str, ...]:
    """Return which of the comments shown call the visitor and are not marked as read."""
    if visit.person is None:
        return ()
    unread = {one.id for one in visit.site.store.comments.unread(visit.person.id)}
    shown = (one.comment.id for thread in threads for one in (thread.first, *thread.answers))
    return tuple(name for name in shown if name in unread)


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


def _seen(visit: Visit, told: SeenTold) -> None:
    """Note that the visitor has read comments; reading a page changes nothing by itself."""
    visit.site.store.maps.get(told.map)
    if visit.person:
        visit.site.store.comments.mark_read(visit.person.id, told.id)


def _then_seen(visit: Visit, told: SeenTold, _: None) -> Reply:
    if visit.scripted:
        return Reply(part="parts/seen.html")
    return Reply(to=_address(told.map, told.target, Part()))


def _then(visit: Visit, told: Saying | OneComment, one: Comment) -> Reply:
    """Answer with the talk as it stands now, or lead back to it; what somebody said stands on its first page."""
    target = "" if told.all else one.target
    part = Part(some=told.some, page=told.page)
    if isinstance(told, Saying):
        part = Part(some=told.some if told.answers else "")
    if not visit.scripted:
        return Reply(to=_address(one.map, target, part))
    asked = TalkAsked(map=one.map, target=target, some=part.some, page=part.page)
    return Reply(part="parts/talk.html", context={"shown": talk(visit, asked)})


def _address(map_id: str, target: str, part: Part) -> str:
    told = {"target": target, "some": part.some, "page": str(part.page) if part.page > 1 else ""}
    query = urlencode({name: value for name, value in told.items() if value})
    return f"/maps/{map_id}/comments" + (f"?{query}" if query else "")


def calls(visit: Visit, _: Nothing) -> Calls:
    """Return the comments that call the visitor and that she has not seen, newest first."""
    if visit.person is None:
        return Calls(())
    names = pointing.names(visit.site)
    unread = visit.site.store.comments.unread(visit.person.id)
    found = []
    for one in unread[:_CALLS]:
        opened = mapping.opened(visit.site, one.map)
        place = pointing.called(opened.journey_map, one.target)
        found.append(Call(one, names.get(one.by, one.by), opened.entry.title, place))
    return Calls(tuple(found), len(unread) - len(found))


def _read(visit: Visit, _: Nothing) -> Calls:
    if visit.person:
        unread = visit.site.store.comments.unread(visit.person.id)
        visit.site.store.comments.mark_read(visit.person.id, [one.id for one in unread])
    return Calls(())


_HERE = "/maps/{map}/comments"
_SAYS = Role.COMMENTER
DECLARED: tuple[Declared, ...] = (
    View(_HERE, "comments", "What people say about a map.", talk, TalkAsked, template="talk.html"),
    Action(_HERE + "/seen", "see_comments", "Mark comments as read.", _seen, SeenTold, Role.VIEWER, then=_then_seen),
    Action(_HERE, "say", "Say something at a place of a map.", _say, Saying, _SAYS, then=_then),
    Action(_HERE + "/{id}/words", "reword_comment", "Change one's own words.", _reword, Rewording, _SAYS, then=_then),
    Action(_HERE + "/{id}/settle", "settle_comment", "Settle a comment.", _settle, OneComment, _SAYS, then=_then),
    Action(_HERE + "/{id}/reopen", "reopen_comment", "Open a comment again.", _reopen, OneComment, _SAYS, then=_then),
    Action(_HERE + "/{id}/remove", "remove_comment", "Remove one's own words.", _remove, OneComment, _SAYS, then=_then),
    View("/mentions", "mentions", "Comments that call you.", calls, Nothing, template="mentions.html"),
    Action("/mentions/read", "read_mentions", "Note them all as seen.", _read, Nothing, Role.VIEWER, then="/mentions"),
)
