"""Takes one file of offers: rows to offers and quarantine, sealed and published in one step."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from wegweiser.collect import sealing
from wegweiser.collect.offers.reading import SCRATCH, SILENT, offers_of
from wegweiser.collect.offers.spec import OfferSpec
from wegweiser.collect.places import place_of, stood_in
from wegweiser.collect.tables import OFFER, QUARANTINE
from wegweiser.collect.texts import fingerprint
from wegweiser.warehouse import Query, Warehouse


@dataclass(frozen=True)
class Offered:
    """What became of a file's rows: offers (a row of a wide file gives several), silent ones, and those set aside.

    A silent row holds a message that says nothing, and nothing else.
    """

    file: str
    rows: int
    offers: int
    silent: int
    reasons: Mapping[str, int]
    skipped: bool = False


def take_offers(warehouse: Warehouse, spec: OfferSpec, file: Path) -> Offered:
    """Return what became of a file's rows: offers, sealed, or in quarantine with their reason.

    The same content under the same spec changes nothing; under a changed spec its offers are replaced.

    Raises:
        InvalidSetting: the spec does not say what is offered, or by which side.
        UnknownName: it names a field or a column that does not exist.
        SourceProblem: the file cannot be read.
    """
    spec.check()
    key = f"{spec.name}/{fingerprint(file)[:32]}"
    inputs = hashlib.sha256(msgspec.json.encode(msgspec.structs.replace(spec, files=()), order="deterministic"))
    earlier = [
        part
        for schema in (OFFER, QUARANTINE)
        for part in warehouse.parts(schema.kind)
        if part.key == key or (part.key.startswith(f"{spec.name}/") and stood_in(warehouse, part, file))
    ]
    for part in earlier:
        if part.kind == OFFER.kind and part.key == key and part.inputs == inputs.hexdigest():
            return _stated(part.details, skipped=True)
    with warehouse.scratch(*SCRATCH):
        read = warehouse.create(offers_of(warehouse, spec, file))
        counted = warehouse.run(
            Query("offers_counted", f"select problem, count(*) as n from {read} group by problem order by problem")
        ).rows()
        (rows,) = warehouse.run(Query("offers_rows", f"select count(distinct line) as n from {read}")).column("n")
        found = {row["problem"]: row["n"] for row in counted}
        offers, silent = found.pop(None, 0), found.pop(SILENT, 0)
        brief = {"source": spec.name, **place_of(warehouse, file)}
        details = {**brief, "rows": rows, "offers": offers, "silent": silent, "reasons": found}
        names = ", ".join(OFFER.columns)
        good = Query("offers_good", f"select {names} from {read} where problem is null")
        added = [warehouse.seal(OFFER, key, good, inputs=inputs.hexdigest(), details=details)]
        if found:
            bad = Query("offers_bad", f"select distinct line, problem as code from {read} where problem <> '{SILENT}'")
            raw = Query("offers_raw", f"select line, min(raw) as raw from {read} group by line")
            aside = sealing.set_aside(bad, raw, (spec.name, str(file)), warehouse.dialect)
            added.append(warehouse.seal(QUARANTINE, key, aside, inputs=inputs.hexdigest(), details=brief))
        warehouse.publish(added, earlier)
    return _stated(details)


def _stated(details: Mapping[str, Any], *, skipped: bool = False) -> Offered:
    return Offered(details["file"], details["rows"], details["offers"], details["silent"], details["reasons"], skipped)
