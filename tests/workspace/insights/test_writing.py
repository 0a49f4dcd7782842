"""A run writes what its screens show, and counts again only what changed."""

from __future__ import annotations

import pytest

from wegweiser.bootstrap import create_workspace, open_workspace
from wegweiser.domain.attribution import Basis
from wegweiser.workspace import Config, Outputs
from wegweiser.workspace.insights import FOLDER, Insights


def files(folder):
    """Return every file of the insights by name."""
    return {path.name: path.read_bytes() for path in (folder / FOLDER).iterdir()}


def test_a_run_leaves_an_index(shop, ran):
    """The index says of which data the insights are, and names goals, phases and touchpoints."""
    report = ran(shop)
    index = Insights(shop).index()
    assert index is not None
    assert (
        (index.customers, index.events, index.steps) == (report.customers, report.events, report.steps) == (3, 10, 10)
    )
    assert index.findings == report.findings
    assert [goal.id for goal in index.goals] == ["purchase"]
    assert index.main_goal == "purchase"
    assert index.touchpoints["cart"]


def test_a_run_after_a_run_writes_nothing_anew(shop, ran):
    """The same data again: every part keeps its bytes, nothing is counted, and the history has one run."""
    ran(shop)
    before = files(shop)
    ran(shop)
    index = Insights(shop).index()
    assert index is not None
    assert index.seconds == {}
    assert {name for name, text in files(shop).items() if before[name] != text} <= {"index.json"}
    assert len(Insights(shop).history().runs) == 1


def test_what_changed_is_counted_again_and_remembered(shop, ran):
    """Ben's purchase comes later: ways, levers and data are counted anew, and the history tells both runs."""
    ran(shop)
    (shop / "data" / "later.csv").write_text(
        "customer,time,event,channel,value\nBen,2026-03-20 10:00:00,purchase,store,15\n", "utf-8"
    )
    ran(shop)
    insights = Insights(shop)
    assert {"ways", "data", "attribution", "touchpoints"} <= set(insights.index().seconds)
    assert [run.events for run in insights.history().runs] == [11, 10]


def test_three_people_are_told_nowhere(shop, ran):
    """Fewer than 20 people stand behind everything here, so no way, share or credit of theirs is written."""
    ran(shop)
    insights = Insights(shop)
    ways = insights.ways("purchase")
    assert (ways.variants, ways.matrix, ways.loops, ways.back, ways.steps.links, ways.graph.edges) == ((),) * 6
    assert ways.unshown["variants"] > 0
    assert [row.customers for row in insights.touchpoints().touchpoints] == [None] * 5
    assert [one.credit for one in insights.attribution().credits] == [(), ()]
    assert all(step.reached is None for funnel in insights.funnels().funnels for step in funnel.steps)
    assert all(b"Ana" not in text for text in files(shop).values())


def test_a_workspace_without_events_tells_what_was_set_aside(shop, ran):
    """A file of which no row can be read still has its rows, reasons and examples, which name nobody."""
    (shop / "data" / "visits.csv").write_text(
        "customer,time,event\nAna,2026-01-05 09:00,view\nBen,soon,view\n", "utf-8"
    )
    ran(shop)
    (source,) = Insights(shop).data().sources
    (aside,) = source.quarantined
    assert (source.rows, source.events, aside.code, aside.rows) == (2, 1, "unreadable_time", 1)
    assert [(one.line, one.text) for one in aside.examples] == [(3, "xxx,soon,view")]


def test_ways_to_a_goal_that_is_gone_are_removed(shop, ran):
    """A goal that nobody names any more leaves no file behind."""
    ran(shop)
    (shop / FOLDER / "ways-000000000000.json").write_text("{}", "utf-8")
    ran(shop)
    assert "ways-000000000000.json" not in files(shop)


@pytest.fixture(scope="module")
def clicks(shared_data, tmp_path_factory):
    """Return the folder of a workspace that ran on the planted clickstream."""
    folder = tmp_path_factory.mktemp("clicks")
    create_workspace(folder, Config(name="Clicks"))
    with open_workspace(folder) as ws:
        ws.add([shared_data / "clickstream_planted" / "ecom.csv.gz"])
        ws.run(Outputs(folder / "maps", ("en",), ("json",)))
    return folder


def test_the_insights_are_the_answers_of_the_workspace(clicks):
    """Goals, ways, graph, funnel, credit and levers read from files equal what the workspace counts."""
    insights = Insights(clicks)
    goal = insights.index().main_goal
    ways = insights.ways(goal)
    with open_workspace(clicks) as ws:
        row = next(row for row in ws.journeys.goals().rows() if row["goal"] == goal)
        told = next(one for one in insights.index().goals if one.id == goal)
        assert (told.converted, told.lost, told.open) == (row["converted"], row["lost"], row["open"])
        places = {(r["step"], r["touchpoint"]): r["share"] for r in ws.journeys.moves.matrix(goal, depth=8).rows()}
        assert ways.matrix
        assert all(places[place.step, place.touchpoint] == place.share.value for place in ways.matrix)
        graph = ws.ways(goal, share=0.8).graph
        enough = {(edge.source, edge.target) for edge in graph.edges if edge.customers >= 20}
        assert enough <= {(edge.source, edge.target) for edge in ways.graph.edges}
        credit = [row for row in ws.attribution.credit(Basis(goal)).rows() if row["model"] == "linear"]
        kept = {one.item: one.share for one in insights.attribution().of(goal).credit if one.model == "linear"}
        assert kept
        assert all(kept[row["touchpoint"]] == row["share"] for row in credit if row["touchpoint"] in kept)
        levers = [lever.id for lever in ws.levers() if lever.customers >= 20]
        assert [lever.id for lever in insights.levers().levers] == levers
