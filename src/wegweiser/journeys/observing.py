"""What a proposal is made from: the signatures of all events, and when each name comes before a conversion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from wegweiser.collect import tables as collected
from wegweiser.domain.touchpoints import Signature
from wegweiser.journeys.words import word_for
from wegweiser.warehouse import Query, Table, Warehouse


@dataclass(frozen=True)
class Observed:
    """The signatures of all events; `order` holds by event name the mean position on the way to a conversion.

    0 is a subject's first event, 1 its first conversion (or its last event, where no name we know converts).
    """

    signatures: tuple[Signature, ...]
    order: Mapping[str, float]


def observed(warehouse: Warehouse) -> Observed:
    """Return what there is to propose touchpoints, phases and goals from."""
    signatures = collected.known_signatures(warehouse)
    unknown = any(word_for(signature.event) is None for signature in signatures)
    if not unknown:
        return Observed(signatures, {})
    converting = [s.code for s in signatures if (word := word_for(s.event)) and word.goal == "purchase"]
    events, names = warehouse.table(collected.EVENT), warehouse.table(collected.SIGNATURE)
    rows = warehouse.run(positions(events, names, converting)).rows()
    return Observed(signatures, {row["event"]: row["position"] for row in rows})


def positions(events: Table, signatures: Table, converting: list[int]) -> Query:
    """The mean relative position of each event name between a subject's first event and its first conversion.

    Names that mostly come later have a position above 1. Subjects with one event say nothing.
    """
    codes = ", ".join(map(str, converting))
    target = f"min(case when signature in ({codes}) then seq end)" if converting else "max(seq)"
    numbered = Query(
        "journeys_event_places",
        f"""select subject_id, signature,
                   row_number() over (partition by subject_id order by occurred_at, source_seq, event_id) as seq
            from {events}""",
    )
    targets = Query(
        "journeys_event_targets",
        f"select subject_id, {target} as target from {numbered} group by subject_id",
        (numbered,),
    )
    return Query(
        "journeys_positions",
        f"""select s.event, avg((n.seq - 1.0) / (t.target - 1.0)) as position
            from {numbered} n join {targets} t on t.subject_id = n.subject_id
            join {signatures} s on s.code = n.signature
            where t.target > 1 group by s.event order by s.event""",
        (numbered, targets),
    )
