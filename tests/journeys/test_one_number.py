"""The same number in every view: what two answers both count, they count alike, in a shop by lot and in real clicks."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from tests.journeys.conftest import Shop, by_lot, journeys_of

from wegweiser.warehouse import Warehouse

CHECKOUT = ("cart", "shipping_details", "purchase")
EVER = "period:2000-01..2100-12"


@pytest.fixture(scope="module", params=["by lot", pytest.param("clicks", marks=pytest.mark.data)])
def asked(request, tmp_path_factory):
    """Return journeys, three touchpoints in order, and a goal: of a shop filled by lot, or of the planted clicks."""
    if request.param == "clicks":
        with journeys_of(request.getfixturevalue("clickstream")) as journeys:
            yield journeys, CHECKOUT, "purchase"
        return
    with Warehouse(tmp_path_factory.mktemp("lot"), threads=1) as warehouse:
        shop = Shop(warehouse)
        shop.load(by_lot())
        shop.build()
        yield shop.journeys, ("view", "cart", "buy"), "purchase"


def sums(result, by, of):
    """Return a column summed by another one."""
    found = Counter()
    for row in result.rows():
        found[row[by]] += row[of]
    return dict(found)


@pytest.mark.parametrize(("unit", "whose"), [("customer", "journey"), ("session", "session")])
def test_a_funnel_reaches_what_a_pattern_finds(asked, unit, whose):
    """Each step of an ordered funnel without a window is a pattern of steps that come eventually."""
    journeys, steps, _ = asked
    ways = [" ->> ".join(steps[: place + 1]) for place in range(len(steps))]
    found = [journeys.patterns.search(way, unit=whose).one() for way in ways]
    funnel = journeys.funnel(steps, unit=unit)
    assert funnel.column("reached") == [row["matches"] for row in found]
    assert funnel.column("customers") == [row["customers"] for row in found]


def test_a_pattern_of_a_time_is_the_funnel_of_that_window(asked):
    """`within 1 day` and a window of a day are the same rule, ties included."""
    journeys, steps, _ = asked
    found = journeys.patterns.search(f"{' ->> '.join(steps)} within 1 day").one()["matches"]
    assert journeys.funnel(steps, within=timedelta(days=1)).rows()[-1]["reached"] == found


def test_the_first_step_of_a_funnel_is_the_reach_of_its_touchpoint(asked):
    """Whoever met the touchpoint is at the funnel's first step, on the list of touchpoints and in the graph."""
    journeys, steps, _ = asked
    met = {row["touchpoint"]: (row["customers"], row["contacts"]) for row in journeys.touchpoints().rows()}
    assert journeys.funnel(steps).rows()[0]["reached"] == met[steps[0]][0]
    nodes = journeys.moves.graph().nodes.rows()
    assert {row["touchpoint"]: (row["customers"], row["contacts"]) for row in nodes} == met


@pytest.mark.parametrize("aim", [None, "goal"])
def test_transitions_are_contacts_less_journeys_and_with_ends_plus_journeys(asked, aim):
    """Every journey has one move less than contacts, one way in and one way out."""
    journeys, _, goal = asked
    named = goal if aim else None
    paths = journeys.paths(named, top=10**6).rows()
    walks, contacts = sum(p["journeys"] for p in paths), sum(p["journeys"] * len(p["path"]) for p in paths)
    assert sum(journeys.transitions(named).column("transitions")) == contacts - walks
    assert sum(journeys.transitions(named, ends=True).column("transitions")) == contacts + walks
    if aim is None:
        summary = journeys.summary().one()
        assert (walks, contacts) == (summary["customers"], summary["steps"])


