"""Adding files: sent, looked at, corrected by whoever knows them, and taken in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import available_timezones

import msgspec
from tomlkit import TOMLDocument

from wegweiser.collect import SourceSpec
from wegweiser.domain.people import Role
from wegweiser.errors import InvalidSetting, UnknownName, WegweiserError
from wegweiser.voice.texts import TextSpec
from wegweiser.web import staging
from wegweiser.web.frame import Upload
from wegweiser.web.frame.declared import Action, Declared, Nothing, Reply, View
from wegweiser.web.frame.site import Limits, Visit
from wegweiser.web.screens.jobs import JobShown, begin_run, shown
from wegweiser.web.staging import Staged
from wegweiser.workspace import changing, starting

_HOME = "/data/adding"
_TEXT, _SCORE, _CUSTOMER = "text", "score", "customer"
_EVENTS, _SURVEY, _TEXTS, _UNKNOWN = "events", "survey", "texts", "unknown"
ROLES = (*SourceSpec.FIELDS, starting.PROPERTY, starting.TRAIT, starting.IGNORED)
"""What a column of events can be."""
ANY = (*ROLES, _TEXT, *(one for one in starting.ASKED if one not in {*ROLES, _TEXT}))
"""What a column of a file that was not recognised can be."""
Kind = Literal["events", "texts", "survey"]
_OF_KIND = {_EVENTS: ROLES, _TEXTS: (*ROLES, _TEXT, _SCORE), _SURVEY: starting.ASKED}
_WHO = starting.PEOPLE
_NEEDED = {_EVENTS: (("time",), ("event", "channel"), _WHO), _TEXTS: ((_TEXT,),), _SURVEY: ((_SCORE, "recommend"),)}
"""What somebody must say who names columns by hand: one of each of these."""
_MISSING = {
    "time": "the time",
    "event": "what happened",
    "customer": "who it was",
    _TEXT: "the words of customers",
    _SCORE: "a score",
}


class Sent(msgspec.Struct, frozen=True):
    """Files somebody sends."""

    file: Annotated[tuple[Upload, ...], msgspec.Meta(min_length=1, max_length=20)]


class Waiting(msgspec.Struct, frozen=True, omit_defaults=True):
    """The files that wait to be agreed to."""

    files: tuple[Staged, ...] = ()


class OneFile(msgspec.Struct, frozen=True):
    """Which of the files that wait."""

    file: str


class FileShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """A file that waits and what it was taken for, as soon as that is known."""

    file: Staged
    job: JobShown
    guessed: starting.Guessed | None = None
    sources: tuple[str, ...] = ()
    """Sources it could be more of."""
    others: int = 0
    """How many more files wait."""
    people: ClassVar[tuple[str, ...]] = _WHO

    @property
    def roles(self) -> tuple[str, ...]:
        """What its columns can be."""
        kind = self.guessed.kind if self.guessed else _EVENTS
        if kind == _UNKNOWN:
            return ANY
        return _OF_KIND[_TEXTS] if kind == _EVENTS else _OF_KIND.get(kind, ROLES)

    @property
    def kinds(self) -> tuple[str, ...]:
        """What a file that was not recognised may be said to be; events are read from no spreadsheet."""
        spreadsheet = self.file.name.lower().endswith(".xlsx")
        return (_SURVEY, _TEXTS) if spreadsheet else (_EVENTS, _SURVEY, _TEXTS)

    @property
    def source_options(self) -> list[tuple[str, str]]:
        """The sources as a form offers them."""
        return [(name, name) for name in self.sources]

    @property
    def zone(self) -> str:
        """Whose local times the file holds where its times carry no offset; empty where it has no times."""
        source = self.guessed.source if self.guessed else None
        return source.time.zone if source and "time" in source.columns else ""

    @property
    def zones(self) -> list[str]:
        """The time zones a form offers."""
        return sorted(name for name in available_timezones() if "/" in name or name == "UTC")


class Agreed(msgspec.Struct, frozen=True):
    """How a file is to be read: by the guess, with what is said here in its place.

    `roles` holds what each column is, by its place in the guess; `into` names a source the file is more of; `zone`
    is the IANA zone whose local times are meant where times carry no offset. `customer` is the place of the column
    that holds the customers, in place of what `roles` says of it; `alone` says that each row is a person of her own.
    """

    file: str
    roles: dict[str, str] = {}
    name: Annotated[str, msgspec.Meta(max_length=80)] = ""
    into: str = ""
    kind: Kind = "events"
    zone: Annotated[str, msgspec.Meta(max_length=80)] = ""
    customer: Annotated[str, msgspec.Meta(max_length=10)] = ""
    alone: bool = False
    run: bool = False

    @property
    def told(self) -> dict[str, str]:
        """What columns are, by their places, as far as it was said."""
        return self.roles | ({self.customer: _CUSTOMER} if self.customer else {})


class Taken(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of a file: its source, what else waits, and the run where one was asked for."""

    source: str
    waiting: tuple[str, ...] = ()
    job: str = ""


