"""The demo's figures, each computed from the published files by other means and compared with the events."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from wegweiser import collect, demo
from wegweiser.clock import FixedClock
from wegweiser.warehouse import Query, Warehouse

LETTERS = {"Type A": (3647, 604, 0.1656), "Type B": (2368, 154, 0.0650), "Type C": (574, 34, 0.0592)}


def by_type(folder: Path) -> dict[str, tuple[int, int]]:
    """Return letters and letters with a redeemed coupon by type, from the files alone."""
    received, used, told = (
        pd.read_parquet(folder / f"{name}.parquet")
        for name in ("campaigns", "coupon_redemptions", "campaign_descriptions")
    )
    kind = dict(zip(told["campaign_id"], told["campaign_type"], strict=True))
    redeemed = set(zip(used["campaign_id"], used["household_id"], strict=True))
    found: dict[str, tuple[int, int]] = {}
    for pair in sorted(set(zip(received["campaign_id"], received["household_id"], strict=True))):
        letters, hits = found.get(kind[pair[0]], (0, 0))
        found[kind[pair[0]]] = (letters + 1, hits + (pair in redeemed))
    return found


def test_letters_redeemed_by_type_agree_with_the_files(year, tables):
    """Type A 604 of 3,647 (16.56 %), B 154 of 2,368 (6.50 %), C 34 of 574 (5.92 %)."""
    rows = {row["type"]: row for row in demo.letters(year).rows()}
    assert {kind: (row["letters"], row["redeemed"]) for kind, row in rows.items()} == by_type(tables)
    for kind, (letters, redeemed, share) in LETTERS.items():
        assert (rows[kind]["letters"], rows[kind]["redeemed"]) == (letters, redeemed)
        assert rows[kind]["share"] == pytest.approx(share, abs=5e-5)
        assert rows[kind]["lo"] < rows[kind]["share"] < rows[kind]["hi"]


@pytest.mark.data
def test_the_shared_copy_of_the_files_says_the_same(shared_data):
    """The data folder's tables hold the same letters."""
    assert by_type(shared_data / "complete_journey") == {kind: told[:2] for kind, told in LETTERS.items()}


def test_baskets_and_households_agree_with_the_files(year, tables):
    """155,848 baskets of 2,469 households; the value of all baskets is the sum of all lines to the cent."""
    lines = pd.read_parquet(tables / "transactions.parquet", columns=["household_id", "basket_id", "sales_value"])
    found = demo.baskets(year).one()
    assert found["baskets"] == lines["basket_id"].nunique() == 155_848
    assert found["households"] == lines["household_id"].nunique() == 2_469
    assert found["value"] == pytest.approx(lines["sales_value"].sum(), abs=0.005)


def test_returns_after_each_kind_of_basket_agree_with_the_files(year, tables):
    """Two weeks after the first basket seen fewer households are back than after a stop for fuel."""
    lines = pd.read_parquet(
        tables / "transactions.parquet", columns=["household_id", "basket_id", "transaction_timestamp"]
    ).drop_duplicates("basket_id")
    times = lines.sort_values(["household_id", "transaction_timestamp"], kind="stable")
    following = times.groupby("household_id")["transaction_timestamp"].shift(-1)
    two_weeks = pd.Timedelta(days=14)
    old = times["transaction_timestamp"] + two_weeks <= times["transaction_timestamp"].max()
    back = following - times["transaction_timestamp"] <= two_weeks
    rows = {row["basket"]: row for row in demo.returns(year).rows()}
    assert sum(row["baskets"] for row in rows.values()) == int(old.sum())
    assert sum(row["followed"] for row in rows.values()) == int((old & back).sum())
    first, fuel = rows["purchase_first"], rows["purchase_fuel"]
    assert first["baskets"] == first["households"]
    assert first["lo"] < first["share"] < first["hi"] < fuel["lo"] < fuel["share"] < fuel["hi"]


def test_every_row_of_every_file_is_accounted_for(year, tables):
    """Rows of all eight files are events or folded into one; none is refused, none lost."""
    (part,) = year.parts("event")
    accounts = part.details["files"]
    assert {name: account["rows"] for name, account in accounts.items()} == {
        path.name: len(pd.read_parquet(path, columns=[])) if path.stem != "promotions" else 20_940_529
        for path in sorted(tables.glob("*.parquet"))
    }
    assert part.details["rows"] == sum(account["rows"] for account in accounts.values()) == 22_627_890
    assert part.details["events"] + part.details["folded"] == part.details["rows"]
    assert accounts["transactions.parquet"]["folded"] == 1_469_307 - 155_848
    assert year.parts("quarantine") == []


def test_exposures_are_derived_events_of_the_full_promotions(year):
    """239,669 displays and 273,229 mailers, counted once by hand-written SQL over all 20.9 million promotions."""
    query = Query(
        "kinds",
        f"select s.event, e.origin, count(*) as n from {year.table(collect.tables.EVENT)} as e "
        f"join {year.table(collect.tables.SIGNATURE)} as s on s.code = e.signature group by all order by all",
    )
    kinds = {(row["event"], row["origin"]): row["n"] for row in year.run(query).rows()}
    assert kinds[("display_seen", "derived")] == 239_669
    assert kinds[("mailer_seen", "derived")] == 273_229
    assert {event for event, origin in kinds if origin == "derived"} == {"display_seen", "mailer_seen"}


