"""What we do in each phase: what our campaigns are followed by, and which of them run there."""

from __future__ import annotations

from datetime import date, timedelta

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.estimates import SUPPRESSED_BELOW
from wegweiser.domain.journey_maps import Cell, LaneType
from wegweiser.domain.touchpoints import Medium
from wegweiser.i18n import Day, Share, Span, Text, both
from wegweiser.maps.figures import Figures
from wegweiser.maps.plan import Plan
from wegweiser.maps.results import CampaignRow, ResponseRow

_RESPONSES_SHOWN = 4
_CAMPAIGNS_SHOWN = 3
_NAME_SHOWN = 30


def measures(plan: Plan, figures: Figures) -> tuple[Cell, ...]:
    """Return per phase what the campaigns sent there are followed by, and the campaigns that ran there.

    Up to three campaigns are named; more are one line with their number and the time they cover.
    """
    lanes = [lane.id for lane in plan.lanes if lane.type is LaneType.MEASURE]
    looked = bool(figures.results.campaigns)
    said = {phase.id: (*_responses(phase.id, figures), *_campaigns(phase.id, figures)) for phase in figures.phases}
    return tuple(
        Cell(lane=lane, phase=phase.id, claims=said[phase.id], looked=looked)
        for lane in lanes
        for phase in figures.phases
    )


def _responses(phase: str, figures: Figures) -> tuple[Claim, ...]:
    rows = [row for row in figures.answers if figures.touchpoint(row.touchpoint).phase == phase]
    return tuple(_response(row, figures) for row in rows[:_RESPONSES_SHOWN])


def _response(row: ResponseRow, figures: Figures) -> Claim:
    return Claim(
        id=f"cl_response_{row.touchpoint}",
        text=both(
            "{touchpoint}: {share} of {n} followed by “{response}”",
            touchpoint=figures.name(row.touchpoint),
            share=Share(row.proportion.value),
            n=row.receipts,
            response=figures.name(row.response),
        ),
        status=Status.MEASURED,
        evidence=(Figures.evidence("responses"),),
        n=row.receipts,
        share=row.proportion,
        as_of=figures.as_of,
        author="rule",
        detail=_detail(row),
        refs=(row.touchpoint, row.response),
    )


def _detail(row: ResponseRow) -> Text:
    if row.median_days is None:
        return both(
            "{hits} of {n}, {customers} customers.", hits=row.responded, n=row.receipts, customers=row.customers
        )
    return both(
        "{hits} of {n}, {customers} customers; half of the responses come within {time}.",
        hits=row.responded,
        n=row.receipts,
        customers=row.customers,
        time=Span(timedelta(days=row.median_days)),
    )


def _campaigns(phase: str, figures: Figures) -> tuple[Claim, ...]:
    rows = [row for row in _sent(figures) if figures.touchpoint(row.touchpoint).phase == phase]
    if len(rows) > _CAMPAIGNS_SHOWN:
        return (_folded(rows, phase, figures),)
    told = [row for row in rows if row.customers >= SUPPRESSED_BELOW]
    told.sort(key=lambda row: (-row.customers, row.campaign, row.touchpoint))
    return tuple(_campaign(row, figures) for row in told)


def _sent(figures: Figures) -> tuple[CampaignRow, ...]:
    """Return the campaigns where they reach people; what customers tell each other or redeem is no measure of ours."""
    answering = {row.response for row in figures.results.responses} - {r.touchpoint for r in figures.results.responses}
    rows = [row for row in figures.results.campaigns if row.touchpoint not in answering]
    return tuple(row for row in rows if figures.touchpoint(row.touchpoint).medium is not Medium.EARNED)


def _folded(rows: list[CampaignRow], phase: str, figures: Figures) -> Claim:
    days = [day for row in rows for day in (row.since, row.until) if day is not None]
    whole = CampaignRow("", "", 0, min(days, default=None), max(days, default=None))
    text = both("{n} campaigns, {period}", n=len({row.campaign for row in rows}), period=period(whole))
    return _claim(f"cl_campaigns_{phase}", text, figures.summary.customers, figures)


def _campaign(row: CampaignRow, figures: Figures) -> Claim:
    name = row.campaign if len(row.campaign) <= _NAME_SHOWN else row.campaign[: _NAME_SHOWN - 1] + "\u2026"
    text = both("{campaign}: {n} customers, {period}", campaign=name, n=row.customers, period=period(row))
    return _claim(f"cl_campaign_{slug(row.campaign)}_{row.touchpoint}", text, row.customers, figures, row.touchpoint)


def _claim(name: str, text: Text, n: int, figures: Figures, ref: str = "") -> Claim:
    return Claim(
        id=name,
        text=text,
        status=Status.MEASURED,
        evidence=(Figures.evidence("campaigns"),),
        n=n,
        as_of=figures.as_of,
        author="rule",
        refs=(ref,) if ref else (),
    )


def period(row: CampaignRow) -> Text:
    """Return the days a campaign was seen on, in both languages."""
    since, until = row.since or row.until, row.until or row.since
    if since is None or until is None:
        return both("no dates")
    if since == until:
        return both("{day}", day=Day(since))
    return both("{since}\u2013{until}", since=_start(since, until), until=Day(until))


def _start(since: date, until: date) -> Text:
    """Return the first day, without its year in English and German where the last day names the same one."""
    if since.year != until.year:
        return both("{day}", day=Day(since))
    return {"en": Day(since).shown("en").rpartition(" ")[0], "de": f"{since:%d.%m.}"}


def slug(name: str) -> str:
    """Return a name as part of an id.

    Example:
        >>> slug("Type A / 26")
        'type_a_26'
    """
    return "_".join("".join(c if c.isalnum() else " " for c in name.lower()).split())
