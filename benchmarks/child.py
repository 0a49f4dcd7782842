"""Run one thing in this process and print what it cost as one line of JSON.

child.py stages FOLDER FILE            load, resolve and build a fresh data plane
child.py product FOLDER OPERATION      one operation of the product
child.py baseline FOLDER FILE.sql      the hand-written SQL on the same sealed parts
child.py paths FOLDER FILE              the paths of a goal as texts, for peers
child.py by_hand FOLDER SCRIPTS        the hand-written SQL that builds and seals, from the events
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from measuring import Cost, metered
from operations import EXCLUDED, FUNNEL, GOAL, LEAST, WITHIN, ZONE, operation
from wegweiser import collect, identity, journeys
from wegweiser.collect.tables import known_signatures
from wegweiser.domain.phases import phase_model
from wegweiser.i18n import Count, both
from wegweiser.journeys.asking import Asking
from wegweiser.journeys.registry import code_table, phase_table, rule_table
from wegweiser.levers import Attribution, Roles
from wegweiser.warehouse import Part, Warehouse

MODEL = "five"
MEMORY = os.environ.get("WEGWEISER_MEMORY", "2GB")
"""What DuckDB may hold, in the product and for the hand-written SQL; it spills the rest."""
VIEWS = ("event", "signature", "step", "journey", "profile_of")
EMPTY = {"profile_of": identity.PROFILE_OF.columns}
"""The columns of a view that may have no rows, and then has no file."""


class _WithoutPandas:
    """Hides pandas, as where only the product and what it needs are installed: Arrow imports it wherever it is."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> None:
        """Find no pandas, and leave every other module to the next finder."""
        del path, target
        if name == "pandas":
            raise ModuleNotFoundError(name, name=name)


def registry_of(warehouse: Warehouse) -> journeys.Registry:
    """Return the registry the product proposes for what was loaded; the same in every process."""
    return journeys.propose(known_signatures(warehouse), phase_model(MODEL))


def stages(folder: Path, file: Path, threads: int) -> dict[str, Any]:
    """Load, resolve and build, each metered; what is loaded is guessed from the file's own columns."""
    costs: dict[str, Cost] = {}
    with Warehouse(folder, threads=threads, memory=MEMORY) as warehouse:
        with metered() as costs["load"]:
            guessed = collect.guess(warehouse, file, "log")
            spec = guessed[0] if isinstance(guessed, tuple) else getattr(guessed, "spec", guessed)
            loaded = collect.load(warehouse, spec, file)
        with metered() as costs["resolve"]:
            identity.resolve(warehouse)
        registry = registry_of(warehouse)
        with metered() as costs["build"], _sealing() as costs["sealing"]:
            built = journeys.build(warehouse, registry)
        sealed = sum(path.stat().st_size for path in (folder / "parts").iterdir())
    told = {
        "events": loaded.events,
        "quarantined": loaded.quarantined,
        "steps": built.steps,
        "journeys": built.journeys,
    }
    return {"costs": {name: asdict(cost) for name, cost in costs.items()}, "told": told, "bytes": sealed}


@contextmanager
def _sealing() -> Iterator[Cost]:
    """Fill a cost with what the product's sealing takes inside the block: every call of it is metered and added."""
    whole, seal = Cost(), Warehouse.seal

    def timed(self: Warehouse, *arguments: Any, **named: Any) -> Part:  # noqa: ANN401  (passed on as they come)
        with metered() as cost:
            part = seal(self, *arguments, **named)
        whole.cpu_s, whole.wall_s = whole.cpu_s + cost.cpu_s, whole.wall_s + cost.wall_s
        whole.rss_mib = cost.rss_mib
        return part

    with patch.object(Warehouse, "seal", timed):
        yield whole


def product(folder: Path, name: str, threads: int) -> dict[str, Any]:
    """Call one operation, the engine open and the registry known, as in a notebook."""
    with Warehouse(folder, threads=threads, memory=MEMORY) as warehouse:
        registry = registry_of(warehouse)
        asked = operation(name)
        asker = {"journeys": journeys.Journeys, "attribution": Attribution, "roles": Roles}[asked.of]
        answers = asker(warehouse, registry, zone=ZONE)
        # Codes and views stand, as they do for the SQL and for every question of a notebook but the first.
        asking = Asking(warehouse, registry, ZONE)
        asking.tables(), asking.rules()
        # The first table made from Python values costs more than others; the SQL's process has made one by now, too.
        warehouse.drop(warehouse.offer("warm", pa.table({"n": [1]})))
        # Number formats of both languages are read with the first note of a process, and never again.
        both("{n}", n=Count(1))
        return _timed(lambda: _table(asked.call(answers)))


def baseline(folder: Path, file: Path, threads: int) -> dict[str, Any]:
    """Run the hand-written SQL on views of the same parts, its parameters given as variables."""
    engine = _engine(folder, threads, VIEWS)
    sql = file.read_text(encoding="utf-8")
    return _timed(lambda: engine.sql(sql).to_arrow_table())


