"""Feelings: what customers report at a touchpoint or in a phase (-2 to +2), beside what they expected."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

import msgspec

from wegweiser.domain.estimates import Estimate
from wegweiser.i18n import LANGUAGES, Count, Text, both, read


class Series(StrEnum):
    """Where a feeling comes from; series are never mixed, and only a survey is a report."""

    SURVEY = "survey"
    TEXT = "text"
    BEHAVIOUR = "behaviour"


class Feeling(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How `n` people felt at a touchpoint or in a phase (-2..+2, with its interval) and what they expected there."""

    phase: str
    experienced: Estimate
    touchpoint: str | None = None
    expected: Estimate | None = None
    importance: float | None = None
    """Stated importance, 0 to 1; None where nobody was asked."""
    persona: str | None = None
    series: Series = Series.SURVEY
    as_of: date | None = None
    weighted: Estimate | None = None
    """The experience with the survey's weights, where it has any."""
    model: str = ""
    """Rule, or model with version, that inferred it; empty for a survey."""
    aspects: tuple[Text, ...] = ()
    """What was asked about, such as cleanliness, where nobody rated the touchpoint itself."""
    calibrated: bool = False
    """Whether an inferred series was brought to the scale of the survey."""

    @property
    def gap(self) -> float | None:
        """Experience less expectation; negative where it falls short, None where nothing was expected."""
        return None if self.expected is None else self.experienced.value - self.expected.value


class Driver(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """How much of the overall score's variance goes with the feeling at a touchpoint; no cause is shown by it."""

    touchpoint: str
    phase: str
    goes_with: Estimate
    """Relative weight, 0 to 1; the weights of all touchpoints add up to what is explained."""
    explained: Estimate
    """What all touchpoints together explain: R²."""
    clear: bool = False
    """Whether it is more than noise would explain."""
    stated: float | None = None
    """How important people say it is, 0 to 1; None where nobody was asked."""


_READERS = (
    (r"fast \d+ \((\d+) own comments, \w+\)", "a model of words taught by {n} comments of your own"),
    (r"fast \d+ \(prior[^)]*\)", "words known beforehand, with little certainty"),
    (r"sentences \d+, \S+ \S+ \((\d+) own comments, \w+\)", "a model of sentences taught by {n} comments of your own"),
    (r"sentences \d+, \S+ \S+ \(prior[^)]*\)", "sentences known beforehand, with little certainty"),
    (r"rules \d+", "rules"),
    (r"word groups \d+", "groups of like words"),
    (r"share going on \d+", "the share of those who go on"),
    (r"journeys: what precedes, compared within the persona", "what precedes in their own journeys"),
)
"""Ids of readers, and what they read as; ids themselves stand in files for programs."""


def read_by(models: Iterable[str]) -> Text:
    """Return in words what read something out of texts or behaviour; what we do not ship keeps its name.

    Example:
        >>> read_by(["rules 2, fast 1 (888 own comments, 593906); topics by clusters", "mistral@host"])["en"]
        'a model of words taught by 888 comments of your own, mistral@host, rules'
    """
    found: dict[str, Text] = {}
    for model in models:
        left = re.sub(r"; topics by \w+", "", model)
        for pattern, told in _READERS:
            for match in re.finditer(pattern, left):
                text = both(told, n=Count(int(match[1]))) if match.groups() else both(told)
                found[read(text, "en")] = text
            left = re.sub(pattern, "", left)
        found |= {one: one for one in left.strip(" ,;").split(", ") if one.strip(" ,;")}
    ordered = [found[name] for name in sorted(found)]
    return {language: ", ".join(read(text, language) for text in ordered) for language in LANGUAGES}
