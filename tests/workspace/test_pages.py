"""The page of ways and levers: what a run writes beside the map, and what is asked for on its own."""

from __future__ import annotations

import pytest

from wegweiser.bootstrap import create_workspace
from wegweiser.errors import InvalidSetting, UnknownName
from wegweiser.workspace import Config, Outputs


def test_a_run_writes_the_page_in_every_language(shop, opened):
    """The page lies beside the map, under the title and the data of the map."""
    with opened(shop) as ws:
        report = ws.run(Outputs(shop / "maps", ("en", "de"), ("flow",)))
    assert [path.rsplit("/", 1)[-1] for path in report.written] == ["flow.en.html", "flow.de.html"]
    assert '<html lang="de">' in (shop / "maps" / "flow.de.html").read_text("utf-8")


def test_the_page_follows_the_first_goal_that_is_reached(ran_shop, opened):
    """Ana and Cem buy, so the ways are those to the purchase: three journeys, and Ben's, who left."""
    with opened(ran_shop) as ws:
        ways = ws.ways()
    assert ways.steps.goal == {"en": "Purchase", "de": "Kauf"}
    assert ways.customers == 3
    assert (ways.steps.journeys, ways.steps.exits) == (4, 1)
    assert {node.id for node in ways.graph.nodes} >= {"product_view", "cart", "purchase"}
    assert ways.data.sources == ("visits",)


def test_a_goal_or_share_that_cannot_be_is_refused(ran_shop, opened):
    """The nearest right answer comes with the refusal."""
    with opened(ran_shop) as ws:
        with pytest.raises(UnknownName, match="Did you mean 'purchase'"):
            ws.ways("purchse")
        with pytest.raises(InvalidSetting, match="share is 0"):
            ws.ways(share=0)


def test_a_workspace_where_nobody_reached_a_goal_shows_all_histories(tmp_path, opened, ran):
    """Three looks and no purchase: the ways are whole histories, and there is no funnel."""
    folder = tmp_path / "quiet"
    create_workspace(folder, Config(name="Quiet"))
    rows = "customer,time,event\nAna,2026-01-05 09:00:00,product_view\nAna,2026-01-05 09:05:00,search\n"
    (folder / "data" / "visits.csv").write_text(rows, "utf-8")
    ran(folder)
    with opened(folder) as ws:
        ways = ws.ways()
    assert (ways.steps.goal, ways.funnel) == (None, None)
    assert [(link.source, link.target) for link in ways.steps.links if link.step == 1] == [("product_view", "search")]
