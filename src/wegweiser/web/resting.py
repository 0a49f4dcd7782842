"""What a headline rests on: touchpoints that were proposed from data and that nobody has looked at yet."""

from __future__ import annotations

from collections.abc import Iterable

from wegweiser.domain.claims import Claim, Evidence
from wegweiser.domain.touchpoints import Touchpoint

_COUNTED = "event_query"


def unseen(claim: Claim | None, evidence: Iterable[Evidence], touchpoints: Iterable[Touchpoint]) -> int:
    """Return how many of the touchpoints a claim rests on nobody has looked at.

    Where journeys were counted, every touchpoint is part of them; where people were asked, those the claim names are.
    """
    if claim is None:
        return 0
    kinds = {one.kind for one in evidence if one.id in claim.evidence}
    return sum(one.proposed and (_COUNTED in kinds or one.id in claim.refs) for one in touchpoints)
