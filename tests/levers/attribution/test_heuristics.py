"""The models that look at one journey at a time, worked by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wegweiser.domain.attribution import HEURISTICS, Basis
from wegweiser.errors import InvalidSetting, UnknownName

BUYING = Basis("purchase")
ANA = ("Ana", "ad mail ad post buy", 40.0)
BEN = ("Ben", "ad visit", None)
CEM = ("Cem", "mail visit buy", 10.0)


@pytest.mark.parametrize(
    ("model", "parts"),
    [
        ("first", (1.0, 1.0, 0.0, 0.0)),
        ("last", (0.0, 0.0, 1.0, 1.0)),
        ("last_non_direct", (0.0, 1.0, 1.0, 0.0)),
        ("linear", (0.5, 0.75, 0.25, 0.5)),
        ("unique_linear", (1 / 3, 1 / 3 + 0.5, 1 / 3, 0.5)),
        ("position", (0.4 + 0.1, 0.1 + 0.5, 0.4, 0.5)),
    ],
)
def test_two_conversions_are_divided(told, column, model, parts):
    """Ana came over ad, mail, ad and post, Cem over mail and a direct visit; Ben, who left, gets nobody anything."""
    found = column(told(ANA, BEN, CEM).credit(BUYING, [model]), "credit")
    assert found == pytest.approx(dict(zip(("ad", "mail", "post", "visit"), parts, strict=True)), abs=1e-6)


def test_what_is_nearer_counts_more(told, column):
    """Ad one week before the mail, and that a day before buying: 1 to 2 after a half-life of seven days."""
    answers = told(("Ana", "ad mail@168 buy@192", 30.0))
    found = answers.credit(BUYING, ["decay"])
    assert column(found, "credit") == {"ad": 0.333333, "mail": 0.666667, "post": 0.0, "visit": 0.0}
    assert column(found, "value")["mail"] == 20.0
    slower = Basis("purchase", half_life=timedelta(days=7 / 2))
    assert column(answers.credit(slower, ["decay"]), "credit")["ad"] == 0.2


def test_one_contact_gets_all_and_two_get_half_each(told, column):
    """The rule of Google and Snowplow for positions; a channel that is first and last gets both parts."""
    one = told(("Ana", "ad buy", None)).credit(BUYING, ["position"])
    assert column(one, "credit")["ad"] == 1.0
    both = told(("Ana", "ad mail ad buy", None)).credit(BUYING, ["position"])
    assert column(both, "credit") == {"ad": 0.8, "mail": 0.2, "post": 0.0, "visit": 0.0}


def test_all_direct_visits_keep_the_last_one(told, column):
    """Last non-direct has nobody else to turn to."""
    assert column(told(("Ana", "visit visit buy", None)).credit(BUYING, ["last_non_direct"]), "credit")["visit"] == 1.0


def test_steps_by_construction_and_the_goal_itself_never_count(told):
    """The cart precedes every purchase; the note says what was left out."""
    found = told(("Ana", "ad cart buy", 5.0)).credit(BUYING, ["last"])
    assert [(row["touchpoint"], row["credit"]) for row in found.rows() if row["credit"]] == [("ad", 1.0)]
    assert "Left out: cart, buy." in found.note["en"]


def test_what_nobody_touched_stands_beside(told):
    """Cem bought without any contact that counts: his conversion and value are nobody's, and the sum stays two."""
    rows = (
        told(("Ana", "ad buy", 40.0), ("Cem", "cart buy", 2.0)).credit(BUYING, ["linear", "markov_1", "shapley"]).rows()
    )
    beside = [
        (r["model"], r["credit"], r["value"], r["share"], r["rank"]) for r in rows if r["touchpoint"] == "(no contact)"
    ]
    assert beside == [(model, 1.0, 2.0, 0.5, None) for model in ("linear", "markov_1", "shapley")]


def test_participation_stands_beside_the_credit(told, column):
    """Mail is in both conversions, ad in one of two; the interval is Wilson's."""
    found = told(ANA, BEN, CEM).credit(BUYING, ["first"])
    assert column(found, "touching") == {"ad": 1, "mail": 2, "post": 1, "visit": 1}
    assert column(found, "participation_lo", digits=4)["mail"] == 0.3424
    assert column(found, "customers")["mail"] == 2


def test_ranks_are_shared_by_equals(told, column):
    """Ad and mail have one first contact each, the others none."""
    found = told(ANA, BEN, CEM).credit(BUYING, ["first"])
    assert column(found, "rank") == {"ad": 1, "mail": 1, "post": 3, "visit": 3}


