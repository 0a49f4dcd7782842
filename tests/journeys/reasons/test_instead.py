"""What those did who met one touchpoint and not the next, beside those who did."""

from __future__ import annotations

import pytest

from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.i18n import read

LOG = [
    ("Ana", 0, "view"),
    ("Ana", 0.1, "cart"),
    ("Ana", 0.2, "help"),
    ("Ana", 0.3, "buy"),
    ("Ana", 0.4, "view"),
    ("Ben", 0, "cart"),
    ("Ben", 0.1, "view"),
    ("Ben", 0.2, "view"),
    ("Cem", 0, "cart"),
    ("Cem", 48, "cart"),
    ("Cem", 48.1, "buy"),
]


@pytest.fixture
def journeys(shop):
    """Return the journeys of Ana, who buys, Ben, who leaves, and Cem, who comes back for it."""
    shop.load(LOG)
    shop.build()
    return shop.journeys


def by_touchpoint(result):
    """Return the rows by touchpoint."""
    return {row["touchpoint"]: row for row in result.rows()}


def test_of_sessions_without_a_purchase_one_ends_and_one_looks_on(journeys):
    """Two sessions with a cart do not buy: Ben's goes on to view, twice, and Cem's first one ends at once."""
    rows = by_touchpoint(journeys.reasons.instead("cart", "buy"))
    assert (rows["view"]["next"], rows["view"]["later"], rows["view"]["n"]) == (1, 1, 2)
    assert (rows["(end)"]["next"], rows["(end)"]["share"], rows["(end)"]["customers"]) == (1, 0.5, 1)


def test_those_who_bought_stand_beside_them_up_to_the_purchase(journeys):
    """Ana asks for help first, Cem buys at once; what Ana views after buying does not count."""
    rows = by_touchpoint(journeys.reasons.instead("cart", "buy"))
    assert (rows["help"]["reached_next"], rows["help"]["reached_later"]) == (1, 1)
    assert (rows["buy"]["reached_next"], rows["buy"]["reached_later"]) == (1, 2)
    assert rows["view"]["reached_later"] == 0
    assert {row["reached_n"] for row in rows.values()} == {2}


def test_a_customer_who_comes_back_to_buy_did_not_leave(journeys):
    """Per customer only Ben never buys; Cem's next contact with anything is the cart again."""
    rows = by_touchpoint(journeys.reasons.instead("cart", "buy", unit="customer"))
    assert {row["n"] for row in rows.values()} == {1}
    assert rows["cart"]["reached_next"] == 1
    assert "(end)" not in rows


def test_next_shares_of_each_side_sum_to_one(journeys):
    """Everybody does exactly one thing next, the end included."""
    rows = journeys.reasons.instead("cart", "buy").rows()
    assert sum(row["share"] for row in rows) == pytest.approx(1)
    assert sum(row["reached_next_share"] for row in rows) == pytest.approx(1)


def test_the_note_names_both_touchpoints(journeys):
    """In German, too."""
    assert "„cart“" in read(journeys.reasons.instead("cart", "buy").note, "de")


def test_unknown_names_and_twice_the_same_are_refused(journeys):
    """A touchpoint nobody defined, a unit that is none, and from the cart to the cart."""
    with pytest.raises(UnknownName, match="basket"):
        journeys.reasons.instead("basket", "buy")
    with pytest.raises(UnknownName, match="journey"):
        journeys.reasons.instead("cart", "buy", unit="journey")
    with pytest.raises(InvalidSetting, match="two touchpoints"):
        journeys.reasons.instead("cart", "cart")
