"""Event logs in XES and OCEL 2.0, written to a file as they are read, so that their length does not matter."""

from __future__ import annotations

import gzip
import io
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from wegweiser.i18n import Language
from wegweiser.journeys.asking import Asking
from wegweiser.journeys.exporting import ocel, xes
from wegweiser.journeys.exporting.contacts import Asked, cases, names_of

_SALT = 32


@dataclass(frozen=True)
class Written:
    """What a log holds: cases (customers, or journeys of a goal) and their events."""

    path: Path
    cases: int
    events: int


class Logs:
    """Writes the contacts of everybody, or of the group asked about, as event logs.

    A log holds touchpoints, channels, phases, times and values; customers are pseudonyms, and nothing else of them is
    written. Without a salt of your own the pseudonyms of two logs cannot be matched. A whole history may still be
    recognised by somebody who knows a part of it: treat a log as you treat the data.
    """

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    def xes(
        self, path: Path, goal: str | None = None, *, language: Language = "en", salt: bytes | None = None
    ) -> Written:
        """Write an XES log (IEEE 1849) and return how much it holds; a path that ends in .gz is packed.

        Args:
            path: the file to write.
            goal: a case is a journey of this goal; without one, the whole history of a customer.
            language: of the touchpoints' names.
            salt: keeps pseudonyms the same from log to log; keep it secret.

        Raises:
            UnknownName: no goal is called so.
        """
        asked = self._asked(goal, language, salt)
        with _writing(path) as out:
            count, events = xes.write(out, cases(self._asking, asked), by_customer=goal is None)
        return Written(path, count, events)

    def ocel(
        self, path: Path, goal: str | None = None, *, language: Language = "en", salt: bytes | None = None
    ) -> Written:
        """Write an object-centric log (OCEL 2.0, JSON) of customers, sessions and, of a goal, journeys.

        Args:
            path: the file to write; one that ends in .gz is packed.
            goal: only contacts within journeys of this goal, with the journeys as objects.
            language: of the touchpoints' names.
            salt: keeps pseudonyms the same from log to log; keep it secret.

        Raises:
            UnknownName: no goal is called so.
        """
        asked = self._asked(goal, language, salt)
        names = names_of(self._asking, language)
        with _writing(path) as out:
            count, events = ocel.write(out, cases(self._asking, asked), names, journeys=goal is not None)
        return Written(path, count, events)

    def _asked(self, goal: str | None, language: Language, salt: bytes | None) -> Asked:
        return Asked(self._asking.goal_code(goal), language, salt or secrets.token_bytes(_SALT))


@contextmanager
def _writing(path: Path) -> Iterator[IO[str]]:
    """Yield a file that takes its name once it is whole."""
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as raw:
            if path.suffix == ".gz":
                # no time and no name in the head, so that the same log gives the same bytes
                with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
                    yield from _as_text(cast("IO[bytes]", packed))
            else:
                yield from _as_text(raw)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _as_text(raw: IO[bytes]) -> Iterator[IO[str]]:
    text = io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
    yield text
    text.flush()
    text.detach()
