"""Files read back into a plan: ours in every format that comes back, and sheets other mapping tools write."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import PurePath

import msgspec
import yaml
from msgspec.structs import replace

from wegweiser.domain.claims import Claim, Status
from wegweiser.domain.journey_maps import Cell, JourneyMap
from wegweiser.domain.phases import Phase
from wegweiser.errors import InvalidSetting, SourceProblem, UnsupportedClaim
from wegweiser.i18n import Count, Text, both
from wegweiser.maps.exchange import cjml
from wegweiser.maps.exchange.forms import Taken
from wegweiser.maps.exchange.layouts import cards, grid
from wegweiser.maps.exchange.plain_text import CLAIM_COLUMNS
from wegweiser.maps.exchange.revising import revised
from wegweiser.maps.exchange.safety import LIMITS, Limits, lively, plain, sized
from wegweiser.maps.exchange.sheets_read import Table, base_of, day_in, number_in, tables
from wegweiser.maps.lanes import DEFAULT_LANES
from wegweiser.maps.plan import Plan, PlannedMetric

_OWN = {"human", "template"}
_DEEPEST = 40
_SEPARATORS = ",;\t|"


def read(content: bytes, name: str, limits: Limits = LIMITS) -> Taken:
    r"""Return the plan in a file, recognised by what it holds; its name says where a problem lies, and a title.

    Example:
        >>> read(b"Stage,Type,Title\nBuy,Question,Is it safe?", "shop.csv").plan.phases[0].name
        'Buy'

    Raises:
        SourceProblem: the file cannot be read, is too large, or holds what is dangerous to read.
        InvalidSetting: it is one of our formats and its content is wrong; every problem is listed with its place.
    """
    where = f"'{plain(name)[:120]}'"
    sized(content, limits, where)
    return _checked(_taken(content, name, where, limits), where)


def _checked(taken: Taken, where: str) -> Taken:
    """Return what was taken if it holds together: a file may say of itself what it likes.

    Raises:
        InvalidSetting: an id is used twice, something stands in no phase or lane, or a feeling is none.
    """
    plan = Plan.parse(taken.plan.yaml(), where)
    off = [point for point in plan.curve if not (0 <= point.x < len(plan.phases) and -2 <= point.value <= 2)]
    if off:
        raise InvalidSetting(where, [f"{len(off)} points of the curve lie outside the map"])
    return taken


def _taken(content: bytes, name: str, where: str, limits: Limits) -> Taken:
    """Return the plan in a file, by what it holds."""
    title = plain(PurePath(name.replace("\\", "/")).stem).replace("_", " ").strip()[:80] or "Journey map"
    head = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:64]
    if content.startswith(b"PK"):
        return _book(tables(content, where, limits), where, title)
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise SourceProblem(f"{where} is an old or encrypted Office file; save it as .xlsx without a password.")
    if head.startswith(b"<"):
        return cjml.read(content, where, limits)
    text = _decoded(content, where)
    if head.startswith(b"{"):
        return _json(text, where)
    if PurePath(name).suffix.lower() in {".yaml", ".yml"}:
        return _plan(text, where)
    return _flat(_csv(text, where, title, limits), where, title)


def _decoded(content: bytes, where: str) -> str:
    """Return the text of a file in the encodings spreadsheets write."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        codings: tuple[str, ...] = ("utf-16",)
    else:
        codings = ("utf-8-sig", "cp1252")
    for coding in codings:
        try:
            text = content.decode(coding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise SourceProblem(f"{where} is no text, no workbook and no XML that we know.")


def _book(found: tuple[Table, ...], where: str, title: str) -> Taken:
    base = base_of(found, where)
    if base is not None:
        plan, remarks = revised(found, base)
        same = both("A workbook of ours; nothing was changed in it.")
        told = same if plan == base.plan else both("A workbook of ours with changes in it.")
        return Taken(plan, "workbook", (told,), tuple(remarks), base.plan)
    return _flat(found, where, title)


def _flat(found: tuple[Table, ...], where: str, title: str) -> Taken:
    """Return the map of the first sheet whose layout is known; further sheets are named in a remark."""
    for table in found:
        taken = _claims(table, title) or cards(table, title) or grid(table, title)
        if taken is not None and taken.plan.phases:
            others = [other.name for other in found if other is not table and other.rows]
            left = (both("Sheets that were not read: {names}.", names=", ".join(others)[:300]),) if others else ()
            return replace(taken, remarks=taken.remarks + left)
    raise SourceProblem(
        f"{where} holds no layout we know: neither phases as columns with lanes as rows, nor one row per card with a "
        "column for the phase and one for the title or text."
    )


def _csv(text: str, where: str, title: str, limits: Limits) -> tuple[Table, ...]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(_SEPARATORS, key=first.count)
    rows = []
    try:
        for row in csv.reader(StringIO(plain(text).replace("\r\n", "\n"), newline=""), delimiter=separator):
            rows.append(tuple(row[: limits.columns]) or ("",))
            if len(rows) > limits.rows:
                raise SourceProblem(f"{where} has more than {limits.rows:,} rows.")
    except csv.Error as problem:
        raise SourceProblem(f"{where} is no CSV that can be read: {problem}.") from None
    return (Table(title, tuple(rows)),)


def _claims(table: Table, title: str) -> Taken | None:
    """Return the plan in the CSV of claims we write; what was measured is left to the data."""
    heads = [str(value or "") for value in table.rows[0]] if table.rows else []
    if not {"id", "lane", "phase", "text", "status"} <= set(heads) or len(set(heads) & set(CLAIM_COLUMNS)) < 8:
        return None
    phases: dict[str, Phase] = {}
    groups: dict[tuple[str, str], list[Claim]] = {}
    remarks: list[Text] = []
    lanes = {lane.id: lane for lane in DEFAULT_LANES}
    measured, ids = 0, set[str]()
    for number, cells in enumerate(table.rows[1:], start=2):
        row = dict.fromkeys(heads, "") | {
            head: lively(str(cell or "")) for head, cell in zip(heads, cells, strict=False)
        }
        if not row.get("text") or not row.get("phase"):
            if any(row.values()):
                remarks.append(both("Row {row}: it has no text or no phase; it was left out.", row=number))
            continue
        phases.setdefault(row["phase"], Phase(id=row["phase"], name=row.get("phase_name") or row["phase"]))
        if (row.get("author") or "human") not in _OWN:
            measured += 1
        elif row["lane"] not in lanes or row["id"] in ids or not row["id"]:
            remarks.append(
                both("Row {row}: its lane is not known or its id is used twice; it was left out.", row=number)
            )
        else:
            ids.add(row["id"])
            groups.setdefault((row["lane"], row["phase"]), []).append(_claim(row, number, remarks))
    if measured:
        remarks.append(both("{n} measured statements were left out: they come from data.", n=Count(measured)))
    cells_ = tuple(Cell(lane, phase, tuple(claims)) for (lane, phase), claims in groups.items())
    plan = Plan(id="journey", title=title, phases=tuple(phases.values()), cells=cells_)
    told = both("Our own list of claims: {n} statements by people.", n=Count(len(ids)))
    return Taken(plan, "claims", (told,), tuple(remarks))


def _claim(row: dict[str, str], number: int, remarks: list[Text]) -> Claim:
    n = number_in(row.get("n", ""))
    plain_claim = Claim(
        id=row["id"],
        text=row["text"],
        author=row.get("author") or "human",
        kind=row.get("kind", ""),
        impact=row.get("impact", ""),
        detail=row.get("detail") or None,
    )
    try:
        return replace(
            plain_claim,
            status=Status(row["status"]),
            n=None if n is None else int(n),
            as_of=day_in(row.get("as_of", "")),
            valid_until=day_in(row.get("valid_until", "")),
            evidence=tuple(row.get("evidence", "").split()),
        )
    except (UnsupportedClaim, ValueError):
        remarks.append(both("Row {row}: its status lacks support; it was taken as an assumption.", row=number))
        return plain_claim


def _plan(text: str, where: str) -> Taken:
    """Return the plan in YAML; one that repeats parts by reference or nests deeply is refused before it is built."""
    depth = 0
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if isinstance(event, yaml.AliasEvent) or depth > _DEEPEST:
                raise SourceProblem(f"{where} refers to itself or is nested too deeply; such files are not read.")
    except yaml.YAMLError:
        # what is wrong with it is said where it is read, with line and column
        pass
    return Taken(Plan.parse(text, where), "plan", (both("A plan as we write it."),))


def _json(text: str, where: str) -> Taken:
    """Return the plan in JSON: a plan itself, or what people wrote of a whole map."""
    try:
        raw = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise SourceProblem(f"{where} is no JSON: {problem}.") from None
    if not isinstance(raw, dict) or not {"id", "title", "phases"} <= set(raw):
        raise InvalidSetting(where, ["it is no map and no plan: these have fields id, title and phases"])
    if not {"data", "as_of", "snapshot", "version", "levers", "feelings"} & set(raw):
        return _plan(json.dumps(raw, ensure_ascii=False), where)
    try:
        return from_map(msgspec.json.decode(text.encode(), type=JourneyMap))
    except (msgspec.ValidationError, UnsupportedClaim) as problem:
        raise InvalidSetting(where, [str(problem)]) from None


def from_map(journey_map: JourneyMap) -> Taken:
    """Return the plan behind a map: people's words and decisions; what is measured is left to the data."""
    claims = {(c.lane, c.phase): tuple(x for x in c.claims if x.author in _OWN) for c in journey_map.cells}
    plan = Plan(
        id=journey_map.id,
        title=journey_map.title,
        subtitle=journey_map.subtitle,
        organisation=journey_map.organisation,
        kind=journey_map.kind,
        phases=tuple(Phase(id=phase.id, name=phase.name, line=phase.line) for phase in journey_map.phases),
        lanes=journey_map.lanes,
        persona=journey_map.persona or "",
        steps=tuple(step for step in journey_map.steps if step.share is None),
        touchpoints=tuple(
            replace(card, claim=None)
            for card in journey_map.touchpoints
            if card.share is None and card.contacts is None
        ),
        curve=tuple(point for point in journey_map.curve if not point.n),
        cells=tuple(Cell(lane, phase, found) for (lane, phase), found in claims.items() if found),
        metrics=tuple(
            PlannedMetric(id=one.id, phase=one.phase, name=one.name, target=one.target, shown=one.shown)
            for one in journey_map.metrics
            if one.value is None
        ),
        validations=journey_map.validations,
    )
    evidence = {name for cell in plan.cells for claim in cell.claims for name in claim.evidence}
    plan = replace(plan, evidence=tuple(one for one in journey_map.evidence if one.id in evidence))
    left = sum(len(cell.claims) for cell in journey_map.cells) - sum(len(found) for found in claims.values())
    remark = both("{n} measured statements were left out: they come from data.", n=Count(left))
    return Taken(plan, "map", (both("A whole map as we write it."),), (remark,) if left else ())