def paths(folder: Path, file: Path, threads: int) -> dict[str, Any]:
    """Write the paths attribution reads as texts, counted, the way peers want them: no structural step, no goal."""
    engine = _engine(folder, threads, VIEWS)
    with metered() as cost:
        engine.execute(
            f"""copy (select string_agg(t.id, ' > ' order by p.place) as path, any_value(won) as conversions,
                             1 - any_value(won) as nulls
                       from (select profile_id, journey, (state = 'converted')::int as won,
                                    unnest(path) as touchpoint_id, unnest(range(len(path))) as place
                             from journey where goal_id = getvariable('goal_id') and state <> 'open') p
                       join touchpoint_code t using (touchpoint_id)
                       where list_contains(getvariable('counting'), touchpoint_id) group by profile_id, journey)
                to '{file}' (format parquet)"""
        )
    return asdict(cost)


def by_hand(folder: Path, scripts: Path, threads: int) -> dict[str, Any]:
    """Build steps and all goals' journeys with the hand-written SQL, then seal both, each stage metered."""
    engine = _engine(folder, threads, [kind for kind in VIEWS if kind not in {"step", "journey"}])
    costs: dict[str, Cost] = {}
    for name, table in (("steps", "step"), ("journeys", "journey")):
        sql = (scripts / f"{name}.sql").read_text(encoding="utf-8")
        with metered() as costs[name]:
            engine.execute(f"create temp table {table} as {sql}")
    told = {f"{table}s": engine.sql(f"select count(*) from {table}").fetchall()[0][0] for table in ("step", "journey")}
    with TemporaryDirectory(dir=folder.parent) as place:
        engine.execute(f"set variable place = '{place}/'")
        with metered() as costs["sealing"]:
            engine.execute((scripts / "sealing.sql").read_text(encoding="utf-8"))
    return {"costs": {name: asdict(cost) for name, cost in costs.items()}, "told": told}


def _engine(folder: Path, threads: int, kinds: Sequence[str]) -> duckdb.DuckDBPyConnection:
    """Return DuckDB with everything the hand-written SQL may read."""
    with Warehouse(folder, threads=threads, memory=MEMORY) as warehouse:
        seen = known_signatures(warehouse)
        registry = registry_of(warehouse)
        parts = {kind: [folder / "parts" / p.path for p in warehouse.parts(kind) if p.rows] for kind in kinds}
    engine = duckdb.connect()
    engine.execute(f"set threads = {threads}")
    engine.execute(f"set memory_limit = '{MEMORY}'")
    engine.execute(f"set temp_directory = '{folder}.spill'")
    engine.execute("set TimeZone = 'UTC'")
    engine.execute("set preserve_insertion_order = false")
    for kind, files in parts.items():
        listed = ", ".join(f"'{path}'" for path in files)
        nothing = ", ".join(f"null::{type_} as {column}" for column, type_ in EMPTY.get(kind, {}).items())
        body = f"select * from read_parquet([{listed}])" if files else f"select {nothing} where false"
        if files or nothing:
            engine.execute(f"create view {kind} as {body}")
    offered = {
        "touchpoint_code": code_table(registry),
        "phase_code": phase_table(registry),
        "rule": rule_table(registry.rules(seen)),
        "aim": _aims(registry),
    }
    for name, rows in offered.items():
        engine.register("offered", rows)
        engine.execute(f"create temp table {name} as select * from offered")
    for name, value in _variables(registry).items():
        engine.execute(f"set variable {name} = {value}")
    return engine


def _aims(registry: journeys.Registry) -> pa.Table:
    """Return each goal's touchpoints and lookback, which the SQL that splits journeys reads."""
    rows = [(code, one, g.lookback) for code, g in enumerate(registry.goals) for one in registry.goal_touchpoints(g)]
    goals, touchpoints, lookbacks = zip(*rows, strict=True)
    return pa.table(
        {
            "goal_id": pa.array(goals, pa.int16()),
            "touchpoint_id": pa.array(touchpoints, pa.int16()),
            "lookback": pa.array(lookbacks, pa.duration("us")),
        }
    )


def _variables(registry: journeys.Registry) -> dict[str, str]:
    steps = ", ".join(str(registry.touchpoint_id(step)) for step in FUNNEL)
    reaching = registry.goal_touchpoints(registry.goal(GOAL))
    counting = [c for c, t in enumerate(registry.touchpoints) if c not in reaching and not t.structural]
    return {
        "reaching": str(list(reaching)),
        "counting": str(counting),
        "goal_id": str(registry.goal_id(GOAL)),
        "funnel": f"[{steps}]",
        "within": f"interval '{int(WITHIN.total_seconds())}' second",
        "silence": "interval '30' minute",
        "goals": str(sorted({code for goal in registry.goals for code in registry.goal_touchpoints(goal)})),
        "excluded": str(registry.touchpoint_id(EXCLUDED)),
        "least": str(LEAST),
        "zone": f"'{ZONE}'",
        "as_of": "(select max(occurred_at) from event)",
    }


def _table(answer: Any) -> pa.Table:  # noqa: ANN401  (a result, or a table as it is)
    return answer if isinstance(answer, pa.Table) else answer.to_arrow()


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
    sys.meta_path.insert(0, _WithoutPandas())
    mode, folder, what, threads = sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
    if mode == "stages":
        answer = stages(folder, Path(what), threads)
    elif mode == "product":
        answer = product(folder, what, threads)
    elif mode == "paths":
        answer = paths(folder, Path(what), threads)
    elif mode == "by_hand":
        answer = by_hand(folder, Path(what), threads)
    else:
        answer = baseline(folder, Path(what), threads)
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
