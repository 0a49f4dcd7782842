"""What levers rest on, counted from a log of a few people: journeys past a place, drivers, moves and worth."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import md5
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from wegweiser.collect import tables as collected
from wegweiser.domain.goals import Goal
from wegweiser.domain.levers import Driver, Grade
from wegweiser.domain.measures import GapKind
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.identity import PROFILE_OF
from wegweiser.journeys import Registry, build
from wegweiser.levers.found import Found
from wegweiser.levers.ranking import Known, Ranking
from wegweiser.levers.ranking.asking import Data
from wegweiser.levers.ranking.candidates import Candidate, Exposure
from wegweiser.levers.ranking.grounds import Move
from wegweiser.warehouse import Query, Schema, Warehouse

START = datetime(2026, 3, 2, 9)  # noqa: DTZ001  (stored times are UTC without a zone)
NAMES = ("page", "cart", "error", "buy")
PHASES = ("consideration", "conversion", "conversion", "conversion")
REGISTRY = Registry(
    tuple(Touchpoint(id=n, name=n, match=Match(event=n), phase=p) for n, p in zip(NAMES, PHASES, strict=True)),
    phase_model("five"),
    (Goal("purchase", "Purchase", ("buy",), 1.0),),
)
LAST = ("Zoe", "page", 99 * 24)
"""A visit long after all others, so that what they left unfinished is lost."""
Row = tuple[str, str, float]


def person(who: str) -> int:
    """Return a person's id."""
    return int(md5(who.encode(), usedforsecurity=False).hexdigest()[:15], 16)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Data]:
    """Return the log of Ana, Ben, Cem and Eve, built once."""
    with Warehouse(tmp_path_factory.mktemp("shop") / "warehouse", threads=1) as opened:
        yield load(opened, LOG)


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    """Return an empty warehouse."""
    with Warehouse(tmp_path / "warehouse", threads=1) as opened:
        yield opened


def load(warehouse: Warehouse, log: Sequence[Row], properties: Sequence[object] = (), **more: Sequence[Any]) -> Data:
    """Publish a log as collect would, build the journeys and return what asks them."""
    ids = [person(who) for who, _, _ in log]
    held = [json.dumps(p) if p is not None else None for p in [*properties, *[None] * (len(log) - len(properties))]]
    empty: list[Any] = [None] * len(log)
    columns: dict[str, Sequence[Any]] = {
        "event_id": list(range(len(log))),
        "source": ["shop"] * len(log),
        "source_seq": list(range(len(log))),
        "occurred_at": [START + timedelta(hours=hours) for _, _, hours in log],
        "signature": [NAMES.index(name) for _, name, _ in log],
        "subject_id": ids,
        "session_hint": empty,
        "object": empty,
        "value": empty,
        "currency": empty,
        "properties": held,
        "origin": ["observed"] * len(log),
    } | more
    kinds = {"BIGINT": pa.int64(), "INTEGER": pa.int32(), "VARCHAR": pa.string(), "DOUBLE": pa.float64()}
    types = [kinds.get(kind, pa.timestamp("us")) for kind in collected.EVENT.columns.values()]
    table = pa.table([pa.array(columns[n], k) for n, k in zip(columns, types, strict=True)], names=list(columns))
    publish(warehouse, collected.EVENT, table, {"partitions": [sum(i >> 56 == p for i in ids) for p in range(16)]})
    texts = {name: [""] * len(NAMES) for name in ("source", "channel", "campaign")}
    codes = pa.array(range(len(NAMES)), pa.int32())
    names = {"code": codes, "source": texts["source"], "event": list(NAMES)} | texts
    publish(warehouse, collected.SIGNATURE, pa.table({name: names[name] for name in collected.SIGNATURE.columns}), {})
    nobody = {
        name: pa.array([], pa.int64() if name.endswith("_id") else pa.timestamp("us")) for name in PROFILE_OF.columns
    }
    publish(warehouse, PROFILE_OF, pa.table(nobody), {})
    build(warehouse, REGISTRY)
    return Data(warehouse, REGISTRY)


def publish(warehouse: Warehouse, schema: Schema, table: pa.Table, details: dict[str, Any]) -> None:
    """Publish a table as the only part of its kind."""
    offered = warehouse.offer("published", table)
    sealed = warehouse.seal(schema, "all", Query("rows", f"select * from {offered}"), inputs="1", details=details)
    warehouse.publish([sealed])
    warehouse.drop(offered)


def candidate(*way: str, anchor: str = "page", window: int = 1) -> Candidate:
    """Return a gap met by going this way after the anchor."""
    found = Found("cl_back_x", "conversion", "x", "", "transitions", 50, refs=(anchor, *way))
    return Candidate(found, "purchase", GapKind.WAY_BACK, anchor, Exposure(anchor, way, window))


LOG: list[Row] = [
    *(("Ana", name, hour) for hour, name in enumerate(("page", "error", "cart", "buy"))),
    *(("Ben", name, hour) for hour, name in enumerate(("page", "cart", "error"))),
    *(("Cem", name, hour) for hour, name in enumerate(("cart", "page", "cart", "page", "buy"))),
    ("Eve", "page", 0),
    LAST,
]


def rows(compared: Any) -> set[tuple[int, float, float]]:
    """Return customer, met and converted of each journey."""
    cases = compared.cases
    return set(zip(cases.customer.tolist(), compared.met.tolist(), cases.converted.tolist(), strict=True))


