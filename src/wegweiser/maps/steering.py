"""What we steer by: goals with their rates, and two figures per phase with trend and change."""

from __future__ import annotations

from calendar import monthrange
from datetime import timedelta
from math import sqrt

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Duration, Proportion
from wegweiser.domain.journey_maps import Cell, LaneType, Metric, PhaseFlow
from wegweiser.domain.phases import Phase
from wegweiser.i18n import LANGUAGES, Amount, Count, Share, Span, Text, both
from wegweiser.maps.figures import Figures
from wegweiser.maps.plan import Plan
from wegweiser.maps.results import GoalRow, MonthRow, PhaseRow
from wegweiser.stats import difference, wilson

_SHOWN = 2
_MONTHS_SHOWN = 12
_Z = 1.96


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
    dwell = None
    if row.dwell_median_s is not None and row.dwell_p90_s is not None and row.dwell_n >= SUPPRESSED_BELOW:
        dwell = Duration(median_s=row.dwell_median_s, p90_s=row.dwell_p90_s, n=row.dwell_n)
    return PhaseFlow(customers=row.customers, touched=row.touched, on=on, dwell=dwell)


def goals(plan: Plan, figures: Figures) -> tuple[Cell, ...]:
    """Return what we want in each phase: its business goal as an assumption, and the rate of each goal reached there.

    Where people wrote goals of their own, the phase model's words are not proposed.
    """
    lanes = [lane.id for lane in plan.lanes if lane.type is LaneType.GOAL]
    cells = []
    for lane in lanes:
        for phase in plan.phases:
            own = plan.cell(lane, phase.id).claims
            words = () if own or not phase.goal_business else (_wanted(phase),)
            rates = tuple(_rate(row, figures) for row in reached_in(phase.id, figures))
            cells.append(Cell(lane=lane, phase=phase.id, claims=words + rates))
    return tuple(cells)


def reached_in(phase: str, figures: Figures) -> tuple[GoalRow, ...]:
    """Return the goals reached in a phase, those with the most journeys first; too few journeys, no rate."""
    rows = [row for row in figures.results.goals if figures.goal_phase(row.goal) == phase]
    known = [row for row in rows if row.converted + row.lost >= SUPPRESSED_BELOW]
    return tuple(sorted(known, key=lambda row: (-(row.converted + row.lost), row.goal)))


def _wanted(phase: Phase) -> Claim:
    return Claim(id=f"cl_goal_{phase.id}", text=phase.goal_business, author="template")


def _rate(row: GoalRow, figures: Figures) -> Claim:
    share = wilson(row.converted, row.converted + row.lost)
    name = figures.goal(row.goal).name
    return _measured(
        f"cl_rate_{row.goal}",
        both("{goal}: {share} of {n} journeys", goal=name, share=_percent(share), n=share.n),
        share,
        figures,
        "goals",
    )


def _percent(share: Proportion) -> Share:
    """Return a share in whole percent, with a decimal where almost all would be rounded to all."""
    return Share(share.value, digits=1 if 0.995 <= share.value < 1 else 0)


def metrics(figures: Figures) -> tuple[Metric, ...]:
    """Return two figures per phase, in this order of preference: goal rates, customers, share going on, time."""
    rows = {row.phase: row for row in figures.results.phases}
    every = []
    for phase in figures.phases:
        found = [_goal_metric(row, phase.id, figures) for row in reached_in(phase.id, figures)]
        if phase.id in rows and rows[phase.id].touched >= SUPPRESSED_BELOW:
            found += _phase_metrics(rows[phase.id], figures)
        every += found[:_SHOWN]
    return tuple(every)


def _phase_metrics(row: PhaseRow, figures: Figures) -> list[Metric]:
    flow = _flow(row, last=figures.place(row.phase) >= _last_seen(figures))
    found = [_customers(row, figures)]
    if flow.on:
        claim = _measured(f"cl_m_on_{row.phase}", both("Share going on to a later phase"), flow.on, figures, "phases")
        found.append(_metric(f"m_on_{row.phase}", row.phase, claim, _text(Share(flow.on.value, 1)), flow.on))
    if flow.dwell:
        text = both("Time to the next phase (median)")
        claim = _counted(f"cl_m_dwell_{row.phase}", text, flow.dwell.n, figures)
        span = _text(Span(timedelta(seconds=flow.dwell.median_s)))
        metric = Metric(id=f"m_dwell_{row.phase}", phase=row.phase, name=text, shown=span, claim=claim)
        found.append(metric)
    return found


