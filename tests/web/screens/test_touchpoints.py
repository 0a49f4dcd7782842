"""The registry in the browser: narrowed, previewed, changed, agreed to; unmapped events; goals."""

from __future__ import annotations

import pytest

from wegweiser.domain.people import Role
from wegweiser.domain.touchpoints import Match, Touchpoint
from wegweiser.workspace import changing


@pytest.fixture
def site(shop):
    """Let everybody visit a shop that was run."""
    return shop


@pytest.fixture
def ben(visitor):
    """Return the browser of an editor."""
    return visitor(Role.EDITOR)


def ids(browser, query=""):
    """Return the touchpoints the API lists."""
    return {row["id"] for row in browser.get(f"/api/v1/touchpoints{query}").json().get("rows", ())}


def test_the_registry_shows_rules_and_figures(ben, site):
    """Every touchpoint of wegweiser.toml with whom it met; search and filters narrow it."""
    everything = {one.id for one in site.config.touchpoint}
    assert ids(ben) == everything
    assert ids(ben, "?q=PURCH") == {"purchase"}
    assert ids(ben, "?proposed=true") == everything
    assert ids(ben, "?phase=-") == {one.id for one in site.config.touchpoint if one.phase is None}
    assert ids(ben, "?q=nothing") == set()
    assert "Nothing fits" in ben.get("/touchpoints?q=nothing").text
    page = ben.get("/touchpoints?lang=de").text
    assert "event = cart" in page


def test_channels_are_called_by_their_names(ben):
    """One no run has met yet has its common name in the visitor's language, on the page and in the table."""
    page = ben.get("/touchpoints/new?lang=de").text
    assert '<option value="other" selected>Sonstige</option>' in page
    fields = {"name": "Call", "channel": "phone", "medium": "owned"}
    ben.submit("/touchpoints", **fields, **{"rule.event": "call"})
    page = ben.get("/touchpoints?lang=de&channel=phone").text
    assert '<td data-label="Kanal">Telefon</td>' in page
    table = ben.get("/tables/touchpoints/csv?lang=de").content.decode("utf-8-sig")
    assert ";Telefon;eigenes;" in table


