"""What texts and behaviour let one guess of feelings, per touchpoint and phase."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from wegweiser.domain.estimates import SUPPRESSED_BELOW, Estimate
from wegweiser.domain.feelings import Feeling, Series
from wegweiser.identity import MEMBERSHIP, PROFILE_OF
from wegweiser.journeys import STEP, Registry
from wegweiser.stats import wilson
from wegweiser.voice.scores import queries
from wegweiser.voice.scores.calibration import calibrated, proven
from wegweiser.voice.scores.feelings import felt
from wegweiser.voice.tables import SAID, SENTENCE
from wegweiser.warehouse import Warehouse

BEHAVIOUR = "share going on 1"
"""The rule behind feelings guessed from behaviour; grows with it."""
_PLACES = pa.schema([("touchpoint_id", pa.int16()), ("touchpoint", pa.string()), ("kept", pa.bool_())])


def inferred(
    warehouse: Warehouse,
    registry: Registry,
    reported: Sequence[Feeling],
    as_of: date | None = None,
    analysis: Warehouse | None = None,
) -> tuple[Feeling, ...]:
    """Return the feelings texts and behaviour let one guess, each series for itself, beside what was reported.

    Texts are brought to the scale of the survey where five touchpoints are known both ways; else they stand as they
    were read. Behaviour is shown only where it can be brought to that scale. `analysis` is where journeys are.
    """
    phases = {touchpoint.id: touchpoint.phase for touchpoint in registry.touchpoints}
    goals = frozenset(name for goal in registry.goals for name in goal.touchpoints)
    texts = [one for personas in (False, True) for one in from_texts(warehouse, phases, as_of, persona=personas)]
    moves = from_behaviour(analysis or warehouse, tuple(phases.items()), goals, as_of)
    return (*calibrated(texts, reported), *proven(moves, reported))


def from_texts(
    warehouse: Warehouse, phases: Mapping[str, str | None], as_of: date | None = None, *, persona: bool = False
) -> tuple[Feeling, ...]:
    """Return how people feel by what they wrote, at every registered touchpoint, then in every phase.

    `phases` says in which phase each touchpoint stands. Who wrote several sentences about a place counts once, with
    their mean; a sentence no model was sure of counts nowhere.
    """
    if not all(sum(part.rows for part in warehouse.parts(schema.kind)) for schema in (SAID, SENTENCE)):
        return ()
    member = warehouse.table(MEMBERSHIP) if any(part.rows for part in warehouse.parts(MEMBERSHIP.kind)) else None
    written = queries.written(warehouse.table(SENTENCE), warehouse.table(SAID))
    people = queries.people(written, warehouse.table(PROFILE_OF), member)
    found: list[Feeling] = []
    for key in ("touchpoint", "phase"):
        rows = warehouse.run(queries.guessed(people, (key, "persona") if persona else (key,))).rows()
        found += [_read(row, phases, as_of) for row in rows if not persona or row["persona"] is not None]
    return tuple(one for one in found if one.phase in phases.values())


def _read(row: Mapping[str, Any], phases: Mapping[str, str | None], as_of: date | None) -> Feeling:
    touchpoint = row.get("touchpoint")
    return Feeling(
        phase=(phases.get(touchpoint) if touchpoint else row["phase"]) or "",
        touchpoint=touchpoint,
        persona=row.get("persona"),
        experienced=felt(row),
        series=Series.TEXT,
        model=row["model"],
        as_of=as_of,
    )


def from_behaviour(
    warehouse: Warehouse, phases: Sequence[tuple[str, str | None]], goals: frozenset[str], as_of: date | None = None
) -> tuple[Feeling, ...]:
    """Return for every touchpoint the share of people for whom it was not the last contact, stretched to -2..+2.

    `phases` lists touchpoints by code with their phases; whoever ends at one of the `goals` has not been lost there.
    The share says nothing of feelings until it is calibrated, which any stretching leaves alone.
    """
    if not sum(part.rows for part in warehouse.parts(STEP.kind)):
        return ()
    rows = [{"touchpoint_id": code, "touchpoint": name, "kept": name in goals} for code, (name, _) in enumerate(phases)]
    offered = warehouse.offer("voice_places", pa.Table.from_pylist(rows, schema=_PLACES))
    counted = warehouse.run(queries.onward(warehouse.table(STEP), offered)).rows()
    warehouse.drop(offered)
    known = dict(phases)
    return tuple(_stayed([(row["touchpoint"], row["people"], row["onward"]) for row in counted], known, as_of))


def _stayed(
    counted: Sequence[tuple[str, int, int]], phases: Mapping[str, str | None], as_of: date | None
) -> Iterator[Feeling]:
    for touchpoint, people, onward in counted:
        phase, share = phases[touchpoint], wilson(onward, people)
        if phase and people >= SUPPRESSED_BELOW:
            value, lo, hi = (4 * part - 2 for part in (share.value, share.lo, share.hi))
            yield Feeling(
                phase=phase,
                touchpoint=touchpoint,
                experienced=Estimate(value=value, lo=lo, hi=hi, n=people),
                series=Series.BEHAVIOUR,
                model=BEHAVIOUR,
                as_of=as_of,
            )
