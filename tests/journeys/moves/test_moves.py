from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.stats import wilson
from wegweiser.stats.intervals import clustered

ENDINGS = {"(end)", "(converted)", "(left)"}
LOGS = st.lists(
    st.tuples(st.sampled_from(["Ana", "Ben", "Cem", "Dora"]), st.sampled_from(["ad", "view", "cart", "buy", "help"])),
    min_size=1,
    max_size=30,
)


def log_of(moves):
    """Return a log with one contact an hour."""
    return [(who, float(hour), event) for hour, (who, event) in enumerate(moves)]


def test_the_matrix_counts_closed_journeys_at_each_step(cast):
    """Five closed journeys: Ana's two, Ben's, Cem's two; at step 2 one of each ending is over."""
    rows = cast.journeys.moves.matrix("purchase", depth=3).rows()
    assert [(r["step"], r["touchpoint"], r["journeys"], r["of_journeys"]) for r in rows] == [
        (1, "ad", 2, 5),
        (1, "view", 2, 5),
        (1, "buy", 1, 5),
        (2, "view", 2, 5),
        (2, "buy", 1, 5),
        (2, "(converted)", 1, 5),
        (2, "(left)", 1, 5),
        (3, "cart", 1, 5),
        (3, "view", 1, 5),
        (3, "(converted)", 2, 5),
        (3, "(left)", 1, 5),
    ]
    assert rows[0]["share"] == pytest.approx(0.4)
    assert (rows[0]["lo"], rows[0]["hi"]) == (pytest.approx(0.1176, abs=1e-4), pytest.approx(0.7693, abs=1e-4))


WAYS = st.lists(st.sampled_from([("ad", "buy"), ("view", "buy"), ("ad", "view", "buy")]), min_size=1, max_size=4)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ways=st.lists(WAYS, min_size=1, max_size=3))
def test_journeys_of_one_customer_are_worth_less_than_journeys_of_many(open_shop, ways):
    """At each step, and from it to the next, intervals are those of journeys in customers; with one each, Wilson's.

    Ana, Ben and Cem are in three different buckets.
    """
    log = [
        (who, 24.0 * day + place, event)
        for who, journeys in zip(("Ana", "Ben", "Cem"), ways, strict=False)
        for day, journey in enumerate(journeys)
        for place, event in enumerate(journey)
    ]
    with open_shop() as shop:
        shop.load(log)
        shop.build()
        matrix, steps = shop.journeys.moves.matrix("purchase").rows(), shop.journeys.moves.steps("purchase").rows()
    units = [len(journeys) for journeys in ways]
    ended = [sum(len(way) == 2 for way in journeys) for journeys in ways]
    places = {
        (1, "ad"): [sum(way[0] == "ad" for way in journeys) for journeys in ways],
        (2, "view"): [n - e for n, e in zip(units, ended, strict=True)],
        (3, "(converted)"): ended,
    }
    for row in (row for row in matrix if (row["step"], row["touchpoint"]) in places):
        known = clustered(places[row["step"], row["touchpoint"]], units)
        assert (row["lo"], row["hi"]) == pytest.approx((known.lo, known.hi), abs=1e-9)
        plain = wilson(row["journeys"], row["of_journeys"])
        assert row["hi"] - row["lo"] >= plain.hi - plain.lo - 1e-9
    left = places[1, "ad"]
    onward = [sum(way[:2] == ("ad", "view") for way in journeys) for journeys in ways]
    for row in (row for row in steps if (row["step"], row["source"], row["target"]) == (1, "ad", "view")):
        known = clustered(onward, left)
        assert (row["lo"], row["hi"]) == pytest.approx((known.lo, known.hi), abs=1e-9)


def test_the_matrix_can_leave_the_ends_out(cast):
    """Of three whole histories one touchpoint each is there at step 6, and nothing says who is over."""
    rows = cast.journeys.moves.matrix(depth=6, ends=False).rows()
    assert [(r["touchpoint"], r["journeys"]) for r in rows if r["step"] == 6] == [("buy", 1)]
    assert not ENDINGS & {r["touchpoint"] for r in rows}


def test_the_steps_tell_converted_from_left(cast):
    """Ana's second journey is one purchase and converts at once; Cem's first is one look, and he leaves."""
    rows = cast.journeys.moves.steps("purchase", depth=3, top=2).rows()
    assert [(r["step"], r["source"], r["target"], r["journeys"], r["customers"]) for r in rows] == [
        (1, "ad", "view", 2, 2),
        (1, "(other)", "(converted)", 1, 1),
        (1, "view", "(left)", 1, 1),
        (1, "view", "buy", 1, 1),
        (2, "buy", "(converted)", 1, 1),
        (2, "view", "cart", 1, 1),
        (2, "view", "view", 1, 1),
    ]
    assert [(r["of_journeys"], r["share"]) for r in rows[2:4]] == [(2, 0.5), (2, 0.5)]


def test_without_a_goal_every_exit_is_one(cast):
    """Cem's history is three contacts long, so he is the one who leaves after step 3."""
    rows = cast.journeys.moves.steps(depth=4, top=5).rows()
    assert [(r["step"], r["source"], r["journeys"]) for r in rows if r["target"] == "(end)"] == [(3, "buy", 1)]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=LOGS, top=st.integers(1, 3), goal=st.sampled_from([None, "purchase"]))
