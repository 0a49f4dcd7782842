"""Breaks between channels, worked by hand on eight offers, and on a retailer's year and a shelf of books."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pyarrow as pa
import pytest

from wegweiser.collect import tables
from wegweiser.collect.offers import OfferSpec, take_offers
from wegweiser.domain.goals import Goal
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.journeys import STEP, Registry
from wegweiser.levers.consistency import Comparison, Consistency, Period
from wegweiser.warehouse import Query, Warehouse

MONDAY = datetime(2026, 3, 2, 9)  # noqa: DTZ001  (stored times are UTC without a zone)
ANA, BEN, CEM = 1, 2, 3
REGISTRY = Registry(
    (Touchpoint("buy", "Buy", Match(event="buy")),), phase_model("five"), (Goal("purchase", "Purchase", ("buy",)),)
)
OFFERS = [
    # object, side, day, customer, price, discount, available, message
    ("soap", "store", 0, ANA, 5.00, 0.0, None, None),
    ("soap", "web", 1, ANA, 4.00, 1.0, None, None),
    ("soap", "store", 7, BEN, 5.00, 0.0, None, None),
    ("soap", "web", 8, BEN, 5.05, 0.0, None, None),
    ("rice", "store", 0, CEM, 2.00, 0.0, True, None),
    ("rice", "leaflet", 0, None, None, None, None, "half price"),
    ("rice", "web", 2, CEM, 3.00, 0.0, False, None),
    ("tea", "store", 0, CEM, 7.00, 0.0, True, None),
]
BOUGHT = [(ANA, 3), (BEN, 2), (CEM, 40)]


@pytest.fixture
def warehouse(tmp_path):
    """Return a warehouse with the eight offers and three purchases."""
    with Warehouse(tmp_path / "plane") as opened:
        rows = [
            {
                "source": "all", "line": line, "object": what, "side": side, "place": None,
                "occurred_at": MONDAY + timedelta(days=day), "subject_id": who, "price": price, "discount": off,
                "available": stock, "message": said,
            }
            for line, (what, side, day, who, price, off, stock, said) in enumerate(OFFERS, start=1)
        ]  # fmt: skip
        steps = [
            {"profile_id": who, "seq": 1, "occurred_at": MONDAY + timedelta(days=day), "touchpoint_id": 0}
            for who, day in BOUGHT
        ]
        published(opened, tables.OFFER, rows)
        published(opened, STEP, steps)
        yield opened


def published(warehouse, schema, rows):
    """Publish rows as the one part of a kind; columns they leave out are null."""
    table = warehouse.offer("rows_given", pa.Table.from_pylist(rows))
    given = set(rows[0])
    listed = ", ".join(c if c in given else f"null as {c}" for c in schema.columns)
    warehouse.publish([warehouse.seal(schema, "all", Query("given", f"select {listed} from {table}"))])


def test_two_of_three_prices_break(warehouse):
    """Soap differs by a quarter in the first week and by one per cent in the second; rice by a half."""
    rows = {row["kind"]: row for row in Consistency(warehouse, REGISTRY).summary().rows()}
    assert (rows["price"]["compared"], rows["price"]["objects"], rows["price"]["broken"]) == (3, 2, 2)
    assert rows["price"]["share"] == pytest.approx(2 / 3)
    assert rows["price"]["median_size"] == pytest.approx((0.25 + 0.5) / 2)


def test_a_tolerance_decides_what_a_break_is(warehouse):
    """At half a per cent the second week of soap breaks too."""
    rows = {row["kind"]: row for row in Consistency(warehouse, REGISTRY).summary(Comparison(tolerance=0.005)).rows()}
    assert rows["price"]["broken"] == 3


def test_discount_stock_and_message_break_each_their_own_way(warehouse):
    """Only the web discounts soap; rice is sold out on the web; the leaflet halves a price the store does not."""
    rows = {row["kind"]: row for row in Consistency(warehouse, REGISTRY).summary().rows()}
    assert (rows["discount"]["compared"], rows["discount"]["broken"]) == (3, 1)
    assert (rows["availability"]["compared"], rows["availability"]["broken"]) == (1, 1)
    assert (rows["message"]["compared"], rows["message"]["broken"]) == (1, 1)


def test_a_discount_is_told_by_its_rate(warehouse):
    """One euro off soap at four euros on the web, nothing in the store: a quarter against none, not 1 against 0."""
    (row,) = Consistency(warehouse, REGISTRY).breaks("discount").rows()
    assert (row["high_side"], row["high"], row["low"], row["size"]) == ("web", 0.25, 0.0, 0.25)


def test_contradictions_are_summed_by_their_sides(warehouse):
    """Soap is cheaper on the web in one week; Ana was met on both channels that week, Ben on one only."""
    places = [Touchpoint(name, name, Match(event=name), channel=name) for name in ("web", "store")]
    registry = Registry((*REGISTRY.touchpoints, *places), REGISTRY.model, REGISTRY.goals)
    walked = [(ANA, 0, 1), (ANA, 1, 2), (BEN, 2, 1), (CEM, 8, 1), (CEM, 9, 2)]
    steps = [
        {"profile_id": who, "seq": n, "occurred_at": MONDAY + timedelta(days=day), "touchpoint_id": place}
        for n, (who, day, place) in enumerate(walked)
    ]
    published(warehouse, STEP, steps)
    rows = Consistency(warehouse, registry).contradictions().rows()
    (discount,) = [row for row in rows if row["kind"] == "discount"]
    assert (discount["high_side"], discount["low_side"], discount["names"]) == ("web", "store", ["soap"])
    assert (discount["cases"], discount["objects"], discount["size"], discount["customers"]) == (1, 1, 0.25, 1)
    assert (discount["since"], discount["until"]) == (date(2026, 3, 2), date(2026, 3, 2))
    (message,) = [row for row in rows if row["kind"] == "message"]
    assert (message["high_side"], message["names"], message["customers"]) == ("leaflet", ["rice"], 0)


def test_the_largest_break_comes_first(warehouse):
    """Rice on the web lies half above the store, soap in the store a quarter above the web."""
    rows = Consistency(warehouse, REGISTRY).breaks("price").rows()
    assert [(row["object"], row["high_side"], row["low_side"], row["size"]) for row in rows] == [
        ("rice", "web", "store", pytest.approx(0.5)),
        ("soap", "store", "web", pytest.approx(0.25)),
    ]


def test_pairs_of_sides_compare_each_thing_once(warehouse):
    """Store less web: soap +0.475 over its two weeks, rice -1, so -0.2625 on two things, the store dearer once."""
    (row,) = Consistency(warehouse, REGISTRY).pairs().rows()
    assert (row["side"], row["other"], row["objects"], row["times_dearer"]) == ("store", "web", 2, 1)
    assert row["dearer_by"] == pytest.approx(-0.2625)
    assert row["dearer_by_lo"] < row["dearer_by"] < row["dearer_by_hi"]


def test_what_happened_to_those_who_saw_both_sides(warehouse):
    """Ana saw soap's break and bought two days later; Cem saw rice's and did not within 28 days; Ben saw agreement."""
    rows = {row["saw"]: row for row in Consistency(warehouse, REGISTRY).aftermath("purchase").rows()}
    assert (rows["break"]["customers"], rows["break"]["reached"]) == (2, 1)
    assert (rows["agreement"]["customers"], rows["agreement"]["reached"]) == (1, 0)
    assert rows["break"]["difference"] == pytest.approx(0.5)
    assert rows["agreement"]["difference"] is None


def test_without_time_everything_is_compared_at_once(warehouse):
    """With period all, soap is one comparison of its middle prices."""
    rows = {row["kind"]: row for row in Consistency(warehouse, REGISTRY).summary(Comparison(Period.ALL)).rows()}
    assert rows["price"]["compared"] == 2


def test_agreeing_sides_never_break(tmp_path):
    """A thing with the same price everywhere is compared and not broken, whatever the tolerance."""
    with Warehouse(tmp_path / "plane") as opened:
        rows = [{"object": "tea", "side": side, "price": 7.0, "line": 1} for side in ("store", "web")]
        published(opened, tables.OFFER, rows)
        (row,) = Consistency(opened, REGISTRY).summary(Comparison(Period.ALL, tolerance=0.0)).rows()
        assert (row["kind"], row["compared"], row["broken"], row["share"]) == ("price", 1, 0, 0.0)


def test_no_offers_give_no_rows(tmp_path):
    """Without offers nothing is compared and nothing is claimed."""
    with Warehouse(tmp_path / "plane") as opened:
        assert Consistency(opened, REGISTRY).summary().rows() == []
        assert Consistency(opened, REGISTRY).pairs().rows() == []


def test_misuse_is_refused(warehouse):
    """An unknown kind and a top of none raise."""
    with pytest.raises(UnknownName, match="Did you mean 'price'"):
        Consistency(warehouse, REGISTRY).breaks("prise")
    with pytest.raises(InvalidSetting):
        Consistency(warehouse, REGISTRY).breaks(top=0)


def test_the_campus_store_is_dearer_than_the_web(tmp_path, shared_data):
    """73 books cost 12.76 more on average on campus: the published mean of the real price list."""
    spec = OfferSpec("books", ("b",), columns={"object": "isbn"}, sides={"campus": "ucla_new", "web": "amaz_new"})
    with Warehouse(tmp_path / "plane") as opened:
        take_offers(opened, spec, shared_data / "rdatasets_small" / "openintro_textbooks.csv")
        consistency = Consistency(opened, REGISTRY)
        (row,) = consistency.pairs(Comparison(Period.ALL)).rows()
        assert (row["side"], row["other"], row["objects"]) == ("campus", "web", 73)
        assert row["dearer_by"] == pytest.approx(12.76, abs=0.005)
        assert row["dearer_by_lo"] > 9
        assert row["dearer_by_hi"] < 17


def test_a_retailers_list_prices_differ_between_baskets(tmp_path, shared_data):
    """Of product-weeks with three baskets or more, 21.5 % show list prices more than 2 % apart."""
    columns = {
        "object": "product_id", "side": "basket_id", "place": "store_id", "week": "week", "customer": "household_id",
        "paid": "sales_value", "quantity": "quantity", "discount": "retail_disc",
    }  # fmt: skip
    spec = OfferSpec("lines", ("t",), columns=columns, first_day=date(2017, 1, 2))
    with Warehouse(tmp_path / "plane", threads=2) as opened:
        told = take_offers(opened, spec, shared_data / "complete_journey" / "transactions.parquet")
        assert (told.rows, told.offers + sum(told.reasons.values())) == (1469307, 1469307)
        row = opened.run(
            Query(
                "differing",
                f"""select count(*) as n, avg(case when high > low * 1.02 then 1.0 else 0.0 end) as share
                    from (select max(price) as high, min(price) as low, count(*) as c
                          from {opened.table(tables.OFFER)} where price is not null group by object, occurred_at)
                    where c >= 3""",
            )
        ).one()
        assert row["share"] == pytest.approx(0.215, abs=0.001)
        rows = {r["kind"]: r for r in Consistency(opened, REGISTRY).summary(Comparison(places=True)).rows()}
        assert rows["price"]["compared"] > 50_000
        assert 0 < rows["price"]["lo"] < rows["price"]["share"] < rows["price"]["hi"] < 1
