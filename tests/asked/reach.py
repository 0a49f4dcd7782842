"""What is asked about sessions on every engine; what else reaches whom stands among the engines' own answers."""

from __future__ import annotations

from collections.abc import Callable

from wegweiser.journeys import Journeys
from wegweiser.warehouse import Result

CALLS: dict[str, Callable[[Journeys], Result]] = {
    "sessions": lambda journeys: journeys.sessions(),
}
