from __future__ import annotations

from datetime import date

import pytest

from wegweiser.domain.estimates import Estimate, Proportion
from wegweiser.maps.render.figures import customers, interval, people, period, share, support, value

NB, DASH, MINUS = "\u00a0", "\u2013", "\u2212"


@pytest.mark.parametrize(
    ("figure", "german", "english"),
    [
        (Proportion(0.38, 0.36, 0.40, 380, 1000), f"36{DASH}40{NB}%", f"36{DASH}40%"),
        (Proportion(0.045, 0.04, 0.051, 45, 1000), f"4,0{DASH}5,1{NB}%", f"4.0{DASH}5.1%"),
        (Estimate(31.0, 24.1, 38.2, 434, "%"), f"24{DASH}38{NB}%", f"24{DASH}38%"),
        (Estimate(0.1, -0.3, 0.5, 400), f"{MINUS}0,30 bis 0,50", f"{MINUS}0.30 to 0.50"),
        (Estimate(0.1, -0.04, 0.2, 400, "%"), f"0,0{DASH}0,2{NB}%", f"0.0{DASH}0.2%"),
        (Estimate(4 * 86400, 3 * 86400, 6 * 86400, 50, "s"), f"3{DASH}6{NB}Tage", f"3{DASH}6{NB}days"),
        (Estimate(0.1, -0.5, -0.3, 400), f"{MINUS}0,50 bis {MINUS}0,30", f"{MINUS}0.50 to {MINUS}0.30"),
        (Estimate(172800, 86400, 345600, 50, "s"), f"24{NB}Std.{DASH}4{NB}Tage", f"24{NB}hrs.{DASH}4{NB}days"),
    ],
)
def test_an_interval_is_written_as_its_language_writes_it(figure, german, english):
    """A dash joins the ends, a word where a minus would stand beside it."""
    assert interval(figure, "de") == german
    assert interval(figure, "en") == english


@pytest.mark.parametrize(
    ("n", "shown"), [(None, ""), (19, f"n{NB}<{NB}20"), (20, f"n{NB}={NB}20"), (1204, f"n{NB}={NB}1.204")]
)
def test_n_below_twenty_is_only_said_to_be_below(n, shown):
    """Nineteen people are too few to be counted out loud."""
    assert people(n, "de") == shown


def test_a_share_of_too_few_people_shows_neither_value_nor_interval():
    """Three of seven customers could be guessed at."""
    few = Proportion(3 / 7, 0.1, 0.8, 3, 7)
    assert share(few, "de") == f"n{NB}<{NB}20"
    assert interval(few, "de") == ""
    assert support(few, None, "de") == f"n{NB}<{NB}20"


def test_an_n_below_twenty_hides_the_interval_beside_it():
    """The claim's own n counts, even where its share rests on more."""
    assert support(Proportion(0.4, 0.3, 0.5, 40, 100), 12, "en") == f"n{NB}<{NB}20"


@pytest.mark.parametrize(("n", "shown"), [(0, "0"), (1, f"<{NB}20"), (19, f"<{NB}20"), (48210, "48,210")])
def test_a_head_count_below_twenty_is_hidden_but_nobody_is_nobody(n, shown):
    """Zero tells nothing about anyone."""
    assert customers(n, "en") == shown


def test_money_is_written_with_its_sign():
    """A unit that is a currency code becomes a currency."""
    assert value(Estimate(31.2, 29, 33, 400, "EUR"), "de") == f"31,20{NB}€"


def test_a_period_may_be_open():
    """A stretch without a beginning shows its end."""
    assert period(None, date(2026, 10, 31), "de") == "31.10.2026"


def test_no_dot_dangles_at_the_end_of_a_line():
    """The dot between interval and n is bound to the n, so a new line begins with it."""
    assert support(Proportion(0.38, 0.36, 0.4, 380, 1000), None, "en") == "36\u201340% \u00b7\u00a0n\u00a0=\u00a01,000"


def test_an_interval_has_the_decimals_of_its_share_and_never_one_point():
    """60 % of very many: 59.8 to 60.2 %, since 60 to 60 % would be no interval; 5 % has one decimal anyway."""
    assert interval(Proportion(0.6, 0.598, 0.602, 60_000, 100_000), "en") == "59.8\u201360.2%"
    assert interval(Proportion(0.6, 0.58, 0.62, 600, 1000), "en") == "58\u201362%"
    assert interval(Proportion(0.05, 0.04, 0.06, 50, 1000), "en") == "4.0\u20136.0%"