def test_exposures_come_before_their_basket_and_coupons_after_it(year):
    """At any instant of one household the order is letter, mailer, display, basket, coupon."""
    query = Query(
        "order",
        f"""
        select count(*) as n, count(*) filter (where place < before) as wrong from (
            select place, lag(place) over (partition by subject_id, occurred_at order by source_seq) as before from (
                select e.*, case s.event when 'campaign_received' then 0 when 'mailer_seen' then 1
                                         when 'display_seen' then 2 when 'coupon_redeemed' then 4 else 3 end as place
                from {year.table(collect.tables.EVENT)} as e
                join {year.table(collect.tables.SIGNATURE)} as s on s.code = e.signature))""",
    )
    assert year.run(query).one() == {"n": 677_437, "wrong": 0}


def test_weeks_and_coupon_days_follow_new_yorks_calendar(tables):
    """Why the plan says so: read as UTC, each week lies within Monday to Sunday there, and each coupon has a basket."""
    lines = pd.read_parquet(
        tables / "transactions.parquet", columns=["household_id", "basket_id", "week", "transaction_timestamp"]
    ).drop_duplicates("basket_id")
    local = lines["transaction_timestamp"].dt.tz_localize("UTC").dt.tz_convert("America/New_York").dt.tz_localize(None)
    monday = local.dt.normalize() - pd.to_timedelta(local.dt.day_of_week, unit="D")
    assert len(set(zip(lines["week"], monday, strict=True))) == 53
    used = pd.read_parquet(tables / "coupon_redemptions.parquet")
    shopped = set(zip(lines["household_id"], local.dt.normalize(), strict=True))
    assert all(pair in shopped for pair in zip(used["household_id"], used["redemption_date"], strict=True))


def test_demography_of_801_households_becomes_traits(year, tables):
    """Each filled cell of the demographics is one trait."""
    facts = pd.read_parquet(tables / "demographics.parquet").drop(columns="household_id")
    (part,) = year.parts("trait")
    assert part.rows == int(facts.notna().sum().sum())


def test_loading_the_same_files_again_changes_nothing(year, tables):
    """The second load is skipped and the parts stay as they are."""
    before = year.parts("event")
    loaded = collect.load(year, demo.plan().sources[0], tables, clock=FixedClock(datetime(2026, 11, 24, tzinfo=UTC)))
    assert loaded.skipped
    assert year.parts("event") == before


@pytest.mark.data
def test_exposures_of_a_sample_of_promotions_agree_with_sets(shared_data, tmp_path):
    """On the shared sample of 360,535 promotions the exposures equal those found with plain sets."""
    folder = shared_data / "complete_journey"
    lines, products, promotions = (
        pd.read_parquet(folder / f"{name}.parquet") for name in ("transactions", "products", "promotions_sample")
    )
    department = {
        p: d for p, d in zip(products["product_id"], products["department"], strict=True) if isinstance(d, str)
    }
    met = {
        (h, s, w, department[p])
        for h, s, w, p in zip(lines["household_id"], lines["store_id"], lines["week"], lines["product_id"], strict=True)
        if p in department
    }
    shown: dict[str, set[tuple[int, int, str]]] = {}
    for kind in ("display", "mailer"):
        chosen = promotions[promotions[f"{kind}_location"] != "0"]
        keys = zip(chosen["store_id"].astype(int), chosen["week"], chosen["product_id"].astype(int), strict=True)
        shown[kind] = {(s, w, department[p]) for s, w, p in keys if p in department}
    source = demo.plan().sources[0]
    spec = collect.SourceSpec(
        source.name, source.format, options={**source.options, "promotions": "promotions_sample.parquet"}
    )
    with Warehouse(tmp_path / "warehouse", threads=2) as warehouse:
        collect.load(warehouse, spec, folder, clock=FixedClock(datetime(2026, 11, 23, tzinfo=UTC)))
        query = Query(
            "seen",
            f"select s.event, count(*) as n from {warehouse.table(collect.tables.EVENT)} as e "
            f"join {warehouse.table(collect.tables.SIGNATURE)} as s on s.code = e.signature "
            "where e.origin = 'derived' group by 1",
        )
        counted = {row["event"]: row["n"] for row in warehouse.run(query).rows()}
    assert counted == {f"{kind}_seen": sum((s, w, d) in keys for _, s, w, d in met) for kind, keys in shown.items()}


def test_the_map_counts_the_letters_as_the_demo_does(built):
    """Letter by letter the coupons redeemed are those of `demo.letters`, and so are the intervals within a point."""
    told = {row["touchpoint"]: row for row in built.journeys.responses().rows()}
    assert {name: (row["response"], row["receipts"], row["responded"]) for name, row in told.items()} == {
        f"letter_{kind[-1].lower()}": ("coupon", letters, redeemed) for kind, (letters, redeemed, _) in LETTERS.items()
    }
    for row in demo.letters(built.warehouse).rows():
        other = told[f"letter_{row['type'][-1].lower()}"]
        assert (other["lo"], other["hi"]) == pytest.approx((row["lo"], row["hi"]), abs=0.01)


def test_one_household_in_six_redeemed_a_coupon(built):
    """410 of 2,469 households, and all of them bought something."""
    rows = {row["goal"]: row["customers"] for row in built.journeys.goals().rows()}
    assert (rows["coupon"], rows["purchase"]) == (410, 2469)