def _send(visit: Visit, sent: Sent) -> Waiting:
    for one in sent.file:
        staging.check(visit, one)
    return Waiting(tuple(staging.stage(visit, one) for one in sent.file))


def _sent(_: Visit, __: Sent, done: Waiting) -> Reply:
    return Reply(to=f"{_HOME}/{done.files[0].id}")


def _waiting(visit: Visit, _: Nothing) -> Waiting:
    return Waiting(staging.waiting(visit.site))


def _file(visit: Visit, asked: OneFile) -> FileShown:
    site, staged = visit.site, staging.one(visit.site, asked.file)
    job = site.store.jobs.get(staged.job)
    return FileShown(
        file=staged,
        job=shown(visit, job),
        guessed=site.jobs.answer(job, starting.Guessed),
        sources=tuple(source.name for source in site.config.source),
        others=len(staging.waiting(site)) - 1,
    )


def _look_again(visit: Visit, agreed: Agreed) -> Staged:
    """Have a file looked at again: as it looks, or as somebody says its columns are to be read."""
    staged = staging.one(visit.site, agreed.file)
    if not agreed.told:
        return staging.again(visit, staged)
    guessed = _file(visit, OneFile(agreed.file)).guessed
    if guessed is None:
        raise InvalidSetting(staged.name, [visit.say("It is not known yet how this file is read.")])
    try:
        roles = _roles(guessed, agreed.told)
    except UnknownName as problem:
        raise InvalidSetting(staged.name, [str(problem)]) from problem
    _enough(visit, guessed, roles, agreed.kind)
    return staging.again(visit, staged, roles, agreed.kind)


def _enough(visit: Visit, guessed: starting.Guessed, roles: Mapping[str, str], kind: Kind) -> None:
    """Refuse columns that cannot be read as what the file is said to be, naming all that is missing.

    Raises:
        InvalidSetting: a column is of no use there, two are to be the same, or something needed is missing.
    """
    odd = [column for column, role in roles.items() if role not in _OF_KIND[kind]]
    if odd:
        told = "A file of this kind has nothing like what these columns are said to be: {names}. Choose something else."
        raise InvalidSetting(guessed.path, [visit.say(told, names=", ".join(odd))])
    if kind != _SURVEY:
        _no_two_alike(visit, guessed, roles)
    # Of a file that was recognised, what no column holds was found without one, or is asked for before it is taken.
    needed = _NEEDED[kind] if guessed.kind != kind or kind != _EVENTS else (("time",),)
    missing = [one[0] for one in needed if not set(one) & set(roles.values())]
    if missing:
        msgid = "Say which column holds this: {names}."
        raise InvalidSetting(
            guessed.path, [visit.say(msgid, names=", ".join(visit.say(_MISSING[one]) for one in missing))]
        )


def _drop(visit: Visit, asked: OneFile) -> Waiting:
    staging.drop(visit.site, staging.one(visit.site, asked.file).id)
    return Waiting(staging.waiting(visit.site))


