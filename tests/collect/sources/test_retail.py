"""Literal retail tables, worked by hand: Ana buys, Ben leaves, Cem comes back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wegweiser import collect
from wegweiser.clock import FixedClock
from wegweiser.collect import SourceSpec
from wegweiser.collect.sources.retail import SOURCE
from wegweiser.errors import InvalidSetting, SourceProblem
from wegweiser.warehouse import Query, Warehouse

LINES = "household_id,store_id,basket_id,product_id,quantity,sales_value,coupon_disc,week,transaction_timestamp\n"
SHOP = {
    "transactions": LINES
    + "Ana,S1,b1,milk,1,2.00,0,1,2026-01-05 10:00:00\n"
    + "Ana,S1,b1,roll,2,3.50,0.5,1,2026-01-05 10:00:00\n"
    + "Ben,S2,b2,milk,1,2.00,0,1,2026-01-06 18:00:00\n"
    + "Cem,S3,b3,petrol,40,60.00,0,1,2026-01-07 08:00:00\n"
    + "Cem,S3,b4,petrol,35,52.50,0,2,2026-01-12 08:00:00\n"
    + "Cem,S3,b5,milk,6,12.00,0,2,2026-01-13 23:30:00\n",
    "products": "product_id,department,product_category,product_type\n"
    "milk,GROCERY,DAIRY,MILK\nroll,BAKERY,BREAD,ROLLS\npetrol,FUEL,FUEL,GASOLINE-REG\nrice,GROCERY,DRY,RICE\n",
}


@pytest.fixture
def warehouse(tmp_path: Path) -> Iterator[Warehouse]:
    """Return an empty warehouse."""
    with Warehouse(tmp_path / "warehouse", threads=1) as opened:
        yield opened


def folder(tmp_path: Path, tables: dict[str, str]) -> Path:
    """Write the tables as CSV files, named by their roles."""
    shop = tmp_path / "shop"
    shop.mkdir()
    for name, text in tables.items():
        (shop / f"{name}.csv").write_text(text, encoding="utf-8")
    return shop


def read(warehouse: Warehouse, shop: Path, **options: str) -> tuple[list[dict], dict, list[dict]]:
    """Return events in their order, what became of each file's rows, and what was refused."""
    rows = SOURCE.read(warehouse, SourceSpec("shop", "retail", options=options), shop)
    listed = warehouse.run(
        Query("listed", f"select * from {rows.table} where problem is null order by time, seq", (rows.table,))
    ).rows()
    refused = warehouse.run(Query("refused", "select * from retail_problem order by file, line")).rows()
    for account in rows.accounts.values():
        parts = (account[name] for name in ("events", "folded", "duplicates", "quarantined"))
        assert account["rows"] == sum(parts)
    return listed, rows.accounts, refused


def test_lines_of_one_basket_are_folded_into_one_purchase(warehouse, tmp_path):
    """Ana's two lines of 2.00 and 3.50 are one purchase of 5.50 in store S1; the line left over is folded."""
    events, accounts, refused = read(warehouse, folder(tmp_path, SHOP))
    first = events[0]
    assert (first["customer"], first["event"], first["object"], first["value"]) == ("Ana", "purchase_first", "S1", 5.5)
    assert json.loads(first["properties"]) == {
        "lines": 2,
        "quantity": 3.0,
        "discount": None,
        "coupon_discount": 0.5,
        "coupon_match": None,
        "departments": ["BAKERY", "GROCERY"],
    }
    assert len(events) == 5
    assert accounts["transactions.csv"] == {"rows": 6, "events": 5, "quarantined": 0, "duplicates": 0, "folded": 1}
    assert refused == []


def test_a_basket_is_named_by_its_place_then_its_trip_then_its_size(warehouse, tmp_path):
    """Cem's first basket is his first purchase though it is petrol; his next petrol is a fuel trip, his milk small."""
    events, _, _ = read(warehouse, folder(tmp_path, SHOP), **{"trip.purchase_fuel": "*gasoline*"})
    assert [e["event"] for e in events if e["customer"] == "Cem"] == [
        "purchase_first",
        "purchase_fuel",
        "purchase_small",
    ]


@pytest.mark.parametrize(
    ("lines", "event"), [(5, "purchase_small"), (6, "purchase_medium"), (20, "purchase_medium"), (21, "purchase_large")]
)
def test_size_counts_lines(warehouse, tmp_path, lines, event):
    """Five lines are still a small basket, six a medium one, twenty-one a large one."""
    again = "".join(f"Ana,S1,b2,milk,1,1,0,1,2026-01-0{6 + i % 2} 10:00:00\n" for i in range(lines))
    events, _, _ = read(
        warehouse, folder(tmp_path, {"transactions": LINES + SHOP["transactions"].splitlines()[1] + "\n" + again})
    )
    assert [e["event"] for e in events] == ["purchase_first", event]
    assert events[1]["time"].isoformat() == "2026-01-06T10:00:00"


