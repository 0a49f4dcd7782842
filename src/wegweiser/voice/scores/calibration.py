"""Feelings read from texts and from behaviour, brought to the scale of the survey where both are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate
from wegweiser.domain.feelings import Feeling, Series
from wegweiser.stats.calibration import Line, line


def calibrated(guessed: Iterable[Feeling], reported: Sequence[Feeling]) -> tuple[Feeling, ...]:
    """Return inferred feelings on the scale of the survey, or as they are where too few places tell both.

    The line is drawn through the touchpoints at which at least 20 people stand behind either series, of everybody;
    it serves phases and personas too. A series stays apart from the survey's and keeps its own n.
    """
    found = tuple(guessed)
    by = through(found, reported)
    return found if by is None else tuple(_moved(one, by) for one in found)


def proven(guessed: Iterable[Feeling], reported: Sequence[Feeling]) -> tuple[Feeling, ...]:
    """Return inferred feelings on the scale of the survey, or none where it cannot be shown that they say anything.

    What people do has no scale of feelings of its own, unlike what they write.
    """
    return tuple(one for one in calibrated(guessed, reported) if one.calibrated)


def through(guessed: Sequence[Feeling], reported: Sequence[Feeling]) -> Line | None:
    """Return the line from inferred to reported feelings; None where nothing can be calibrated."""
    told = {one.touchpoint: one.experienced.value for one in _known(reported) if one.series is Series.SURVEY}
    pairs = [(one.experienced.value, told[one.touchpoint]) for one in _known(guessed) if one.touchpoint in told]
    return line([guess for guess, _ in pairs], [report for _, report in pairs])


def _known(feelings: Iterable[Feeling]) -> Iterator[Feeling]:
    """Yield everybody's feelings at touchpoints that enough people stand behind."""
    for one in feelings:
        if one.touchpoint and one.persona is None and one.experienced.n >= SUPPRESSED_BELOW:
            yield one


def _moved(one: Feeling, by: Line) -> Feeling:
    found = by.at(one.experienced)
    value, lo, hi = (min(max(end, -2.0), 2.0) for end in (found.value, found.lo, found.hi))
    return replace(one, experienced=Estimate(value=value, lo=lo, hi=hi, n=found.n), calibrated=True)
