"""One gap or opportunity as it was found, before it becomes a claim on a map."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate, Proportion
from wegweiser.i18n import Text
from wegweiser.maps import Figures

HIGH, MEDIUM = 0.10, 0.03
ENOUGH = SUPPRESSED_BELOW


@dataclass(frozen=True)
class Found:
    """A gap or an opportunity: where it stands, what it says, and how many customers it concerns."""

    id: str
    phase: str
    text: Text
    detail: Text
    result: str
    """The result it was read from, as `Figures` names it."""
    customers: int
    share: Proportion | None = None
    estimate: Estimate | None = None
    """A difference instead of a share: how far a feeling falls short."""
    n: int = 0
    """What the claim rests on where there is no share."""
    refs: tuple[str, ...] = ()
    kind: str = "gap"
    harm: float | None = None
    """Customers affected times how far, from 0 to 1, it lies beyond what is expected: what a headline is chosen by."""
    weighs: float | None = None
    """Customers its impact is judged by, where those concerned are not all harmed."""

    as_of: date | None = None
    """The last day of the data it rests on, where other data goes on."""

    def claim(self, figures: Figures) -> Claim:
        """Return it as a measured claim with its evidence."""
        return Claim(
            id=self.id,
            text=self.text,
            status=Status.MEASURED,
            evidence=(Figures.evidence(self.result),),
            n=self.share.n if self.share else self.n,
            share=self.share,
            estimate=self.estimate,
            as_of=figures.as_of if self.as_of is None else min(self.as_of, figures.as_of or self.as_of),
            author="rule",
            detail=self.detail,
            kind=self.kind,
            impact=impact(self.customers if self.weighs is None else self.weighs, figures.summary.customers),
            harm=None if self.harm is None else round(self.harm, 1),
            refs=self.refs,
        )


def beyond(customers: int, share: Proportion, expected: float) -> float:
    """Return how many of those concerned are more than what is expected of them; none where it is expected.

    Example:
        >>> round(beyond(200, Proportion(0.40, 0.35, 0.45, 400, 1000), 0.30))
        50
    """
    return customers * max(share.value - expected, 0.0) / share.value if share.value > 0 else 0.0


def impact(customers: float, everyone: int) -> str:
    """Return how much a gap weighs: high from 10 % of all customers on, medium from 3 % on, else low.

    Example:
        >>> impact(100, 1000), impact(30, 1000), impact(29, 1000)
        ('high', 'medium', 'low')
    """
    if everyone <= 0:
        return "low"
    share = customers / everyone
    return "high" if share >= HIGH else "medium" if share >= MEDIUM else "low"
