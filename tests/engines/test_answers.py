"""Every table of every engine beside DuckDB's, row for row; in one file, so that one cluster serves all of it."""

from __future__ import annotations

import csv
import gzip
import json
import shutil
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wegweiser.bootstrap import create_workspace, open_workspace
from wegweiser.collect import tables as collected
from wegweiser.domain.phases import phase_model
from wegweiser.journeys import Journeys, build, observed, propose
from wegweiser.personas import PersonaSettings
from wegweiser.personas.queries import Tables, features
from wegweiser.settings import Settings
from wegweiser.warehouse import Query, Schema, Warehouse
from wegweiser.workspace import Config, Outputs

OF_THE_RUN = {"query", "loaded_at", "seconds"}
"""What differs between two runs of the same data: the engine's SQL, and what a clock on the wall says."""
on_the_cluster = pytest.mark.parametrize("engine", ["spark cluster"], indirect=True)
VISITS = """customer,time,event,channel,value
Ana,2026-01-05 09:00:00,newsletter_open,email,
Ana,2026-01-05 09:05:00,product_view,web,
Ana,2026-01-05 09:20:00,cart,web,
Ana,2026-01-05 09:30:00,purchase,web,40
Ben,2026-01-06 18:00:00,ad_click,search,
Ben,2026-01-06 18:01:00,product_view,web,
Ben,2026-01-06 18:02:00,cart,web,
Cem,2026-01-07 12:00:00,product_view,web,
Cem,2026-01-07 12:30:00,purchase,web,25
Cem,2026-03-19 12:00:00,purchase,store,30
"""


@pytest.fixture
def counted_clicks(engine, shared_data, tmp_path):
    """Return the journeys of the planted clickstream, built on the cluster in one partition."""
    with gzip.open(shared_data / "clickstream_planted" / "ecom.csv.gz", "rt") as file:
        rows = list(csv.DictReader(file))
    n, places = len(rows), {}
    for key in ("user_id", "session_id", "event"):
        places[key] = {name: place for place, name in enumerate(sorted({row[key] for row in rows}))}
    ids = {key: [places[key][row[key]] for row in rows] for key in places}
    columns = {
        "event_id": pa.array(range(n), pa.int64()),
        "source": pa.array(["shop"] * n),
        "source_seq": pa.array(range(n), pa.int64()),
        "occurred_at": pa.array([datetime.fromisoformat(row["timestamp"]) for row in rows], pa.timestamp("us")),
        "signature": pa.array(ids["event"], pa.int32()),
        "subject_id": pa.array(ids["user_id"], pa.int64()),
        "session_hint": pa.array(ids["session_id"], pa.int64()),
        "value": pa.nulls(n, pa.float64()),
        "origin": pa.array(["observed"] * n),
    } | {name: pa.nulls(n, pa.string()) for name in ("object", "currency", "properties")}
    names = list(places["event"])
    texts = {name: pa.array([""] * len(names)) for name in ("source", "channel", "campaign")}
    signatures = {"code": pa.array(range(len(names)), pa.int32()), "event": pa.array(names), **texts}
    with Warehouse(tmp_path / "clicks") as warehouse:
        for schema, table, details in (
            (collected.EVENT, pa.table(columns), {"partitions": [n] + [0] * 15}),
            (collected.SIGNATURE, pa.table(signatures), {}),
        ):
            query = Query("rows", f"select * from {warehouse.offer(schema.kind + 's', table)}")
            warehouse.publish([warehouse.seal(schema, "all", query, details=details)])
        with warehouse.beside(engine) as beside:
            seen = observed(beside)
            registry = propose(seen.signatures, phase_model("five"), seen.order)
            build(beside, registry)
            yield Journeys(beside, registry)


MOMENT = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
CODES = "(select 2 as k, 7 as c union all select 1, 9 union all select 3, 300) as t"
ROWS = "(select 2 as k, 'c' as v union all select 1, 'b' union all select 1, 'a') as t"

