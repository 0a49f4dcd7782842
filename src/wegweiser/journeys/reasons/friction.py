"""The friction finder: where it chafes, for whom and since when, unasked, ranked by customers beyond expectation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa

from wegweiser.i18n import Count, Share
from wegweiser.journeys.asking import Asking
from wegweiser.journeys.reasons import series, signs, visits, ways
from wegweiser.journeys.reasons.finding import Candidate, Finding, Rule
from wegweiser.journeys.reasons.notes import NOTES
from wegweiser.journeys.reasons.recorded import recorded
from wegweiser.journeys.reasons.segmenting import segmenting_of
from wegweiser.journeys.reasons.series import Calendar
from wegweiser.journeys.reasons.signs import Key, Sign
from wegweiser.journeys.reasons.slicing import Slice, joined, slices, summed
from wegweiser.journeys.reasons.visits import NOBODY, Fact, Segmenting, Walks, Watched
from wegweiser.stats import wilson
from wegweiser.stats.bootstrap import BUCKETS
from wegweiser.stats.changes import windows
from wegweiser.stats.testing import benjamini_hochberg, clustered
from wegweiser.warehouse import Result, Table

_MOST_ASKED = 300


@dataclass(frozen=True)
class Ground:
    """What is known when candidates are judged."""

    asking: Asking
    calendar: Calendar
    segmenting: Segmenting
    rule: Rule
    facts: tuple[Table, ...]
    """What is true of the visits, a table per slice of customers."""


def friction(asking: Asking, goal: str, rule: Rule) -> Result:
    """Return the findings of every kind, most customers beyond expectation first."""
    warehouse, field = asking.warehouse, signs.field(asking.registry, goal)
    watched = field.watched(frozenset(warehouse.run(visits.derived(asking)).column("touchpoint_id")))
    pieces = slices(asking)
    with warehouse.scratch("friction_asked", "friction_unknown", *visits.made(pieces)):
        steps = [warehouse.create(visits.walked(asking.tables(), piece)) for piece in pieces]
        moved = ways.Moves(joined([warehouse.run(visits.moves(table, watched, rule.quick)) for table in steps]))
        segmenting = segmenting_of(asking)
        facts, counted = _facts(asking, watched, segmenting, list(zip(pieces, steps, strict=True)))
        calendar = Calendar(counted, recorded(asking), field.goal)
        ground = Ground(asking, calendar, segmenting, rule, facts)
        found, tests = _in_time_and_segments(ground, field.signs(ways.turns(moved, field)))
    static = list(ways.findings(moved, field, rule))
    kept = _controlled([*found, *static], tests + len(static), rule)
    kept = [_stepped(one, calendar, moved, field) for one in kept]
    kept = [replace(one, recorded_until=calendar.last(one.a, one.b)) for one in kept]
    note = asking.said(
        NOTES["friction"],
        goal=asking.registry.goal(goal).name,
        rate=Share(rule.false),
        tests=Count(tests + len(static)),
    )
    return Result("friction", _table(kept, asking), note, counted.statement)


def _facts(
    asking: Asking, watched: Watched, segmenting: Segmenting, walked: Sequence[tuple[Slice, Table]]
) -> tuple[tuple[Table, ...], Result]:
    """Return the tables of what is true of the visits, and how many visits that are by day and segment."""
    warehouse, tables = asking.warehouse, asking.tables()
    found = [warehouse.create(visits.found(tables, watched, piece)) for piece, _ in walked]
    visit = warehouse.create(visits.visits(asking, found, segmenting))
    slow = warehouse.create(visits.slow([steps for _, steps in walked], tables.dialect))
    warehouse.drop(*found)
    made, counted = [], []
    for piece, steps in walked:
        made.append(warehouse.create(visits.facts(Walks(steps, visit, slow), watched, segmenting, piece)))
        counted.append(warehouse.run(visits.by_day(made[-1], len(segmenting.names))))
        warehouse.drop(steps)
    return tuple(made), summed(counted, "visits")


def _in_time_and_segments(ground: Ground, looked_at: Sequence[Sign]) -> tuple[list[Finding], int]:
    """Return what stands out in a window or a segment, and how many tests were made."""
    per_sign = [
        [*series.changes(ground.calendar, sign, ground.rule), *series.gaps(ground.calendar, sign, ground.rule)]
        for sign in looked_at
    ]
    per_sign.append(list(series.bursts(ground.calendar, ground.rule)))
    tests = sum(len(found) for found in per_sign)
    q = iter(benjamini_hochberg([one.p for found in per_sign for one in found]))
    *rates, bursts = [[one for one in found if next(q) <= ground.rule.false] for found in per_sign]
    kept = [one for found in rates for one in series.distinct(found, ground.calendar, ground.rule)]
    kept += series.distinct_bursts(bursts, ground.calendar, ground.rule)
    kept = sorted(kept, key=lambda one: one.p)[:_MOST_ASKED]
    return (_judged(ground, kept) if kept else []), tests


def _judged(ground: Ground, candidates: list[Candidate]) -> list[Finding]:
    """Return candidates with their customers, and the interval and p-value that know who came several times."""
    # Many candidates share what they are shares of, so each question is asked once.
    questions: dict[_Question, int] = {}
    unknown: dict[bytes, int] = {}
    pairs = []
    for one in candidates:
        mask = unknown.setdefault(ground.calendar.known(one.sign).tobytes(), len(unknown))
        asked_of = [_question(ground.calendar, one, key, mask) for key in (one.sign.base, one.sign.hit)]
        pairs.append([questions.setdefault(question, len(questions)) for question in asked_of])
    rows = [dict(zip(_QUESTION, question, strict=True)) for question in questions]
    numbered = pa.Table.from_pylist(rows).append_column("id", pa.array(range(len(rows)), pa.int64()))
    asked = ground.asking.warehouse.offer("friction_asked", numbered)
    unknown_days = ground.asking.warehouse.offer("friction_unknown", _unknown(ground.calendar, list(unknown)))
    counts = np.zeros((len(rows), 2, 2, BUCKETS))
    for table in ground.facts:
        answered = ground.asking.warehouse.run(
            visits.concerned(table, asked, unknown_days, len(ground.segmenting.names))
        ).table
        number, inside, bucket = (answered.column(name).to_numpy() for name in ("id", "inside", "bucket"))
        for place, name in enumerate(("visits", "customers")):
            counts[number, inside, place, bucket] = answered.column(name).to_numpy()
    found = [_finding(ground, one, counts[pair]) for one, pair in zip(candidates, pairs, strict=True)]
    return [one for one in found if one.customers >= ground.rule.least]


def _unknown(calendar: Calendar, masks: list[bytes]) -> pa.Table:
    """Return per mask the days it leaves out."""
    out = [(n, calendar.day(int(place))) for n, mask in enumerate(masks)
           for place in np.flatnonzero(~np.frombuffer(mask, dtype=bool))]  # fmt: skip
    kinds = {"mask": pa.int64(), "day": pa.date32()}
    return pa.table({name: pa.array([row[i] for row in out], kinds[name]) for i, name in enumerate(kinds)})


_Question = tuple[int, int, int, int, str, int, date, date, int]
_QUESTION = ("fact", "a", "b", "property", "value", "timed", "since", "until", "mask")


def _question(calendar: Calendar, one: Candidate, key: Key, mask: int) -> _Question:
    """Return what is asked about one side of a candidate's rate."""
    since = calendar.day(one.since or 0)
    until = calendar.day(calendar.length - 1 if one.until is None else one.until)
    return int(key.fact), key.a, key.b, one.column, one.value, int(one.timed), since, until, mask


