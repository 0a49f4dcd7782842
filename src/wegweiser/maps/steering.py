"""What we steer by: goals with who reached them, and the figures of each phase with trend and change."""

from __future__ import annotations

from calendar import monthrange
from datetime import timedelta
from itertools import pairwise, takewhile
from math import sqrt

from msgspec.structs import replace

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Proportion
from wegweiser.domain.journey_maps import Cell, LaneType, Metric, PhaseFlow
from wegweiser.domain.phases import Phase
from wegweiser.i18n import LANGUAGES, Amount, Count, Share, Span, Text, both
from wegweiser.maps import loyalty
from wegweiser.maps.contacts import duration
from wegweiser.maps.figures import Figures
from wegweiser.maps.plan import Plan
from wegweiser.maps.results import GoalRow, MonthRow, PhaseRow
from wegweiser.stats import wilson

_SHOWN = 2
_MONTHS_SHOWN = 12
_Z = 1.96
_TROUBLE = "service"
"""The goal of those who need help: more of them is no good news."""


def flows(figures: Figures) -> dict[str, PhaseFlow]:
    """Return the flow through each phase; time and share are left out where fewer than 20 people stand behind them."""
    last = _last_seen(figures)
    return {row.phase: _flow(row, last=figures.place(row.phase) >= last) for row in figures.results.phases}


def _last_seen(figures: Figures) -> int:
    """Return the place of the last phase anybody was met in: that nobody goes on to a blind spot is no figure."""
    return max((figures.place(row.phase) for row in figures.results.phases if row.touched), default=0)


def _flow(row: PhaseRow, *, last: bool) -> PhaseFlow:
    known = row.on is not None and not last and row.customers >= SUPPRESSED_BELOW
    on = wilson(round((row.on or 0.0) * row.customers), row.customers) if known else None
    told = row.dwell_n >= SUPPRESSED_BELOW
    dwell = duration(row.dwell_median_s, row.dwell_p90_s, row.dwell_n) if told else None
    return PhaseFlow(customers=row.customers, touched=row.touched, on=on, dwell=dwell)


def goals(plan: Plan, figures: Figures) -> tuple[Cell, ...]:
    """Return what we want in each phase: its business goal as an assumption, and who reached the goals there.

    Where people wrote goals of their own, the phase model's words are not proposed.
    """
    lanes = [lane.id for lane in plan.lanes if lane.type is LaneType.GOAL]
    cells = []
    for lane in lanes:
        for phase in plan.phases:
            own = plan.cell(lane, phase.id).claims
            words = () if own or not phase.goal_business else (_wanted(phase),)
            shares = tuple(_reached(row, figures) for row in reached_in(phase.id, figures))
            again = loyalty.again(figures) if phase.id == loyalty.phase(figures) else ()
            cells.append(Cell(lane=lane, phase=phase.id, claims=words + shares + again))
    return tuple(cells)


def reached_in(phase: str, figures: Figures) -> tuple[GoalRow, ...]:
    """Return the goals reached in a phase, those of most customers first; where few did, nothing is told."""
    everyone = figures.summary.customers
    rows = [row for row in figures.results.goals if figures.goal_phase(row.goal) == phase]
    told = [row for row in rows if row.customers == 0 or row.customers >= SUPPRESSED_BELOW]
    known = [row for row in told if row.converted + row.lost >= SUPPRESSED_BELOW and everyone >= SUPPRESSED_BELOW]
    return tuple(sorted(known, key=lambda row: (-row.customers, row.goal)))


def _wanted(phase: Phase) -> Claim:
    return Claim(id=f"cl_goal_{phase.id}", text=phase.goal_business, author="template")


def _reached(row: GoalRow, figures: Figures) -> Claim:
    """Return the share of all customers who reached a goal; the rate of journeys stands in the detail.

    Who comes back every week has a journey a week, and those who stay away have few to lose: a rate of journeys
    alone would flatter.
    """
    share = _customers_share(row, figures)
    goal, closed = figures.goal(row.goal), wilson(row.converted, row.converted + row.lost)
    text = both("{goal}: {share} of {n} customers", goal=goal.name, share=Share(share.value), n=share.n)
    detail = both(
        "Of {n} journeys that ended, {share} reached it; after {silence} of silence one counts as lost.",
        n=closed.n,
        share=Share(closed.value),
        silence=Span(goal.lookback),
    )
    return replace(_measured(f"cl_rate_{row.goal}", text, share, figures, "goals"), detail=detail)


def _customers_share(row: GoalRow, figures: Figures) -> Proportion:
    return wilson(min(row.customers, figures.summary.customers), figures.summary.customers)


def metrics(figures: Figures) -> tuple[Metric, ...]:
    """Return two figures per phase, in this order of preference: goals, customers, share going on, time.

    Where customers come back, how soon they do stands first.
    """
    rows = {row.phase: row for row in figures.results.phases}
    every = []
    for phase in figures.phases:
        loyal = loyalty.metrics(figures) if phase.id == loyalty.phase(figures) else ()
        found = [*loyal, *(_goal_metric(row, phase.id, figures) for row in reached_in(phase.id, figures))]
        if phase.id in rows and rows[phase.id].touched >= SUPPRESSED_BELOW:
            found += _phase_metrics(rows[phase.id], figures)
        every += found[:_SHOWN]
    return tuple(every)


