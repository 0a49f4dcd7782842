"""Answers without order: how many gave each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.surveys import Item
from wegweiser.domain.voices import Score, ScoreKind
from wegweiser.i18n import both
from wegweiser.stats import wilson


def shares(survey: str, item: Item, rows: Sequence[Mapping[str, Any]], where: Mapping[str, str]) -> Iterator[Score]:
    """Yield the share of each named answer of one question, in the order they are named, also of those nobody gave."""
    given = {row["value"]: row["people"] for row in rows if row["state"] == "answered"}
    answered, asked = sum(given.values()), sum(row["people"] for row in rows)
    for code, label in item.levels.items() if answered else ():
        share = wilson(given.get(_number(code), 0), answered)
        yield Score(
            id="_".join((survey, item.id, ScoreKind.SHARE.value, code, *where.values())),
            kind=ScoreKind.SHARE,
            name=both("{question}: {answer}", question=item.text, answer=label),
            estimate=Estimate(value=share.value, lo=share.lo, hi=share.hi, n=share.n),
            response=wilson(answered, asked),
            item=item.id,
            survey=survey,
            wave=where.get("wave"),
            persona=where.get("persona"),
            month=where.get("month"),
            touchpoint=item.about,
            phase=item.phase,
        )


def _number(code: str) -> float | None:
    """Return the number an answer is stored as; a code in letters has none."""
    try:
        return float(code)
    except ValueError:
        return None
