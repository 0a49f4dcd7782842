"""Responses to campaigns, worked by hand: two letters, an advert, and who came with their coupon."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pytest

from wegweiser.collect import tables as collected
from wegweiser.domain.phases import phase_model
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.i18n import read
from wegweiser.journeys import Registry
from wegweiser.stats import wilson

PLACES = {"letter_a": "mail", "letter_b": "mail", "advert": "print", "coupon": "store"}
CODES = {
    (event, campaign): code
    for code, (event, campaign) in enumerate(
        (event, campaign) for event in PLACES for campaign in ("", "spring", "summer", "autumn")
    )
}
Contact = tuple[str, float, str, str]
"""Who, how many days after the start, where, and with which campaign."""
LOG: list[Contact] = [
    ("Ana", 0, "letter_a", "spring"),
    ("Ana", 2, "coupon", "spring"),
    ("Ana", 5, "coupon", "spring"),
    ("Ana", 9, "letter_a", "summer"),
    ("Ben", 0, "letter_a", "spring"),
    ("Ben", 3, "coupon", "summer"),
    ("Ben", 4, "letter_b", "autumn"),
    ("Cem", 0, "letter_a", "spring"),
    ("Cem", 1, "letter_a", "spring"),
    ("Cem", 4, "coupon", "spring"),
    ("Cem", 5, "coupon", ""),
    ("Cem", 6, "advert", "autumn"),
]
"""Ana answers one of two letters, Cem the only one he got; Ben's coupon comes without a letter."""


@pytest.fixture
def answered(shop):
    """Return what answers a log of contacts with campaigns."""
    touchpoints = tuple(Touchpoint(n, n, Match(event=n), channel=c, phase="awareness") for n, c in PLACES.items())
    shop.registry = Registry(touchpoints, phase_model("five"), ())

    def load(log: Sequence[Contact]):
        codes = {"signature": [CODES[event, campaign] for _, _, event, campaign in log]}
        shop.load([(who, 24 * days, "ad") for who, days, _, _ in log], extra=codes)
        names = {
            "code": pa.array(CODES.values(), pa.int32()),
            "source": ["shop"] * len(CODES),
            "event": [event for event, _ in CODES],
            "channel": [PLACES[event] for event, _ in CODES],
            "campaign": [campaign for _, campaign in CODES],
        }
        shop.publish(collected.SIGNATURE, "all", pa.table(names), {})
        shop.build()
        return shop.journeys.responses()

    return load


def told(result):
    """Return the rows without their shares."""
    names = ("touchpoint", "response", "receipts", "responded", "customers", "median_days")
    return [tuple(row[name] for name in names) for row in result.rows()]


def test_of_the_letters_received_those_are_counted_that_were_answered(answered):
    """Four receipts of letter A (Ana two, Ben, Cem) and two coupons, after 2 and 4 days; letter B: one, none."""
    assert told(answered(LOG)) == [("letter_a", "coupon", 4, 2, 3, 3.0), ("letter_b", "coupon", 1, 0, 1, None)]


def test_what_came_first_is_what_was_received(answered):
    """A coupon before its letter is no response to it, and Ben's is not even received as one."""
    rows = [("Ana", 0, "coupon", "spring"), ("Ana", 1, "letter_a", "spring"), ("Ben", 0, "letter_a", "spring")]
    assert told(answered(rows)) == [("coupon", "letter_a", 1, 1, 1, 1.0)]


def test_of_one_moment_the_order_of_the_file_counts(answered):
    """Letter and coupon of the same time: the line above is the first."""
    rows = [("Ana", 0, "letter_a", "spring"), ("Ana", 0, "coupon", "spring")]
    assert told(answered(rows)) == [("letter_a", "coupon", 1, 1, 1, 0.0)]


def test_without_campaigns_there_is_no_response(answered):
    """A coupon nobody sent out answers nothing."""
    assert told(answered([("Ana", 0, "coupon", ""), ("Ana", 1, "letter_a", "")])) == []


def test_one_letter_each_gives_the_interval_of_wilson(answered):
    """30 of 40 customers answered their only letter, so the design effect is 1."""
    log: list[Contact] = [(f"customer {n}", 0, "letter_a", "spring") for n in range(40)]
    log += [(f"customer {n}", 1, "coupon", "spring") for n in range(30)]
    (row,) = answered(log).rows()
    known = wilson(30, 40)
    assert (row["share"], row["lo"], row["hi"]) == pytest.approx((0.75, known.lo, known.hi))


def test_three_letters_to_the_same_customers_say_no_more_than_one(answered):
    """Customers who answer all three letters or none: the interval is that of 40 customers, not of 120 letters."""
    three = ("spring", "summer", "autumn")
    log: list[Contact] = [(f"customer {n}", 0, "letter_a", campaign) for n in range(40) for campaign in three]
    log += [(f"customer {n}", 1, "coupon", campaign) for n in range(30) for campaign in three]
    (row,) = answered(log).rows()
    known = wilson(30, 40)
    assert (row["receipts"], row["responded"], row["customers"]) == (120, 90, 40)
    assert (row["lo"], row["hi"]) == pytest.approx((known.lo, known.hi))


def test_the_note_says_what_a_receipt_is_and_that_nothing_was_drawn_by_lot(answered):
    """Definition, kind of interval and the warning against causes stand beside the figures."""
    note = read(answered(LOG).note, "en")
    assert "Receipts" in note
    assert "widened" in note
    assert "not drawn by lot" in note
