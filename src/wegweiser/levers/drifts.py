"""Drifts: logged figures that are bad more often in a stretch of days, as gaps with their dates."""

from __future__ import annotations

from collections.abc import Iterator

from wegweiser.i18n import LANGUAGES, NBSP, Amount, Count, Day, Share, both
from wegweiser.levers.found import Found, beyond
from wegweiser.maps import Figures
from wegweiser.stats import wilson

_SAID = {
    "less": "Since {since}: “{driver}” above {level} at {share} of {n} contacts, {usual} before",
    "more": "Since {since}: “{driver}” below {level} at {share} of {n} contacts, {usual} before",
}
_BETWEEN = {
    "less": "{since} to {until}: “{driver}” above {level} at {share} of {n} contacts",
    "more": "{since} to {until}: “{driver}” below {level} at {share} of {n} contacts",
}


def of_drivers(figures: Figures) -> Iterator[Found]:
    """Yield the drivers that are bad more often in a stretch of days; what lasts to the end has a first day only."""
    known = {touchpoint.id: touchpoint for touchpoint in figures.touchpoints}
    for row in figures.results.drifts:
        phase = known[row.touchpoint].phase if row.touchpoint in known else None
        if phase is None:
            continue
        share = wilson(row.hits, row.n)
        unit = f"{NBSP}{row.unit}" if row.unit else ""
        lasting = figures.summary.until is not None and (figures.summary.until - row.until).days < _LASTING
        level: dict[str, str] = {one: Amount(row.level, digits=1).shown(one) + unit for one in LANGUAGES}
        yield Found(
            id=f"cl_drift_{row.touchpoint}_{row.property}",
            phase=phase,
            text=both(
                (_SAID if lasting else _BETWEEN)[row.better],
                since=Day(row.since),
                until=Day(row.until),
                driver=row.name,
                level=level,
                share=Share(share.value),
                n=Count(row.n),
                usual=Share(row.usual),
            ),
            detail=both(
                "At “{touchpoint}”; {customers} customers, {usual} on other days. No proof of a cause.",
                touchpoint=figures.name(row.touchpoint),
                customers=Count(row.customers),
                usual=Share(row.usual),
            ),
            result="drifts",
            customers=row.customers,
            share=share,
            weighs=beyond(row.customers, share, row.usual),
            refs=(row.touchpoint,),
        )


_LASTING = 14
"""Days to the end of the data within which a drift still lasts."""