@pytest.mark.parametrize("aim", [None, "goal"])
def test_where_journeys_begin_is_the_same_in_matrix_flow_and_transitions(asked, aim):
    """Step 1 of the matrix, the sources of the first step of the flow, and the moves that leave '(start)'."""
    journeys, _, goal = asked
    named = goal if aim else None
    ways_in = [row for row in journeys.transitions(named, ends=True).rows() if row["source"] == "(start)"]
    starts = {row["target"]: row["transitions"] for row in ways_in}
    first = [row for row in journeys.moves.matrix(named).rows() if row["step"] == 1]
    assert {row["touchpoint"]: row["journeys"] for row in first} == starts
    flow = journeys.moves.steps(named, depth=2, top=99)
    assert sums(flow, "source", "journeys") == starts
    paths = Counter()
    for row in journeys.paths(named, top=10**6).rows():
        paths[row["path"][0]] += row["journeys"]
    assert paths == starts


@pytest.mark.parametrize("aim", [None, "goal"])
def test_the_step_flow_keeps_everybody_and_is_the_matrix(asked, aim):
    """What comes to a place leaves it in the next step, and each step's places are the matrix's."""
    journeys, _, goal = asked
    named = goal if aim else None
    flow = journeys.moves.steps(named, depth=6, top=99).rows()
    matrix = journeys.moves.matrix(named, depth=6, ends=False).rows()
    for step in range(1, 5):
        here, following = ([row for row in flow if row["step"] == s] for s in (step, step + 1))
        arriving, leaving = Counter(), Counter()
        for row in here:
            if row["target"] not in {"(end)", "(converted)", "(left)"}:
                arriving[row["target"]] += row["journeys"]
        for row in following:
            leaving[row["source"]] += row["journeys"]
        assert arriving == leaving
        assert leaving == {row["touchpoint"]: row["journeys"] for row in matrix if row["step"] == step + 1}


@pytest.mark.parametrize("aim", [None, "goal"])
def test_the_whole_graph_holds_all_transitions(asked, aim):
    """With all of them shown, moves of the graph and transitions are the same list; going back is part of it."""
    journeys, _, goal = asked
    named = goal if aim else None
    moves = {(r["source"], r["target"]): (r["transitions"], r["customers"]) for r in journeys.transitions(named).rows()}
    graph = journeys.moves.graph(named, share=1.0)
    assert {(r["source"], r["target"]): (r["transitions"], r["customers"]) for r in graph.edges.rows()} == moves
    assert graph.shown == pytest.approx(1)
    back = {(r["source"], r["target"]): r["transitions"] for r in journeys.moves.back(named).rows()[1:]}
    assert back == {(r["source"], r["target"]): r["transitions"] for r in graph.edges.rows() if r["back"]}


def test_closed_journeys_are_the_same_for_goals_paths_patterns_and_drop_off(asked):
    """Converted and lost journeys are all there are in every view of the goal."""
    journeys, _, goal = asked
    row = next(row for row in journeys.goals().rows() if row["goal"] == goal)
    closed = row["converted"] + row["lost"]
    paths = journeys.paths(goal, top=10**6)
    assert (sum(paths.column("journeys")), sum(paths.column("converted"))) == (closed, row["converted"])
    collapsed = journeys.paths(goal, top=10**6, collapse=True)
    assert (sum(collapsed.column("journeys")), sum(collapsed.column("converted"))) == (closed, row["converted"])
    search = journeys.patterns.search("any", goal).one()
    assert (search["matches"], search["of"], search["converted"]) == (closed, closed, row["converted"])
    assert journeys.moves.matrix(goal).rows()[0]["of_journeys"] == closed
    assert sum(journeys.dropoff(goal).column("ends")) == row["lost"]
    months = journeys.months(goal).rows()
    assert sum(month["conversions"] for month in months) == row["converted"]
    assert journeys.reasons.conformance(["awareness", "conversion"], goal=goal).rows()[0]["of_journeys"] == closed


