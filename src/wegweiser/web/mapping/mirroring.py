"""A map's file: written after every revision, and taken in as a revision of its own where somebody wrote in it."""

from __future__ import annotations

import fcntl
import hashlib
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock

import msgspec

from wegweiser.domain.editing import Draft
from wegweiser.errors import Conflict, InvalidSetting, Stale, UnknownName
from wegweiser.i18n import Text, both
from wegweiser.maps import Plan, editing
from wegweiser.web.frame.site import Site

MAIN = "journey.yaml"
_MAIN_MAP = "main_map"
_FILE = "file"
"""Who is written into the revision a hand-written file becomes."""
_LOOKED_BACK = 20
"""So many revisions back a file is known as one of ours that a killed server wrote late."""
_TRIES = 5
_LOCK = RLock()
_LOG = logging.getLogger(__name__)
_Mark = tuple[int, int, int] | None
_PLAIN = re.compile(r"[\w-]{1,80}")


def take_in(site: Site) -> None:
    """Make the map of a workspace that was run, where the app has none yet, and settle every file with its map."""
    _begin(site)
    for entry in site.store.maps.all():
        settle(site, entry.id)


def path_of(site: Site, map_id: str) -> Path:
    """Return where a map's plan lies as YAML."""
    if _main(site) == map_id:
        return site.folder / MAIN
    name = map_id if _PLAIN.fullmatch(map_id) else hashlib.sha256(map_id.encode()).hexdigest()[:16]
    return site.folder / "maps" / f"{name}.yaml"


def settle(site: Site, map_id: str) -> Text | None:
    """Bring a map and its file together and return what is wrong with the file, where it cannot be read or written.

    A file as we wrote it is written anew where the map went on; one somebody changed becomes a revision.

    Raises:
        UnknownName: no map has the id.
    """
    path = path_of(site, map_id)
    marks: dict[str, tuple[object, Text | None]] = site.__dict__.setdefault("_settled", {})
    mark = (_mark(path), site.store.maps.get(map_id).revision)
    known = marks.get(map_id)
    if known is None or known[0] != mark:
        try:
            with _alone(site):
                known = _settled(site, map_id, path)
        except OSError as problem:
            # The map itself lies in the store; the next look tries the file again.
            _LOG.warning("%s cannot be brought together with its map: %s", path.name, problem)
            words = "{file} cannot be written at the moment; the map itself is kept: {problem}"
            return both(words, file=path.name, problem=problem.strerror or type(problem).__name__)
        marks[map_id] = known
    return known[1]


def begun(site: Site, map_id: str) -> None:
    """Make the workspace's own map where it is asked for before anything else was.

    Raises:
        UnknownName: no map has the id, and the workspace has none to begin with.
    """
    try:
        site.store.maps.get(map_id)
    except UnknownName:
        _begin(site)
        site.store.maps.get(map_id)


def plan_of(raw: bytes) -> Plan:
    """Return the plan a revision holds."""
    return msgspec.json.decode(raw, type=Plan)


def _begin(site: Site) -> None:
    path = site.folder / MAIN
    if _main(site) is not None or not path.is_file():
        return
    content = path.read_bytes()
    try:
        plan = Plan.parse(content, MAIN)
        site.store.maps.create(plan.id, msgspec.json.encode(plan), by=_FILE, title=plan.title, kind=plan.kind)
    except InvalidSetting:
        # It cannot be read, or another process has just made the map.
        return
    site.store.maps.set_mirrored(plan.id, 0, _hash(content))
    site.store.settings.set(_MAIN_MAP, plan.id.encode())


def _main(site: Site) -> str | None:
    """Return the id of the map that lies in journey.yaml; it never changes once it is known."""
    known: str | None = site.__dict__.get("_main_map")
    if known is None:
        found = site.store.settings.get(_MAIN_MAP)
        known = site.__dict__["_main_map"] = found.decode() if found else None
    return known


def _settled(site: Site, map_id: str, path: Path) -> tuple[tuple[_Mark, int], Text | None]:
    """Return at which state of file and map the two say the same, and what is wrong with the file."""
    for _ in range(_TRIES):
        seen = _mark(path)
        content = path.read_bytes() if path.is_file() else None
        problem, revision, shown = _compared(site, map_id, path, content)
        if shown is None:
            return (seen, revision), problem
        written = _put(path, shown, seen)
        if written is not None:
            site.store.maps.set_mirrored(map_id, revision, _hash(shown))
            return (written, revision), None
    # Somebody writes into the file without a pause: nothing is written over, the next look tries again.
    return (None, -1), None


