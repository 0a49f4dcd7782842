"""What reads sentences for their feeling and topic, whichever model stands behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Readings:
    """What a model read, one value per sentence; everything here is inferred.

    `negative`, `neutral` and `positive` are calibrated probabilities that sum to one, and `feeling` is their mean on
    -2..+2; all four are nan where the model was not sure enough. `topics` holds None where no topic was found.
    """

    negative: NDArray[np.float64]
    neutral: NDArray[np.float64]
    positive: NDArray[np.float64]
    feeling: NDArray[np.float64]
    topics: tuple[str | None, ...]


class Reader(Protocol):
    """A model that reads sentences."""

    @property
    def name(self) -> str:
        """Model and version, as results carry it."""
        ...

    def read(self, sentences: list[str], languages: list[str]) -> Readings:
        """Return what the model reads in the sentences, given the language of each."""
        ...