def test_every_line_that_is_no_part_of_a_basket_is_refused_with_its_line_and_reason(warehouse, tmp_path):
    """Seven bad lines below Ana's good one; the header is line 1."""
    bad = [
        "Ben,S1,b1,milk,1,2.00,0,1,2026-01-05 10:00:00",
        ",S1,b6,milk,1,2.00,0,1,2026-01-05 10:00:00",
        "guest,S1,b7,milk,1,2.00,0,1,2026-01-05 10:00:00",
        "Cem,S1,,milk,1,2.00,0,1,2026-01-05 10:00:00",
        "Cem,S1,b8,milk,1,2.00,0,1,soon",
        "Cem,S1,b8,milk,1,much,0,1,2026-01-05 10:00:00",
        "Cem,S1,b8,milk,1,2.00",
    ]
    good = "Ana,S1,b1,milk,1,2.00,0,1,2026-01-05 10:00:00"
    events, accounts, refused = read(warehouse, folder(tmp_path, {"transactions": LINES + "\n".join([good, *bad])}))
    assert [(r["line"], r["problem"]) for r in refused] == [
        (3, "basket_of_another_customer"),
        (4, "no_customer"),
        (5, "blocked_identifier"),
        (6, "no_basket"),
        (7, "unreadable_time"),
        (8, "unreadable_number"),
        (9, "malformed_row"),
    ]
    assert refused[6]["raw"] == bad[6]
    assert json.loads(refused[5]["raw"])["sales_value"] == "much"
    assert len(events) == 1
    assert accounts["transactions.csv"] == {"rows": 8, "events": 1, "quarantined": 7, "duplicates": 0, "folded": 0}


def test_a_letter_arrives_when_its_campaign_starts(warehouse, tmp_path):
    """Ana and Ben get campaign 1 at midnight of the shop's calendar; campaigns 2 and 9 have no start."""
    shop = folder(
        tmp_path,
        SHOP
        | {
            "campaign_descriptions": "campaign_id,campaign_type,start_date,end_date\n"
            "1,Type A,2026-01-02,2026-02-01\n2,Type B,,2026-02-01\n1,Type C,2026-03-01,2026-04-01\n",
            "campaigns": "campaign_id,household_id\n1,Ana\n1,Ben\n1,Ana\n2,Cem\n9,Ana\n",
        },
    )
    events, accounts, refused = read(warehouse, shop, calendar_zone="America/New_York")
    letters = [e for e in events if e["event"] == "campaign_received"]
    assert {(e["customer"], e["campaign"], e["channel"], e["time"].isoformat()) for e in letters} == {
        ("Ana", "Type A 1", "mail", "2026-01-02T05:00:00"),
        ("Ben", "Type A 1", "mail", "2026-01-02T05:00:00"),
    }
    assert len({e["event_id"] for e in letters}) == 2
    assert accounts["campaigns.csv"] == {"rows": 5, "events": 2, "quarantined": 2, "duplicates": 1, "folded": 0}
    assert [(r["file"], r["line"], r["problem"]) for r in refused] == [
        ("campaign_descriptions.csv", 3, "unreadable_time"),
        ("campaign_descriptions.csv", 4, "duplicate_campaign"),
        ("campaigns.csv", 5, "unknown_campaign"),
        ("campaigns.csv", 6, "unknown_campaign"),
    ]


def test_a_redeemed_coupon_follows_the_basket_it_was_used_in(warehouse, tmp_path):
    """Ana's coupon is good for milk; Ben's for rice he did not buy; Ben's last day has no basket at all."""
    shop = folder(
        tmp_path,
        SHOP
        | {
            "coupons": "coupon_upc,product_id,campaign_id\nmilk1,milk,1\nrice1,rice,1\n",
            "coupon_redemptions": "household_id,coupon_upc,campaign_id,redemption_date\n"
            "Ana,milk1,1,2026-01-05\nBen,rice1,1,2026-01-06\nBen,rice1,1,2026-01-20\nBen,rice1,1,never\n",
        },
    )
    events, _, refused = read(warehouse, shop)
    used = [e for e in events if e["event"] == "coupon_redeemed"]
    assert [(e["customer"], e["time"].isoformat(), json.loads(e["properties"])["placed"]) for e in used] == [
        ("Ana", "2026-01-05T10:00:00", "basket with its product"),
        ("Ben", "2026-01-06T18:00:00", "basket of the day"),
        ("Ben", "2026-01-20T23:59:59", "end of the day"),
    ]
    names = [e["event"] for e in events if e["customer"] == "Ana"]
    assert names == ["purchase_first", "coupon_redeemed"]
    assert [(r["line"], r["problem"]) for r in refused] == [(5, "unreadable_time")]


