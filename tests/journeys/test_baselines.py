"""The hand-written SQL of the benchmark gives the product's results, so comparing their time is fair."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from wegweiser.collect import tables as collected
from wegweiser.collect.tables import known_signatures
from wegweiser.domain.attribution import HEURISTICS, Basis
from wegweiser.domain.funnels import Funnel
from wegweiser.domain.goals import Goal
from wegweiser.identity import PROFILE_OF
from wegweiser.journeys import JOURNEY, STEP, Journeys, Registry
from wegweiser.journeys.registry import code_table, phase_table, rule_table
from wegweiser.levers import Attribution, Roles
from wegweiser.warehouse import Query

BASELINES = Path(__file__).parents[2] / "benchmarks" / "baseline"
FUNNEL = ["view", "cart", "buy"]
WITHIN = timedelta(days=4)
NAMES = ("ad", "view", "cart", "buy", "help", "noise")
CAMPAIGNS = ("", "spring", "summer")
SIGNATURES = [(name, campaign) for name in NAMES for campaign in CAMPAIGNS]
GOALS = (
    Goal("purchase", "Purchase", ("buy",)),
    Goal("served", "Served", ("help", "cart"), lookback_days=6),
)


@pytest.fixture(scope="module")
def random_shop(lasting_shop):
    """Return a built shop of 30 customers, 400 events, many of the same moment, and two campaigns; all only read it."""
    shop = lasting_shop
    dice = Random(20260302)  # noqa: S311  (a test's dice)
    names = (*NAMES, "view")
    hours = [dice.randrange(30) * 80 + dice.randrange(4) / 10 for _ in range(400)]
    log = [(f"customer {dice.randrange(30)}", hour, dice.choice(names)) for hour in hours]
    codes = [SIGNATURES.index((name, dice.choice(CAMPAIGNS))) for _, _, name in log]
    shop.load(log, extra={"signature": codes})
    shop.publish(collected.SIGNATURE, "all", signatures(), {})
    shop.registry = Registry(shop.registry.touchpoints, shop.registry.model, GOALS)
    shop.build()
    return shop


def signatures():
    """Return the code of each event name with each campaign."""
    columns = {
        "code": pa.array(range(len(SIGNATURES)), pa.int32()),
        "source": ["shop"] * len(SIGNATURES),
        "event": [name for name, _ in SIGNATURES],
        "channel": ["web"] * len(SIGNATURES),
        "campaign": [campaign for _, campaign in SIGNATURES],
    }
    return pa.table(columns)


@pytest.fixture(scope="module")
def engine(random_shop):
    """Return DuckDB with the views, tables and variables the benchmark offers, and the journeys to compare with."""
    warehouse, registry = random_shop.warehouse, random_shop.registry
    engine = duckdb.connect()
    engine.execute("set TimeZone = 'UTC'")
    for kind in ("event", "signature", "step", "journey"):
        files = [str(warehouse.folder / "parts" / part.path) for part in warehouse.parts(kind) if part.rows]
        engine.execute(f"create view {kind} as select * from read_parquet({files})")
    nobody = ", ".join(f"null::{kind} as {column}" for column, kind in PROFILE_OF.columns.items())
    engine.execute(f"create view profile_of as select {nobody} where false")
    offered = {
        "touchpoint_code": code_table(registry),
        "phase_code": phase_table(registry),
        "rule": rule_table(registry.rules(known_signatures(warehouse))),
        "aim": aims(registry),
    }
    for name, table in offered.items():
        engine.register(f"{name}_offered", table)
        engine.execute(f"create table {name} as select * from {name}_offered")
    variables = {
        "goal_id": "0",
        "funnel": str([registry.touchpoint_id(step) for step in FUNNEL]),
        "within": "interval 4 day",
        "silence": "interval 30 minute",
        "goals": str(sorted({code for goal in GOALS for code in registry.goal_touchpoints(goal)})),
        "counting": str([registry.touchpoint_id(name) for name in ("ad", "view", "help")]),
        "reaching": str([registry.touchpoint_id("buy")]),
        "excluded": str(registry.touchpoint_id("help")),
        "least": "2",
        "zone": "'Europe/Vienna'",
        "as_of": "(select max(occurred_at) from event)",
    }
    for name, value in variables.items():
        engine.execute(f"set variable {name} = {value}")
    yield engine
    engine.close()


def aims(registry):
    """Return one row per goal and touchpoint that reaches it."""
    rows = [
        {"goal_id": code, "touchpoint_id": one, "lookback": goal.lookback}
        for code, goal in enumerate(registry.goals)
        for one in registry.goal_touchpoints(goal)
    ]
    return pa.Table.from_pylist(rows)


def plain(value):
    """Return a number as a float to eight digits, for sums may go in another order; anything else as it is."""
    if isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        return float(f"{float(value):.8g}")
    return value


def rows(table: pa.Table, columns):
    """Return rows of some columns, in any order."""
    return sorted(repr([plain(row[name]) for name in columns]) for row in table.to_pylist())


def by_hand(engine, name):
    """Run a file of the benchmark."""
    return engine.sql((BASELINES / f"{name}.sql").read_text(encoding="utf-8")).to_arrow_table()


class Both:
    """The edges of a flow graph, then its nodes, as one table."""

    def __init__(self, graph):
        self.table = pa.concat_tables([graph.edges.table, graph.nodes.table], promote_options="default")


@pytest.mark.parametrize("schema", [STEP, JOURNEY], ids=["steps", "journeys"])
def test_what_is_sealed_is_what_the_hand_written_sql_gives(random_shop, engine, schema):
    """All steps and all journeys are equal, column by column."""
    made = random_shop.warehouse.run(Query("made", f"select * from {random_shop.warehouse.table(schema)}")).table
    baseline = by_hand(engine, f"{schema.kind}s")
    assert made.num_rows > 50
    assert rows(made, schema.columns) == rows(baseline, schema.columns)


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("summary", lambda j: j.summary()),
        ("touchpoints", lambda j: j.touchpoints()),
        ("phases", lambda j: j.phases()),
        ("goals", lambda j: j.goals()),
        ("transitions", lambda j: j.transitions()),
        ("funnel", lambda j: j.funnel(FUNNEL, within=WITHIN)),
        ("dropoff", lambda j: j.dropoff("purchase")),
        ("loops", lambda j: j.loops()),
        ("repeats", lambda j: j.repeats("purchase")),
        ("loyalty", lambda j: j.loyalty("purchase")),
        ("coverage", lambda j: j.coverage()),
        ("months", lambda j: j.months("purchase")),
        ("campaigns", lambda j: j.campaigns()),
        ("responses", lambda j: j.responses()),
        ("onward", lambda j: j.onward()),
        ("sessions", lambda j: j.sessions()),
        ("histories", lambda j: j.paths()),
        ("funnel_sessions", lambda j: j.funnel(FUNNEL, within=WITHIN, unit="session")),
        ("funnel_strict", lambda j: j.funnel(Funnel(FUNNEL, WITHIN, order="strict"))),
        ("funnel_any", lambda j: j.funnel(Funnel(FUNNEL, WITHIN, order="any"))),
        ("funnel_exclude", lambda j: j.funnel(Funnel(FUNNEL, WITHIN, exclude=("help",)))),
        ("matrix", lambda j: j.moves.matrix()),
        ("step_flow", lambda j: j.moves.steps()),
        ("graph", lambda j: Both(j.moves.graph())),
        ("back", lambda j: j.moves.back()),
        ("pattern", lambda j: j.patterns.search("view ->> cart ->> buy within 4 days")),
        ("pattern_paths", lambda j: j.patterns.paths("view ->> cart within 4 days")),
        ("around", lambda j: j.patterns.around("cart")),
        ("to_convert", lambda j: j.times.to_convert("purchase")),
        ("survival", lambda j: j.times.survival("purchase")),
        ("dwell", lambda j: j.times.dwell()),
        ("hours", lambda j: j.times.hours()),
        ("cohorts", lambda j: j.times.cohorts()),
        ("stickiness", lambda j: j.times.stickiness()),
        ("instead", lambda j: j.reasons.instead("view", "cart")),
        ("drivers", lambda j: j.reasons.drivers("purchase", least=2)),
        ("conformance", lambda j: j.reasons.conformance(FUNNEL, goal="purchase")),
    ],
)
def test_each_figure_is_what_the_hand_written_sql_gives(random_shop, engine, name, call):
    """Every column both have is equal; `unmapped` events are counted alike."""
    journeys = Journeys(random_shop.warehouse, random_shop.registry, zone="Europe/Vienna")
    product, baseline = call(journeys).table, by_hand(engine, name)
    shared = [column for column in product.column_names if column in baseline.column_names]
    assert len(shared) >= 3
    assert product.num_rows
    assert rows(product, shared) == rows(baseline, shared)


def test_the_paths_are_those_of_the_hand_written_sql(random_shop, engine):
    """The same twenty paths, as names here and as codes there."""
    ids = [touchpoint.id for touchpoint in random_shop.registry.touchpoints]
    baseline = by_hand(engine, "paths").to_pylist()
    product = random_shop.journeys.paths("purchase").rows()
    assert [row["path"] for row in product] == [[ids[code] for code in row["path"]] for row in baseline]
    for column in ("journeys", "converted", "rate", "share"):
        assert [row[column] for row in product] == pytest.approx([float(row[column]) for row in baseline])


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("credit", lambda w, r: Attribution(w, r).credit(Basis("purchase"), HEURISTICS)),
        ("roles", lambda w, r: Roles(w, r).roles(Basis("purchase"))),
    ],
)
def test_credit_and_roles_are_those_of_the_hand_written_sql(random_shop, engine, name, call):
    """What has no credit at all may stand there or not; everything else is equal."""
    product, baseline = call(random_shop.warehouse, random_shop.registry).table, by_hand(engine, name)
    product = product.select([name for name in product.column_names if product[name].null_count < len(product)])
    shared = [column for column in product.column_names if column in baseline.column_names]
    kept = [[row for row in table.to_pylist() if row.get("credit") != 0] for table in (product, baseline)]
    assert len(shared) >= 3
    assert kept[0]
    assert rows(pa.Table.from_pylist(kept[0]), shared) == rows(pa.Table.from_pylist(kept[1]), shared)


def test_the_moves_add_up_to_those_of_the_hand_written_sql(random_shop, engine):
    """Passes, conversions and value of all moves, the way to the conversion and to the loss apart."""
    moves, baseline = (
        Attribution(random_shop.warehouse, random_shop.registry).counted(Basis("purchase")).moves(1, valued=True),
        by_hand(engine, "chain_counts"),
    )
    for name in ("passes", "converted", "value"):
        given = np.sort(np.asarray(baseline[name].to_numpy(), dtype=float))
        assert np.sort(getattr(moves, name)) == pytest.approx(given)