def test_no_value_anywhere_leaves_value_empty(told):
    """Without amounts there is nothing to divide but conversions."""
    found = told(("Ana", "ad buy", None)).credit(BUYING)
    assert {row["value"] for row in found.rows()} == {None}


def test_nothing_closed_is_no_error(told):
    """A workspace whose journeys all are of somebody who left has credit of nothing, for every model."""
    found = told(("Ben", "ad mail", None)).credit(BUYING)
    assert {row["credit"] for row in found.rows()} == {0.0}
    assert "0 conversions and 1 lost journeys" in found.note["en"]


def test_every_answer_calls_itself_credit(told):
    """The note opens with what credit is not, in both languages."""
    note = told(ANA).credit(BUYING, HEURISTICS).note
    assert note["en"].startswith("Credit, not effect")
    assert note["de"].startswith("Zurechnung, nicht Wirkung")
    assert "1 conversions and 0 lost journeys that began from 2 Mar 2026 to 2 Mar 2026" in note["en"]


def test_unknown_names_are_refused(told):
    """A goal, a model, or something to leave out that nobody defined."""
    answers = told(ANA)
    for basis, models in (
        (Basis("purchas"), ["first"]),
        (BUYING, ["frist"]),
        (Basis("purchase", without=("adverts",)), ["first"]),
    ):
        with pytest.raises(UnknownName):
            answers.credit(basis, models)
    with pytest.raises(InvalidSetting, match="nothing can be had"):
        answers.credit(BUYING, [])


def test_a_basis_that_means_nothing_is_refused():
    """A length of time below zero, an unknown receiver, a period that ends before it begins."""
    period = {"since": date(2026, 2, 1), "until": date(2026, 1, 1)}
    for wrong in ({"lookback": timedelta()}, {"half_life": timedelta(days=-1)}, {"by": "campaign"}, period):
        with pytest.raises(InvalidSetting):
            Basis("purchase", **wrong)


def test_with_everything_left_out_nobody_gets_anything(told):
    """All conversions then stand beside, for every model that can be had."""
    basis = Basis("purchase", without=("search", "social", "email", "direct"))
    rows = told(ANA, BEN, CEM).credit(basis).rows()
    assert {(row["touchpoint"], row["credit"], row["value"]) for row in rows} == {("(no contact)", 2.0, 50.0)}


def test_contacts_that_never_count_leave_the_models_empty(told):
    """Ana only met the cart: the chain and the game have no journey, and her purchase is nobody's."""
    rows = told(("Ana", "cart buy", 5.0)).credit(BUYING, ["markov_2", "shapley"]).rows()
    assert {row["credit"] for row in rows if row["touchpoint"] != "(no contact)"} == {0.0}
    assert [row["value"] for row in rows if row["touchpoint"] == "(no contact)"] == [5.0, 5.0]


def test_a_period_without_journeys_says_so(told):
    """Nothing closed before the shop existed."""
    found = told(ANA).credit(Basis("purchase", until=date(2020, 1, 1)), ["linear", "markov_1"])
    assert {row["credit"] for row in found.rows()} == {0.0}
    assert "Goal Purchase: no journey has closed yet." in found.note["en"]


def test_a_chain_remembers_one_to_three_contacts(told):
    """Order 4 is refused."""
    with pytest.raises(InvalidSetting, match="order 4 is not 1, 2 or 3"):
        told(ANA).removal(BUYING, 4)


def test_many_items_have_shapley_values_only_on_request(counted_paths):
    """Seventeen touchpoints: the game is left out unless it is named."""
    many = " > ".join(f"t{n:02}" for n in range(17))
    answers = counted_paths(f"path,total_conversions,total_conversion_value,total_null\n{many},1,1,3\nt00,1,1,5\n")
    assert "shapley" not in answers.credit(Basis()).column("model")
    assert set(answers.credit(Basis(), ["shapley"]).column("model")) == {"shapley"}


def test_without_journeys_the_shortest_memory_is_taken(told):
    """Nobody is left to hold out: 'markov' is order 1, and asking for the order says why there is none."""
    nothing = Basis("purchase", until=date(2020, 1, 1))
    assert set(told(ANA).credit(nothing, ["markov"]).column("model")) == {"markov_1"}
    with pytest.raises(InvalidSetting, match="no journey with a contact"):
        told(ANA).order(nothing)