def _take(visit: Visit, agreed: Agreed) -> Taken:
    found = _file(visit, OneFile(agreed.file))
    if found.guessed is None or found.guessed.kind == _UNKNOWN:
        raise InvalidSetting(found.file.name, [visit.say("It is not known yet how this file is read.")])
    try:
        source = _written(visit, found, found.guessed, agreed)
    except UnknownName as problem:
        raise InvalidSetting(found.file.name, [str(problem)]) from problem
    staging.drop(visit.site, found.file.id)
    job = begin_run(visit).id if agreed.run else ""
    return Taken(source, tuple(one.id for one in staging.waiting(visit.site)), job)


def _taken(visit: Visit, _: Agreed, done: Taken) -> Reply:
    told = visit.say("“{name}” is taken in with the next run.", name=done.source)
    if done.job:
        return Reply(to=f"/jobs/{done.job}?go=true")
    return Reply(to=f"{_HOME}/{done.waiting[0]}" if done.waiting else _HOME, told=told)


def _written(visit: Visit, found: FileShown, guessed: starting.Guessed, agreed: Agreed) -> str:
    """Write down how a file is read, move it to where it is read from, and return the source's name."""
    site = visit.site
    roles = _roles(guessed, agreed.told)
    if guessed.survey is not None:
        if any(roles[column.name] != column.role for column in guessed.columns):
            raise InvalidSetting(
                guessed.path, [visit.say("Columns were changed: have the file looked at again first.")]
            )
        kept = staging.keep(site, found.file)
        if not guessed.told:
            # A run finds it in the data folder, and the waves of one survey find each other.
            return guessed.name
        try:
            return starting.keep_survey(site.folder, guessed, kept)
        except WegweiserError:
            staging.give_back(site, found.file, kept)
            raise
    texts = _TEXTS in {agreed.kind, guessed.kind}
    text = _as_text(visit, guessed, roles, agreed.name) if texts else None
    source = None if text else _as_source(visit, guessed, roles, agreed)
    if agreed.into and agreed.into not in found.sources:
        raise UnknownName("source", agreed.into, found.sources)
    kept = staging.keep(site, found.file)
    try:
        if agreed.into:
            changing.edited(site.folder, lambda document: _append(document, agreed.into, kept))
        elif text:
            changing.add(site.folder, "text", msgspec.structs.replace(text, files=(kept,)))
        elif source:
            changing.add(site.folder, "source", msgspec.structs.replace(source, files=(kept,)))
    except WegweiserError:
        staging.give_back(site, found.file, kept)
        raise
    return agreed.into or (text.name if text else source.name if source else "")


def _append(document: TOMLDocument, name: str, file: str) -> None:
    table: Any = next(one for one in document["source"] if one["name"] == name)
    table["files"] = [*table.get("files", ()), file]


def _roles(guessed: starting.Guessed, told: Mapping[str, str]) -> dict[str, str]:
    """Return what each column is, by its name; a column is told by its place, for its name may hold anything.

    Raises:
        UnknownName: there is no such column.
    """
    places = {str(n): column for n, column in enumerate(guessed.columns)}
    for place in told:
        if place not in places:
            raise UnknownName("column", place, list(places))
    return {column.name: told.get(place, column.role) for place, column in places.items()}


def _as_source(visit: Visit, guessed: starting.Guessed, roles: Mapping[str, str], agreed: Agreed) -> SourceSpec | None:
    """Return how events are read, by the guess as it was corrected.

    Raises:
        InvalidSetting: two columns are to be the same, or nothing says when it was or what happened.
        UnknownName: a column cannot be that, or there is no such time zone.
    """
    _no_two_alike(visit, guessed, roles)
    changed = {column.name: roles[column.name] for column in guessed.columns if roles[column.name] != column.role}
    source = (starting.with_roles(guessed, changed) if changed else guessed).source
    if source is not None and guessed.kind == "events" and guessed.columns:
        said = {*source.columns, *source.fixed, *(["time"] if source.time.month else [])}
        if not {"time", "event"} <= said:
            raise InvalidSetting(
                guessed.path, [visit.say("Say which column holds the time, and which one what happened.")]
            )
        if source.rows_are_profiles and not (agreed.alone or agreed.into):
            raise InvalidSetting(
                guessed.path,
                [visit.say("Say which column names the customer, or tick that each row is a person of her own.")],
            )
    return _said_of(source, agreed) if source is not None else None


