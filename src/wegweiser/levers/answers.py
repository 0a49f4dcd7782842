"""Campaigns that are followed up less often than the best of their kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from wegweiser.domain.estimates import Proportion
from wegweiser.i18n import LANGUAGES, Share, Text, both
from wegweiser.levers.found import Found
from wegweiser.maps import Figures

_LONGEST = 80


@dataclass(frozen=True)
class Answer:
    """How often what a touchpoint sent was followed by a response, and to how many customers it was sent."""

    touchpoint: str
    response: str
    customers: int
    share: Proportion


def weaker_responses(figures: Figures) -> Iterator[Found]:
    """Yield touchpoints whose campaigns are followed up significantly less often than the best of their kind.

    Of a kind are touchpoints of one channel and phase with the same response. The upper end of the weaker interval
    lies below the lower end of the best. Who got what was not drawn by lot, so the difference is of both: of what
    was sent, and of the people it went to.
    """
    kinds: dict[tuple[str, str | None, str], list[Answer]] = defaultdict(list)
    for row in figures.answers:
        touchpoint = figures.touchpoint(row.touchpoint)
        kinds[touchpoint.channel, touchpoint.phase, row.response].append(
            Answer(row.touchpoint, row.response, row.customers, row.proportion)
        )
    for answers in kinds.values():
        best = max(answers, key=lambda answer: (answer.share.value, answer.touchpoint))
        for answer in answers:
            if answer.share.hi < best.share.lo and figures.touchpoint(answer.touchpoint).phase is not None:
                yield _weaker(answer, best, figures)


def _weaker(row: Answer, best: Answer, figures: Figures) -> Found:
    return Found(
        id=f"cl_answer_{row.touchpoint}",
        phase=str(figures.touchpoint(row.touchpoint).phase),
        text=_text(row, best, figures),
        detail=both(
            "{hits} of {n} sent to {customers} customers; the best: {best_hits} of {best_n}. "
            "Who got which was not drawn by lot.",
            hits=row.share.hits,
            n=row.share.n,
            customers=row.customers,
            best_hits=best.share.hits,
            best_n=best.share.n,
        ),
        result="responses",
        customers=row.customers,
        share=row.share,
        refs=(row.touchpoint, row.response, best.touchpoint),
        harm=row.customers * max(best.share.value - row.share.value, 0.0),
    )


def _text(row: Answer, best: Answer, figures: Figures) -> Text:
    """Return the comparison, without the name of the best where both names are too long for print."""
    values = {
        "response": figures.name(row.response),
        "share": Share(row.share.value),
        "touchpoint": figures.name(row.touchpoint),
        "other": Share(best.share.value),
    }
    text = both(
        "“{response}” follows {share} of {touchpoint}, but {other} of {best}",
        best=figures.name(best.touchpoint),
        **values,
    )
    if isinstance(text, dict) and max(len(text[language]) for language in LANGUAGES) > _LONGEST:
        return both("“{response}” follows {share} of {touchpoint}; the best: {other}", **values)
    return text
