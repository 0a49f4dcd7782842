"""Where customers meet us: touchpoint cards, steps, and the measures that run there."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import accumulate
from math import inf

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Duration
from wegweiser.domain.events import Origin
from wegweiser.domain.journey_maps import Cell, LaneType, MapStep, TouchpointCard
from wegweiser.i18n import Count, Day, Text, both
from wegweiser.maps.figures import Figures
from wegweiser.maps.plan import Plan
from wegweiser.maps.results import CampaignRow, TouchpointRow
from wegweiser.stats import wilson

MAIN_SHARE = 0.05
"""Touchpoints that fewer customers meet are no step of the main path."""
_CAMPAIGNS_SHOWN = 3
_NAME_SHOWN = 30


def cards(figures: Figures) -> tuple[TouchpointCard, ...]:
    """Return a card per touchpoint and phase, those with the most customers first; one without a phase has none."""
    rows = [row for row in figures.results.touchpoints if row.phase is not None]
    rows.sort(key=lambda row: (figures.place(row.phase), -row.customers, row.touchpoint))
    return tuple(_card(row, str(row.phase), figures) for row in rows)


def _card(row: TouchpointRow, phase: str, figures: Figures) -> TouchpointCard:
    touchpoint = figures.touchpoint(row.touchpoint)
    few = row.customers < SUPPRESSED_BELOW
    share = None if few else wilson(row.customers, figures.summary.customers)
    return TouchpointCard(
        id=touchpoint.id,
        phase=phase,
        name=touchpoint.name,
        icon=figures.icon(touchpoint),
        channel=touchpoint.channel,
        medium=touchpoint.medium.value,
        direct=touchpoint.direct,
        share=share,
        contacts=None if few else row.contacts,
        origin=_origin(row.derived, figures),
        claim=Claim(
            id=f"cl_tp_{touchpoint.id}_{phase}",
            text=both("{name}: fewer than 20 customers", name=touchpoint.name) if few else _met(row, touchpoint.name),
            status=Status.INFERRED if few else Status.MEASURED,
            evidence=(Figures.evidence("touchpoints"),),
            n=None if few else figures.summary.customers,
            share=share,
            as_of=figures.as_of,
            author="rule",
            refs=(touchpoint.id,),
        ),
    )


def _met(row: TouchpointRow, name: Text) -> Text:
    return both("{name}: {n} customers", name=name, n=Count(row.customers))


def _origin(derived: float, figures: Figures) -> str:
    """Return how most contacts came to be; that all data is simulated is said once more where nothing else is."""
    otherwise = Origin.SIMULATED if figures.data.simulated else Origin.OBSERVED
    return (Origin.DERIVED if derived > 0.5 else otherwise).value


def steps(figures: Figures) -> tuple[MapStep, ...]:
    """Return the main path: touchpoints at least one in twenty customers meets, in the order most first meet them.

    The order within a phase is the median first place of a touchpoint in the frequent paths; the time is that to
    the most frequent next contact.
    """
    everyone = figures.summary.customers
    floor = max(MAIN_SHARE * everyone, SUPPRESSED_BELOW)
    rows = [row for row in figures.results.touchpoints if row.phase is not None and row.customers >= floor]
    first = _first_places(figures)
    rows.sort(key=lambda r: (figures.place(r.phase), first.get(r.touchpoint, inf), -r.customers, r.touchpoint))
    return tuple(
        MapStep(
            id=f"st_{row.touchpoint}_{row.phase}",
            phase=str(row.phase),
            name=figures.name(row.touchpoint),
            share=wilson(row.customers, everyone),
            dwell=_dwell(row.touchpoint, figures),
        )
        for row in rows
    )


def _first_places(figures: Figures) -> dict[str, int]:
    """Return the median place at which journeys on the frequent paths first meet a touchpoint."""
    places: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in figures.results.paths:
        for touchpoint in dict.fromkeys(row.path):
            places[touchpoint][row.path.index(touchpoint)] += row.journeys
    return {touchpoint: _median(weights) for touchpoint, weights in places.items()}


def _median(weights: dict[int, int]) -> int:
    places = sorted(weights)
    passed = accumulate(weights[place] for place in places)
    return next(place for place, n in zip(places, passed, strict=True) if 2 * n >= sum(weights.values()))


def _dwell(touchpoint: str, figures: Figures) -> Duration | None:
    leaving = [row for row in figures.results.transitions if row.source == touchpoint != row.target]
    leaving.sort(key=lambda row: (-row.transitions, row.target))
    for row in leaving[:1]:
        if row.median_s is not None and row.p90_s is not None and row.customers >= SUPPRESSED_BELOW:
            return Duration(median_s=row.median_s, p90_s=row.p90_s, n=row.transitions)
    return None


def measures(plan: Plan, figures: Figures) -> tuple[Cell, ...]:
    """Return the campaigns that ran in each phase: the three that met most customers, and how many more there were."""
    by_phase: dict[str, list[CampaignRow]] = defaultdict(list)
    for row in figures.results.campaigns:
        phase = figures.touchpoint(row.touchpoint).phase
        if phase is not None and row.customers >= SUPPRESSED_BELOW:
            by_phase[phase].append(row)
    lanes = [lane.id for lane in plan.lanes if lane.type is LaneType.MEASURE]
    looked = bool(figures.results.campaigns)
    return tuple(
        Cell(lane=lane, phase=phase.id, claims=_campaigns(by_phase[phase.id], phase.id, figures), looked=looked)
        for lane in lanes
        for phase in figures.phases
    )


def _campaigns(rows: list[CampaignRow], phase: str, figures: Figures) -> tuple[Claim, ...]:
    ranked = sorted(rows, key=lambda row: (-row.customers, row.campaign, row.touchpoint))
    shown = [_campaign(row, figures) for row in ranked[:_CAMPAIGNS_SHOWN]]
    rest = ranked[_CAMPAIGNS_SHOWN:]
    if rest:
        text = both("{n} more campaigns", n=len(rest)) if len(rest) > 1 else both("1 more campaign")
        shown.append(_claim(f"cl_campaigns_{phase}", text, figures.summary.customers, figures))
    return tuple(shown)


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