def test_what_comes_to_a_place_goes_on_from_it(open_shop, moves, top, goal):
    """The flow is conserved at each step, and the first step holds all journeys."""
    with open_shop() as shop:
        shop.load(log_of(moves))
        shop.build()
        rows = shop.journeys.moves.steps(goal, depth=5, top=top).rows()
        matrix = shop.journeys.moves.matrix(goal, depth=5).rows()
    coming, going = Counter(), Counter()
    for row in rows:
        going[row["step"], row["source"]] += row["journeys"]
        if row["target"] not in ENDINGS:
            coming[row["step"] + 1, row["target"]] += row["journeys"]
    assert {place: n for place, n in coming.items() if place[0] < 5} == {p: n for p, n in going.items() if p[0] > 1}
    at = Counter()
    for row in matrix:
        at[row["step"]] += row["journeys"]
        assert row["of_journeys"] == matrix[0]["of_journeys"]
    assert set(at.values()) <= {sum(n for (step, _), n in going.items() if step == 1)}


def test_the_graph_marks_the_ways_back(cast):
    """Ben goes from the cart back to looking; Cem's and Ana's moves lead on."""
    graph = cast.journeys.moves.graph(share=1)
    assert graph.shown == 1.0
    back = [(r["source"], r["target"], r["transitions"]) for r in graph.edges.rows() if r["back"]]
    assert back == [("cart", "view", 1)]
    nodes = [(r["touchpoint"], r["phase"], r["customers"], r["contacts"]) for r in graph.nodes.rows()]
    assert nodes == [
        ("ad", "awareness", 2, 2),
        ("view", "consideration", 3, 6),
        ("buy", "conversion", 2, 3),
        ("cart", "conversion", 2, 3),
    ]


def test_the_graph_keeps_the_heaviest_moves_until_the_share_is_shown(cast):
    """Of eleven moves view to cart has three; each touchpoint keeps its heaviest way in and out besides."""
    graph = cast.journeys.moves.graph(share=0.2)
    assert [(r["source"], r["target"], r["transitions"]) for r in graph.edges.rows()] == [
        ("view", "cart", 3),
        ("ad", "view", 2),
        ("buy", "buy", 1),
        ("cart", "buy", 1),
    ]
    assert graph.edges.column("of_transitions")[0] == 11
    assert graph.shown == pytest.approx(7 / 11)


def test_going_back_counts_customers_of_all_who_could(cast):
    """One of three customers goes back at all: Ben, one of two who met the cart, after six minutes."""
    rows = cast.journeys.moves.back().rows()
    assert [(r["source"], r["target"], r["transitions"], r["customers"], r["of_customers"]) for r in rows] == [
        ("(any)", "(any)", 1, 1, 3),
        ("cart", "view", 1, 1, 2),
    ]
    assert rows[1]["median_s"] == pytest.approx(360)
    assert (rows[1]["source_phase"], rows[1]["target_phase"]) == ("conversion", "consideration")


def test_moves_are_contacts_less_histories(cast):
    """Fourteen contacts of three customers are eleven moves, whichever way they are counted."""
    graph = cast.journeys.moves.graph(share=1)
    assert sum(graph.edges.column("transitions")) == sum(graph.nodes.column("contacts")) - 3 == 11


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=LOGS)
def test_the_order_of_rows_never_matters(open_shop, moves):
    """The log read backwards gives the same graph and the same ways back."""
    answers = []
    for log in (log_of(moves), log_of(moves)[::-1]):
        with open_shop() as shop:
            shop.load(log)
            shop.build()
            graph = shop.journeys.moves.graph()
            answers.append((graph.nodes.rows(), graph.edges.rows(), shop.journeys.moves.back().rows()))
    assert answers[0] == answers[1]


def test_a_shop_without_events_answers_with_nothing(shop):
    """No row anywhere, and nothing of nothing is shown."""
    shop.load([])
    shop.build()
    moves = shop.journeys.moves
    assert [len(r) for r in (moves.matrix(), moves.steps("purchase"), moves.back("purchase"))] == [0, 0, 0]
    assert moves.graph().shown == 0.0


def test_impossible_questions_are_refused_with_the_reason(cast):
    """A flow of one step, no touchpoint at all, a share above all there is, a goal nobody set."""
    moves = cast.journeys.moves
    with pytest.raises(InvalidSetting, match=r"depth is 1; it must be at least 2\n.*top is 0"):
        moves.steps(depth=1, top=0)
    with pytest.raises(InvalidSetting, match="depth is 0"):
        moves.matrix(depth=0)
    with pytest.raises(InvalidSetting, match=r"share is 1\.2"):
        moves.graph(share=1.2)
    with pytest.raises(UnknownName, match="purchse"):
        moves.back("purchse")


def test_the_notes_name_the_goal_in_german(cast):
    """Definition and denominator stand beside the rows in both languages."""
    assert cast.journeys.moves.steps("purchase").note["de"].startswith("Abgeschlossene Kundenreisen zum Ziel Purchase")


def test_ways_are_told_with_their_customers_and_lengths(cast):
    """Each of the three histories is a way of its own, repeats in a row counted once; only Ben reaches no goal."""
    rows = cast.journeys.moves.variants().rows()
    paths = {tuple(r["path"]): r for r in cast.journeys.paths(collapse=True).rows()}
    assert {tuple(r["path"]) for r in rows} == set(paths)
    assert [(r["journeys"], r["customers"], r["of_journeys"]) for r in rows] == [(1, 1, 3)] * 3
    assert sum(r["converted"] for r in rows) == 2
    assert rows[-1]["cumulative"] == 1.0


def test_no_way_at_all_is_asked_for(cast):
    """At least one way is asked for."""
    with pytest.raises(InvalidSetting):
        cast.journeys.moves.variants(top=0)
