"""How a score is tested: its own question is asked again, on its own scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wegweiser.domain.claims import Claim
from wegweiser.domain.surveys import Item, Metric, Scale
from wegweiser.errors import InvalidSetting
from wegweiser.i18n import LANGUAGES, Text, both, read
from wegweiser.voice.asking import OwnQuestion

_SCORES = "ev_scores"
_ASKED = "rating"
_NO_INTERVIEW = (
    "it is a score, and how many of a few people say so is none; choose the method survey, which asks its question "
    "again, or data"
)
_NO_QUESTION = "the question it was drawn from stands in no survey any more; choose the method data"


@dataclass(frozen=True)
class Original:
    """The question a score was drawn from."""

    item: Item
    scale: Scale


def is_score(claim: Claim) -> bool:
    """Return whether a claim says what answers to a survey come to."""
    return _SCORES in claim.evidence


def no_interview(claim: Claim) -> InvalidSetting:
    """Return the refusal of interviews, which says what fits."""
    return InvalidSetting(f"An interview on '{claim.id}'", [_NO_INTERVIEW])


def original(claim: Claim, asked: Mapping[str, tuple[Item, ...]]) -> Original:
    """Return the question a score was drawn from: that of its id, or for a recommendation score the one that asks it.

    Raises:
        InvalidSetting: no survey asks it any more.
    """
    names = {claim.id, claim.supersedes or claim.id}
    for survey, items in asked.items():
        for item in items:
            own = f"cl_score_{survey}_{item.id}_"
            recommends = claim.estimate is not None and item.metric is Metric.RECOMMEND
            if item.scale is not None and (recommends or any(name.startswith(own) for name in names)):
                return Original(item, item.scale)
    raise InvalidSetting(f"A survey on '{claim.id}'", [_NO_QUESTION])


def question(found: Original) -> OwnQuestion:
    """Return the question as it was asked, on its own scale, with the names of its ends.

    Example:
        >>> from wegweiser.domain.surveys import Role
        >>> shops = Item("q7", "Shops", Role.ANSWER, (), Metric.SATISFACTION, levels={"1": "Poor", "5": "Great"})
        >>> asked = question(Original(shops, Scale(1, 5, missing=(0,))))
        >>> asked.text, asked.low, asked.high, asked.scale
        ('Shops', 'Poor', 'Great', Scale(low=1.0, high=5.0, missing=(), unused=(), best_low=False))
    """
    item, scale = found.item, found.scale
    ends = {float(code): label for code, label in item.levels.items() if code.lstrip("-").isdigit()}
    text = both("{section}: {question}", section=item.section, question=item.text) if item.section else item.text
    return OwnQuestion(
        _ASKED,
        text if any(read(item.text, language) for language in LANGUAGES) else item.id,
        item.metric,
        Scale(float(scale.low), float(scale.high), best_low=scale.best_low),
        low=ends.get(scale.low) or _end(item, worst=not scale.best_low),
        high=ends.get(scale.high) or _end(item, worst=scale.best_low),
        required=True,
    )


def _end(item: Item, *, worst: bool) -> Text:
    """Return what stands at an end of a scale whose numbers have no names."""
    if item.metric is Metric.RECOMMEND:
        return both("very unlikely") if worst else both("very likely")
    return both("very bad") if worst else both("very good")