def _compared(site: Site, map_id: str, path: Path, content: bytes | None) -> tuple[Text | None, int, bytes | None]:
    """Return what is wrong with a file, the revision it was compared with, and what it is to say; None: it may stay."""
    raw, revision = site.store.maps.head(map_id)
    known = site.store.maps.mirrored(map_id)
    if content is not None and (known is None or _hash(content) != known[1]) and not _late(site, map_id, content):
        try:
            written = Plan.parse(content, path.name)
        except InvalidSetting as problem:
            return told(path, problem.problems[0] if problem.problems else str(problem)), revision, None
        _take(site, map_id, written, known[0] if known else None)
        raw, revision = site.store.maps.head(map_id)
        if not editing.diff(plan_of(raw), written):
            site.store.maps.set_mirrored(map_id, revision, _hash(content))
            return None, revision, None
    elif content is not None and known is not None and known[0] == revision and _hash(content) == known[1]:
        return None, revision, None
    return None, revision, plan_of(raw).yaml().encode()


def _take(site: Site, map_id: str, written: Plan, since: int | None) -> None:
    """Commit what somebody wrote into the file on top of what the app saved meanwhile."""
    while True:
        raw, revision = site.store.maps.head(map_id)
        head = plan_of(raw)
        following = merged(
            head, plan_of(site.store.maps.plan_at(map_id, since)) if since is not None else head, written
        )
        changes = editing.diff(head, following)
        if not changes:
            return
        label = both("Taken in from {file}", file=path_of(site, map_id).name)
        draft = Draft(_FILE, label, changes, title=following.title, kind=following.kind)
        try:
            site.store.maps.commit(map_id, msgspec.json.encode(following), draft, expected=revision)
        except Stale:
            continue
        site.bus.ring(f"map:{map_id}", "changed", {"revision": revision + 1, "by": _FILE})
        return


def merged(head: Plan, before: Plan, written: Plan) -> Plan:
    """Return the newest plan with what was written into the file; where the two exclude each other, the file wins.

    Args:
        head: the newest plan of the app.
        before: the plan the file said when somebody opened it.
        written: what the file says now.
    """
    by_hand = editing.diff(before, written)
    try:
        return editing.replay(head, by_hand)
    except Conflict:
        settled = {(change.thing, change.id) for change in by_hand}
    left = [change for change in editing.diff(before, head) if (change.thing, change.id) not in settled]
    found = written
    while left:
        # A phase can go once what stood in it is gone, so what does not fit yet gets another turn.
        waiting = []
        for change in left:
            try:
                found = editing.replay(found, [change])
            except Conflict:
                waiting.append(change)
        if len(waiting) == len(left):
            break
        left = waiting
    return found


def _late(site: Site, map_id: str, content: bytes) -> bool:
    """Return whether a file is one we wrote ourselves: a server that was killed could not write that down."""
    head = site.store.maps.get(map_id).revision
    return any(
        plan_of(site.store.maps.plan_at(map_id, number)).yaml().encode() == content
        for number in range(head, max(-1, head - _LOOKED_BACK), -1)
    )


def told(path: Path, problem: str) -> Text:
    """Return what the page says of a file that cannot be read."""
    words = "{file} cannot be read, so the map goes on without what was written there: {problem}"
    return both(words, file=path.name, problem=problem)


@contextmanager
def _alone(site: Site) -> Iterator[None]:
    """Hold the files of a workspace for one thread of one process."""
    folder = site.folder / ".wegweiser"
    folder.mkdir(exist_ok=True)
    with _LOCK, (folder / "maps.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _put(path: Path, content: bytes, seen: _Mark) -> _Mark:
    """Write a file and return its mark; None, and nothing is written, where somebody changed it since it was seen."""
    path.parent.mkdir(exist_ok=True)
    half = path.with_name(path.name + ".writing")
    with half.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    written = _mark(half)
    if _mark(path) != seen:
        half.unlink()
        return None
    half.replace(path)
    return written


def _mark(path: Path) -> _Mark:
    if not path.is_file():
        return None
    stat = path.stat()
    return stat.st_mtime_ns, stat.st_size, stat.st_ino


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
