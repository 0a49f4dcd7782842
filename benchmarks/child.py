"""Run one thing in this process and print what it cost as one line of JSON.

child.py stages FOLDER FILE            load, resolve and build a fresh data plane
child.py product FOLDER OPERATION      one operation of the product
child.py baseline FOLDER FILE.sql      the hand-written SQL on the same sealed parts
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from measuring import Cost, metered
from operations import FUNNEL, GOAL, WITHIN, operation
from wegweiser import collect, identity, journeys
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Signature
from wegweiser.warehouse import Query, Warehouse

MODEL = "five"
VIEWS = ("event", "signature", "step", "journey", "profile_of", "trait")


def registry_of(warehouse: Warehouse) -> journeys.Registry:
    """Return the registry the product proposes for what was loaded; the same in every process."""
    return journeys.propose(signatures_of(warehouse), phase_model(MODEL))


def signatures_of(warehouse: Warehouse) -> list[Signature]:
    """Return the signatures of all events, by code."""
    table = warehouse.table(collect.tables.SIGNATURE)
    query = Query("signatures", f"select code, source, event, channel, campaign from {table} order by code")
    return [Signature(**row) for row in warehouse.run(query).rows()]


def stages(folder: Path, file: Path, threads: int) -> dict[str, Any]:
    """Load, resolve and build, each metered; what is loaded is guessed from the file's own columns."""
    costs: dict[str, Cost] = {}
    with Warehouse(folder, threads=threads) as warehouse:
        with metered() as costs["load"]:
            guessed = collect.guess(warehouse, file, "log")
            spec = guessed[0] if isinstance(guessed, tuple) else getattr(guessed, "spec", guessed)
            loaded = collect.load(warehouse, spec, file)
        with metered() as costs["resolve"]:
            identity.resolve(warehouse)
        registry = registry_of(warehouse)
        with metered() as costs["build"]:
            built = journeys.build(warehouse, registry)
        sealed = sum(path.stat().st_size for path in (folder / "parts").iterdir())
    told = {
        "events": loaded.events,
        "quarantined": loaded.quarantined,
        "steps": built.steps,
        "journeys": built.journeys,
    }
    return {"costs": {name: asdict(cost) for name, cost in costs.items()}, "told": told, "bytes": sealed}


def product(folder: Path, name: str, threads: int) -> dict[str, Any]:
    """Call one operation, the engine open and the registry known, as in a notebook."""
    with Warehouse(folder, threads=threads) as warehouse:
        figures = journeys.Journeys(warehouse, registry_of(warehouse))
        # Arrow imports pandas, where it is installed, with the first table made from Python values; the SQL's
        # process has made one by now, too.
        warehouse.drop(warehouse.offer("warm", pa.table({"n": [1]})))
        return _timed(lambda: operation(name).call(figures).to_arrow())


def baseline(folder: Path, file: Path, threads: int, *, keep: bool = False) -> dict[str, Any]:
    """Run the hand-written SQL on views of the same parts, its parameters given as variables."""
    with Warehouse(folder, threads=threads) as warehouse:
        registry, seen = registry_of(warehouse), signatures_of(warehouse)
        parts = {kind: [folder / "parts" / p.path for p in warehouse.parts(kind) if p.rows] for kind in VIEWS}
    engine = duckdb.connect()
    engine.execute(f"set threads = {threads}")
    engine.execute("set memory_limit = '2GB'")
    engine.execute("set TimeZone = 'UTC'")
    for kind, files in parts.items():
        if files:
            listed = ", ".join(f"'{path}'" for path in files)
            engine.execute(f"create view {kind} as select * from read_parquet([{listed}])")
    _offer(engine, registry)
    _offer_rules(engine, registry, seen)
    sql = file.read_text(encoding="utf-8")
    if keep:
        with metered() as cost:
            engine.execute(f"create temp table kept as {sql}")
        return asdict(cost)
    return _timed(lambda: engine.sql(sql).to_arrow_table())


def _offer(engine: duckdb.DuckDBPyConnection, registry: journeys.Registry) -> None:
    ids = [touchpoint.id for touchpoint in registry.touchpoints]
    reached = {one for goal in registry.goals for one in goal.touchpoints}
    codes = pa.table(
        {
            "touchpoint_id": pa.array(range(len(ids)), pa.int16()),
            "id": ids,
            "channel": [touchpoint.channel for touchpoint in registry.touchpoints],
            "is_goal": [one in reached for one in ids],
        }
    )
    engine.register("offered", codes)
    engine.execute("create temp table touchpoint_code as select * from offered")
    goal = [one.id for one in registry.goals].index(GOAL)
    steps = ", ".join(str(ids.index(step)) for step in FUNNEL)
    engine.execute(f"set variable goal_id = {goal}")
    engine.execute(f"set variable funnel = [{steps}]")
    engine.execute(f"set variable within = interval '{int(WITHIN.total_seconds())}' second")


def _offer_rules(engine: duckdb.DuckDBPyConnection, registry: journeys.Registry, seen: list[Signature]) -> None:
    """Offer what only the SQL that builds needs."""
    rules = [
        {name: getattr(rule, name) for name in ("code", "touchpoint_id", "phase_id", "repeat_phase_id")}
        for rule in registry.rules(seen)
    ]
    engine.register("offered_rules", pa.Table.from_pylist(rules))
    engine.execute("create temp table rule as select * from offered_rules")
    goal = registry.goal(GOAL)
    engine.execute(f"set variable goal_touchpoint = {registry.goal_touchpoints(goal)[0]}")
    engine.execute(f"set variable lookback = interval '{int(goal.lookback.total_seconds())}' second")
    engine.execute("set variable silence = interval '30' minute")
    engine.execute("set variable as_of = (select max(occurred_at) from event)")


def _timed(call: Callable[[], pa.Table]) -> dict[str, Any]:
    with metered() as cost:
        table = call()
    return {**asdict(cost), "rows": table.num_rows, "sums": _sums(table)}


def _sums(table: pa.Table) -> dict[str, float]:
    """Return the sum of each column of numbers: enough to see whether two ways give the same figures."""
    return {
        name: float(pc.sum(table[name].cast(pa.float64())).as_py() or 0.0)
        for name in table.column_names
        if pa.types.is_integer(table[name].type)
        or pa.types.is_floating(table[name].type)
        or pa.types.is_decimal(table[name].type)
    }


def main() -> None:
    """Do what the arguments say."""
    mode, folder, what, threads = sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    if mode == "stages":
        answer = stages(folder, Path(what), threads)
    elif mode == "product":
        answer = product(folder, what, threads)
    else:
        answer = baseline(folder, Path(what), threads, keep=mode == "table")
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