def _customers(row: PhaseRow, figures: Figures) -> Metric:
    text = both("Customers in this phase")
    months = _whole(figures.results.months.get(f"phase:{row.phase}", ()), figures)
    counts = [month.customers for month in months]
    change, good = _count_change(counts)
    return Metric(
        id=f"m_customers_{row.phase}",
        phase=row.phase,
        name=text,
        shown=_text(Count(row.touched)),
        value=float(row.touched),
        claim=_counted(f"cl_m_customers_{row.phase}", text, row.touched, figures),
        trend=_trend([float(n) for n in counts]) if min(counts, default=0) >= SUPPRESSED_BELOW else (),
        trend_unit=both("customers a month"),
        change=change,
        good=good,
    )


def _goal_metric(row: GoalRow, phase: str, figures: Figures) -> Metric:
    share = wilson(row.converted, row.converted + row.lost)
    name = figures.goal(row.goal).name
    text = both("{goal}: share of journeys", goal=name)
    months = _whole(figures.results.months.get(f"goal:{row.goal}", ()), figures)
    rates = [wilson(month.conversions, month.journeys) for month in months if month.journeys]
    shown = [rate for rate in rates if rate.n >= SUPPRESSED_BELOW]
    change, good = _rate_change(rates)
    return Metric(
        id=f"m_goal_{row.goal}",
        phase=phase,
        name=text,
        shown=_text(Share(share.value, 1)),
        value=share.value,
        interval=share,
        claim=_measured(f"cl_m_goal_{row.goal}", text, share, figures, "goals"),
        trend=_trend([rate.value for rate in shown]) if len(shown) == len(rates) else (),
        trend_unit=both("share a month"),
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
    """Return the months the data covers from their first to their last day: half a month is no fall."""
    since, until = figures.summary.since, figures.summary.until
    if since is None or until is None:
        return ()
    return tuple(
        month
        for month in sorted(months, key=lambda m: m.month)
        if month.month.replace(day=1) >= since
        and month.month.replace(day=monthrange(month.month.year, month.month.month)[1]) <= until
    )


def _trend(values: list[float]) -> tuple[float, ...]:
    return tuple(values[-_MONTHS_SHOWN:]) if len(values) > 1 else ()


def _count_change(counts: list[int]) -> tuple[Text | None, bool | None]:
    """Return the change of the last month against the one before; good or bad only beyond chance (Poisson)."""
    if len(counts) < 2 or min(counts[-2:]) < SUPPRESSED_BELOW:
        return None, None
    before, now = counts[-2:]
    beyond = abs(now - before) > _Z * sqrt(now + before)
    return _signed(Amount(100 * (now - before) / before, digits=1), percent=True), (now > before if beyond else None)


def _rate_change(rates: list[Proportion]) -> tuple[Text | None, bool | None]:
    """Return the change of the last month's rate in points; good or bad only where the interval leaves out zero."""
    if len(rates) < 2 or min(rate.n for rate in rates[-2:]) < SUPPRESSED_BELOW:
        return None, None
    gap = difference(rates[-1], rates[-2])
    if gap is None:
        return None, None
    beyond = gap.lo > 0 or gap.hi < 0
    return _signed(Amount(100 * gap.value, digits=1), percent=False), (gap.value > 0 if beyond else None)


def _signed(change: Amount, *, percent: bool) -> Text:
    rounded = round(change.value, change.digits)
    sign = "+" if rounded > 0 else "\u00b1" if rounded == 0 else ""
    msgid = "{sign}{change}%" if percent else "{sign}{change} pts"
    return both(msgid, sign=sign, change=Amount(abs(rounded) if rounded == 0 else rounded, digits=change.digits))


def _text(value: Count | Share | Span) -> Text:
    return {language: value.shown(language) for language in LANGUAGES}
