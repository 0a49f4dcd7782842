from __future__ import annotations

from drawn import CREDIT, EXPECTED, MODELS, SCORES, felt, share
from walked import LEVERS, NAMES

from wegweiser.maps.drawings import dots


def test_scores_say_which_stands_clearly_above_which():
    """The product page (up to -1.1) lies below the long name (from 0.6); the cart's 12 people say nothing."""
    made = dots.scores(SCORES[:2], dots.FEELING, "en")
    assert made.title == "“Advertisement” stands clearly above “Product page”"
    assert made.data[1] == ("Product page", -1.2, "\u22121.3 to \u22121.1", 900)


def test_scores_that_overlap_are_not_told_apart():
    """0.2 and 0.3, both give or take 0.1."""
    rows = (dots.Score("A", felt(0.2)), dots.Score("B", felt(0.3)))
    assert dots.scores(rows, dots.FEELING, "en").title == "No clear difference between the 2 shown"


def test_few_people_get_no_dot():
    """Twelve people: n < 20 stands there, and the table holds no figure."""
    made = dots.scores(SCORES, dots.FEELING, "en")
    assert made.data[3] == ("Cart", None, None, None)
    assert ">n\u00a0&lt;\u00a020</text>" in made.svg
    assert made.svg.count("<title>") == 3


def test_fewer_than_thirty_are_hollow():
    """25 people answered about the long name; its dot is filled with the ground."""
    assert dots.scores(SCORES, dots.FEELING, "en").svg.count('fill="var(--surface)"') == 1


def test_shares_stand_in_percent():
    """300 of 900 in German."""
    made = dots.scores((dots.Score("Mai", share(300, 900)),), dots.Scoring("Anteil"), "de")
    assert made.table.rows[0][1:] == ("33\u00a0%", "30\u201336\u00a0%", "n\u00a0=\u00a0900")


def test_credit_names_where_models_disagree_most():
    """Advertisement: 10 to 40 %; the product page: 20 to 24 %."""
    made = dots.attribution(MODELS, CREDIT[:2], "en")
    assert made.title == "Models disagree most about “Advertisement”: 10% to 40% of the credit"
    assert made.note.startswith("Credit is no effect")
    assert made.data[0] == ("Advertisement", 0.4, 0.1, 0.22, 0.25, 0.21, 0.3)


def test_numbers_of_models_never_cover_each_other():
    """Shares of 20 to 24 % stand so close that they are drawn in lanes below each other."""
    made = dots.attribution(MODELS, CREDIT[1:2], "en")
    assert made.svg.count(">6</text>") == 2


def test_a_gap_is_what_is_felt_less_what_was_expected():
    """-0.4 felt, 1.2 expected: 1.6 short; five people are not shown."""
    made = dots.expectations(EXPECTED, "en")
    assert made.title == "“Product page” falls furthest short of what is expected"
    assert made.data[0] == ("Product page", 1.2, -0.4, -1.6, 200)
    assert made.data[2][1:] == (None, None, None, None)


def test_drivers_come_in_their_order_and_claim_no_cause():
    """0.21 before 0.12; the interval of 0.01 holds zero."""
    rows = (dots.Score("A", felt(0.12, 0.05)), dots.Score("B", felt(0.21, 0.06)), dots.Score("C", felt(0.01, 0.03)))
    made = dots.drivers(rows, "Satisfaction", "en")
    assert [row[0] for row in made.data] == ["B", "A", "C"]
    assert made.title == "“B” goes with it most"
    assert "No proof of a cause" in made.how


def test_levers_have_a_picture_for_telephones():
    """The same levers, words above their marks; a range has no dot."""
    made = dots.levers(LEVERS, {"buy": NAMES["buy"]}, "en")
    assert 'id="levers-small-title"' in made.small
    assert "+6.1 pts." in made.small
    assert "goes with, no effect" in made.small
