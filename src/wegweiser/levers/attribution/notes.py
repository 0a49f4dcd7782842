"""What every answer of attribution says of itself: credit, of what, without what, and how sure."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from wegweiser.clock import wall_time
from wegweiser.i18n import LANGUAGES, Count, Day, Span, Text, both, read
from wegweiser.journeys import Registry
from wegweiser.levers.attribution.crediting import Counted
from wegweiser.stats.attribution.resampling import DRAWS

_CREDIT = "Credit, not effect: how a model divides what happened, not what would be missing without a contact."
_MOST_NAMED = 8

CREDIT_NOTE = (
    "Share: of all conversions. Participation: share of conversions that touch it. unique_linear is the Shapley "
    "value of conversions; shapley that of the conversion rate."
)
REMOVAL_NOTE = (
    "Removal effect: share of conversions a Markov chain of order {order} loses if whoever reaches the item is "
    "lost; participation: share of conversions that touch it."
)
SET_NOTE = "Removal effect: share of conversions a Markov chain loses if whoever reaches any item of the set is lost."
ORDER_NOTE = (
    "Mean log-likelihood of a move of customers held out by bucket; chosen: the shortest memory within one "
    "standard error of the best."
)
DISAGREEMENT_NOTE = (
    "Models: {models}. Flagged: the largest share exceeds the smallest by half of their mean and by more than "
    "sampling explains. No model is the true one."
)
SENSITIVITY_NOTE = (
    "Over the whole, half and quarter lookback, repeats counted and not, and all models. Stable: the largest "
    "share is at most 1.5 times the smallest and the rank moves by two at most; within_model: the same, for each "
    "model by itself."
)
ALIKE_NOTE = "Lowest rank correlation between two settings (Spearman): {rho}."
SETTINGS_NOTE = "Rank correlation (Spearman) of the items' shares with the first setting, which is the one asked about."
COST_NOTE = (
    "Cost per credited conversion and credited value per amount spent, of the same days. It says what a "
    "conversion that a model credits cost, and not what the next amount would bring."
)
ADJUSTED_NOTE = (
    "Association, adjusted: conversions that go with having touched it, among journeys alike in the number of "
    "contacts, the other items touched, the days since they began and whether the customer returned. Overlap: how"
    " far those with and without it are comparable; below 0.5 they hardly are. E-value: how strongly something "
    "unseen would have to go with both to explain it away."
)
CALIBRATION_NOTE = (
    "{used} of {given} experiments are about this goal and these items. Effect per customer times {customers} "
    "customers, who are taken to be like those of the trial. Both are weighted by precision, that of the model by "
    "sampling and by how far the models differ; what an item loses goes to the baseline. Without an experiment an "
    "item keeps the model's share, which is no effect."
)


def said(counted: Counted, registry: Registry, zone: str, *more: Text) -> Text:
    """Return the note of an answer: that credit is no effect, the basis, how sure, and what else there is to say."""
    parts = [both(_CREDIT), basis(counted, registry, zone), *transforms(counted), *more]
    return together(parts)


def together(parts: list[Text]) -> Text:
    """Return several texts as one, in every language."""
    return {language: " ".join(read(part, language) for part in parts if part) for language in LANGUAGES}


def basis(counted: Counted, registry: Registry, zone: str) -> Text:
    """Return of what conversions and lost journeys credit is given, when they were, and what was left out."""
    goal, totals = counted.scope.basis.goal, counted.totals
    conversions, lost = Count(float(totals.conversions.sum())), Count(float(totals.nulls.sum()))
    if goal is None:
        return both(
            "Counted paths with {n} conversions and {lost} without; nobody knows when.", n=conversions, lost=lost
        )
    name = registry.goal(goal).name
    if totals.since is None or totals.until is None:
        return both("Goal {goal}: no journey has closed yet.", goal=name)
    return both(
        "Goal {goal}: {n} conversions and {lost} lost journeys that began from {since} to {until}; open ones are not "
        "counted.",
        goal=name,
        n=conversions,
        lost=lost,
        since=_day(totals.since, zone),
        until=_day(totals.until, zone),
    )


def transforms(counted: Counted) -> list[Text]:
    """Return a sentence for everything that makes the paths others than they were."""
    scope = counted.scope
    wanted = scope.basis
    found: list[Text] = []
    if scope.excluded:
        shown = ", ".join(scope.excluded[:_MOST_NAMED])
        more = len(scope.excluded) - _MOST_NAMED
        found.append(both("Left out: {names}.", names=shown + (f" (+{more})" if more > 0 else "")))
    if wanted.session_first:
        found.append(both("Only the first contact of a session counts."))
    if wanted.collapse:
        found.append(both("Repeats in a row count once."))
    if wanted.unique:
        found.append(both("Whatever was met counts once per journey."))
    if wanted.lookback is not None:
        found.append(both("Only contacts within {length} before the end count.", length=Span(wanted.lookback)))
    return found


def how_sure(counted: Counted) -> Text:
    """Return how the intervals were made, or why there are none."""
    if not counted.scope.people:
        return both("No intervals: nobody knows whose paths these are, so no customer can be drawn again.")
    return both("95 % intervals: {draws} resamples of 256 buckets of customers.", draws=Count(DRAWS))


def _day(moment: datetime, zone: str) -> Day:
    return Day(wall_time(moment, ZoneInfo(zone)).date())
