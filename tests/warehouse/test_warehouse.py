from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from wegweiser.errors import WorkspaceProblem
from wegweiser.warehouse import Part, Query, Schema, Table, Warehouse


def rows(warehouse, table):
    """Return a table's rows in their order."""
    return warehouse.run(Query("rows", f"select * from {table} order by all")).rows()


def test_a_sealed_part_counts_once_published(warehouse, visit, ana):
    """Before publishing the table is empty; afterwards it holds Ana's two days."""
    part = warehouse.seal(visit, "a", ana, inputs="1", details={"file": "a.csv"})
    assert rows(warehouse, warehouse.table(visit)) == []
    warehouse.publish([part])
    assert rows(warehouse, warehouse.table(visit)) == [{"name": "Ana", "day": 1}, {"name": "Ana", "day": 2}]
    assert warehouse.parts("visit") == [Part("visit", "a", "1", part.path, 2, {"file": "a.csv"})]


def test_a_part_is_sorted_and_typed_as_its_schema_says(warehouse, folder, visit):
    """Rows come in any order and as other types; the file holds them by name and day, in the schema's types."""
    part = warehouse.seal(visit, "a", Query("mixed", "select '2' as day, 'Ben' as name union all select '1', 'Ana'"))
    written = pq.read_table(folder / "parts" / part.path)
    assert written.to_pylist() == [{"name": "Ana", "day": 1}, {"name": "Ben", "day": 2}]
    assert written.schema.field("day").type == pa.int32()


def test_a_large_part_is_sorted_over_all_its_row_groups(folder):
    """Four row groups written by two threads are still one sorted sequence."""
    schema = Schema("number", {"n": "BIGINT"}, ("n",))
    with Warehouse(folder, threads=2) as warehouse:
        part = warehouse.seal(schema, "all", Query("mixed", "select i * 7919 % 400009 as n from range(400009) t(i)"))
    written = pq.ParquetFile(folder / "parts" / part.path)
    assert written.num_row_groups >= 3
    assert written.read()["n"].to_pylist() == list(range(400_009))


def test_the_same_rows_give_the_same_bytes(warehouse, folder, visit, ana):
    """Sealing twice changes no byte."""
    path = folder / "parts" / warehouse.seal(visit, "a", ana).path
    first = path.read_bytes()
    warehouse.seal(visit, "a", ana)
    assert path.read_bytes() == first


def test_replaced_and_removed_files_are_swept(warehouse, folder, visit, ana, ben):
    """After Ana's part is replaced by Ben's, one file is left; after that is removed, none."""
    warehouse.publish([warehouse.seal(visit, "a", ana, inputs="1")])
    warehouse.publish([warehouse.seal(visit, "a", ben, inputs="2")])
    assert rows(warehouse, warehouse.table(visit)) == [{"name": "Ben", "day": 5}]
    assert len(list((folder / "parts").iterdir())) == 1
    warehouse.publish(removed=warehouse.parts("visit"))
    assert list((folder / "parts").iterdir()) == []


def test_publishing_one_part_spares_another_sealed_before(warehouse, visit, ana, ben):
    """A part sealed and not yet published survives the publishing of another one."""
    first, second = warehouse.seal(visit, "a", ana), warehouse.seal(visit, "b", ben)
    warehouse.publish([second])
    warehouse.publish([first])
    assert [row["name"] for row in rows(warehouse, warehouse.table(visit))] == ["Ana", "Ana", "Ben"]


def test_some_parts_are_read_alone(warehouse, visit, ana, ben):
    """The table over one part holds that part only, and does not disturb the table over all."""
    parts = [warehouse.seal(visit, "a", ana), warehouse.seal(visit, "b", ben)]
    warehouse.publish(parts)
    everything, some = warehouse.table(visit), warehouse.table(visit, parts[1:])
    assert rows(warehouse, some) == [{"name": "Ben", "day": 5}]
    assert len(rows(warehouse, everything)) == 3


def test_an_empty_part_is_a_part(warehouse, visit):
    """A file without visits is published with no rows, and the table over it is empty and typed."""
    warehouse.publish([warehouse.seal(visit, "a", Query("none", "select 'x' as name, 1 as day where false"))])
    assert [p.rows for p in warehouse.parts("visit")] == [0]
    result = warehouse.run(Query("rows", f"select * from {warehouse.table(visit)}"))
    assert (len(result), result.columns) == (0, ("name", "day"))


def test_a_folder_with_odd_characters_works(tmp_path, visit, ana):
    """Quotes, brackets and stars in a folder's name are neither SQL nor patterns."""
    folder = tmp_path / "Ana's [shop] *? {a}"
    with Warehouse(folder) as warehouse:
        warehouse.publish([warehouse.seal(visit, "a", ana)])
    with Warehouse(folder) as warehouse:
        assert len(rows(warehouse, warehouse.table(visit))) == 2


def test_what_ran_is_counted_by_name(warehouse, visit, ana):
    """Each run, creation, statement and sealing counts under its query's name."""
    warehouse.run(ana)
    warehouse.create(ana)
    warehouse.seal(visit, "a", ana)
    warehouse.execute("ana", "select 1")
    assert warehouse.ran == {"ana": 4}


def test_offered_and_created_tables_are_forgotten_when_dropped(warehouse, ana):
    """Scratch tables are gone after their block, even when it fails."""

    def failing():
        with warehouse.scratch("people", "ana"):
            assert rows(warehouse, warehouse.create(ana)) == [{"name": "Ana", "day": 1}, {"name": "Ana", "day": 2}]
            raise RuntimeError

    assert rows(warehouse, warehouse.offer("people", pa.table({"name": ["Cem"]}))) == [{"name": "Cem"}]
    with pytest.raises(RuntimeError):
        failing()
    left = "select count(*) as n from duckdb_tables()"
    assert warehouse.run(Query("left", left)).one() == {"n": 0}


def test_a_result_keeps_the_note_and_the_name_of_its_query(warehouse, ana):
    """What a number means travels with it."""
    result = warehouse.run(ana, note="Days of visits.")
    assert (result.name, result.note) == ("ana", "Days of visits.")


def test_dropping_an_unknown_table_is_no_error(warehouse):
    """A room may drop what it never came to create."""
    warehouse.drop(Table("never"))


def test_times_are_utc(warehouse):
    """The engine's zone is UTC wherever the machine stands."""
    assert warehouse.run(Query("zone", "select current_setting('TimeZone') as zone")).one() == {"zone": "UTC"}


@pytest.mark.parametrize(
    "use",
    [
        lambda warehouse: warehouse.run(Query("one", "select 1 as n")),
        lambda warehouse: warehouse.offer("people", pa.table({"name": ["Ana"]})),
        lambda warehouse: warehouse.parts("visit"),
        lambda warehouse: warehouse.publish(),
    ],
)
@pytest.mark.parametrize("writing", [True, False])
def test_a_closed_warehouse_says_so(tmp_path, use, writing):
    """Ana's notebook keeps a workspace after its block; no engine's error reaches her, and closing again is fine."""
    with Warehouse(tmp_path / "closed", threads=1, writing=writing) as warehouse:
        pass
    with pytest.raises(WorkspaceProblem, match=r"^The workspace is closed\.$"):
        use(warehouse)
    warehouse.close()
