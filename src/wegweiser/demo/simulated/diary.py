"""The diary: everything that happens, noted stream by stream as arrays, and handed out in the order of time."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wegweiser.demo.simulated.casting import Ints
from wegweiser.demo.simulated.shelf import DAY, DAYS

_ENDS = DAY * DAYS
"""Nobody at the company knows yet what happens after the year."""


class Diary:
    """Collects entries per stream; a column that one entry lacks is empty there."""

    def __init__(self) -> None:
        self._pages: dict[str, list[dict[str, NDArray[Any]]]] = defaultdict(list)

    def note(self, stream: str, event: str, who: Ints, at: Ints, **columns: NDArray[Any] | str | int) -> None:
        """Note one thing for many people at once; `who` and `at` have one place per entry."""
        page = {name: np.broadcast_to(np.asarray(value), len(who)) for name, value in columns.items()}
        self._pages[stream].append({"who": who, "at": at, "event": np.full(len(who), event, dtype=object), **page})

    def stream(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the entries of a stream, by time, person and the order they were noted in."""
        pages = self._pages[name]
        names = dict.fromkeys(key for page in pages for key in page)
        joined = {
            key: np.concatenate([page.get(key, np.full(len(page["who"]), None, dtype=object)) for page in pages])
            for key in names
        }
        order = np.lexsort((np.arange(len(joined["who"])), joined["who"], joined["at"]))
        order = order[joined["at"][order] < _ENDS]
        return {key: values[order] for key, values in joined.items()}