def _said_of(source: SourceSpec, agreed: Agreed) -> SourceSpec:
    """Return a source with the name and the time zone she gave it."""
    if agreed.name:
        source = msgspec.structs.replace(source, name=agreed.name)
    if agreed.zone and agreed.zone != source.time.zone:
        if agreed.zone not in available_timezones():
            raise UnknownName("time zone", agreed.zone, ["Europe/Berlin", "UTC"])
        source = msgspec.structs.replace(source, time=msgspec.structs.replace(source.time, zone=agreed.zone))
    return source


def _no_two_alike(visit: Visit, guessed: starting.Guessed, roles: Mapping[str, str]) -> None:
    """Refuse two columns for one field, by the names they have in the file.

    Raises:
        InvalidSetting: two columns are to be the same.
    """
    holders: dict[str, str] = {}
    for column, role in roles.items():
        other = holders.setdefault(role, column)
        if other != column and role in SourceSpec.FIELDS:
            msgid = "Two columns are to be the same, “{one}” and “{other}”: choose something else for one of them."
            raise InvalidSetting(guessed.path, [visit.say(msgid, one=other, other=column)])


def _as_text(visit: Visit, guessed: starting.Guessed, roles: Mapping[str, str], name: str) -> TextSpec:
    """Return how texts of customers are read; a column must hold the words.

    Raises:
        InvalidSetting: none does, or several do.
    """
    words = [column for column, role in roles.items() if role == _TEXT]
    if len(words) != 1:
        raise InvalidSetting(guessed.path, [visit.say("Say which column holds the words of customers.")])
    by_role = {role: column for column, role in reversed(list(roles.items()))}
    person = next((kind for kind in ("customer", "email", "card", "cookie", "device") if kind in by_role), None)
    return TextSpec(
        name=name or guessed.name,
        files=(),
        text=words[0],
        time=by_role.get("time"),
        person=by_role[person] if person else None,
        person_kind=person or "customer",
        score=by_role.get(_SCORE),
    )


_PAGE: View[OneFile, FileShown] = View(
    f"{_HOME}/{{file}}",
    "added_file",
    "What a file was taken for.",
    _file,
    OneFile,
    Role.EDITOR,
    "adding_file.html",
)
_LIST: View[Nothing, Waiting] = View(
    _HOME, "adding", "Files that wait to be agreed to.", _waiting, Nothing, Role.EDITOR, "adding.html"
)
DECLARED: tuple[Declared, ...] = (
    _LIST,
    Action(
        "/data/files",
        "send_files",
        "Send files; each is looked at, and nothing is read before somebody agrees.",
        _send,
        Sent,
        Role.EDITOR,
        _sent,
        most_bytes=Limits().upload,
    ),
    _PAGE,
    Action(_PAGE.path, "take_file", "Agree to how a file is read.", _take, Agreed, Role.EDITOR, _taken, again=_PAGE),
    Action(
        f"{_PAGE.path}/look",
        "look_again",
        "Look at a file again, as somebody says its columns are to be read.",
        _look_again,
        Agreed,
        Role.EDITOR,
        lambda _visit, taken, _done: Reply(to=f"{_HOME}/{taken.file}"),
        again=_PAGE,
    ),
    Action(
        f"{_PAGE.path}/drop",
        "drop_file",
        "Forget a file that waits.",
        _drop,
        OneFile,
        Role.EDITOR,
        lambda _visit, _taken, done: Reply(to=f"{_HOME}/{done.files[0].id}" if done.files else _HOME),
    ),
)
