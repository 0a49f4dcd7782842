"""Building: events and profiles become steps and journeys, by partition, and only where something changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from wegweiser.collect import tables as collected
from wegweiser.identity import PROFILE_OF
from wegweiser.journeys import splitting, stepping
from wegweiser.journeys.feeding import Feed, feed, latest
from wegweiser.journeys.registry import Registry, Rule, rule_table
from wegweiser.journeys.tables import JOURNEY, PARTITIONS, STEP
from wegweiser.warehouse import Part, Query, Table, Warehouse

_VERSION = "1"
"""Changes when the same inputs would give other steps or journeys, so that old parts are made anew."""
_NO_DATA = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Built:
    """What a build did: partitions made and kept, and what they now hold; `unmapped` events no rule took."""

    made: int
    kept: int
    steps: int
    journeys: int
    unmapped: int


@dataclass(frozen=True)
class _Plan:
    """Everything the partitions share."""

    rules: tuple[Rule, ...]
    aims: tuple[splitting.Aim, ...]
    silence: timedelta
    as_of: datetime
    feed: Feed


def build(
    warehouse: Warehouse,
    registry: Registry,
    *,
    silence: timedelta = timedelta(minutes=30),
    as_of: datetime | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Built:
    """Bring steps and journeys up to date with events, profiles and registry.

    A partition whose events, profiles and rules are unchanged is kept. Each partition counts as soon as it is
    made, so a build that is killed goes on where it was, to the same result.

    Args:
        warehouse: holds the events and profiles, and receives the steps and journeys.
        registry: the touchpoints, phases and goals to read the events by.
        silence: a longer one starts a new session.
        as_of: the moment that decides whether a journey is lost or still open; the last event if None.
        progress: called with the partitions done and their number.
    """
    signatures = collected.known_signatures(warehouse)
    aims = tuple(
        splitting.Aim(code, registry.goal_touchpoints(goal), goal.lookback) for code, goal in enumerate(registry.goals)
    )
    moment = as_of or latest(warehouse) or _NO_DATA
    plan = _Plan(registry.rules(signatures), aims, silence, moment, feed(warehouse))
    made = _made(warehouse, plan, progress or (lambda _done, _of: None))
    steps, journeys = (sum(part.rows for part in warehouse.parts(schema.kind)) for schema in (STEP, JOURNEY))
    mapped = {rule.code for rule in plan.rules}
    unmapped = sum(n for code, n in plan.feed.signatures.items() if code not in mapped)
    return Built(made, PARTITIONS - made, steps, journeys, unmapped)


def _made(warehouse: Warehouse, plan: _Plan, progress: Callable[[int, int], None]) -> int:
    """Make the partitions that changed and return how many they were."""
    old = _Old(*({part.key: part for part in warehouse.parts(schema.kind)} for schema in (STEP, JOURNEY)))
    stale = [partition for partition in range(PARTITIONS) if not _kept(plan, old, partition)]
    empty = [partition for partition in stale if not plan.feed.parts(partition)]
    # Parts without rows need no file, and one transaction holds them all.
    warehouse.publish([part for partition in empty for part in _empty_parts(plan, partition)])
    prepared: _Prepared | None = None
    with warehouse.scratch("journeys_rule", "journeys_moved"):
        for done, partition in enumerate(range(PARTITIONS), start=1):
            step = old.steps.get(f"{partition:02d}")
            if partition in stale and partition not in empty:
                if step is not None and step.inputs == _inputs(plan, partition):
                    _split_again(warehouse, plan, step)
                else:
                    prepared = prepared or _prepare(warehouse, plan)
                    _make(warehouse, plan, prepared, partition)
            progress(done, PARTITIONS)
    return len(stale)


@dataclass(frozen=True)
class _Old:
    """The parts there are, by key."""

    steps: Mapping[str, Part]
    journeys: Mapping[str, Part]


def _kept(plan: _Plan, old: _Old, partition: int) -> bool:
    """Tell whether a partition's steps and journeys are what a build would make."""
    key = f"{partition:02d}"
    step, journey = old.steps.get(key), old.journeys.get(key)
    if step is None or journey is None:
        return False
    return step.inputs == _inputs(plan, partition) and _still_true(journey, plan, step)


def _empty_parts(plan: _Plan, partition: int) -> tuple[Part, Part]:
    """Return the parts of a partition no event reaches."""
    step = Part(STEP.kind, f"{partition:02d}", _inputs(plan, partition), "", 0)
    return step, _no_journeys(plan, step)