def test_a_redemption_day_is_a_day_of_the_shops_calendar(warehouse, tmp_path):
    """Cem's basket of 23:30 UTC on the 13th is bought on the 14th in Berlin, the day his coupon names."""
    coupon = "household_id,coupon_upc,campaign_id,redemption_date\nCem,milk1,1,2026-01-14\n"
    shop = folder(tmp_path, SHOP | {"coupon_redemptions": coupon})
    events, _, _ = read(warehouse, shop, calendar_zone="Europe/Berlin")
    assert events[-1]["event"] == "coupon_redeemed"
    assert events[-1]["time"].isoformat() == "2026-01-13T23:30:00"


def test_two_equal_redemptions_are_two_events(warehouse, tmp_path):
    """Ana uses the same coupon twice on one day."""
    twice = "household_id,coupon_upc,campaign_id,redemption_date\nAna,m,1,2026-01-05\nAna,m,1,2026-01-05\n"
    events, _, _ = read(warehouse, folder(tmp_path, SHOP | {"coupon_redemptions": twice}))
    assert len({e["event_id"] for e in events if e["event"] == "coupon_redeemed"}) == 2


def test_an_exposure_needs_store_week_and_department_of_a_purchase(warehouse, tmp_path):
    """Three stores: rice is displayed in S1, rolls are mailed in S2, milk is both in S3.

    Ana buys milk in S1, week 1: rice is of the same department, so she passed its display. Ben buys milk in S2,
    where only the bakery is mailed: nothing. Cem is in S3 for petrol in week 1: nothing; for milk in week 2, when
    milk is displayed and mailed: both, the mailer first.
    """
    promotions = (
        "product_id,store_id,display_location,mailer_location,week\n"
        "rice,S1,3,0,1\nmilk,S1,0,0,1\nroll,S2,0,A,1\nmilk,S3,1,A,2\nrice,S3,7,0,2\nnobody,S1,1,A,1\n"
    )
    events, accounts, refused = read(warehouse, folder(tmp_path, SHOP | {"promotions": promotions}))
    seen = [e for e in events if e["extra"]]
    assert [(e["customer"], e["event"], e["channel"], e["object"], e["origin"]) for e in seen] == [
        ("Ana", "display_seen", "store", "GROCERY", "derived"),
        ("Cem", "mailer_seen", "print", "GROCERY", "derived"),
        ("Cem", "display_seen", "store", "GROCERY", "derived"),
    ]
    assert [json.loads(e["properties"])["products"] for e in seen] == [1, 1, 2]
    assert [e["event"] for e in events if e["customer"] == "Ana"] == ["display_seen", "purchase_first"]
    assert [e["event"] for e in events if e["customer"] == "Cem"][-3:] == [
        "mailer_seen",
        "display_seen",
        "purchase_small",
    ]
    assert [(r["line"], r["problem"]) for r in refused] == [(7, "unknown_product")]
    assert accounts["promotions.csv"] == {
        "rows": 6,
        "events": 0,
        "quarantined": 1,
        "duplicates": 0,
        "folded": 5,
        "met": 4,
    }


def test_two_visits_in_a_week_are_one_exposure_at_the_first(warehouse, tmp_path):
    """Ana buys groceries in S1 twice in week 1; the display is seen once, on Monday."""
    lines = LINES + "Ana,S1,b1,milk,1,2,0,1,2026-01-05 10:00:00\nAna,S1,b2,rice,1,2,0,1,2026-01-07 10:00:00\n"
    promotions = "product_id,store_id,display_location,mailer_location,week\nmilk,S1,1,0,1\n"
    events, _, _ = read(warehouse, folder(tmp_path, SHOP | {"transactions": lines, "promotions": promotions}))
    assert [e["time"].isoformat() for e in events if e["event"] == "display_seen"] == ["2026-01-05T10:00:00"]


def test_demography_becomes_traits(warehouse, tmp_path):
    """Ana's age is a trait; her empty income stays empty; a second row about her is refused."""
    text = "household_id,age,income\nAna,25-34,\nAna,35-44,50-74K\n"
    rows = SOURCE.read(warehouse, SourceSpec("shop", "retail"), folder(tmp_path, SHOP | {"demographics": text}))
    traits = warehouse.run(Query("t", f"select * from {rows.traits}", (rows.traits,))).rows()
    assert [(t["kind"], t["identifier"], t["name"], t["value"]) for t in traits] == [
        ("customer", "Ana", "age", "25-34")
    ]
    assert rows.accounts["demographics.csv"]["quarantined"] == 1


