"""Which touchpoints open, assist and close, and what follows a first contact."""

from __future__ import annotations

import pytest
from tests.journeys.conftest import Shop

from wegweiser.domain.attribution import Basis
from wegweiser.domain.estimates import Estimate
from wegweiser.domain.feelings import Feeling
from wegweiser.errors import UnknownName
from wegweiser.levers import Roles
from wegweiser.warehouse import Warehouse

BUYING = Basis("purchase")
LOG = [
    ("Ana", 0, "ad"),
    ("Ana", 1, "view"),
    ("Ana", 1.2, "cart"),
    ("Ana", 1.3, "help"),
    ("Ana", 1.4, "buy"),
    ("Ben", 0, "ad"),
    ("Ben", 0.1, "view"),
    ("Cem", 0, "view"),
    ("Cem", 48, "buy"),
    ("Eva", 0, "view"),
    ("Eva", 0.1, "help"),
    ("Eva", 71 * 24, "ad"),
]


@pytest.fixture
def shop(tmp_path):
    """Return the shop of Ana, who buys after help, Ben and Eva, who leave, and Cem, who comes back and buys."""
    with Warehouse(tmp_path / "warehouse", threads=1) as warehouse:
        opened = Shop(warehouse)
        opened.load(LOG)
        opened.build()
        yield opened


@pytest.fixture
def roles(shop):
    """Return the answers."""
    return Roles(shop.warehouse, shop.registry)


def test_first_last_and_between_are_told_apart(roles):
    """Ana's ad opens, her view assists, her help closes; Cem's only view is alone; the cart never counts."""
    rows = {row["touchpoint"]: row for row in roles.roles(BUYING).rows()}
    shares = {name: [row[role] for role in ("opener", "assist", "closer", "alone")] for name, row in rows.items()}
    assert shares == {"view": [0, 0.5, 0, 0.5], "ad": [1, 0, 0, 0], "help": [0, 0, 1, 0]}
    assert [rows[name]["touching"] for name in ("view", "ad", "help")] == [2, 1, 1]
    assert round(rows["view"]["assist_lo"], 4) == 0.0945


def test_a_typical_role_needs_an_interval_above_the_others(shop):
    """Forty customers over ad, view and help: the ad opens and the help closes; two customers alone show nothing."""
    log = [(f"c{n}", hour, name) for n in range(40) for hour, name in ((0, "ad"), (1, "view"), (2, "help"), (3, "buy"))]
    shop.load(log)
    shop.build()
    found = Roles(shop.warehouse, shop.registry).roles(BUYING)
    assert {r["touchpoint"]: r["typical"] for r in found.rows()} == {"ad": "opener", "view": "assist", "help": "closer"}


def test_few_conversions_show_no_typical_role(roles):
    """One conversion is no pattern."""
    assert set(roles.roles(BUYING).column("typical")) <= {"mixed", "opener", "closer"}


def test_what_follows_the_first_contact_is_counted_by_customer(roles):
    """Two begin with the ad, Ana buys; two with a view, Cem buys, and both come back on another day."""
    rows = {row["touchpoint"]: row for row in roles.first_impression("purchase").rows()}
    assert set(rows) == {"ad", "view"}
    ad, view = rows["ad"], rows["view"]
    assert [(r["customers"], r["converted"], r["rate"], r["returned"]) for r in (ad, view)] == [
        (2, 1, 0.5, 1),
        (2, 1, 0.5, 2),
    ]
    assert (ad["difference"], ad["q"], view["return_difference"]) == (0.0, 1.0, 0.5)
    assert round(ad["lo"], 4) == 0.0945


def test_a_reported_feeling_below_zero_makes_a_bad_first_contact(roles):
    """Customers felt bad at the ad: its two are the bad ones, the two with a view the others."""
    felt = Feeling("awareness", Estimate(-1.2, -1.5, -0.9, 40), touchpoint="ad")
    fine = Feeling("consideration", Estimate(0.5, 0.1, 0.9, 40), touchpoint="view")
    rows = roles.first_impression("purchase", [felt, fine]).rows()
    assert [(row["touchpoint"], row["impression"], row["customers"]) for row in rows] == [
        ("(bad)", "bad", 2),
        ("(other)", "other", 2),
        ("ad", "bad", 2),
        ("view", "other", 2),
    ]


def test_a_goal_nobody_defined_is_refused(roles):
    """The nearest goal is named."""
    with pytest.raises(UnknownName, match="Did you mean 'purchase'"):
        roles.first_impression("purchas")
