"""What becomes of paths before credit is divided."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wegweiser.domain.attribution import Basis, By
from wegweiser.errors import InvalidSetting, WorkspaceProblem

ANA = ("Ana", "ad ad mail@1 ad@5 buy@6", None)


@pytest.mark.parametrize(
    ("transform", "ad", "mail"),
    [
        ({}, 0.75, 0.25),
        ({"collapse": True}, 2 / 3, 1 / 3),
        ({"unique": True}, 0.5, 0.5),
        ({"collapse": True, "unique": True}, 0.5, 0.5),
        ({"lookback": timedelta(hours=5)}, 0.6666667, 0.3333333),
        ({"lookback": timedelta(hours=2)}, 1.0, 0.0),
        ({"without": ("ad",)}, 0.0, 1.0),
        ({"without": ("search",)}, 0.0, 1.0),
    ],
)
def test_contacts_count_as_the_basis_says(told, column, transform, ad, mail):
    """Ana met ad, ad (an hour later: with the mail), mail, and after four hours of silence ad again; linear credit."""
    found = column(told(ANA).credit(Basis("purchase", **transform), ["linear"]), "credit")
    assert (found.get("ad", 0.0), found["mail"]) == pytest.approx((ad, mail), abs=1e-6)


def test_only_the_first_contact_of_a_session_may_count(told, column):
    """Four hours of silence part ad, ad, mail from ad, buy: the two sessions open with a mail and an ad."""
    answers = told(("Ana", "mail ad@0.2 post@0.4 ad@5 mail@5.1 buy@5.2", None))
    found = column(answers.credit(Basis("purchase", session_first=True), ["linear"]), "credit")
    assert found == {"mail": 0.5, "ad": 0.5, "post": 0.0, "visit": 0.0}


def test_a_contact_that_does_not_count_keeps_a_session_going(told, column):
    """The cart at 0.4 hours lies between two contacts 0.8 hours apart: one session, which opens with the mail."""
    answers = told(("Ana", "mail cart@0.4 ad@0.8 buy@0.9", None))
    found = column(answers.credit(Basis("purchase", session_first=True), ["linear"]), "credit")
    assert found["mail"] == 1.0


def test_channels_get_the_credit_of_their_touchpoints(told, column):
    """Ad is search and mail is e-mail; the direct visit is a channel like any other."""
    found = told(("Ana", "ad mail visit buy", None)).credit(Basis("purchase", by=By.CHANNEL), ["linear", "markov_1"])
    assert column(found, "credit", "linear") == {
        "direct": 0.333333,
        "email": 0.333333,
        "search": 0.333333,
        "social": 0.0,
    }
    assert found.columns[1] == "channel"


def test_transforms_reach_the_chain_too(told, column):
    """Without the ad, the chain knows only the mail."""
    answers = told(("Ana", "ad mail buy", None), ("Ben", "ad", None))
    found = answers.removal(Basis("purchase", without=("ad",)))
    assert column(found, "effect") == {"mail": 1.0, "post": 0.0, "visit": 0.0}
    reshaped = answers.removal(Basis("purchase", without=("ad",), collapse=True))
    assert column(reshaped, "effect") == column(found, "effect")


def test_only_journeys_that_closed_in_the_period_count(told):
    """Ana buys on 2 March, Cem a day later."""
    answers = told(("Ana", "ad buy", None), ("Cem", "mail buy@24", None))

    def credited(**period):
        rows = answers.credit(Basis("purchase", **period), ["last"]).rows()
        return {row["touchpoint"] for row in rows if row["credit"] > 0}

    assert credited(until=date(2026, 3, 2)) == {"ad"}
    assert credited(since=date(2026, 3, 3)) == {"mail"}
    assert credited(since=date(2026, 3, 2), until=date(2026, 3, 3)) == {"ad", "mail"}


def test_the_note_names_every_transform(told):
    """Whoever reads a figure sees what its paths are made of."""
    basis = Basis("purchase", collapse=True, unique=True, session_first=True, lookback=timedelta(days=7))
    note = told(ANA).credit(basis, ["last"]).note["en"]
    for sentence in (
        "Only the first contact of a session counts.",
        "Repeats in a row count once.",
        "Whatever was met counts once per journey.",
        "Only contacts within 7\u00a0days before the end count.",
    ):
        assert sentence in note


def test_counted_paths_know_no_times(counted_paths):
    """A lookback, sessions or a period would need what they do not have."""
    answers = counted_paths("path,total_conversions,total_conversion_value,total_null\na > b,1,1,3\n")
    for basis in (Basis(lookback=timedelta(days=1)), Basis(session_first=True), Basis(since=date(2026, 1, 1))):
        with pytest.raises(InvalidSetting, match="no times"):
            answers.credit(basis)


def test_spaces_around_an_arrow_do_not_matter(counted_paths, column):
    """'a>b' and 'a > b' are one path, whatever the order of the rows."""
    answers = counted_paths(
        "path,total_conversions,total_conversion_value,total_null\na>b,1,1,3\na > b,2,1,0\nb,1,1,0\n"
    )
    assert column(answers.credit(Basis(), ["first"]), "credit") == {"a": 3.0, "b": 1.0}


def test_without_goal_and_counted_paths_there_is_nothing(told):
    """The error says what to name."""
    with pytest.raises(WorkspaceProblem, match="No goal is named"):
        told(ANA).credit(Basis())
