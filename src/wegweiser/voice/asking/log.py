"""The log of answers: one file a day, one line an answer, on disk before anybody is thanked."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from threading import Lock

import msgspec

from wegweiser.clock import Clock
from wegweiser.i18n import Language
from wegweiser.voice.asking.forms import Given
from wegweiser.voice.texts.masking import mask

EVENT = "survey_answer"
FOLDER = "log"
_REMEMBERED = timedelta(days=3)
"""How long a form is known to have been sent: longer than its token is taken."""


class Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """One answer as it stands in the log; `of` is how many answers its form gave."""

    event: str
    time: str
    survey: str
    item: str
    form: str
    of: int
    language: str = "en"
    value: float | None = None
    text: str | None = None
    touchpoint: str | None = None
    subject: int | None = None
    """The identifier of the person where the link carried one, as events have it."""


@dataclass(frozen=True)
class Sent:
    """One form as it was sent: the survey, its token, and whose link it came by."""

    survey: str
    form: str
    given: Sequence[Given]
    language: Language = "en"
    subject: int | None = None


class AnswerLog:
    """Appends answers to the files of a folder; a form is written once, however often it is sent.

    What was written is on disk before `append` returns, so a server that dies loses nothing it acknowledged.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self.folder, self._clock, self._lock = folder, clock, Lock()
        self._seen = dict(self._recent())
        """The forms of each of the last days."""

    def append(self, sent: Sent) -> bool:
        """Write a form's answers with their personal data masked; False where this form was written before."""
        lines = [self._line(sent, given) for given in sent.given]
        with self._lock:
            if any((sent.survey, sent.form) in forms for forms in self._seen.values()):
                return False
            self._write(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
            self._remember(sent)
        return True

    def _remember(self, sent: Sent) -> None:
        """Note a form as written, and forget those whose tokens nobody takes any more."""
        self._seen = {day: forms for day, forms in self._seen.items() if day >= self._since}
        self._seen.setdefault(self._day, set()).add((sent.survey, sent.form))

    @property
    def _day(self) -> str:
        return f"{self._clock.now():%Y-%m-%d}"

    @property
    def _since(self) -> str:
        return f"{self._clock.now() - _REMEMBERED:%Y-%m-%d}"

    def _line(self, sent: Sent, given: Given) -> Line:
        return Line(
            EVENT,
            time=self._clock.now().isoformat(timespec="milliseconds"),
            survey=sent.survey,
            item=given.item,
            form=sent.form,
            of=len(sent.given),
            language=sent.language,
            value=given.value,
            text=None if given.text is None else mask(given.text, sent.language),
            touchpoint=given.touchpoint,
            subject=sent.subject,
        )

    def _write(self, data: bytes) -> None:
        """Append bytes and wait for the disk; a line a crash has torn is closed first, so that it spoils no other."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f"{self._day}.jsonl"
        fresh = not path.exists()
        path.touch(mode=0o600)
        with path.open("ab+") as file:
            if file.tell():
                file.seek(-1, os.SEEK_END)
                data = data if file.read(1) == b"\n" else b"\n" + data
            file.write(data)
            file.flush()
            # macOS has no fdatasync.
            getattr(os, "fdatasync", os.fsync)(file.fileno())
        if fresh and os.name == "posix":
            self._sync_folder()

    def _sync_folder(self) -> None:
        """Wait until the new file's name is on disk, too."""
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _recent(self) -> Iterator[tuple[str, set[tuple[str, str]]]]:
        """Yield the forms of each of the last days."""
        for path in files(self.folder):
            if path.stem >= self._since:
                yield path.stem, {(line.survey, line.form) for line in read(path).lines}


@dataclass(frozen=True)
class Read:
    """The lines of one file of the log, and how many are of no use: those of forms a crash has torn."""

    lines: tuple[Line, ...]
    torn: int


def files(folder: Path) -> list[Path]:
    """Return the files of a log, the oldest first."""
    return sorted(folder.glob("????-??-??.jsonl"))


def read(path: Path) -> Read:
    """Return the answers of one file that belong to whole forms; lines of other events are left out.

    Nobody was thanked for a form that is not whole, and it may have been sent again on another day.
    """
    decoder, lines, torn = msgspec.json.Decoder(Line), [], 0
    for raw in path.read_bytes().split(b"\n"):
        if raw.strip():
            try:
                line = decoder.decode(raw)
            except msgspec.DecodeError:
                torn += 1
                continue
            if line.event == EVENT:
                lines.append(line)
    answered = Counter((form, of) for form, of, _ in {(line.form, line.of, line.item) for line in lines})
    whole = tuple(line for line in lines if answered[line.form, line.of] >= line.of)
    return Read(whole, torn + len(lines) - len(whole))


def forget(folder: Path, before: date) -> int:
    """Remove what people wrote before a day from the log and return how many texts they were; their ticks stay.

    A line keeps its place, so that its form is still whole; what a crash has torn may hold words and goes.
    """
    forgotten = 0
    for path in files(folder):
        if path.stem >= before.isoformat():
            break
        lines = [raw for raw in path.read_bytes().split(b"\n") if raw.strip()]
        bare = [_bare(raw) for raw in lines]
        if bare != lines:
            half = path.with_suffix(".writing")
            half.touch(mode=0o600)
            half.write_bytes(b"".join(line + b"\n" for line in bare if line))
            half.replace(path)
            forgotten += sum(a != b for a, b in zip(lines, bare, strict=True))
    return forgotten


def _bare(raw: bytes) -> bytes:
    """Return a line without its text, nothing where it is torn, and lines of other events as they are."""
    try:
        line = msgspec.json.decode(raw, type=Line)
    except msgspec.DecodeError:
        return b""
    if line.event != EVENT or line.text is None:
        return raw
    return msgspec.json.encode(msgspec.structs.replace(line, text=None))
