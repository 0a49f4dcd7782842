"""Every table of every engine beside DuckDB's, row for row."""

from __future__ import annotations

from datetime import date

import pyarrow as pa

from wegweiser.personas import PersonaSettings
from wegweiser.personas.queries import Tables, features


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
