"""Ratings people wrote beside their texts: stars of reviews, summed up apart from every survey."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from wegweiser.domain.estimates import Estimate
from wegweiser.domain.voices import Score, ScoreKind
from wegweiser.errors import UnknownName
from wegweiser.i18n import both
from wegweiser.identity import MEMBERSHIP, PROFILE_OF
from wegweiser.stats import wilson
from wegweiser.voice.scores import queries
from wegweiser.voice.scores.feelings import felt
from wegweiser.voice.scores.scores import BY
from wegweiser.voice.tables import SAID, SENTENCE
from wegweiser.warehouse import Warehouse


def ratings(
    warehouse: Warehouse, sources: Collection[str], phases: Mapping[str, str | None], by: str | None = None
) -> tuple[Score, ...]:
    """Return mean rating and share of good ratings of each source of texts, of everybody or told apart by something.

    Each person counts once, with the mean of her ratings there. A text is about the touchpoint it was given, else
    about the only one its sentences name. Whoever writes a review chose to: these are no survey's scores.

    Raises:
        UnknownName: ratings cannot be told apart by that.
    """
    if by is not None and by not in BY:
        raise UnknownName("division of scores", by, BY)
    if by == "wave" or not sources or not sum(part.rows for part in warehouse.parts(SAID.kind)):
        return ()
    member = warehouse.table(MEMBERSHIP) if any(part.rows for part in warehouse.parts(MEMBERSHIP.kind)) else None
    read = any(part.rows for part in warehouse.parts(SENTENCE.kind))
    rated = queries.rated(warehouse.table(SAID), warehouse.table(SENTENCE) if read else None, warehouse.dialect)
    people = queries.people(rated, warehouse.table(PROFILE_OF), member)
    people = queries.monthly(people) if by == "month" else people
    keys = ("source",) if by is None else ("source", by)
    rows = warehouse.run(queries.rating(people, keys)).rows()
    return tuple(score for row in rows if row["source"] in sources for score in _scores(row, by, phases))


def _scores(row: Mapping[str, Any], by: str | None, phases: Mapping[str, str | None]) -> Iterator[Score]:
    found = None if by is None else row[by]
    if by is not None and found is None:
        return
    source, n = row["source"], row["people"]
    well = wilson(row["well"], n)
    place = {by: found} if by in {"touchpoint", "phase", "persona", "month"} else {}
    if by == "touchpoint":
        place["phase"] = phases.get(str(found))
    figures = (
        (ScoreKind.RATING, both("Rating in {source}", source=source), felt(row)),
        (
            ScoreKind.RATED_WELL,
            both("Rated four or five of five in {source}", source=source),
            Estimate(value=well.value, lo=well.lo, hi=well.hi, n=n),
        ),
    )
    last: date | None = None if row["last_at"] is None else row["last_at"].date()
    for kind, name, estimate in figures:
        name_of = "_".join(filter(None, (source, kind.value, found)))
        yield Score(id=name_of, kind=kind, name=name, estimate=estimate, survey=source, as_of=last, **place)
