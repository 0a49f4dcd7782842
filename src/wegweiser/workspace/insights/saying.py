"""Sums up what customers said for the screens: nothing of fewer than 20 people, no words that may not be quoted."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.voices import Heard, Score
from wegweiser.voice.scores import BY, between_touchpoints, between_waves
from wegweiser.workspace import hearing
from wegweiser.workspace.ground import Ground
from wegweiser.workspace.insights import rows


def feelings(ws: Ground, heard: Heard) -> rows.Feelings:
    """Return everything customers said; quotes in it are of those who allowed it, as on the map."""
    scores = {by: _told(hearing.scores(ws, by or None)) for by in ("", *BY)}
    return rows.Feelings(
        heard=enough(heard),
        scores={by: found for by, found in scores.items() if found},
        waves=between_waves(scores["wave"]),
        touchpoints=between_touchpoints(heard.feelings),
        respondents=hearing.answers(ws),
    )


def enough(heard: Heard) -> Heard:
    """Return what was heard of at least 20 people each."""
    return msgspec.structs.replace(
        heard,
        feelings=tuple(one for one in heard.feelings if one.experienced.n >= SUPPRESSED_BELOW),
        questions=tuple(one for one in heard.questions if one.customers >= SUPPRESSED_BELOW),
        sayings=tuple(one for one in heard.sayings if one.customers >= SUPPRESSED_BELOW),
        scores=_told(heard.scores),
        drivers=tuple(one for one in heard.drivers if one.goes_with.n >= SUPPRESSED_BELOW),
    )


def _told(scores: Iterable[Score]) -> tuple[Score, ...]:
    return tuple(one for one in scores if not one.suppressed)