def _phase_metrics(row: PhaseRow, figures: Figures) -> list[Metric]:
    flow = _flow(row, last=figures.place(row.phase) >= _last_seen(figures))
    found = [_customers(row, figures)]
    if flow.on and not 0 < flow.on.hits < SUPPRESSED_BELOW:
        claim = _measured(f"cl_m_on_{row.phase}", both("Share going on to a later phase"), flow.on, figures, "phases")
        found.append(_metric(f"m_on_{row.phase}", row.phase, claim, _text(Share(flow.on.value)), flow.on))
    if flow.dwell:
        text = both("Time to the next phase (median)")
        claim = _counted(f"cl_m_dwell_{row.phase}", text, flow.dwell.n, figures)
        span = _text(Span(timedelta(seconds=flow.dwell.median_s)))
        metric = Metric(id=f"m_dwell_{row.phase}", phase=row.phase, name=text, shown=span, claim=claim)
        found.append(metric)
    return found


def _customers(row: PhaseRow, figures: Figures) -> Metric:
    text = both("Customers met here")
    months = _whole(figures.results.months.get(f"phase:{row.phase}", ()), figures)
    counts = [month.customers for month in months]
    change, good = _count_change(counts, "{change} on the month before")
    return Metric(
        id=f"m_customers_{row.phase}",
        phase=row.phase,
        name=text,
        shown=_text(Count(row.touched)),
        value=float(row.touched),
        claim=_counted(f"cl_m_customers_{row.phase}", text, row.touched, figures),
        trend=_trend(counts),
        trend_unit=both("customers a month"),
        change=change,
        good=good,
    )


def _goal_metric(row: GoalRow, phase: str, figures: Figures) -> Metric:
    share = _customers_share(row, figures)
    text = both("{goal}: share of customers", goal=figures.goal(row.goal).name)
    counts = [month.customers for month in _whole(figures.results.months.get(f"goal:{row.goal}", ()), figures)]
    change, good = _count_change(counts, "{change} customers on the month before")
    if row.goal == _TROUBLE:
        good = None if good is None else not good
    return Metric(
        id=f"m_goal_{row.goal}",
        phase=phase,
        name=text,
        shown=_text(Share(share.value)),
        value=share.value,
        interval=share,
        claim=_measured(f"cl_m_goal_{row.goal}", text, share, figures, "goals"),
        trend=_trend(counts),
        trend_unit=both("customers a month"),
        change=change,
        good=good,
    )


def _metric(name: str, phase: str, claim: Claim, shown: Text, interval: Proportion) -> Metric:
    return Metric(
        id=name, phase=phase, name=claim.text, shown=shown, claim=claim, value=interval.value, interval=interval
    )


def _measured(name: str, text: Text, share: Proportion, figures: Figures, result: str) -> Claim:
    return Claim(
        id=name,
        text=text,
        status=Status.MEASURED,
        evidence=(Figures.evidence(result),),
        n=share.n,
        share=share,
        as_of=figures.as_of,
        author="rule",
    )


def _counted(name: str, text: Text, n: int, figures: Figures) -> Claim:
    evidence = (Figures.evidence("phases"),)
    return Claim(id=name, text=text, status=Status.MEASURED, evidence=evidence, n=n, as_of=figures.as_of, author="rule")


def _whole(months: tuple[MonthRow, ...], figures: Figures) -> tuple[MonthRow, ...]:
    """Return the last months in a row that the data covers from their first to their last day.

    Half a month is no fall; nor is the difference between two months with none between them.
    """
    since, until = figures.summary.since, figures.summary.until
    if since is None or until is None:
        return ()
    whole = [
        month
        for month in sorted(months, key=lambda m: m.month)
        if month.month.replace(day=1) >= since
        and month.month.replace(day=monthrange(month.month.year, month.month.month)[1]) <= until
    ]
    ends = [0, *(place for place, pair in enumerate(pairwise(whole), 1) if not _next(*pair))]
    return tuple(whole[ends[-1] :])


def _next(one: MonthRow, other: MonthRow) -> bool:
    """Return whether a month is the one after another."""
    counted = [12 * row.month.year + row.month.month for row in (one, other)]
    return counted[1] == counted[0] + 1


def _trend(counts: list[int]) -> tuple[float, ...]:
    """Return the last months in a row with at least 20 people each; one month alone is no trend."""
    told = list(takewhile(lambda n: n >= SUPPRESSED_BELOW, reversed(counts)))[:_MONTHS_SHOWN]
    return tuple(float(n) for n in reversed(told)) if len(told) > 1 else ()


def _count_change(counts: list[int], said: str) -> tuple[Text | None, bool | None]:
    """Return the change of the last month, as the message `said`; good or bad only beyond chance (Poisson)."""
    if len(counts) < 2 or min(counts[-2:]) < SUPPRESSED_BELOW:
        return None, None
    before, now = counts[-2:]
    beyond = abs(now - before) > _Z * sqrt(now + before)
    change = _signed(Amount(100 * (now - before) / before, digits=1))
    return both(said, change=change), (now > before if beyond else None)


def _signed(change: Amount) -> Text:
    rounded = round(change.value, change.digits)
    sign = "+" if rounded > 0 else "\u00b1" if rounded == 0 else ""
    return both(
        "{sign}{change}%", sign=sign, change=Amount(abs(rounded) if rounded == 0 else rounded, digits=change.digits)
    )


def _text(value: Count | Share | Span) -> Text:
    return {language: value.shown(language) for language in LANGUAGES}