def test_journeys_past_a_place_are_those_that_go_on_from_it(data):
    """After the page: Ana meets the error at once, Ben after the cart; Eve goes nowhere, Zoe's journey is open."""
    at_once = data.compared(candidate("error"))
    assert rows(at_once) == {(person("Ana"), 1, 1), (person("Ben"), 0, 0), (person("Cem"), 0, 1)}
    later = data.compared(candidate("error", window=2))
    assert rows(later) == {(person("Ana"), 1, 1), (person("Ben"), 1, 0), (person("Cem"), 0, 1)}
    assert later.customers == 2


def test_a_way_of_two_has_to_follow_at_once_and_in_order(data):
    """Only Cem goes from the page to the cart and straight back."""
    met = data.compared(candidate("cart", "page", window=2))
    assert rows(met) == {(person("Ana"), 0, 1), (person("Ben"), 0, 0), (person("Cem"), 1, 1)}


def test_the_prefix_is_what_came_before_the_place(data):
    """Of three journeys past the page only Cem's had contacts before it: one, at the cart, an hour earlier."""
    cases = data.compared(candidate("error")).cases
    before = dict(zip(cases.customer.tolist(), (cases.prefix.sum(axis=1) > 0).tolist(), strict=True))
    assert before == {person("Ana"): False, person("Ben"): False, person("Cem"): True}
    assert list(cases.sets()) == ["none", "prefix", "prefix and attributes"]


def test_what_cannot_be_met_is_not_compared(data):
    """A silence has no place to pass."""
    found = Found("cl_silence_x", "conversion", "x", "", "phases", 50)
    assert data.compared(Candidate(found, "purchase", GapKind.SILENCE, None)) is None


def test_moves_have_a_start_and_an_end(data):
    """Of four closed journeys three begin at the page, one at the cart; two end with the purchase."""
    moves = data.moves("purchase")
    assert Move("(start)", "page", 3) in moves
    assert Move("buy", "(end)", 2) in moves
    assert sum(move.times for move in moves if move.source == "(start)") == 4


def test_worth_is_the_mean_of_conversions_with_customers_kept_together(warehouse):
    """Twenty customers buy for 10 and 30 by turns: 20 on average, standard error 10 / sqrt(20)."""
    log = [(f"p{n}", "buy", float(n)) for n in range(20)]
    values = [10.0 if n % 2 else 30.0 for n in range(20)]
    found = load(warehouse, log, value=values, currency=["EUR"] * 20).worth()["purchase"]
    assert (found.value.value, found.value.n, found.currency) == (20.0, 20, "EUR")
    assert found.value.hi - 20 == pytest.approx(1.96 * 10 / 20**0.5, abs=0.01)


def test_two_currencies_are_no_currency_and_nineteen_conversions_no_worth(warehouse):
    """Euros and pounds cannot be told as one; too few amounts are not told at all."""
    log = [(f"p{n}", "buy", float(n)) for n in range(19)]
    assert load(warehouse, log, value=[1.0] * 19, currency=["EUR"] * 9 + ["GBP"] * 10).worth() == {}


def test_a_driver_is_read_from_the_first_contact_of_each_journey(warehouse):
    """Ana waited 4 and rated 2, Ben 1.5 and 5; Cem's text is no number, Eve's journey never got there."""
    held = {1: {"waited": "4", "stars": 2}, 5: {"waited": 1.5, "stars": "5"}, 8: {"waited": "long", "stars": 1}}
    log = [(who, "cart" if n in held else name, hour) for n, (who, name, hour) in enumerate(LOG)]
    data = load(warehouse, log, [held.get(n) for n in range(len(log))])
    found = data.logged(Driver("cart", "waited", rating="stars"), "purchase")
    told = zip(found.cases.customer.tolist(), found.value.tolist(), found.rating.tolist(), strict=True)
    assert set(told) == {(person("Ana"), 4.0, 2.0), (person("Ben"), 1.5, 5.0)}
    assert (found.customers, found.id) == (2, "cart_waited")


def test_a_driver_nobody_logged_is_refused(warehouse):
    """The message names what is missing and where."""
    data = load(warehouse, LOG, [{"other": 1}])
    with pytest.raises(InvalidSetting, match="no event at 'cart' has 'waited' as a number"):
        data.logged(Driver("cart", "waited"), "purchase")
    with pytest.raises(UnknownName):
        data.logged(Driver("card", "waited"), "purchase")


def test_the_whole_list_comes_from_the_log(warehouse, web_figures):
    """300 people wait 0 to 5 minutes at the cart and buy less often the longer: a driver of grade B, for that goal."""
    log, held = [], []
    for n in range(300):
        wait = n % 6
        log += [(f"p{n}", "page", 0.0), (f"p{n}", "cart", 0.5)] + (
            [(f"p{n}", "buy", 1.0)] if n // 6 % 10 >= wait else []
        )
        held += [None, {"waited": wait}] + ([None] if n // 6 % 10 >= wait else [])
    data = load(warehouse, [*log, LAST], held)
    rows = [{"touchpoint": "cart", "phase": "conversion", "customers": 300, "contacts": 300}]
    known = Known(drivers=(Driver("cart", "waited", unit="min"),))
    figures = web_figures(touchpoints=rows)
    figures = type(figures)(**{name: getattr(figures, name) for name in ("as_of", "rows", "phases")},
                            touchpoints=REGISTRY.touchpoints, goals=REGISTRY.goals)  # fmt: skip
    (lever,) = Ranking(data.warehouse, REGISTRY, known).levers(figures)
    assert (lever.grade, lever.goal, lever.customers, lever.rank) == (Grade.B, "purchase", 300, 1)
    # buying falls by 10 points a minute; from a mean of 2.5 to at most 1.25 minutes
    assert 0 < lever.effect.lo < lever.effect.hi < 0.4
    assert lever.worth.unit == ""
