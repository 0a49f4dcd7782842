"""Priority from steps and journeys: what is counted, and what is left out."""

from __future__ import annotations

import pyarrow as pa
import pytest

from wegweiser.domain.attribution import By
from wegweiser.domain.goals import Goal
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.errors import UnknownName
from wegweiser.journeys import JOURNEY, STEP, Registry
from wegweiser.levers.channels import Channels
from wegweiser.warehouse import Query, Warehouse

NAMES = (("ad", "social", False), ("view", "web", False), ("cart", "web", True), ("buy", "web", False))
REGISTRY = Registry(
    tuple(Touchpoint(id=name, name=name, match=Match(event=name), channel=c, structural=s) for name, c, s in NAMES),
    phase_model("five"),
    (Goal("purchase", "Purchase", ("buy",)),),
)
AD, VIEW, CART, BUY = range(4)
PATHS = [(AD, VIEW, CART, BUY)] * 30 + [(VIEW, AD)] * 40 + [(VIEW,)] * 30


@pytest.fixture
def warehouse(tmp_path):
    """Return 100 customers: 30 buy after ad, view and cart; 40 end with an ad; 30 only view."""
    steps, journeys = [], []
    for number, path in enumerate(PATHS):
        profile = (number << 52) + number
        steps += [{"profile_id": profile, "seq": i, "touchpoint_id": t} for i, t in enumerate(path, start=1)]
        state = "converted" if path[-1] == BUY else "lost"
        journeys.append(
            {"goal_id": 0, "journey": 1, "profile_id": profile, "state": state, "first_seq": 1, "last_seq": len(path)}
        )
    with Warehouse(tmp_path / "plane") as opened:
        for schema, rows in ((STEP, steps), (JOURNEY, journeys)):
            table = opened.offer("given_rows", pa.Table.from_pylist(rows))
            listed = ", ".join(c if c in rows[0] else f"null as {c}" for c in schema.columns)
            opened.publish([opened.seal(schema, "all", Query("given", f"select {listed} from {table}"))])
        yield opened


def test_touchpoints_are_counted_without_the_structural_and_the_goal(warehouse):
    """The ad meets 70 of 100, 30 of whom buy; the cart and the purchase itself are no candidates."""
    rows = {row["item"]: row for row in Channels(warehouse, REGISTRY).priority("purchase").rows()}
    assert set(rows) == {"ad", "view"}
    assert (rows["ad"]["customers"], rows["ad"]["of"]) == (70, 100)
    # Of 70 contacts with the ad 40 end a lost journey, of 100 with the view 30; over both 70 of 170.
    assert rows["ad"]["gap"] == pytest.approx(40 / 70 - 70 / 170)
    assert rows["ad"]["importance"] == pytest.approx((30 * 100 - 70 * 30) / (70 * 30 * 30 * 70) ** 0.5)


def test_channels_count_each_customer_once(warehouse):
    """On the web 100 customers are met, though some of them met it twice."""
    rows = {row["item"]: row for row in Channels(warehouse, REGISTRY).priority("purchase", By.CHANNEL).rows()}
    assert {item: row["customers"] for item, row in rows.items()} == {"social": 70, "web": 100}


def test_personas_weigh_only_their_own(warehouse):
    """A persona of the 30 buyers is met by the ad to 100 %."""
    member = warehouse.offer(
        "member_rows",
        pa.table({"profile_id": [(n << 52) + n for n in range(30)], "persona_id": ["p1"] * 30}),
    )
    rows = Channels(warehouse, REGISTRY, member).priority("purchase").rows()
    assert {(row["persona"], row["item"], row["customers"], row["of"]) for row in rows} == {
        ("p1", "ad", 30, 30), ("p1", "view", 30, 30),
    }  # fmt: skip


def test_an_unknown_goal_is_named(warehouse):
    """A goal nobody defined raises with the nearest right one."""
    with pytest.raises(UnknownName, match="Did you mean 'purchase'"):
        Channels(warehouse, REGISTRY).priority("purchas")


def test_channels_meet_customers_once_and_count_every_contact(warehouse):
    """The web has 30 x 3 + 40 + 30 contacts with 100 customers, the social channel 70 with 70."""
    rows = {row["channel"]: row for row in Channels(warehouse, REGISTRY).reach().rows()}
    assert {name: (row["customers"], row["contacts"], row["of"]) for name, row in rows.items()} == {
        "web": (100, 160, 100), "social": (70, 70, 100),
    }  # fmt: skip
    places = Channels(warehouse, REGISTRY).phases().rows()
    assert [(row["channel"], row["place"], row["contacts"]) for row in places] == [
        ("social", None, 70),
        ("web", None, 160),
    ]