def test_other_names_of_files_and_columns_are_mapped(warehouse, tmp_path):
    """A German shop's receipts with semicolons and decimal commas give the same purchase."""
    shop = tmp_path / "shop"
    shop.mkdir()
    (shop / "bons.csv").write_text("Kunde;Bon;Betrag;Zeit\nAna;7;5,50;05.01.2026 10:00\n", encoding="utf-8")
    spec = SourceSpec.of(
        {
            "name": "markt",
            "format": "retail",
            "text": {"separator": ";", "decimal": ","},
            "time": {"formats": ["%d.%m.%Y %H:%M"], "zone": "Europe/Berlin"},
            "options": {
                "transactions": "bons.csv",
                "transactions.customer": "Kunde",
                "transactions.basket": "Bon",
                "transactions.value": "Betrag",
                "transactions.time": "Zeit",
            },
        }
    )
    rows = SOURCE.read(warehouse, spec, shop)
    (event,) = warehouse.run(Query("e", f"select * from {rows.table}", (rows.table,))).rows()
    assert (event["customer"], event["value"], event["time"].isoformat()) == ("Ana", 5.5, "2026-01-05T09:00:00")


def test_what_cannot_be_read_says_what_to_do(warehouse, tmp_path):
    """No basket lines, a missing column and a misspelt option each raise with the way out."""
    shop = folder(tmp_path, {"products": SHOP["products"]})
    with pytest.raises(SourceProblem, match="has no basket lines"):
        SOURCE.read(warehouse, SourceSpec("shop", "retail"), shop)
    (shop / "transactions.csv").write_text("household_id,basket_id\n", encoding="utf-8")
    with pytest.raises(SourceProblem, match="lacks sales_value, transaction_timestamp"):
        SOURCE.read(warehouse, SourceSpec("shop", "retail"), shop)
    with pytest.raises(InvalidSetting, match="Did you mean 'coupons'"):
        SOURCE.read(warehouse, SourceSpec("shop", "retail", options={"coupon": "c.csv"}), shop)
    with pytest.raises(SourceProblem, match=r"x\.csv is not there"):
        SOURCE.read(warehouse, SourceSpec("shop", "retail", options={"transactions": "x.csv"}), shop)


def test_a_folder_with_basket_lines_is_guessed_to_be_retail(warehouse, tmp_path):
    """The spec names each role's file; a folder without basket lines is not ours."""
    shop = folder(tmp_path, SHOP)
    guess = SOURCE.guess(warehouse, shop, "shop", "UTC")
    assert guess is not None
    assert guess.spec.options == {"transactions": "transactions.csv", "products": "products.csv"}
    assert SOURCE.guess(warehouse, tmp_path, "shop", "UTC") is None


def test_refused_rows_stand_in_quarantine_with_file_and_line(warehouse, tmp_path):
    """A line of nobody and a letter of an unknown campaign stand on line 2 of two files; what is good is loaded."""
    lines = LINES + ",S1,b9,milk,1,2,0,1,2026-01-05 10:00:00\nAna,S1,b1,milk,1,2,0,1,2026-01-05 10:00:00\n"
    letters = "campaign_id,household_id\n9,Ana\n"
    shop = folder(tmp_path, SHOP | {"transactions": lines, "campaigns": letters})
    clock = FixedClock(datetime(2026, 11, 23, tzinfo=UTC))
    loaded = collect.load(warehouse, SourceSpec("shop", "retail"), shop, clock=clock)
    assert (loaded.rows, loaded.events, loaded.quarantined, loaded.folded) == (7, 1, 2, 4)
    table = warehouse.table(collect.tables.QUARANTINE)
    refused = warehouse.run(Query("refused", f"select * from {table} order by file")).rows()
    assert [(r["file"], r["line"], r["code"]) for r in refused] == [
        ("campaigns.csv", 2, "unknown_campaign"),
        ("transactions.csv", 2, "no_customer"),
    ]
    assert refused[0]["reason"].startswith("The campaign has no description with a start")
    assert collect.load(warehouse, SourceSpec("shop", "retail"), shop, clock=clock).skipped


def test_a_letter_listed_twice_is_known_the_second_time(warehouse, tmp_path):
    """Ana's letter stands on two lines: one event, one row known, none refused."""
    told = "campaign_id,campaign_type,start_date,end_date\n1,Type A,2026-01-02,2026-02-01\n"
    twice = "campaign_id,household_id\n1,Ana\n1,Ana\n"
    shop = folder(tmp_path, SHOP | {"campaign_descriptions": told, "campaigns": twice})
    clock = FixedClock(datetime(2026, 11, 23, tzinfo=UTC))
    loaded = collect.load(warehouse, SourceSpec("shop", "retail"), shop, clock=clock)
    assert (loaded.events, loaded.known, loaded.quarantined) == (6, 1, 0)