CONSTRUCTS = {
    "text": (lambda d: d.text('it\'s \\ "1.0"'), 'it\'s \\ "1.0"'),
    "timestamp": (lambda d: d.timestamp(MOMENT), datetime(2026, 7, 1, 22, 30)),  # noqa: DTZ001  (as stored)
    "interval": (
        lambda d: f"{d.timestamp(MOMENT)} + {d.interval(timedelta(days=30))}",
        datetime(2026, 7, 31, 22, 30),  # noqa: DTZ001
    ),
    "local": (lambda d: d.local(d.timestamp(MOMENT), "Europe/Berlin"), datetime(2026, 7, 2, 0, 30)),  # noqa: DTZ001
    "hour": (lambda d: d.hour(d.timestamp(MOMENT)), 22),
    "weekday": (lambda d: d.weekday(d.timestamp(MOMENT)), 3),
    "seconds": (lambda d: d.seconds(d.timestamp(MOMENT), d.timestamp(MOMENT + timedelta(seconds=60.25))), 60.25),
    "id": (lambda d: d.id_of("'customer:ana'"), 0x9648AA654678467),
    "quantile": (lambda d: f"(select {d.quantile('n', 0.9)} from (select 0 as n union all select 10) as t)", 9.0),
    "coded list": (lambda d: f"(select {d.coded_list('c', 'k')} from {CODES})", [9, 7, 300]),
    "ordered list": (lambda d: f"(select {d.ordered_list('v', ['k', 'v'])} from {ROWS})", ["a", "b", "c"]),
    "numbers": (lambda d: d.item(d.numbers([7, 8, 9]), "2"), 8),
    "item": (lambda d: d.item(d.led(d.stretch("items", "1", "3"), [9]), "2"), 4),
    "stretch": (lambda d: d.stretch("items", "2", "3"), [5, 6]),
    "stretch beyond the end": (lambda d: d.stretch("items", "3", "9"), [6]),
    "each": (lambda d: d.each("items", "x", "x * 10"), [40, 50, 60]),
    "kept": (lambda d: d.kept("items", "x", "x in (4, 6)"), [4, 6]),
    "led": (lambda d: d.led("items", [1, 2]), [1, 2, 4, 5, 6]),
    "bits": (lambda d: d.bits("items"), 16 + 32 + 64),
    "bit": (lambda d: f"{d.bit('cast(5 as bigint)', 2)} * 10 + {d.bit('cast(5 as bigint)', 1)}", 10),
    "lone bit": (lambda d: f"(select max({d.lone_bit('k')}) from {CODES})", 8),
    "any bits": (lambda d: f"(select {d.any_bits('cast(c as bigint)')} from {CODES})", 303),
    "any number": (
        lambda d: f"(select count(distinct one) from (select {d.any_number()} as one from {ROWS}) as t)",
        3,
    ),
    "shifted": (lambda d: d.shifted("cast(9007199254740992 as bigint)", 52), 2),
    "json text": (lambda d: d.json_text(d.text('{"a": "Größe 5"}'), "a"), "Größe 5"),
    "json object": (lambda d: d.json_object({"a": "1", "b": "'x'"}), '{"a":1,"b":"x"}'),
    "nothing before the first": (
        lambda _: "(select max(l) from (select lag(n) over (order by n) as l from one) as t)",
        None,
    ),
}


def test_steps_and_journeys_are_duckdbs(expected, counted, alike):
    """The same steps and journeys, all columns and lists, stand in the parts the engine wrote."""
    for found, right in zip(counted.everything(), expected.everything(), strict=True):
        assert len(right) > 500
        alike(found, right)


def test_the_answer_is_duckdbs(answer, duckdb_says, engine_says, alike):
    """Each answer has DuckDB's rows, in DuckDB's order."""
    alike(engine_says(answer), duckdb_says(answer))


def test_the_features_of_personas_are_duckdbs(expected, counted, alike):
    """One row of behaviour per customer, read in the customers' zone, is the same."""

    def asked(shop):
        warehouse = shop.warehouse
        shop.journeys.summary()
        ids = [row["profile_id"] for row in shop.everything()[0][:200]]
        trait = pa.table({"profile_id": ids, "name": ["age"] * len(ids), "value": [str(i % 7) for i in ids]})
        tables = Tables(trait=warehouse.offer("trait_of_profile", trait))
        settings = PersonaSettings(timezone="Europe/Berlin", least_contacts=2)
        found = features(warehouse.dialect, settings, date(2026, 3, 1), date(2026, 7, 1), tables)
        return [warehouse.run(query).rows() for query in (found.behaviour, found.channels, found.traits, found.reach)]

    for found, right in zip(asked(counted), asked(expected), strict=True):
        assert right
        alike(found, right)


def test_parts_are_kept_whichever_engine_made_them(engine, expected, counted):
    """DuckDB finds nothing to do where the engine built, nor the engine where DuckDB built."""
    with expected.warehouse.beside(engine) as engine_after_duckdb:
        expected_again = type(expected)(engine_after_duckdb)
        assert expected_again.build().made == 0
    with counted.warehouse.beside("duckdb") as duckdb_after_engine:
        assert type(counted)(duckdb_after_engine).build().made == 0


