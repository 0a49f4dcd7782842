"""The mechanical what-if, worked by hand on a chain of two touchpoints."""

from __future__ import annotations

import pytest

from wegweiser.levers.ranking.grounds import Move
from wegweiser.levers.ranking.what_if import fewer_ends

SHOP = (
    Move("(start)", "page", 100),
    Move("page", "cart", 50),
    Move("page", "(end)", 50),
    Move("cart", "buy", 40),
    Move("cart", "(end)", 10),
    Move("buy", "(end)", 40),
)
REACHING = frozenset({"buy"})


def test_one_in_ten_fewer_ends_at_the_page_gives_four_points():
    """Of 100 at the page 55 instead of 50 go on, of whom 80 % buy: 44 instead of 40 in 100."""
    gain = fewer_ends(SHOP, "page", REACHING, less=0.1)
    assert (gain.value, gain.n) == (pytest.approx(0.04), 100)
    assert gain.lo < 0.04 < gain.hi


def test_one_in_ten_fewer_ends_at_the_cart_gives_one_point():
    """Of 50 at the cart 41 instead of 40 buy: 0.5 * 41/50 - 0.5 * 40/50 = 1 point."""
    assert fewer_ends(SHOP, "cart", REACHING, less=0.1).value == pytest.approx(0.01)


def test_a_loop_is_followed_to_its_end():
    """Half of those at the cart go back to the page; the chain of both still ends, and the gain stays positive."""
    looping = (*SHOP[:4], Move("cart", "page", 40), Move("cart", "(end)", 10), Move("buy", "(end)", 40))
    gain = fewer_ends(looping, "cart", REACHING, less=0.1)
    assert 0 < gain.value < 0.1


@pytest.mark.parametrize("touchpoint", ["buy", "letter", "nowhere"])
def test_where_nobody_ends_there_is_nothing_to_win(touchpoint):
    """The goal itself, a touchpoint all go on from, and one that is not among the moves."""
    moves = (*SHOP, Move("(start)", "letter", 5), Move("letter", "page", 5))
    assert fewer_ends(moves, touchpoint, REACHING, less=0.1) is None


def test_where_all_end_the_chain_says_nothing():
    """Nobody ever went on from there, so nobody knows where to: no gain, and nothing to tell."""
    moves = (Move("(start)", "page", 9), Move("page", "(end)", 9))
    assert fewer_ends(moves, "page", REACHING, less=0.1) is None


def test_a_change_that_shows_as_nothing_is_not_told():
    """Of 100,000 journeys 20 end at the page, so two more would go on: 0.0 points from end to end."""
    moves = (Move("(start)", "page", 100_000), Move("page", "purchase", 99_980), Move("page", "(end)", 20))
    assert fewer_ends(moves, "page", REACHING, less=0.1) is None


def test_the_same_seed_gives_the_same_interval():
    """Nothing but the seed draws."""
    assert fewer_ends(SHOP, "page", REACHING, less=0.1, seed=3) == fewer_ends(SHOP, "page", REACHING, less=0.1, seed=3)
