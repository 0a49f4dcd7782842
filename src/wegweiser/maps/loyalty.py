"""The loyalty loop: whether customers reach a goal again, how soon, and how many weigh before they do."""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import replace

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Proportion
from wegweiser.domain.journey_maps import Metric
from wegweiser.i18n import LANGUAGES, Count, Share, Span, Text, both
from wegweiser.maps.figures import Figures
from wegweiser.maps.results import LoyaltyRow
from wegweiser.stats import wilson


def goal(figures: Figures) -> str | None:
    """Return the goal that most customers reach again; None where fewer than 20 do."""
    return figures.again


def phase(figures: Figures) -> str | None:
    """Return where coming back belongs: the phase of keeping customers, else that of the goal; None without one."""
    name = goal(figures)
    if name is None:
        return None
    touched = {row.phase for row in figures.results.phases if row.touched}
    keeping = (phase.id for phase in figures.phases if phase.role == "keep" and phase.id in touched)
    return next(keeping, figures.goal_phase(name))


def again(figures: Figures) -> tuple[Claim, ...]:
    """Return the share of customers with the goal who reached it at least twice."""
    name = goal(figures)
    if name is None:
        return ()
    share = wilson(_times(name, 2, figures), _times(name, 1, figures))
    text = both(
        "{goal}, at least twice: {share} of {n} customers",
        goal=figures.goal(name).name,
        share=Share(share.value),
        n=share.n,
    )
    return (
        *_loop(name, figures),
        Claim(
            id=f"cl_again_{name}",
            text=text,
            status=Status.MEASURED,
            evidence=(Figures.evidence(f"repeats:{name}"),),
            n=share.n,
            share=share,
            as_of=figures.as_of,
            author="rule",
            refs=(name,),
        ),
    )


def metrics(figures: Figures) -> tuple[Metric, ...]:
    """Return the time until the goal is reached again, and the share that comes back without weighing."""
    name = goal(figures)
    rows = figures.results.loyalty.get(name, ()) if name else ()
    if name is None or not rows or rows[0].repeats < SUPPRESSED_BELOW:
        return ()
    return (*_days(name, rows[0], figures), *_skipping(name, rows[0], figures))


def _days(name: str, row: LoyaltyRow, figures: Figures) -> tuple[Metric, ...]:
    if row.median_days is None:
        return ()
    text = both("{goal}: time to the next one (median)", goal=figures.goal(name).name)
    shown = Span(timedelta(days=row.median_days))
    return (_metric(f"m_days_{name}", text, shown, _claim(f"cl_m_days_{name}", text, row, name, figures), figures),)


def _skipping(name: str, row: LoyaltyRow, figures: Figures) -> tuple[Metric, ...]:
    """Return the share of repeats without a contact in the phase of weighing, where such contacts were observed.

    A contact computed from the purchase itself comes with the purchase: then skipping would be an artefact.
    """
    weighing = [phase for phase in figures.phases if phase.role == "consider"]
    met = [t for t in figures.results.touchpoints if t.phase in {phase.id for phase in weighing}]
    contacts, derived = sum(t.contacts for t in met), sum(t.contacts * t.derived for t in met)
    if not contacts or 2 * derived > contacts or 0 < row.skipping < SUPPRESSED_BELOW:
        return ()
    text = both("{goal}: again without “{phase}”", goal=figures.goal(name).name, phase=weighing[0].name)
    share = _share(row)
    claim = replace(_claim(f"cl_m_skip_{name}", text, row, name, figures), share=share)
    found = _metric(f"m_skip_{name}", text, Share(share.value), claim, figures)
    return (replace(found, value=share.value, interval=share),)


def _share(row: LoyaltyRow) -> Proportion:
    share = wilson(row.skipping, row.repeats)
    return share if row.lo is None or row.hi is None else replace(share, lo=row.lo, hi=row.hi)


def _loop(name: str, figures: Figures) -> tuple[Claim, ...]:
    """Say which persona most often comes back without weighing, where its share surely lies above everybody's."""
    weighing = [phase for phase in figures.phases if phase.role == "consider"]
    rows = figures.results.loyalty.get(name, ())
    if not rows or not weighing or not _skipping(name, rows[0], figures):
        return ()
    names = {persona.id: persona.name for persona in figures.personas}
    each = {one: found[0] for one, found in figures.results.loyal.items() if found and one in names}
    told = {one: _share(row) for one, row in each.items() if min(row.repeats, row.skipping) >= SUPPRESSED_BELOW}
    first = max(told, key=lambda one: (told[one].value, one), default=None)
    if first is None or told[first].lo <= _share(rows[0]).value:
        return ()
    share = told[first]
    text = both(
        "“{persona}”: {share} of {n} repeats without “{phase}”",
        persona=names[first],
        share=Share(share.value),
        n=Count(share.n),
        phase=weighing[0].name,
    )
    detail = both(
        "{goal} again, {lo} to {hi}; of all customers {share}.",
        goal=figures.goal(name).name,
        lo=Share(share.lo),
        hi=Share(share.hi),
        share=Share(_share(rows[0]).value),
    )
    claim = _claim(f"cl_loop_of_{name}", text, rows[0], name, figures)
    return (replace(claim, n=share.n, share=share, detail=detail, refs=(name, first)),)


def _metric(name: str, text: Text, shown: Share | Span, claim: Claim, figures: Figures) -> Metric:
    words: Text = {language: shown.shown(language) for language in LANGUAGES}
    where = str(phase(figures))
    return Metric(id=name, phase=where, name=text, shown=words, claim=claim)


def _claim(name: str, text: Text, row: LoyaltyRow, about: str, figures: Figures) -> Claim:
    return Claim(
        id=name,
        text=text,
        status=Status.MEASURED,
        evidence=(Figures.evidence(f"loyalty:{about}"),),
        n=row.repeats,
        as_of=figures.as_of,
        author="rule",
        refs=(about,),
    )


def _times(name: str, nth: int, figures: Figures) -> int:
    return sum(row.customers for row in figures.results.repeats[name] if row.nth == nth)
