"""One gap or opportunity as it was found, before it becomes a claim on a map."""

from __future__ import annotations

from dataclasses import dataclass

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
            as_of=figures.as_of,
            author="rule",
            detail=self.detail,
            kind=self.kind,
            impact=impact(self.customers, figures.summary.customers),
            refs=self.refs,
        )


def impact(customers: int, everyone: int) -> str:
    """Return how much a gap weighs: high from 10 % of all customers on, medium from 3 % on, else low.

    Example:
        >>> impact(100, 1000), impact(30, 1000), impact(29, 1000)
        ('high', 'medium', 'low')
    """
    if everyone <= 0:
        return "low"
    share = customers / everyone
    return "high" if share >= HIGH else "medium" if share >= MEDIUM else "low"