def test_conversions_are_the_same_whatever_is_asked_about_their_time(asked):
    """Histogram, quantiles, hours, repeats and the last day of waiting count the conversions of the goal."""
    journeys, _, goal = asked
    row = next(row for row in journeys.goals().rows() if row["goal"] == goal)
    converted, closed = row["converted"], row["converted"] + row["lost"]
    assert sum(journeys.times.histogram(goal).column("conversions")) == converted
    assert journeys.times.to_convert(goal).rows()[0]["n"] == converted
    hours = journeys.times.hours(goal)
    assert sum(hours.column("conversions")) == sum(hours.column("reached")) == converted
    assert sum(hours.column("opened")) == closed
    repeats = journeys.repeats(goal).column("customers")
    assert (repeats[0], sum(repeats)) == (row["customers"], converted)
    assert journeys.loyalty(goal).one()["repeats"] == converted - row["customers"]
    curve = journeys.times.survival(goal).rows()
    assert sum(day["converted"] for day in curve) == converted
    assert curve[-1]["n"] == closed + row["open"]


def test_contacts_are_the_same_by_hour_and_by_touchpoint(asked):
    """The hours of all contacts add up to the steps, those of one touchpoint to its contacts."""
    journeys, steps, _ = asked
    assert sum(journeys.times.hours().column("contacts")) == journeys.summary().one()["steps"]
    met = {row["touchpoint"]: row["contacts"] for row in journeys.touchpoints().rows()}
    assert sum(journeys.times.hours(touchpoint=steps[0]).column("contacts")) == met[steps[0]]
    assert sum(journeys.months(touchpoint=steps[0]).column("contacts")) == met[steps[0]]


@pytest.mark.parametrize("period", ["month", "week"])
def test_cohorts_hold_every_customer_who_began_in_a_period_that_has_ended(asked, period):
    """Cohorts add up to all customers but those who began in the period the data ends in."""
    journeys, _, goal = asked
    until = journeys.summary().one()["until"].date()
    begins = until.replace(day=1) if period == "month" else until - timedelta(days=until.weekday())
    sizes = {row["cohort"]: row["size"] for row in journeys.times.cohorts(period=period).rows()}
    before = journeys.among(f"period:..{begins - timedelta(days=1)}")
    assert sum(sizes.values()) == before.summary().one()["customers"]
    of_goal = {row["cohort"]: row["size"] for row in journeys.times.cohorts(goal, period=period).rows()}
    assert sum(of_goal.values()) <= journeys.repeats(goal).rows()[0]["customers"]


def test_the_stay_in_a_phase_is_the_same_with_and_without_its_interval(asked):
    """The list of phases and the times tell the same median and 90th percentile of the same number."""
    journeys, _, _ = asked
    phases = {row["phase"]: row for row in journeys.phases().rows() if row["dwell_n"]}
    dwell = {row["phase"]: row for row in journeys.times.dwell().rows()}
    assert phases.keys() == dwell.keys()
    for phase, row in phases.items():
        times = tuple(dwell[phase][name] for name in ("n", "median_s", "p90_s"))
        assert (row["dwell_n"], row["dwell_median_s"], row["dwell_p90_s"]) == times


def test_sessions_are_the_same_for_patterns_and_drop_off(asked):
    """Every session is counted, and ends at one touchpoint: the goal's own, or one of the drop-off."""
    journeys, steps, goal = asked
    sessions = journeys.sessions().one()["sessions"]
    assert journeys.patterns.search("any", unit="session").one()["of"] == sessions
    with_the_goal = journeys.patterns.search(f"{steps[2]} $", unit="session").one()["matches"]
    assert sum(journeys.dropoff(goal, unit="session").column("ends")) + with_the_goal == sessions


def test_where_nobody_is_open_the_curve_ends_at_the_rate_of_the_goal(shop):
    """Seen for two years more, every journey has closed: then waiting and counting come to the same."""
    shop.load([*by_lot(), ("Zoe", 24.0 * 1000, "noise")])
    shop.build()
    journeys = shop.journeys
    row = journeys.goals().one()
    assert (row["open"], row["converted"] > 0) == (0, True)
    assert journeys.times.survival("purchase").rows()[-1]["share"] == pytest.approx(row["rate"])
    months = journeys.months("purchase").column("closed")
    assert sum(months) == row["converted"] + row["lost"]
    funnel = journeys.funnel(["view", "cart", "buy"], within=timedelta(days=30)).rows()
    assert [step["km"] for step in funnel[1:]] == pytest.approx([step["of_previous"] for step in funnel[1:]])