def test_a_touchpoint_is_changed_with_its_rule(ben, site):
    """What a form says is written with its language; an empty field of the rule takes everything."""
    fields = {"name": "Basket", "rule.event": "cart*", "rule.channel": "", "channel": "web", "medium": "owned"}
    answer = ben.submit(
        "/touchpoints/cart", **fields, phase="", owner="Ana", cost="0.25", goal="Compare", direct="true"
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/touchpoints")
    one = next(one for one in site.config.touchpoint if one.id == "cart")
    assert (one.match.event, one.match.channel, one.phase, one.owner, one.cost) == ("cart*", "*", None, "Ana", 0.25)
    assert not one.proposed
    name = one.name if isinstance(one.name, str) else one.name["en"]
    assert name == "Basket"
    assert ben.submit("/touchpoints/cart", **fields, cost="-1").status_code == 422
    assert ben.submit("/touchpoints/cart", **fields | {"name": " "}).status_code == 422
    assert ben.submit("/touchpoints/nowhere", **fields).status_code == 404


def test_a_rule_is_tried_before_it_is_saved(ben, site):
    """The counts are those of the last run; what another touchpoint takes first is told apart."""
    seen = [(one.event, one.events) for one in site.insights.touchpoints().seen]
    found = ben.get("/api/v1/touchpoints/preview?rule.event=*&id=").json()
    assert found["events"] == found["others"] == sum(n for _, n in seen) == 220
    found = ben.get("/api/v1/touchpoints/preview?rule.event=CAR%3F").json()
    assert found["events"] == dict(seen)["cart"] == 40
    assert "0</b>" in ben.get("/touchpoints/preview?rule.event=nothing").text


def test_a_touchpoint_is_made_and_removed(ben, site):
    """Its id comes from its name; removed, its events belong nowhere; one a goal needs stays."""
    ben.submit("/touchpoints", name="Anruf für Maß", **{"rule.event": "call"}, channel="phone", medium="owned")
    assert "anruf_fur_ma" in ids(ben)
    assert ben.submit("/touchpoints/anruf_fur_ma/remove").status_code == 303
    assert "anruf_fur_ma" not in ids(ben)
    reached = site.config.goal[0].touchpoints[0]
    assert ben.submit(f"/touchpoints/{reached}/remove").status_code in {404, 422}
    assert reached in ids(ben)


def test_proposals_are_agreed_to(ben, site):
    """One, then all of them."""
    first = site.config.touchpoint[0].id
    ben.submit(f"/touchpoints/{first}/confirm")
    assert ids(ben, "?proposed=true") == ids(ben) - {first}
    ben.submit("/touchpoints/confirm")
    assert ids(ben, "?proposed=true") == set()


def test_a_change_says_that_a_run_brings_the_figures(ben, site):
    """Before it nothing is said; after it there is a button for the run, which is asked for once."""
    assert ben.get("/api/v1/touchpoints").json().get("pending", False) is False
    ben.submit("/touchpoints/confirm")
    assert ben.get("/api/v1/touchpoints").json()["pending"]
    assert "Run now" in ben.get("/touchpoints").text
    first, second = (ben.submit("/runs").headers["location"] for _ in range(2))
    assert first == second
    assert [job.kind for job in site.store.jobs.all()] == ["run"]


def test_a_viewer_reads_the_registry(visitor):
    """She sees rules and figures and no form."""
    page = visitor(Role.VIEWER).get("/touchpoints/cart").text
    assert ("event = cart" in page, 'name="rule.event"' in page) == (True, False)


def test_goals_are_made_changed_and_removed(ben, site):
    """A goal names who reaches it and how far it looks back; without a touchpoint it is refused."""
    assert ben.submit("/goals", name="Basket filled").status_code == 422
    answer = ben.submit("/goals", name="Basket filled", touchpoints=["cart", "purchase"], lookback_days="14")
    assert answer.headers["location"] == "/goals"
    goal = next(goal for goal in site.config.goal if goal.id == "basket_filled")
    assert (goal.touchpoints, goal.lookback_days) == (("cart", "purchase"), 14.0)
    ben.submit("/goals/basket_filled", name="Basket", touchpoints=["cart"], lookback_days="7")
    goal = next(goal for goal in site.config.goal if goal.id == "basket_filled")
    assert (goal.name, goal.touchpoints) == ("Basket", ("cart",))
    assert "Basket" in ben.get("/goals/basket_filled").text
    assert ben.submit("/goals/nowhere", name="x", touchpoints=["cart"]).status_code == 404
    ben.submit("/goals/basket_filled/remove")
    assert "basket_filled" not in {row["id"] for row in ben.get("/api/v1/goals").json()["goals"]}


def test_an_unmapped_event_becomes_a_touchpoint(ben, site):
    """The form begins with its name and rule."""
    page = ben.get("/touchpoints/new?event=call_back").text
    assert ('value="Call back"' in page, 'value="call_back"' in page) == (True, True)
    assert site.insights.touchpoints().unmapped_events == 0


def test_a_purchase_a_goal_does_not_count_is_one_click_from_it(ben, site):
    """The list of goals and the start say so and lead to the goal with it ticked; added, nothing is said any more."""
    touchpoint = Touchpoint("kauf", "Kauf (Kasse)", Match(event="Kauf"), phase="conversion", proposed=True)
    changing.add(site.folder, "touchpoint", touchpoint)
    (told,) = ben.get("/api/v1/goals").json()["missed"]
    assert (told["goal"]["id"], told["touchpoint"]["id"]) == ("purchase", "kauf")
    to = "/goals/purchase?add=kauf"
    assert (to in ben.get("/goals").text, to in ben.get("/").text) == (True, True)
    assert 'value="kauf" checked' in ben.get(to).text
    ben.submit("/goals/purchase", name="Purchase", touchpoints=["purchase", "kauf"], lookback_days="30")
    assert "missed" not in ben.get("/api/v1/goals").json()
    assert to not in ben.get("/").text