def _finding(ground: Ground, one: Candidate, counts: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Finding:
    """Return a candidate as a finding; `counts` by base or hit, outside or inside, visits or customers, bucket."""
    if one.surroundings is not None:
        return _burst(ground, one, int(counts[1, 1, 1].sum()))
    base, hit = counts[0, :, 0], counts[1, :, 0]
    hits = base - hit if one.sign.missing else hit
    compared = clustered(hits[1], base[1], hits[0], base[0])
    people = counts[0, 1, 1] if one.sign.missing else counts[1, 1, 1]
    # The seeded windows of a series were all looked at, so each of them could have been this one.
    looked_at = len(windows(int(ground.calendar.known(one.sign).sum()))) if one.timed else 1
    expected = float(hits[0].sum() / max(base[0].sum(), 1.0))
    return Finding(
        *_place(ground, one),
        customers=int(people.sum()),
        sessions=int(hits[1].sum()),
        of_sessions=int(base[1].sum()),
        expected=expected,
        difference=compared.value,
        lo=compared.lo,
        hi=compared.hi,
        p=max(one.p, min(1.0, compared.p * looked_at)) if compared.value > 0 else 1.0,
    )  # fmt: skip


def _burst(ground: Ground, one: Candidate, customers: int) -> Finding:
    """Return a burst: the share of the visits around it that fall into the window, beside the share expected."""
    around, expected = one.surroundings or (0, 0.0)
    inside = int(ground.calendar.counted(one.sign, (one.column, one.value)).within(one.since or 0, one.until or 0)[1])
    share = wilson(inside, around)
    return Finding(
        *_place(ground, one),
        customers=customers,
        sessions=inside,
        of_sessions=around,
        expected=expected,
        difference=share.value - expected,
        lo=share.lo - expected,
        hi=share.hi - expected,
        p=one.p,
    )


def _place(ground: Ground, one: Candidate) -> tuple[str, str, int, int, date | None, date | None, str | None]:
    """Return what kind of finding a candidate is, where, when and of whom."""
    kind = "dwell" if one.sign.what == "slow" else "change" if one.timed else "segment"
    since = None if one.since is None else ground.calendar.day(one.since)
    until = None if one.until is None else ground.calendar.day(one.until)
    segment = None if one.column == NOBODY else f"{ground.segmenting.names[one.column]}={one.value}"
    return kind, one.sign.what, one.sign.a, one.sign.b, since, until, segment


def _controlled(found: list[Finding], tests: int, rule: Rule) -> list[Finding]:
    """Return the findings that hold among so many tests, most customers beyond expectation first."""
    rest = [1.0] * (tests - len(found))
    q = benjamini_hochberg([*(one.p for one in found), *rest])[: len(found)]
    kept = [one.with_q(float(value)) for one, value in zip(found, q, strict=True) if value <= rule.false]
    kept = [one for one in kept if one.notable(rule)]
    return sorted(kept, key=_rank)


def _rank(one: Finding) -> tuple[float, float, str, str, int, int, str]:
    return -round(one.weight, 6), one.q, one.kind, one.what, one.a, one.b, one.segment or ""


def _stepped(one: Finding, calendar: Calendar, moved: ways.Moves, field: signs.Field) -> Finding:
    """Return a dated fault of everybody with the visits that reach its step: 26 % of checkouts, not 2 % of visits."""
    if one.what != "fault" or one.since is None or one.until is None or one.segment is not None:
        return one
    step = max(field.others, key=lambda a: (moved.total(a, one.a), -a), default=NOBODY)
    both = calendar.counted(Sign("", Key(Fact.MET, step), Key(Fact.MET, one.a)))
    first, last = ((day - calendar.day(0)).days for day in (one.since, one.until))
    n, (hits, others) = both.within(first, last)[1], both.without(first, last).total
    if not moved.total(step, one.a) or n < one.sessions:
        return one
    return replace(one, step=step, of_step=n, step_expected=min(hits / max(others, 1), 1.0))


def _table(found: list[Finding], asking: Asking) -> pa.Table:
    names = [*asking.names, None]
    columns: dict[str, tuple[pa.DataType, list[object]]] = {
        "kind": (pa.string(), [one.kind for one in found]),
        "what": (pa.string(), [one.what for one in found]),
        "touchpoint": (pa.string(), [names[one.a] for one in found]),
        "other": (pa.string(), [names[one.b] for one in found]),
        "since": (pa.date32(), [one.since for one in found]),
        "until": (pa.date32(), [one.until for one in found]),
        "segment": (pa.string(), [one.segment for one in found]),
        "customers": (pa.int64(), [one.customers for one in found]),
        "sessions": (pa.int64(), [one.sessions for one in found]),
        "of_sessions": (pa.int64(), [one.of_sessions for one in found]),
        "step": (pa.string(), [names[one.step] for one in found]),
        "of_step": (pa.int64(), [one.of_step for one in found]),
        "recorded_until": (pa.date32(), [one.recorded_until for one in found]),
    }
    for name in ("rate", "expected", "difference", "lo", "hi", "q", "weight", "step_expected"):
        columns[name] = pa.float64(), [getattr(one, name) for one in found]
    return pa.table({name: pa.array(values, kind) for name, (kind, values) in columns.items()})
