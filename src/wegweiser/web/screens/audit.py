"""The audit log for admins: who did what, and when, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import msgspec

from wegweiser.domain.people import Note, Role
from wegweiser.i18n import Text, read
from wegweiser.web import pointing
from wegweiser.web.deeds import DEEDS
from wegweiser.web.frame import Download, View, Visit
from wegweiser.web.frame.declared import Declared
from wegweiser.web.spreadsheets import spreadsheet

_PAGE, _MOST, _AT_ONCE = 50, 100_000, 1_000
_HEADS = ("Number", "When", "Who", "What", "About", "Detail", "Id of who", "Code", "Id of what")
Place = Annotated[int, msgspec.Meta(ge=1, le=2**53)]


class LogAsked(msgspec.Struct, frozen=True):
    """Which lines of the log."""

    before: Place | None = None
    who: str = ""
    what: str = ""


class LogShown(msgspec.Struct, frozen=True):
    """A page of the log, the newest line first."""

    notes: tuple[Note, ...]
    names: dict[str, str]
    """Names of people and keys by id."""
    words: dict[str, str]
    """What each code of a deed means, in the visitor's language."""
    about: dict[str, Text]
    """What the targets of these lines are called, where they have a name."""
    older: int | None = None
    """What to ask for `before` for the next page."""


def _log(visit: Visit, asked: LogAsked) -> LogShown:
    notes = visit.site.store.audit.page(asked.before, _PAGE + 1, who=asked.who or None, what=asked.what or None)
    shown, known = notes[:_PAGE], _known(visit)
    about = {one.target: known[place] for one in shown if (place := _place(one)) in known}
    older = shown[-1].number if len(notes) > _PAGE else None
    return LogShown(shown, _names(visit), _words(visit), about, older)


def _csv(visit: Visit, asked: LogAsked) -> Download:
    """Return the lines as a table, words beside the codes they stand for."""
    names, words, known = _names(visit), _words(visit), _known(visit)
    rows = (
        (
            *(one.number, one.at, names.get(one.who, one.who), words.get(one.what, one.what)),
            *(read(known.get(_place(one), ""), visit.language), one.detail, one.who, one.what, one.target),
        )
        for one in _lines(visit, asked)
    )
    return spreadsheet(visit, "log", _HEADS, rows)


def _lines(visit: Visit, asked: LogAsked) -> Iterator[Note]:
    before, left = asked.before, _MOST
    while left > 0:
        notes = visit.site.store.audit.page(before, _AT_ONCE, who=asked.who or None, what=asked.what or None)
        yield from notes
        if len(notes) < _AT_ONCE:
            return
        before, left = notes[-1].number, left - len(notes)


def _words(visit: Visit) -> dict[str, str]:
    """Return what the codes mean, in the order of the words."""
    said = {code: visit.say(words) for code, words in DEEDS.items()}
    return dict(sorted(said.items(), key=lambda pair: pair[1].casefold()))


def _names(visit: Visit) -> dict[str, str]:
    """Return what everybody is called who may have done something, those without an account, too."""
    nobody = {"anybody": visit.say("somebody who did not sign in"), "system": visit.say("the program itself")}
    return pointing.names(visit.site) | nobody


def _known(visit: Visit) -> dict[str, Text]:
    """Return what people, keys and maps are called by their ids."""
    known: dict[str, Text] = {key.removeprefix("key:"): name for key, name in pointing.names(visit.site).items()}
    return known | {one.id: one.title for one in visit.site.store.maps.all(archived=True)}


def _place(note: Note) -> str:
    """Return the id a line is about: `map:journey` and `journey/cm_1` are about the map.

    Example:
        >>> from datetime import UTC, datetime
        >>> _place(Note(datetime(2026, 1, 1, tzinfo=UTC), "ana", "say", "journey/cm_1"))
        'journey'
    """
    return note.target.removeprefix("map:").partition("/")[0]


DECLARED: tuple[Declared, ...] = (
    View("/settings/log", "log", "Who did what.", _log, LogAsked, Role.ADMIN, "log.html"),
    View("/settings/log.csv", "log_csv", "The log as a table.", _csv, LogAsked, Role.ADMIN),
)
