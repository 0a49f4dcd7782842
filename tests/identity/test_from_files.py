from __future__ import annotations

from wegweiser.collect import SourceSpec, load, tables
from wegweiser.identity import PROFILE_OF, resolve
from wegweiser.warehouse import Query, Warehouse

FILE = """customer,email,cookie,time,event
,,c1,2026-03-01 10:00:00,landing_page
ana,,c1,2026-03-02 10:00:00,login
ana,Ana@Example.org,,2026-03-03 10:00:00,purchase
,,c1,2026-03-04 10:00:00,product_view
ben,,c1,2026-03-05 10:00:00,login
,,c1,2026-03-06 10:00:00,product_view
guest,,c2,2026-03-06 11:00:00,product_view
"""
SPEC = SourceSpec("shop", "csv", columns={name: name for name in ("customer", "email", "cookie", "time", "event")})


def test_events_of_a_shared_cookie_go_to_whoever_logged_in_last(tmp_path):
    """Ana's and Ben's anonymous events are told apart by login; a guest stays the cookie she came with."""
    (tmp_path / "log.csv").write_text(FILE, encoding="utf-8")
    with Warehouse(tmp_path / "data", threads=1) as warehouse:
        load(warehouse, SPEC, tmp_path / "log.csv")
        found = resolve(warehouse)
        told = warehouse.run(
            Query(
                "told",
                f"""select e.source_seq as line, i.value as profile
                    from {warehouse.table(tables.EVENT)} e
                    left join {warehouse.table(PROFILE_OF)} p on p.subject_id = e.subject_id
                     and (p.valid_from is null or p.valid_from <= e.occurred_at)
                     and (p.valid_to is null or e.occurred_at < p.valid_to)
                    join {warehouse.table(tables.IDENTIFIER)} i
                      on i.identifier_id = coalesce(p.profile_id, e.subject_id)
                    order by e.occurred_at""",
            )
        )
    assert told.column("profile") == ["ana", "ana", "ana", "ana", "ben", "ben", "c2"]
    assert (found.profiles, found.merged, found.moved, found.conflicts) == (3, 2, 1, 0)