@on_the_cluster
def test_the_planted_clickstream_gives_its_published_counts(counted_clicks):
    """31,106 events of 600 users: the funnel of a session and the moves between contacts, counted by two workers."""
    journeys = counted_clicks
    row = journeys.summary().one()
    assert (row["customers"], row["steps"], row["unmapped_events"]) == (600, 31_106, 0)
    assert sum(journeys.transitions().column("transitions")) == 30_506
    funnel = journeys.funnel(["cart", "shipping_details", "purchase"], unit="session")
    assert funnel.column("reached") == [1022, 512, 173]


@on_the_cluster
def test_the_map_of_a_run_on_the_cluster_is_duckdbs(engine, tmp_path):
    """The whole main job gives the same documents to the byte, but for the SQL that is evidence, and for the time."""
    create_workspace(tmp_path / "shop", Config(name="Shop", timezone="Europe/Berlin"))
    (tmp_path / "shop" / "data" / "visits.csv").write_text(VISITS, "utf-8")

    def drawn(name, chosen):
        folder = shutil.copytree(tmp_path / "shop", tmp_path / name)
        settings = Settings(memory="1GB", threads=1, now=datetime(2026, 4, 1, tzinfo=UTC))
        with open_workspace(folder, settings, engine=chosen) as ws:
            ws.run(Outputs(folder / "maps", ("en",), ("json",)))
        return {path.name: timeless(json.loads(path.read_text())) for path in sorted(folder.rglob("*.json"))}

    found, right = drawn("cluster", engine), drawn("duckdb", None)
    assert "journey.data.json" in found
    assert found == right


def timeless(document):
    """Return a document without the statements in its evidence, the moment a file was loaded and how long it took."""
    if isinstance(document, dict):
        return {key: timeless(value) for key, value in document.items() if key not in OF_THE_RUN}
    return [timeless(item) for item in document] if isinstance(document, list) else document


@pytest.fixture(scope="session")
def asked(counted):
    """Return the engine's warehouse with tables of three numbers, of one, and of the list of the three."""
    counted.warehouse.create(Query("three", "select 4 as n union all select 5 union all select 6"))
    counted.warehouse.create(Query("one", "select 1 as n"))
    listed = counted.warehouse.dialect.ordered_list("n", ["n"])
    counted.warehouse.create(Query("lists", f"select {listed} as items from three"))
    return counted.warehouse


@pytest.mark.parametrize("construct", CONSTRUCTS)
def test_the_construct_gives_its_value(construct, asked):
    """The expression has the value a person would give it."""
    written, expected = CONSTRUCTS[construct]
    assert asked.run(Query("value", f"select {written(asked.dialect)} as value from lists")).one() == {
        "value": expected
    }


def test_lists_unroll_in_step(asked):
    """One row per place of the longest list; where the other has ended there is nothing."""
    dialect = asked.dialect
    shorter = dialect.stretch("path", "1", "2")
    source = Query("source", f"select 7 as id, {dialect.ordered_list('n', ['n'])} as path from three")
    unrolled = dialect.unrolled(str(source), ("id",), {"code": "path", "second": shorter}, "place")
    query = Query("unrolled", unrolled, (source,))
    ordered = Query("ordered", f"select id, code, second, place from {query} order by place", (query,))
    assert [tuple(row.values()) for row in asked.run(ordered).rows()] == [(7, 4, 4, 1), (7, 5, 5, 2), (7, 6, None, 3)]


def test_days_lie_between_dates(asked):
    """From the evening of the first to the morning of the third two midnights pass."""
    days = asked.dialect.days("cast(a as date)", "cast(b as date)")
    sql = f"select {days} as value from (select '2026-07-01' as a, '2026-07-03' as b) as t"
    assert asked.run(Query("value", sql)).one() == {"value": 2}


def test_an_empty_table_can_be_offered_and_sealed(counted):
    """No rows are rows too: they keep their types, and their part is a file DuckDB reads."""
    warehouse, schema = counted.warehouse, Schema("nobody", {"n": "BIGINT", "at": "TIMESTAMP"}, ("n",))
    nobody = pa.table({"n": pa.array([], pa.int64()), "at": pa.array([], pa.timestamp("us"))})
    part = warehouse.seal(schema, "all", Query("nobody_sealed", f"select * from {warehouse.offer('nobody', nobody)}"))
    assert part.rows == 0
    assert pq.read_table(warehouse.folder / "parts" / part.path).schema.names == ["n", "at"]
