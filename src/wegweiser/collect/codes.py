"""Signature codes: appended, never changed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pyarrow as pa

from wegweiser.collect.tables import SIGNATURE, known_signatures
from wegweiser.warehouse import Part, Query, Table, Warehouse

CODES = Table("codes")
_ALL = "all"


def codes_for(warehouse: Warehouse, source: str, found: Query) -> tuple[Part | None, Table]:
    """Offer the codes of a source's signatures as the table `codes`; return the new part where some are new.

    New signatures are numbered in their sorted order after the old ones.
    """
    taken = {(s.source, s.event, s.channel, s.campaign): s.code for s in known_signatures(warehouse)}
    wanted = [(source, row["event"], row["channel"], row["campaign"]) for row in warehouse.run(found).rows()]
    start = max(taken.values(), default=-1) + 1
    new = {signature: start + place for place, signature in enumerate(sorted(set(wanted) - taken.keys()))}
    everything = sorted((taken | new).items(), key=lambda item: item[1])
    warehouse.offer(CODES.name, _table([(*s, code) for s, code in everything if s[0] == source]))
    if not new and warehouse.parts(SIGNATURE.kind):
        return None, CODES
    all_codes = warehouse.offer("all_codes", _table([(*s, code) for s, code in everything]))
    digest = hashlib.sha256(repr(everything).encode()).hexdigest()
    part = warehouse.seal(SIGNATURE, _ALL, Query("all signatures", f"select * from {all_codes}"), inputs=digest)
    warehouse.drop(all_codes)
    return part, CODES


def _table(rows: Sequence[tuple[str, str, str, str, int]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * 5
    types = [pa.string()] * 4 + [pa.int32()]
    arrays = [pa.array(column, type_) for column, type_ in zip(columns, types, strict=True)]
    return pa.Table.from_arrays(arrays, names=["source", "event", "channel", "campaign", "code"])
