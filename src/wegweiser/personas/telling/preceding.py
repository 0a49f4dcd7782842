"""What precedes success and loss in a persona's journeys, against its journeys that ended otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa
from msgspec.structs import replace

from wegweiser.domain.claims import Status
from wegweiser.domain.estimates import SUPPRESSED_BELOW, Proportion
from wegweiser.domain.personas import PersonaSet, Remark
from wegweiser.i18n import Share, Text, both
from wegweiser.journeys import JOURNEY, STEP
from wegweiser.stats import wilson
from wegweiser.stats.testing import benjamini_hochberg, same_share
from wegweiser.warehouse import Query, Table, Warehouse

_Q, _POINTS, _MOST = 0.05, 0.05, 3
_RULE = "journeys: what precedes, compared within the persona"


@dataclass(frozen=True)
class Names:
    """How touchpoints and the goal are called, and which touchpoints are goals and so explain nothing."""

    names: Mapping[int, Text] = field(default_factory=dict)
    goals: frozenset[int] = frozenset()
    goal: Text = ""


@dataclass(frozen=True)
class _Row:
    persona: str
    touchpoint: int
    won: Proportion
    lost: Proportion
    p: float


def preceding(warehouse: Warehouse, members: pa.Table, goal: int) -> Query:
    """Return who met which touchpoint in journeys towards a goal, by persona and end, and of how many customers.

    A customer counts once at each end: with a journey that converted, with one that was lost, or with both.
    """
    offered = warehouse.offer("members_preceding", members.select(["profile_id", "persona_id"]))
    journey, step = warehouse.table(JOURNEY), warehouse.table(STEP)
    ended = Query("persona_journeys", _ended(journey, offered, goal))
    return Query(
        "persona_preceding",
        f"""select met.persona_id, met.state, met.touchpoint_id, met.people, ends.people as n
            from (select e.persona_id, e.state, s.touchpoint_id, count(distinct e.profile_id) as people
                  from {ended} e join {step} s on s.profile_id = e.profile_id
                  where s.seq >= e.first_seq and s.seq <= e.last_seq
                  group by e.persona_id, e.state, s.touchpoint_id) as met
            join (select persona_id, state, count(distinct profile_id) as people
                  from {ended} group by persona_id, state) as ends
              on ends.persona_id = met.persona_id and ends.state = met.state
            order by met.persona_id, met.touchpoint_id, met.state""",
        (ended,),
    )


def with_journeys(personas: PersonaSet, rows: list[dict[str, Any]], names: Names) -> PersonaSet:
    """Return the personas with triggers (met more before success) and barriers (met more before loss).

    `rows` are those of `preceding`. All touchpoints of all personas are tested together at a false discovery rate
    of 5 %; a difference below five points is not told. What precedes is no cause, and the card says "inferred".
    """
    tested = _tested(rows, names)
    q = benjamini_hochberg([row.p for row in tested])
    clear = [
        row
        for row, value in zip(tested, q, strict=True)
        if value <= _Q and abs(row.won.value - row.lost.value) >= _POINTS
    ]
    cards = []
    for persona in personas.personas:
        own = sorted(
            (r for r in clear if r.persona == persona.id),
            key=lambda r: (-abs(r.won.value - r.lost.value), r.touchpoint),
        )
        triggers = [_remark(row, names, won=True) for row in own if row.won.value > row.lost.value]
        barriers = [_remark(row, names, won=False) for row in own if row.won.value < row.lost.value]
        cards.append(
            replace(
                persona,
                triggers=(*persona.triggers, *triggers[:_MOST]),
                barriers=(*persona.barriers, *barriers[:_MOST]),
            )
        )
    return replace(personas, personas=tuple(cards))


def _ended(journey: Table, offered: Table, goal: int) -> str:
    return f"""select m.persona_id, j.profile_id, j.state, j.first_seq, j.last_seq
               from {journey} j join {offered} m on m.profile_id = j.profile_id
               where j.goal_id = {goal} and j.state in ('converted', 'lost')"""


def _tested(rows: list[dict[str, Any]], names: Names) -> list[_Row]:
    counted: dict[tuple[str, int], dict[str, int]] = {}
    ends: dict[tuple[str, str], int] = {}
    for row in rows:
        counted.setdefault((row["persona_id"], int(row["touchpoint_id"])), {})[row["state"]] = int(row["people"])
        ends[row["persona_id"], row["state"]] = int(row["n"])
    found = []
    for (persona, touchpoint), people in sorted(counted.items()):
        sizes = [ends.get((persona, state), 0) for state in ("converted", "lost")]
        if touchpoint in names.goals or min(sizes) < SUPPRESSED_BELOW:
            continue
        won, lost = (wilson(people.get(state, 0), n) for state, n in zip(("converted", "lost"), sizes, strict=True))
        found.append(_Row(persona, touchpoint, won, lost, same_share(won.hits, won.n, lost.hits, lost.n)))
    return found


def _remark(row: _Row, names: Names, *, won: bool) -> Remark:
    name = names.names.get(row.touchpoint, str(row.touchpoint))
    here, rest = (row.won, row.lost) if won else (row.lost, row.won)
    if won:
        text = both(
            "{name}: met by {here} of those who reach “{goal}”, by {rest} of those who leave",
            name=name, goal=names.goal, here=Share(here.value), rest=Share(rest.value),
        )  # fmt: skip
    else:
        text = both(
            "{name}: met by {here} of those who leave, by {rest} of those who reach “{goal}”",
            name=name, goal=names.goal, here=Share(here.value), rest=Share(rest.value),
        )  # fmt: skip
    return Remark(text=text, status=Status.INFERRED, share=here, rest=rest, customers=here.hits, model=_RULE)