def test_a_plan_of_ones_own_path_is_followed_by_those_a_pattern_finds(asked):
    """Whoever follows a plan of all three steps met each of them, and 'missing' is everybody else."""
    journeys, steps, _ = asked
    rows = journeys.reasons.conformance(list(steps)).rows()
    everybody = journeys.summary().one()["customers"]
    met = {row["touchpoint"]: row["customers"] for row in journeys.touchpoints().rows()}
    missing = {row["step"]: row["journeys"] for row in rows if row["kind"] == "missing"}
    assert missing == {step: everybody - met[step] for step in steps}
    follows = next(row["journeys"] for row in rows if row["kind"] == "follows")
    assert follows <= journeys.funnel(steps).column("reached")[-1]


@pytest.mark.parametrize("what", ["transitions", "touchpoints", "goals", "paths"])
def test_a_group_of_everybody_answers_as_everybody_and_less_itself_is_nothing(asked, what):
    """Selecting all of time selects all; A minus A is zero, whatever is compared."""
    journeys, _, _ = asked
    ever = journeys.among(EVER)
    assert getattr(ever, what)().rows() == getattr(journeys, what)().rows()
    for other in (journeys, ever):
        for row in getattr(journeys.against(other), what)().rows():
            assert (row["difference"], row["lo"], row["hi"], row["distinct"]) == (0, 0, 0, False)
            assert (row["a"], row["of_a"]) == (row["b"], row["of_b"])


@pytest.mark.parametrize("unit", ["customer", "session"])
def test_a_comparison_has_the_shares_of_the_answers_it_compares(asked, unit):
    """Both sides of A minus B are the figures of A and of B."""
    journeys, steps, goal = asked
    group = journeys.among(f"touch:{steps[1]}")
    both = group.against(journeys)
    funnels = [side.funnel(steps, unit=unit) for side in (group, journeys)]
    compared = both.funnel(steps, unit=unit)
    assert [compared.column(name) for name in ("a", "b")] == [funnel.column("reached") for funnel in funnels]
    goals = {row["goal"]: row for row in both.goals().rows()}[goal]
    for side, key in ((group, "share_a"), (journeys, "share_b")):
        rate = next(row["rate"] for row in side.goals().rows() if row["goal"] == goal)
        assert goals[key] == pytest.approx(rate)
    moves = {(row["source"], row["target"]): row for row in both.transitions(ends=True).rows()}
    for row in group.transitions(ends=True).rows():
        found = moves[row["source"], row["target"]]
        assert (found["a"], found["share_a"]) == (row["transitions"], pytest.approx(row["share"]))


def test_those_around_an_anchor_are_those_who_met_it(asked):
    """The journeys around the first contact are the customers met there; around each, its contacts."""
    journeys, steps, _ = asked
    met = {row["touchpoint"]: row for row in journeys.touchpoints().rows()}[steps[1]]
    first = [row for row in journeys.patterns.around(steps[1]).rows() if row["offset"] == 0]
    assert [row["customers"] for row in first] == [met["customers"]]
    onward = [row for row in journeys.patterns.around(steps[1], which="each").rows() if row["offset"] == 1]
    leaving = [row for row in journeys.transitions(ends=True).rows() if row["source"] == steps[1]]
    assert {row["touchpoint"]: row["journeys"] for row in onward} == {
        row["target"]: row["transitions"] for row in leaving
    }


def test_those_who_did_something_else_are_the_loss_of_the_funnel(asked):
    """Of the sessions that meet a step and not the next one after it, the funnel of sessions loses as many."""
    journeys, steps, _ = asked
    here, there = steps[0], steps[1]
    lost = journeys.funnel([here, there], unit="session").rows()[1]["lost"]
    rows = journeys.reasons.instead(here, there).rows()
    assert {row["n"] for row in rows} == {lost}
    assert sum(row["next"] for row in rows) == lost
