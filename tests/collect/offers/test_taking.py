"""Offers from price lists, baskets and leaflets: every row is an offer, silent, or in quarantine with its reason."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from wegweiser.collect import tables
from wegweiser.collect.offers import OfferSpec, take_offers
from wegweiser.errors import InvalidSetting, SourceProblem, UnknownName
from wegweiser.warehouse import Query, Warehouse

LINES = OfferSpec(
    "till",
    ("till.csv",),
    columns={
        "object": "article",
        "place": "shop",
        "time": "at",
        "customer": "who",
        "paid": "paid",
        "quantity": "pieces",
        "discount": "off",
    },
    fixed={"side": "store"},
)


@pytest.fixture
def warehouse(tmp_path):
    """Return an empty warehouse."""
    with Warehouse(tmp_path / "plane") as opened:
        yield opened


def written(folder, name, text):
    """Write a file and return its path."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def offers(warehouse):
    """Return all offers in order."""
    table = warehouse.table(tables.OFFER)
    return warehouse.run(Query("all", f"select * from {table} order by source, line, side")).rows()


def test_a_till_receipt_says_the_price_of_the_list(warehouse, tmp_path):
    """Two pieces paid 9.00 after 1.00 off cost 5.00 each on the list, whoever bought them."""
    file = written(
        tmp_path, "till.csv", "article,shop,at,who,paid,pieces,off\nsoap,12,2026-03-02 09:00,Ana,9.00,2,1.00\n"
    )
    told = take_offers(warehouse, LINES, file)
    assert (told.rows, told.offers, told.silent, dict(told.reasons)) == (1, 1, 0, {})
    (offer,) = offers(warehouse)
    assert (offer["object"], offer["side"], offer["place"], offer["price"], offer["discount"]) == (
        "soap", "store", "12", 5.0, 1.0,
    )  # fmt: skip
    assert offer["occurred_at"] == datetime(2026, 3, 2, 9)  # noqa: DTZ001  (stored times are UTC without a zone)
    assert offer["subject_id"] is not None


def test_a_wide_list_gives_one_offer_a_side(warehouse, tmp_path):
    """A row with a price in the shop and one online is two offers; an empty price is set aside, not zero."""
    file = written(tmp_path, "books.csv", "isbn,campus,online\nb1,27.67,27.95\nb2,40.59,\n")
    spec = OfferSpec("books", ("books.csv",), columns={"object": "isbn"}, sides={"shop": "campus", "web": "online"})
    told = take_offers(warehouse, spec, file)
    assert (told.rows, told.offers, dict(told.reasons)) == (2, 3, {"nothing_offered": 1})
    assert [(o["object"], o["side"], o["price"]) for o in offers(warehouse)] == [
        ("b1", "shop", 27.67), ("b1", "web", 27.95), ("b2", "shop", 40.59),
    ]  # fmt: skip


def test_a_leaflet_speaks_or_is_silent(warehouse, tmp_path):
    """Code 0 says that an article is not in the leaflet: counted as silent, no offer and no fault."""
    file = written(tmp_path, "leaflet.csv", "article,shop,week,page\nsoap,12,1,A\nrice,12,2,0\n")
    spec = OfferSpec(
        "leaflet",
        ("leaflet.csv",),
        columns={"object": "article", "place": "shop", "week": "week", "message": "page"},
        fixed={"side": "leaflet"},
        first_day=date(2026, 1, 5),
    )
    told = take_offers(warehouse, spec, file)
    assert (told.offers, told.silent, dict(told.reasons)) == (1, 1, {})
    assert offers(warehouse)[0]["occurred_at"] == datetime(2026, 1, 5)  # noqa: DTZ001


def test_availability_is_read_in_both_languages(warehouse, tmp_path):
    """Words for in stock and sold out are read in German and English."""
    words = ["lieferbar", "yes", "ausverkauft", "no"]
    text = "article,side,stock\n" + "".join(f"a{i},web,{word}\n" for i, word in enumerate(words))
    spec = OfferSpec("stock", ("s.csv",), columns={"object": "article", "side": "side", "available": "stock"})
    take_offers(warehouse, spec, written(tmp_path, "s.csv", text))
    assert [o["available"] for o in offers(warehouse)] == [True, True, False, False]


def test_bad_rows_go_to_quarantine_with_their_line(warehouse, tmp_path):
    """A row without an article and one with an unreadable time are set aside, each with its reason."""
    text = "article,shop,at,who,paid,pieces,off\n,12,2026-03-02,Ana,9,1,0\nsoap,12,soon,Ben,9,1,0\n"
    told = take_offers(warehouse, LINES, written(tmp_path, "till.csv", text))
    assert dict(told.reasons) == {"no_object": 1, "unreadable_time": 1}
    table = warehouse.table(tables.QUARANTINE)
    rows = warehouse.run(Query("aside", f"select line, code from {table} order by line")).rows()
    assert [(row["line"], row["code"]) for row in rows] == [(2, "no_object"), (3, "unreadable_time")]


def test_the_same_file_twice_changes_nothing(warehouse, tmp_path):
    """The second time it is skipped; under another spec it is read again and replaces the first."""
    file = written(tmp_path, "till.csv", "article,shop,at,who,paid,pieces,off\nsoap,12,2026-03-02,Ana,9,1,0\n")
    assert not take_offers(warehouse, LINES, file).skipped
    assert take_offers(warehouse, LINES, file).skipped
    other = OfferSpec("till", LINES.files, columns={**LINES.columns}, fixed={"side": "till"})
    assert not take_offers(warehouse, other, file).skipped
    assert [offer["side"] for offer in offers(warehouse)] == ["till"]


def test_a_spec_that_says_too_little_names_everything_missing():
    """No object, no side and nothing to compare are reported together."""
    with pytest.raises(InvalidSetting) as told:
        OfferSpec("x", ("x.csv",)).check()
    assert len(told.value.problems) == 3


def test_half_a_price_and_weeks_without_a_beginning_are_refused():
    """What was paid needs the number of pieces, weeks need the day they are counted from."""
    columns = {"object": "a", "side": "s", "paid": "p", "week": "w"}
    with pytest.raises(InvalidSetting) as told:
        OfferSpec("x", ("x.csv",), columns=columns).check()
    assert len(told.value.problems) == 2


def test_an_unknown_field_or_column_is_named(warehouse, tmp_path):
    """A field nobody defined and a column the file lacks raise with the nearest right name."""
    with pytest.raises(UnknownName, match="Did you mean 'price'"):
        OfferSpec("x", ("x.csv",), columns={"prise": "p"}).check()
    file = written(tmp_path, "books.csv", "isbn,campus\nb1,27.67\n")
    spec = OfferSpec("books", ("books.csv",), columns={"object": "isbn"}, sides={"shop": "campos"})
    with pytest.raises(UnknownName, match="Did you mean 'campus'"):
        take_offers(warehouse, spec, file)


def test_a_file_that_is_not_there_is_named(warehouse, tmp_path):
    """A missing file raises and nothing is published."""
    with pytest.raises(SourceProblem, match=r"gone\.csv"):
        take_offers(warehouse, LINES, tmp_path / "gone.csv")
    assert warehouse.parts(tables.OFFER.kind) == []
