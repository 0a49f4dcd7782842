"""The log of answers: one file a day, one line an answer, on disk before anybody is thanked."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
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

    time: str
    survey: str
    item: str
    form: str
    of: int
    event: str = EVENT
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
        self._seen = set(self._recent())

    def append(self, sent: Sent) -> bool:
        """Write a form's answers with their personal data masked; False where this form was written before."""
        lines = [self._line(sent, given) for given in sent.given]
        with self._lock:
            if (sent.survey, sent.form) in self._seen:
                return False
            self._write(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
            self._seen.add((sent.survey, sent.form))
        return True

    def _line(self, sent: Sent, given: Given) -> Line:
        return Line(
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
        path = self.folder / f"{self._clock.now():%Y-%m-%d}.jsonl"
        fresh = not path.exists()
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            size = os.fstat(handle).st_size
            if size and os.pread(handle, 1, size - 1) != b"\n":
                data = b"\n" + data
            # A disk that is nearly full takes less than it was given.
            while data:
                data = data[os.write(handle, data) :]
            os.fdatasync(handle)
        finally:
            os.close(handle)
        if fresh:
            self._sync_folder()

    def _sync_folder(self) -> None:
        """Wait until the new file's name is on disk, too."""
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _recent(self) -> Iterator[tuple[str, str]]:
        """Yield the forms of the last days that were written in full."""
        since = f"{self._clock.now() - _REMEMBERED:%Y-%m-%d}"
        for path in files(self.folder):
            if path.stem >= since:
                counted: dict[tuple[str, str], int] = {}
                for line in read(path).lines:
                    key = (line.survey, line.form)
                    counted[key] = counted.get(key, 0) + 1
                    if counted[key] == line.of:
                        yield key


@dataclass(frozen=True)
class Read:
    """The lines of one file of the log, and how many nobody can read: those a crash has torn."""

    lines: tuple[Line, ...]
    torn: int


def files(folder: Path) -> list[Path]:
    """Return the files of a log, the oldest first."""
    return sorted(folder.glob("????-??-??.jsonl"))


def read(path: Path) -> Read:
    """Return the answers of one file; lines of other events are left out."""
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
    return Read(tuple(lines), torn)