def _no_journeys(plan: _Plan, step: Part) -> Part:
    """Return the part of a partition that has no step, or where no goal is set."""
    return Part(JOURNEY.kind, step.key, _dated(plan, step), "", 0, {"due": None, "settled": None})


@dataclass(frozen=True)
class _Prepared:
    """Tables every partition reads."""

    rules: Table
    moves: tuple[Table, Table] | None


def _prepare(warehouse: Warehouse, plan: _Plan) -> _Prepared:
    """Write down the rules, and once the events whose profile is not their subject."""
    rules = warehouse.offer("journeys_rule", rule_table(plan.rules))
    if not plan.feed.identified:
        return _Prepared(rules, None)
    profiles = warehouse.table(PROFILE_OF)
    elsewhere = warehouse.create(stepping.moved(warehouse.table(collected.EVENT), profiles, rules))
    return _Prepared(rules, (profiles, elsewhere))


def _make(warehouse: Warehouse, plan: _Plan, prepared: _Prepared, partition: int) -> None:
    """Make one partition's steps and journeys and let them count together."""
    events = warehouse.table(collected.EVENT, plan.feed.parts(partition))
    contact = stepping.contacts(events, prepared.rules, partition, prepared.moves)
    with warehouse.scratch("journeys_step"):
        steps = warehouse.create(stepping.stepped(contact, warehouse.dialect, plan.silence))
        key, inputs = f"{partition:02d}", _inputs(plan, partition)
        sealed = warehouse.seal(STEP, key, _all("journeys_steps", steps), inputs=inputs)
        warehouse.publish([sealed, _sealed_journeys(warehouse, plan, steps, sealed)])


def _split_again(warehouse: Warehouse, plan: _Plan, step: Part) -> None:
    """Make one partition's journeys anew from its unchanged steps."""
    warehouse.publish([_sealed_journeys(warehouse, plan, warehouse.table(STEP, [step]), step)])


def _sealed_journeys(warehouse: Warehouse, plan: _Plan, steps: Table, step: Part) -> Part:
    """Split steps into journeys and seal them, with the time span in which their states hold."""
    if not plan.aims:
        return _no_journeys(plan, step)
    with warehouse.scratch("journeys_history", "journeys_journey"):
        histories = warehouse.create(splitting.history(steps, warehouse.dialect))
        journeys = warehouse.create(splitting.split(steps, histories, plan.aims, warehouse.dialect, plan.as_of))
        span = warehouse.run(splitting.deadlines(journeys, steps, plan.aims, warehouse.dialect)).one()
        details = {name: moment and moment.isoformat() for name, moment in span.items()}
        query = _all("journeys_journeys", journeys)
        return warehouse.seal(JOURNEY, step.key, query, inputs=_dated(plan, step), details=details)


def _still_true(journey: Part, plan: _Plan, step: Part) -> bool:
    """Tell whether journeys were split from these steps and would be in the same states today."""
    due, settled = (
        moment and datetime.fromisoformat(moment).replace(tzinfo=UTC)
        for moment in (journey.details["due"], journey.details["settled"])
    )
    timely = (due is None or plan.as_of <= due) and (settled is None or settled < plan.as_of)
    return journey.inputs.partition("@")[0] == _journey_inputs(plan, step) and timely


def _inputs(plan: _Plan, partition: int) -> str:
    """Digest of everything a partition's steps are made from."""
    parts = plan.feed.parts(partition)
    codes = {code for part in parts for code in plan.feed.codes[part.key]}
    rules = [(r.code, r.touchpoint_id, r.phase_id, r.repeat_phase_id) for r in plan.rules if r.code in codes]
    events = [(part.key, part.inputs, part.rows) for part in parts]
    return _digest([_VERSION, plan.silence.total_seconds(), rules, events, plan.feed.identities.get(partition, "")])


def _journey_inputs(plan: _Plan, step: Part) -> str:
    """Digest of everything a partition's journeys are made from, but for the day one looks."""
    aims = [(aim.goal_id, aim.touchpoints, aim.lookback.total_seconds()) for aim in plan.aims]
    return _digest([step.inputs, aims])


def _dated(plan: _Plan, step: Part) -> str:
    """Return the inputs with the day: journeys of another day get another file, for none is ever overwritten."""
    return f"{_journey_inputs(plan, step)}@{plan.as_of.isoformat()}"


def _digest(things: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps(things).encode()).hexdigest()[:20]


def _all(name: str, table: Table) -> Query:
    return Query(name, f"select * from {table}")
